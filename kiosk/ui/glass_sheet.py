"""What a sheet shows, for QML: picking a time, the day view, details, the menu. Layer three of Glass."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import Face, FindRoomSheet, PickTimeSheet
from kiosk.room.text import is_email
from kiosk.ui.agenda_model import BarRow, KeyRow, RoomRow, Rows, TickRow
from kiosk.ui.glass_card import CardGlass
from kiosk.ui.glass_plane import bar_rows, change, tick_rows
from kiosk.ui.sheet_view import SheetView, hour_rows, room_row, sheet_parts, spaced
from kiosk.ui.text import Words


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
        self._rooms = Rows(RoomRow, self)
        self._sheet_keys = {
            name: Rows(KeyRow, self)
            for name in (
                "earlier",
                "later",
                "lengths",
                "book",
                "days",
                "close",
                "free",
                "menu",
                "filters",
                "blocks",
            )
        }

    def _show_sheet(self, face: Face, words: Words) -> None:
        view, scale, keys = sheet_parts(face, words)
        if view.kind != self._sheet.kind:
            self._forget_typed()
        self._picking = face.sheet if isinstance(face.sheet, PickTimeSheet) else None
        self._sheet_ticks.put(hour_rows(scale, words) if view.kind == "day" else tick_rows(scale, words))
        for name, rows in self._sheet_keys.items():
            rows.put([self._key(key, words, scope=name) for key in keys.get(name, ()) if key is not None])
        opens = [row.ident for row in self._sheet_keys["blocks"].rows if isinstance(row, KeyRow)]
        bars = spaced(bar_rows(scale, words))
        self._sheet_bars.put(
            [replace(bar, ident=opens[n]) if n < len(opens) else bar for n, bar in enumerate(bars)]
        )
        rooms = face.sheet.rooms if isinstance(face.sheet, FindRoomSheet) else ()
        booking = [self._key(room.book, words, scope=room.name) if room.book else None for room in rooms]
        self._rooms.put([room_row(room, key, words) for room, key in zip(rooms, booking, strict=True)])
        change(self, "_sheet", view, self.sheetChanged.emit)

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
        """ "pick", "day", "block", "details", "menu", "rooms", "report", "answer"; empty: none is open."""
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

    @Property(str, notify=sheetChanged)
    def meeting(self) -> str:
        """What the one meeting is called that the sheet is about."""
        return self._sheet.meeting

    @Property(str, notify=sheetChanged)
    def when(self) -> str:
        return self._sheet.when

    @Property(str, notify=sheetChanged)
    def who(self) -> str:
        return self._sheet.who

    @Property(bool, notify=sheetChanged)
    def moving(self) -> bool:
        """A time is picked for a booking that stands already: nothing is to be typed."""
        return self._sheet.moving

    @Property(bool, notify=sheetChanged)
    def forSomebody(self) -> bool:  # noqa: N802 - QML names properties so
        return self._sheet.for_somebody

    @Property(bool, notify=sheetChanged)
    def misspelt(self) -> bool:
        """Nothing was booked, because what was typed as an address is none."""
        return self._sheet.misspelt

    @Property(bool, notify=typedChanged)
    def emailFits(self) -> bool:  # noqa: N802 - QML names properties so
        """What was typed as an address may be one, or nothing was."""
        typed = self._typed["email"].strip()
        return not typed or is_email(typed)

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
    def filterKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._sheet_keys["filters"]

    @Property(QObject, constant=True)
    def rooms(self) -> QObject:
        return self._rooms

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
