"""What a sheet shows, for QML: picking a time, the day view, details, the menu. Layer three of Glass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import (
    DayViewSheet,
    DetailsSheet,
    Face,
    Key,
    MenuSheet,
    Phrase,
    PickTimeSheet,
    Say,
    Scale,
)
from kiosk.ui.agenda_model import BarRow, KeyRow, Rows, TickRow
from kiosk.ui.glass_card import CardGlass
from kiosk.ui.glass_plane import bar_rows, change, needle, tick_rows
from kiosk.ui.text import Words


@dataclass(frozen=True, slots=True)
class SheetView:
    """The open sheet in words; `kind` is "" while there is none, `start` and `span` are "" on a day without free time."""

    kind: str = ""
    title: str = ""
    day: str = ""
    start: str = ""
    span: str = ""
    limit: str = ""
    notice: str = ""
    notes: tuple[str, ...] = ()
    for_somebody: bool = False
    needle: float = -1.0


class SheetGlass(CardGlass):
    """Everything that stands on a sheet. The typed text lives here and nowhere else, and goes when the sheet does."""

    sheetChanged = Signal()  # noqa: N815 - QML names signals so
    typedChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = SheetView()
        self._picking: PickTimeSheet | None = None
        self._typed = {"subject": "", "name": "", "email": ""}
        self._sheet_bars = Rows(BarRow, self)
        self._sheet_ticks = Rows(TickRow, self)
        self._sheet_keys = {
            name: Rows(KeyRow, self)
            for name in ("earlier", "later", "lengths", "book", "days", "close", "free", "menu")
        }

    def _show_sheet(self, face: Face, words: Words) -> None:
        view, scale, keys = self._sheet_parts(face, words)
        if view.kind != self._sheet.kind:
            self._forget_typed()
        self._picking = face.sheet if isinstance(face.sheet, PickTimeSheet) else None
        self._sheet_bars.put(spaced(bar_rows(scale, words)))
        self._sheet_ticks.put(hour_rows(scale, words) if view.kind == "day" else tick_rows(scale, words))
        for name, rows in self._sheet_keys.items():
            rows.put([self._key(key, words, scope=name) for key in keys.get(name, ()) if key is not None])
        change(self, "_sheet", view, self.sheetChanged.emit)

    def _sheet_parts(
        self, face: Face, words: Words
    ) -> tuple[SheetView, Scale | None, dict[str, tuple[Key | None, ...]]]:
        sheet = face.sheet
        match sheet:
            case None:
                return SheetView(), None, {}
            case PickTimeSheet():
                view = _pick_view(sheet, words)
                return view, sheet.scale, _pick_keys(sheet)
            case DayViewSheet():
                view = SheetView(
                    "day",
                    words.say(sheet.title),
                    words.long_date(sheet.scale.begin),
                    notes=tuple(
                        "" if note.phrase is Phrase.ALL_DAY else words.say(note) for note in sheet.notes
                    ),
                    needle=needle(sheet.scale),
                )
                days = (sheet.previous_day, sheet.next_day)
                return view, sheet.scale, {"days": days, "close": (sheet.close,), "free": sheet.free}
            case DetailsSheet():
                return (
                    SheetView("details", words.say(sheet.title)),
                    None,
                    {"book": (sheet.save,), "close": (sheet.close,)},
                )
            case MenuSheet():
                return (
                    SheetView("menu", words.say(sheet.title)),
                    None,
                    {"menu": sheet.keys, "close": (sheet.close,)},
                )
            case _:
                assert_never(sheet)

    def _forget_typed(self) -> None:
        if any(self._typed.values()):
            self._typed = dict.fromkeys(self._typed, "")
            self.typedChanged.emit()

    def _type(self, field: str, text: str) -> None:
        if self._typed[field] != text:
            self._typed[field] = text
            self.typedChanged.emit()

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        """ "pick", "day", "details", "menu"; empty: none is open."""
        return self._sheet.kind

    @Property(str, notify=sheetChanged)
    def sheetTitle(self) -> str:  # noqa: N802 - QML names properties so
        return self._sheet.title

    @Property(str, notify=sheetChanged)
    def sheetDay(self) -> str:  # noqa: N802 - QML names properties so
        return self._sheet.day

    @Property(str, notify=sheetChanged)
    def startTime(self) -> str:  # noqa: N802 - QML names properties so
        return self._sheet.start

    @Property(str, notify=sheetChanged)
    def span(self) -> str:
        return self._sheet.span

    @Property(str, notify=sheetChanged)
    def limit(self) -> str:
        return self._sheet.limit

    @Property(str, notify=sheetChanged)
    def notice(self) -> str:
        return self._sheet.notice

    @Property("QStringList", notify=sheetChanged)  # type: ignore[arg-type]  # because the stub knows no C++ names
    def notes(self) -> list[str]:
        return list(self._sheet.notes)

    @Property(bool, notify=sheetChanged)
    def forSomebody(self) -> bool:  # noqa: N802 - QML names properties so
        return self._sheet.for_somebody

    @Property(float, notify=sheetChanged)
    def sheetNeedle(self) -> float:  # noqa: N802 - QML names properties so
        return self._sheet.needle

    @Property(QObject, constant=True)
    def sheetBars(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_bars

    @Property(QObject, constant=True)
    def sheetTicks(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_ticks

    @Property(QObject, constant=True)
    def earlierKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["earlier"]

    @Property(QObject, constant=True)
    def laterKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["later"]

    @Property(QObject, constant=True)
    def lengthKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["lengths"]

    @Property(QObject, constant=True)
    def bookKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["book"]

    @Property(QObject, constant=True)
    def dayKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["days"]

    @Property(QObject, constant=True)
    def closeKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["close"]

    @Property(QObject, constant=True)
    def freeKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["free"]

    @Property(QObject, constant=True)
    def menuKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["menu"]

    @Property(str, notify=typedChanged)
    def subject(self) -> str:
        return self._typed["subject"]

    @subject.setter  # type: ignore[no-redef]  # because Qt properties are written so
    def subject(self, text: str) -> None:
        self._type("subject", text)

    @Property(str, notify=typedChanged)
    def name(self) -> str:
        return self._typed["name"]

    @name.setter  # type: ignore[no-redef]  # because Qt properties are written so
    def name(self, text: str) -> None:
        self._type("name", text)

    @Property(str, notify=typedChanged)
    def email(self) -> str:
        return self._typed["email"]

    @email.setter  # type: ignore[no-redef]  # because Qt properties are written so
    def email(self, text: str) -> None:
        self._type("email", text)


def _pick_view(sheet: PickTimeSheet, words: Words) -> SheetView:
    view = SheetView(
        "pick",
        words.say(Say(Phrase.PICK_A_TIME)),
        words.say(sheet.title),
        notice=words.say(sheet.notice),
        for_somebody=sheet.for_somebody,
        needle=needle(sheet.scale),
    )
    if not sheet.lengths:
        return view
    return replace(
        view,
        start=words.time(sheet.start),
        span=words.say(Say(Phrase.FROM_TO, at=sheet.start, to=sheet.end)),
        limit=words.say(Say(Phrase.UP_TO, at=sheet.limit)) if sheet.limit else "",
    )


def spaced(bars: list[BarRow]) -> list[BarRow]:
    """Each bar told how much room its words have, as far as the next one in its lane. Nobody is named twice."""
    return [
        replace(
            bar,
            who="" if bar.who == bar.words else bar.who,
            room=min((b.begin for b in bars if b.begin >= bar.end and _in_the_way(bar, b)), default=1.0),
        )
        for bar in bars
    ]


def _in_the_way(bar: BarRow, other: BarRow) -> bool:
    return bar is not other and (bar.lane == other.lane or 0 in {bar.lane, other.lane})


def hour_rows(scale: Scale | None, words: Words) -> list[TickRow]:
    """The hours of the day view, written in full: "08:00"."""
    if scale is None:
        return []
    return [
        TickRow(tick.position, words.time(tick.at, short=True) + ("ᵇ" if tick.repeated else ""))
        for tick in scale.ticks
    ]


def _pick_keys(sheet: PickTimeSheet) -> dict[str, tuple[Key | None, ...]]:
    return {
        "earlier": (sheet.earlier,),
        "later": (sheet.later,),
        "lengths": sheet.lengths,
        "book": (sheet.book,),
        "days": (sheet.previous_day, sheet.next_day),
        "close": (sheet.close,),
    }
