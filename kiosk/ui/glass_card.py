"""The neutral part of the glass for QML: clock, list, offers, steps, note and keys. Layer two of Glass."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import Card, Face, Icon, Key, Place, Row, Say, Step
from kiosk.room.intents import Intent
from kiosk.room.phrases import Phrase
from kiosk.ui.agenda_model import KeyRow, LineRow, OfferRow, Rows, StepRow
from kiosk.ui.glass_plane import PlaneGlass, change
from kiosk.ui.text import Words

_HINTS = {Phrase.CHECK_IN_OUTLOOK: Icon.CALENDAR.value, Phrase.EMPTY_USE_IT: Icon.DOOR.value}
"""Lines that are hints rather than steps, and the icons that say so."""


@dataclass(frozen=True, slots=True)
class HeadView:
    clock: str = ""
    date: str = ""
    date_short: str = ""
    hint_offline: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    header: bool = False
    title: str = ""
    title_icon: str = ""
    intro: str = ""
    list_title: str = ""
    progress: float = -1.0
    ring: float = -1.0
    ring_words: str = ""
    note: str = ""
    note_icon: str = ""
    caption: str = ""
    footer: str = ""
    code: str = ""


def card_view(card: Card, words: Words) -> CardView:
    title, intro = words.told(card.told) if card.told else (words.say(card.title), words.say(card.intro))
    return CardView(
        header=card.header,
        title=title,
        title_icon=card.title_icon.value,
        intro=intro,
        list_title=words.say(card.list_title),
        progress=-1.0 if card.progress is None else card.progress,
        ring=-1.0 if card.ring is None else card.ring.left,
        ring_words="" if card.ring is None else words.say(card.ring.say),
        note=words.say(card.note),
        note_icon=card.note_icon.value,
        caption=words.say(card.caption),
        footer=words.say(card.footer),
        code=words.say(_code(card.code)) if card.code else "",
    )


class CardGlass(PlaneGlass):
    """Everything that stands on the card."""

    headChanged = Signal()  # noqa: N815 - QML names signals so
    cardChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._head = HeadView()
        self._card = CardView()
        self._intents: dict[str, Intent] = {}
        self._lines = Rows(LineRow, self)
        self._offers = Rows(OfferRow, self)
        self._steps = Rows(StepRow, self)
        self._checks = Rows(StepRow, self)
        self._keys = {place: Rows(KeyRow, self) for place in Place}

    def _show_card(self, face: Face, words: Words) -> None:
        head = HeadView(
            words.time(face.minute),
            words.long_date(face.minute),
            words.long_date(face.minute, short=True),
            face.hint_offline,
        )
        if face.clock_wrong:
            head = HeadView()
        change(self, "_head", head, self.headChanged.emit)
        card = face.card
        today = words.day(face.minute)
        self._lines.put([_line(words.line(line, today)) for line in card.lines])
        self._offers.put([self._offer(row, words) for row in card.rows])
        self._steps.put([_step(step, words) for step in card.steps])
        self._checks.put([_step(step, words) for step in card.checks])
        for place, rows in self._keys.items():
            rows.put([self._key(key, words) for key in card.keys if key.place is place])
        change(self, "_card", card_view(card, words), self.cardChanged.emit)

    def _key(self, key: Key, words: Words, scope: str = "card") -> KeyRow:
        """The row of a key; its intent is kept under its identity until the next face."""
        say = key.say
        ident = f"{scope}.{key.place.name}.{say.phrase.name}.{say.minutes}.{say.text}.{key.armed}"
        while ident in self._intents:
            ident += "+"
        self._intents[ident] = key.intent
        label, under, big_first = words.key(key)
        return KeyRow(
            ident=ident,
            name=words.name(say, armed=key.armed),
            label=label,
            under=under,
            bigFirst=big_first,
            shortLabel=words.name(say, armed=True) if key.armed else "",
            detail="" if say.minutes is None else words.length(say.minutes),
            selected=key.selected,
            icon=key.icon.value,
        )

    def _offer(self, row: Row, words: Words) -> OfferRow:
        label, value = words.say(row.label), words.say(row.value)
        if row.key is None:
            return OfferRow(label, value)
        key = self._key(row.key, words, scope=f"offer {label}")
        return OfferRow(label, value, key.ident, key.label, key.name)

    @Property(str, notify=headChanged)
    def clock(self) -> str:
        return self._head.clock

    @Property(str, notify=headChanged)
    def date(self) -> str:
        return self._head.date

    @Property(str, notify=headChanged)
    def dateShort(self) -> str:  # noqa: N802 - QML names properties so
        return self._head.date_short

    @Property(bool, notify=headChanged)
    def hintOffline(self) -> bool:  # noqa: N802 - QML names properties so
        return self._head.hint_offline

    @Property(bool, notify=cardChanged)
    def header(self) -> bool:
        return self._card.header

    @Property(str, notify=cardChanged)
    def title(self) -> str:
        return self._card.title

    @Property(str, notify=cardChanged)
    def titleIcon(self) -> str:  # noqa: N802 - QML names properties so
        return self._card.title_icon

    @Property(str, notify=cardChanged)
    def intro(self) -> str:
        return self._card.intro

    @Property(str, notify=cardChanged)
    def listTitle(self) -> str:  # noqa: N802 - QML names properties so
        return self._card.list_title

    @Property(float, notify=cardChanged)
    def progress(self) -> float:
        """0 to 1; negative: there is nothing to measure."""
        return self._card.progress

    @Property(float, notify=cardChanged)
    def ring(self) -> float:
        """What is left of the time for checking in, from 1 down to 0; negative: there is none."""
        return self._card.ring

    @Property(str, notify=cardChanged)
    def ringWords(self) -> str:  # noqa: N802 - QML names properties so
        return self._card.ring_words

    @Property(str, notify=cardChanged)
    def note(self) -> str:
        return self._card.note

    @Property(str, notify=cardChanged)
    def noteIcon(self) -> str:  # noqa: N802 - QML names properties so
        return self._card.note_icon

    @Property(str, notify=cardChanged)
    def caption(self) -> str:
        return self._card.caption

    @Property(str, notify=cardChanged)
    def footer(self) -> str:
        return self._card.footer

    @Property(str, notify=cardChanged)
    def code(self) -> str:
        return self._card.code

    @Property(QObject, constant=True)
    def lines(self) -> QObject:
        return self._lines

    @Property(QObject, constant=True)
    def offers(self) -> QObject:
        return self._offers

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        return self._steps

    @Property(QObject, constant=True)
    def checks(self) -> QObject:
        return self._checks

    @Property(QObject, constant=True)
    def cornerKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._keys[Place.HEADER]

    @Property(QObject, constant=True)
    def gridKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._keys[Place.GRID]

    @Property(QObject, constant=True)
    def wideKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._keys[Place.WIDE]

    @Property(QObject, constant=True)
    def pairKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._keys[Place.PAIR]

    @Property(QObject, constant=True)
    def filledKeys(self) -> QObject:  # noqa: N802 - QML names properties so
        return self._keys[Place.FILLED]


def _code(code: str) -> Say:
    return Say(Phrase.CODE, text=code)


def _line(words: tuple[str, str]) -> LineRow:
    time, text = words
    lead, _, rest = text.removeprefix("<b>").partition("</b>") if text.startswith("<b>") else ("", "", text)
    return LineRow(time, lead, rest.strip(), " ".join(part for part in (time, lead, rest.strip()) if part))


def _step(step: Step, words: Words) -> StepRow:
    return StepRow(
        step.mark.name.lower(), words.say(step.say), words.say(step.detail), _HINTS.get(step.say.phrase, "")
    )
