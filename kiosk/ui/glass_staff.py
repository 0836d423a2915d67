"""What staff see and type, for QML: the figures of a PIN, the diagnostics, what covers the glass. Layer eight of Glass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.room.explained import Explanation
from kiosk.room.face import DiagnosticsSheet, Face, PinSheet, Say
from kiosk.room.intents import Intent
from kiosk.room.phrases import Phrase
from kiosk.room.staff import OpenStaff, TryPin
from kiosk.room.staff_face import Identifying, Pattern
from kiosk.room.staff_pin import DIGITS
from kiosk.ui.agenda_model import FindingRow, KeyRow, Rows
from kiosk.ui.glass_plane import change
from kiosk.ui.glass_plate import PlateGlass
from kiosk.ui.looks import Looks
from kiosk.ui.text import Words


@dataclass(frozen=True, slots=True)
class StaffView:
    """`wrong`: what is wrong most; its words are English, like the commands in them."""

    pin_open: bool = False
    wrong: str = ""
    sentence: str = ""
    who: str = ""
    remedy: str = ""
    details: str = ""
    cover: str = ""
    cover_room: str = ""
    cover_display: str = ""
    pattern: int = 0


def staff_view(face: Face, words: Words) -> StaffView:
    told: Explanation | None = None
    if isinstance(face.sheet, DiagnosticsSheet):
        told = face.sheet.worst
    match face.cover:
        case Identifying(room, display):
            return StaffView(cover="identify", cover_room=room, cover_display=display)
        case Pattern(number):
            return StaffView(cover="pattern", pattern=number)
    if told is None:
        return StaffView(pin_open=isinstance(face.sheet, PinSheet) and face.sheet.open)
    first = told.how.partition("\n")[0]  # commands are not typed on the glass: kiosk doctor has them
    return StaffView(
        wrong=told.title,
        sentence=told.sentence,
        who=words.say(Say(Phrase.STAFF_WHO_FIXES)) if told.who else "",
        remedy=f"{told.who}. {first}" if told.who else first,
        details=told.details,
    )


class StaffGlass(PlateGlass):
    """A PIN that is being typed lives here and nowhere else, until there are six figures or the sheet goes."""

    staffChanged = Signal()  # noqa: N815 - QML names signals so
    pinChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, submit: Callable[[Intent], None], looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(looks, parent)
        self._submit = submit
        self._staff = StaffView()
        self._pin = ""
        self._findings = Rows(FindingRow, self)
        self._cover_keys = Rows(KeyRow, self)

    def _show_staff(self, face: Face, words: Words) -> None:
        view = staff_view(face, words)
        if not view.pin_open:
            self._type_pin("")
        found = face.sheet.findings if isinstance(face.sheet, DiagnosticsSheet) else ()
        self._findings.put(
            [FindingRow(one.health.value, words.say(one.label), words.say(one.value)) for one in found]
        )
        match face.cover:
            case Identifying(close=key) | Pattern(following=key):
                self._cover_keys.put([self._key(key, words, scope="cover")])
            case _:
                self._cover_keys.put([])
        change(self, "_staff", view, self.staffChanged.emit)

    def _type_pin(self, pin: str) -> None:
        change(self, "_pin", pin, self.pinChanged.emit)

    @Slot()
    def staffHeld(self) -> None:  # noqa: N802 - QML names slots so
        """The room's name was held for three seconds, or F12 pressed."""
        self._submit(OpenStaff())

    @Slot(str)
    def typeFigure(self, figure: str) -> None:  # noqa: N802 - QML names slots so
        """One more; the sixth tries the PIN, and nothing of it stays here."""
        if not self._staff.pin_open or len(figure) != 1 or figure not in "0123456789":
            return
        typed = self._pin + figure
        self._type_pin("" if len(typed) == DIGITS else typed)
        if len(typed) == DIGITS:
            self._submit(TryPin(typed))

    @Slot()
    def eraseFigure(self) -> None:  # noqa: N802 - QML names slots so
        self._type_pin(self._pin[:-1])

    @Property(int, notify=pinChanged)
    def pinTyped(self) -> int:  # noqa: N802 - QML names properties so
        """How many figures."""
        return len(self._pin)

    @Property(bool, notify=staffChanged)
    def pinOpen(self) -> bool:  # noqa: N802 - QML names properties so
        return self._staff.pin_open

    @Property(QObject, constant=True)
    def findings(self) -> QObject:
        return self._findings

    @Property(str, notify=staffChanged)
    def wrong(self) -> str:
        return self._staff.wrong

    @Property(str, notify=staffChanged)
    def wrongSentence(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.sentence

    @Property(str, notify=staffChanged)
    def wrongWho(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.who

    @Property(str, notify=staffChanged)
    def wrongRemedy(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.remedy

    @Property(str, notify=staffChanged)
    def wrongDetails(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.details

    @Property(str, notify=staffChanged)
    def cover(self) -> str:
        """ "identify", "pattern", or "": the whole glass is covered by it."""
        return self._staff.cover

    @Property(str, notify=staffChanged)
    def coverRoom(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.cover_room

    @Property(str, notify=staffChanged)
    def coverDisplay(self) -> str:  # noqa: N802 - QML names properties so
        return self._staff.cover_display

    @Property(int, notify=staffChanged)
    def pattern(self) -> int:
        """Which test picture, from 0."""
        return self._staff.pattern

    @Property(QObject, constant=True)
    def coverKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._cover_keys
