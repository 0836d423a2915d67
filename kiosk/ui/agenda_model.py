"""Lists that QML can repeat: one model class, and the frozen rows that it holds. Words are ready-made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key: `ident` is what a press hands back to the glass."""

    ident: str
    name: str
    label: str
    under: str = ""
    bigFirst: bool = False  # noqa: N815 - QML reads roles by these names
    shortLabel: str = ""  # noqa: N815 - QML reads roles by these names
    detail: str = ""
    selected: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """`lead` is the bold word of a free stretch."""

    time: str
    lead: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Label and value; with a key, an offer that can be taken."""

    label: str
    value: str
    ident: str = ""
    key: str = ""
    keyName: str = ""  # noqa: N815 - QML reads roles by these names


@dataclass(frozen=True, slots=True)
class StepRow:
    mark: str
    words: str
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    begin: float
    end: float
    kind: str
    lane: int
    elapsed: float
    words: str = ""
    span: str = ""
    who: str = ""
    secret: bool = False
    room: float = 1.0
    """Where the next bar in its way begins; only the day view asks."""
    ident: str = ""
    """What a press hands back to the glass, in the day view."""


@dataclass(frozen=True, slots=True)
class TickRow:
    position: float
    label: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    """Another room; `ident` is empty where it cannot be booked now. `icons` are names of files, parted by spaces."""

    room: str
    free: str
    seats: str
    icons: str
    way: str
    told: str
    """All of it in one breath, for assistive technology."""
    ident: str = ""
    key: str = ""
    under: str = ""
    keyName: str = ""  # noqa: N815 - QML reads roles by these names


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the diagnostics. `health`: "well", "warning", "bad"."""

    health: str
    label: str
    value: str


Row: TypeAlias = KeyRow | LineRow | OfferRow | StepRow | BarRow | TickRow | RoomRow | FindingRow
_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Rows(QAbstractListModel):
    """Rows of one kind. Putting a new list touches only the rows that differ, so what is pressed stays pressed."""

    def __init__(self, kind: type[Row], parent: QObject) -> None:
        super().__init__(parent)
        self._names = [field.name for field in fields(kind)]
        self._rows: tuple[Row, ...] = ()

    def put(self, rows: Sequence[Row]) -> None:
        new = tuple(rows)
        old, common = self._rows, min(len(self._rows), len(new))
        changed = [n for n in range(common) if old[n] != new[n]]
        if len(new) < len(old):
            self.beginRemoveRows(_NOWHERE, len(new), len(old) - 1)
            self._rows = old[: len(new)]
            self.endRemoveRows()
        self._rows = new[:common]
        for n in changed:
            self.dataChanged.emit(self.index(n), self.index(n))
        if len(new) > len(old):
            self.beginInsertRows(_NOWHERE, len(old), len(new) - 1)
            self._rows = new
            self.endInsertRows()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt calls it by this name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = role - Qt.ItemDataRole.UserRole
        if not index.isValid() or not 0 <= name < len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[name])

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt calls it by this name
        first = int(Qt.ItemDataRole.UserRole)
        return {first + n: QByteArray(name.encode()) for n, name in enumerate(self._names)}
