"""The coloured part of the glass for QML: word, until line, sub lines, room and day scale. Layer one of Glass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import Bar, BarKind, Face, Say, Scale, Tone
from kiosk.room.phrases import Phrase
from kiosk.ui.agenda_model import BarRow, Rows, TickRow
from kiosk.ui.text import Words

EQUIPMENT = {
    "display": "monitor",
    "camera": "video-camera",
    "whiteboard": "presentation",
    "phone": "phone",
}


@dataclass(frozen=True, slots=True)
class PlaneView:
    """The plane in words."""

    tone: str = Tone.SETUP.value
    glyph: str = Tone.SETUP.value
    word: str = ""
    until: str = ""
    sub: str = ""
    sub_two: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class WhereView:
    room: str = ""
    floor: str = ""
    seats: str = ""
    equipment: tuple[str, ...] = ()


def plane_view(face: Face, words: Words) -> PlaneView:
    plane = face.plane
    subs = [words.say(sub) for sub in plane.subs] + ["", ""]
    return PlaneView(
        tone=plane.tone.value,
        glyph=Tone.OFFLINE.value if plane.doubtful else plane.tone.value,
        word=words.say(plane.word),
        until=words.say(plane.until),
        sub=subs[0],
        sub_two=subs[1],
        hatched=plane.hatched,
    )


def where_view(face: Face, words: Words) -> WhereView:
    icons = tuple(EQUIPMENT[thing] for thing in face.place if thing in EQUIPMENT)
    return WhereView(face.room, words.floor(face.floor), words.seats(face.seats), icons)


def bar_rows(scale: Scale | None, words: Words) -> list[BarRow]:
    """Bars in the order of drawing: what is chosen lies on top."""
    if scale is None:
        return []
    bars = sorted(scale.bars, key=lambda bar: bar.kind is BarKind.SELECTED)
    return [
        BarRow(
            begin=bar.begin,
            end=bar.end,
            kind=bar.kind.name.lower(),
            lane=bar.lane,
            elapsed=bar.elapsed,
            words=words.say(bar.say),
            span=_span(bar, words),
            who=bar.who,
            secret=bar.private,
        )
        for bar in bars
    ]


def _span(bar: Bar, words: Words) -> str:
    """From when to when. What takes whole days says so, once."""
    if bar.all_day:
        whole = Say(Phrase.ALL_DAY)
        return "" if bar.say == whole else words.say(whole)
    return f"{words.time(bar.at)} – {words.time(bar.to)}" if bar.at and bar.to else ""  # noqa: RUF001 - en dash


def tick_rows(scale: Scale | None, words: Words) -> list[TickRow]:
    if scale is None:
        return []
    last = len(scale.ticks) - 1
    return [
        TickRow(tick.position, words.hour(tick, end=n in (0, last))) for n, tick in enumerate(scale.ticks)
    ]


class PlaneGlass(QObject):
    """Everything that stands on the state's colour. `turned`: word or colour is another one, not just the minute."""

    turned = Signal()
    instantChanged = Signal()  # noqa: N815 - QML names signals so
    planeChanged = Signal()  # noqa: N815 - QML names signals so
    whereChanged = Signal()  # noqa: N815 - QML names signals so
    scaleChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plane = PlaneView()
        self._instant = True
        self._leaving = PlaneView()
        self._where = WhereView()
        self._scale: Scale | None = None
        self._bars = Rows(BarRow, self)
        self._ticks = Rows(TickRow, self)

    def _show_plane(self, face: Face, words: Words) -> None:
        self._bars.put(bar_rows(face.scale, words))
        self._ticks.put(tick_rows(face.scale, words))
        change(self, "_scale", face.scale, self.scaleChanged.emit)
        change(self, "_where", where_view(face, words), self.whereChanged.emit)
        plane = plane_view(face, words)
        change(
            self, "_instant", face.plane.instant, self.instantChanged.emit
        )  # before the colour that it is about
        turns = _picture(plane) != _picture(self._plane)
        if turns:
            self._leaving = self._plane
        change(self, "_plane", plane, self.planeChanged.emit)
        if turns:
            self.turned.emit()

    @Property(str, notify=planeChanged)
    def tone(self) -> str:
        return self._plane.tone

    @Property(str, notify=planeChanged)
    def glyph(self) -> str:
        return self._plane.glyph

    @Property(str, notify=planeChanged)
    def word(self) -> str:
        return self._plane.word

    @Property(str, notify=planeChanged)
    def until(self) -> str:
        return self._plane.until

    @Property(str, notify=planeChanged)
    def sub(self) -> str:
        return self._plane.sub

    @Property(str, notify=planeChanged)
    def subTwo(self) -> str:  # noqa: N802 - QML names properties so
        return self._plane.sub_two

    @Property(bool, notify=planeChanged)
    def hatched(self) -> bool:
        return self._plane.hatched

    @Property(bool, notify=instantChanged)
    def instant(self) -> bool:
        return self._instant

    @Property(str, notify=planeChanged)
    def leavingTone(self) -> str:  # noqa: N802 - QML names properties so
        return self._leaving.tone

    @Property(str, notify=planeChanged)
    def leavingWord(self) -> str:  # noqa: N802 - QML names properties so
        return self._leaving.word

    @Property(str, notify=planeChanged)
    def leavingUntil(self) -> str:  # noqa: N802 - QML names properties so
        return self._leaving.until

    @Property(str, notify=planeChanged)
    def leavingSub(self) -> str:  # noqa: N802 - QML names properties so
        return self._leaving.sub

    @Property(str, notify=planeChanged)
    def leavingSubTwo(self) -> str:  # noqa: N802 - QML names properties so
        return self._leaving.sub_two

    @Property(str, notify=whereChanged)
    def room(self) -> str:
        return self._where.room

    @Property(str, notify=whereChanged)
    def floor(self) -> str:
        return self._where.floor

    @Property(str, notify=whereChanged)
    def seats(self) -> str:
        return self._where.seats

    @Property("QStringList", notify=whereChanged)  # type: ignore[arg-type]  # because the stub knows no C++ names
    def equipment(self) -> list[str]:
        return list(self._where.equipment)

    @Property(bool, notify=scaleChanged)
    def scaleShown(self) -> bool:  # noqa: N802 - QML names properties so
        return self._scale is not None

    @Property(float, notify=scaleChanged)
    def needle(self) -> float:
        """Now, as a fraction of the scale; negative: not on it."""
        return needle(self._scale)

    @Property(QObject, constant=True)
    def bars(self) -> QObject:
        return self._bars

    @Property(QObject, constant=True)
    def ticks(self) -> QObject:
        return self._ticks


def needle(scale: Scale | None) -> float:
    return -1.0 if scale is None or scale.needle is None else scale.needle


def _picture(plane: PlaneView) -> PlaneView:
    return replace(plane, until="", sub="", sub_two="")


def change(glass: QObject, name: str, value: object, changed: Callable[[], None]) -> None:
    """Tell QML of a part only when it differs."""
    if getattr(glass, name) != value:
        setattr(glass, name, value)
        changed()
