"""The one QObject between the core and QML: shows a Face, submits Intents, decides nothing.

It is built in layers (plane, card, sheet, looks, rest, edge, plate, staff, and the doors here); each tells QML only of what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.keyboards import Shape
from kiosk.room.face import Face, Say, Told
from kiosk.room.intents import (
    Book,
    Clean,
    Close,
    Intent,
    MoveStart,
    ReachEasily,
    Rename,
    SendReport,
    SetLength,
    Touch,
)
from kiosk.room.phrases import Phrase
from kiosk.ui import picking
from kiosk.ui.glass_plane import change
from kiosk.ui.glass_staff import StaffGlass
from kiosk.ui.looks import Looks
from kiosk.ui.text import Words

QML_IMPORT_NAME = "KioskGlass"
QML_IMPORT_MAJOR_VERSION = 1

_REPEAT_MS = 600


@QmlElement
class Glass(StaffGlass):
    """What is to be seen, in words, and what a finger wishes, as intents. All of it belongs to Qt's thread."""

    alertChanged = Signal()  # noqa: N815 - QML names signals so
    stateChanged = Signal()  # noqa: N815 - QML names signals so
    languageChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(
        self,
        submit: Callable[[Intent], None],
        *,
        language: str = "en",
        clock: str = "auto",
        looks: Looks = Looks(),  # noqa: B008 - a frozen value
        parent: QObject | None = None,
    ) -> None:
        super().__init__(submit, looks, parent)
        self._words = Words(language, clock)
        self._configured = language
        self._face: Face | None = None
        self._alert = ""
        self._summary = ""
        self._closing = ""
        self._closing_in = ""
        self._last_filled = -_REPEAT_MS

    def show(self, face: Face) -> None:
        """Show this face from the next frame on. To be called on Qt's thread."""
        if face == self._face:
            return
        self._face = face
        self._speak(face)
        self._intents = {}
        self._show_looks(face)
        self._show_plane(face, self._words)
        self._show_card(face, self._words)
        self._show_sheet(face, self._words)
        self._show_rest(face, self._words)
        self._show_edge(face)
        self._show_plate(face, self._words)
        self._show_code(face)
        self._show_staff(face, self._words)
        for name, phrase in (("_closing", Phrase.CLOSING_IN), ("_closing_in", Phrase.SECONDS_LEFT)):
            left = face.closing_in
            told = "" if left is None else self._words.say(Say(phrase, number=left))
            change(self, name, told, self.stateChanged.emit)
        change(self, "_summary", self._summed(face), self.stateChanged.emit)
        change(self, "_alert", self._alerted(face), self.alertChanged.emit)

    def adopt(self, language: str, clock: str, looks: Looks) -> None:
        """The admin wants the glass otherwise: what it shows is said anew. To be called on Qt's thread."""
        self._configured = language
        self._words = replace(self._words, clock=clock)
        self._adopt_looks(looks)
        face, self._face = self._face, None
        if face is not None:
            self.show(face)

    def _speak(self, face: Face) -> None:
        """Before anything is said: the face's zone, and the language that its visitor chose."""
        before = self._words.language
        self._words = replace(self._words, zone=face.zone, language=face.language or self._configured)
        if self._words.language != before:
            self.languageChanged.emit()

    @Slot(str)
    def press(self, ident: str) -> None:
        """Submit what the key carries; a key that is no longer there submits nothing."""
        intent = self._intents.get(ident)
        if intent is None:
            return
        self._submit(self._with_typed(intent) if self._sheet.kind else intent)

    def _with_typed(self, intent: Intent) -> Intent:
        subject, name, email = (self._typed[field].strip() for field in ("subject", "name", "email"))
        match intent:
            case Book():
                return replace(intent, subject=subject, name=name, email=email)
            case SendReport():
                return replace(intent, note=subject, reply_to=email)
            case Rename():
                return replace(intent, subject=subject, name=name)
            case _:
                return intent

    @Slot(str, float)
    def pressFilled(self, ident: str, at: float) -> None:  # noqa: N802 - QML names slots so
        """As `press`, for a finger on a filled key: taps within 600 ms count once. `at`: the touch's own clock, ms."""
        repeated = 0 <= at - self._last_filled < _REPEAT_MS
        self._last_filled = int(at)
        if not repeated:
            self.press(ident)

    @Slot()
    def left(self) -> None:
        """Escape: away from the open sheet, if there is one."""
        if self._sheet.kind:
            self._submit(Close())

    @Slot(bool)
    def stepped(self, later: bool) -> None:  # noqa: FBT001 - a slot has no keywords
        """An arrow key on the booking sheet's scale: a quarter of an hour earlier, or later."""
        key = self._picking and (self._picking.later if later else self._picking.earlier)
        if key:
            self._submit(key.intent)

    @Slot()
    def scaleHeld(self) -> None:  # noqa: N802 - QML names slots so
        """A finger rested on the day scale."""
        self._submit(ReachEasily())

    @Slot()
    def wiped(self) -> None:
        """Three fingers or a cloth rest on the glass."""
        self._submit(Clean())

    @Slot(bool)
    def touched(self, typing: bool) -> None:  # noqa: FBT001 - a slot has no keywords
        self._submit(Touch(typing=typing))

    @Slot(float)
    def tapped(self, fraction: float) -> None:
        """A tap on the booking sheet's scale, at this fraction of its length."""
        if self._picking and self._face:
            start = picking.tapped(self._picking, self._face.minute, fraction)
            if start is not None:
                self._submit(MoveStart(start))

    @Slot(float)
    def dragged(self, fraction: float) -> None:
        """The block's begin is dragged to this fraction of the scale."""
        if self._picking and self._face:
            start = picking.dragged(self._picking, self._face.minute, fraction)
            if start is not None:
                self._submit(MoveStart(start))

    @Slot(float)
    def stretched(self, fraction: float) -> None:
        """The block's end is dragged to this fraction of the scale."""
        if self._picking and self._face:
            minutes = picking.stretched(self._picking, self._face.minute, fraction)
            if minutes is not None:
                self._submit(SetLength(minutes))

    @Slot(str, result="QStringList")
    def keyboardKinds(self, shape: str) -> list[str]:  # noqa: N802 - QML names slots so
        """What each page of the keyboard is for ("letters", "accents", …), for glass of a shape ("wide", "low", "narrow")."""
        return [page.kind.value for page in self._words.spoken.keyboard.at(Shape(shape))]

    @Slot(str, result="QStringList")
    def keyboardLabels(self, shape: str) -> list[str]:  # noqa: N802 - QML names slots so
        """What stands on the key that turns to each page."""
        return [page.label for page in self._words.spoken.keyboard.at(Shape(shape))]

    @Slot(str, int, result="QStringList")
    def keyboardRows(self, shape: str, page: int) -> list[str]:  # noqa: N802 - QML names slots so
        """The letters of one page, a text for each row."""
        return list(self._words.spoken.keyboard.at(Shape(shape))[page].rows)

    @Slot(str, result=str)
    def otherForm(self, letter: str) -> str:  # noqa: N802 - QML names slots so
        """What the letter becomes with the key in place of Shift."""
        return self._words.spoken.keyboard.other_form(letter)

    @Property(str, notify=languageChanged)
    def formMark(self) -> str:  # noqa: N802 - QML names properties so
        """On the key in place of Shift, where letters have other forms than large and small; else empty."""
        return self._words.spoken.keyboard.mark

    @property
    def words(self) -> Words:
        """The language that is spoken now, with its clock and the zone of the face."""
        return self._words

    @Property(bool, notify=languageChanged)
    def mirrored(self) -> bool:
        """What is spoken runs from right to left, and so does the layout."""
        return self._words.spoken.right_to_left

    @Property(str, notify=languageChanged)
    def script(self) -> str:
        """ISO 15924, such as "Arab"."""
        return self._words.spoken.script

    @Property(str, notify=alertChanged)
    def alert(self) -> str:
        return self._alert

    @Property(str, notify=stateChanged)
    def summary(self) -> str:
        """The face in one breath, for assistive technology."""
        return self._summary

    @Property(str, notify=stateChanged)
    def closing(self) -> str:
        """That the sheet closes, and how to keep it open; empty until its last seconds."""
        return self._closing

    @Property(str, notify=stateChanged)
    def closingIn(self) -> str:  # noqa: N802 - QML names properties so
        """What the close key counts down; empty until then."""
        return self._closing_in

    def _alerted(self, face: Face) -> str:
        if isinstance(face.alert, Told):
            return " ".join(
                part if part.endswith("?") else f"{part.rstrip('.')}."
                for part in self._words.told(face.alert)
                if part
            )
        return self._words.name(face.alert)

    def _summed(self, face: Face) -> str:
        plane, first = self._plane, next(iter(face.plane.subs), None)
        sub = plane.sub
        if first is not None and first.phrase is Phrase.LENGTH_THEN:
            sub = self._words.name(Say(Phrase.NEXT_IS, what=first.what))
        return ". ".join(
            part.rstrip(".") for part in (face.room, f"{plane.word} {plane.until}".strip(), sub) if part
        )
