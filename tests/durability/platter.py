"""A disk that lost its power: from what was written and synced, what may be found on it afterwards. Pure.

What was synced is there. What was not may be there, or be missing, or be there in part (sector by sector), and of several
writes the later one may have arrived without the earlier. The same holds of names in a folder.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

SECTOR = 512
"""Bytes that arrive together or not at all."""


@dataclass(frozen=True, slots=True)
class Made:
    name: str


@dataclass(frozen=True, slots=True)
class Wrote:
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was made this long."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Removed:
    name: str


@dataclass(frozen=True, slots=True)
class FolderSynced:
    pass


Change = Made | Wrote | Cut | Synced | Renamed | Removed | FolderSynced
Files = dict[str, bytes]


@dataclass(slots=True)
class _File:
    sure: bytes = b""
    pending: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        self.sure, self.pending = self.whole(self.pending), []

    def whole(self, changes: Iterable[Wrote | Cut]) -> bytes:
        data = bytearray(self.sure)
        for change in changes:
            _apply(data, change)
        return bytes(data)


def _apply(data: bytearray, change: Wrote | Cut) -> None:
    if isinstance(change, Cut):
        del data[change.size :]
        data.extend(bytes(change.size - len(data)))
        return
    data.extend(bytes(max(0, change.offset - len(data))))
    data[change.offset : change.offset + len(change.data)] = change.data


class Platter:
    """Takes in changes; tells what a power cut may leave."""

    def __init__(self, files: Files | None = None) -> None:
        self._sure = {name: _File(data) for name, data in (files or {}).items()}
        self._names = dict(self._sure)
        self._pending: list[Callable[[dict[str, _File]], object]] = []
        """Changes of names that the folder has not been synced for."""

    def take(self, change: Change) -> None:
        match change:
            case Wrote() | Cut():
                self._names[change.name].pending.append(change)
            case Synced():
                self._names[change.name].sync()
            case FolderSynced():
                self._sure, self._pending = dict(self._names), []
            case Made():
                file = _File()
                self._rename(lambda names: names.update({change.name: file}))
            case Removed():
                self._rename(lambda names: names.pop(change.name, None))
            case Renamed():
                self._rename(
                    lambda names: (
                        names.update({change.to: names.pop(change.name)}) if change.name in names else None
                    )
                )

    def _rename(self, work: Callable[[dict[str, _File]], object]) -> None:
        self._pending.append(work)
        work(self._names)

    def without_power(self, chance: random.Random) -> Files:
        """One of the states that the disk may be found in."""
        names = dict(self._sure)
        share = chance.choice((0.0, 0.5, 1.0))
        for rename in self._pending:
            if chance.random() < share:
                rename(names)
        left = chance.choice((_nothing, _everything, _the_first, _some, _sector_by_sector))
        return {name: left(file, chance) for name, file in names.items()}


def _nothing(file: _File, _: random.Random) -> bytes:
    return file.sure


def _everything(file: _File, _: random.Random) -> bytes:
    return file.whole(file.pending)


def _the_first(file: _File, chance: random.Random) -> bytes:
    """Some writes in their order, and a part of the next."""
    count = chance.randint(0, len(file.pending))
    return file.whole([*file.pending[:count], *_torn(file.pending[count : count + 1], chance)])


def _some(file: _File, chance: random.Random) -> bytes:
    kept = [change for change in file.pending if chance.random() < 0.6]
    return file.whole([part for change in kept for part in _torn([change], chance)])


def _torn(changes: list[Wrote | Cut], chance: random.Random) -> list[Wrote | Cut]:
    """The same writes with sectors missing: all behind a point, or here and there."""
    torn: list[Wrote | Cut] = []
    for change in changes:
        if isinstance(change, Cut) or chance.random() < 0.3:
            torn.append(change)
            continue
        parts = _sectors(change)
        if chance.random() < 0.5:
            torn += parts[: chance.randint(0, len(parts))]
        else:
            torn += [part for part in parts if chance.random() < 0.5]
    return torn


def _sectors(change: Wrote) -> list[Wrote]:
    first = SECTOR - change.offset % SECTOR
    starts = [0, *range(first, len(change.data), SECTOR)]
    ends = [*starts[1:], len(change.data)]
    return [
        Wrote(change.name, change.offset + start, change.data[start:end])
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def _sector_by_sector(file: _File, chance: random.Random) -> bytes:
    """Every sector is as it was after any of the writes, whatever its neighbours are.

    That a file was made shorter arrives whole or not at all, and with it what was written before: it is one change of
    the file system's own, which it journals. SQLite relies on that where it empties its WAL.
    """
    cuts = [number for number, change in enumerate(file.pending) if isinstance(change, Cut)]
    edges = [0, *cuts, len(file.pending)]
    part = chance.randrange(len(edges) - 1)
    states = [
        file.whole(file.pending[:count]) for count in range(edges[part] + bool(part), edges[part + 1] + 1)
    ]
    size = len(chance.choice(states))
    found = bytearray()
    for start in range(0, size, SECTOR):
        end = min(start + SECTOR, size)
        found += chance.choice(states)[start:end].ljust(end - start, b"\0")
    return bytes(found)
