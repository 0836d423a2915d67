"""What stands on the glass, as plain values: texts, targets and icons with their places. Gathered from the live scene.

Places are pixels of the window. A colour is what is seen: the ink, and the last opaque paint below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import getCppPointer

from tests.pixels.measure import is_key, key_of

PANELS = {(800, 480): 91.5, (720, 1280): 88.0}
"""Short sides in millimetres as DESIGN.md §2 guesses them from the resolution; 136 for all others."""
QUOTING = ("AgendaLine", "DayBlock", "DayMeeting", "DayNotes")
"""Parts that repeat in one line what somebody wrote, and may end in an ellipsis (§15)."""
DECORATION = ("glyphs/needle",)
"""Marks whose line below them says the same."""

Colour = tuple[float, float, float]


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `box` is what its letters fill, `too_wide` and `too_high` how far they leave its item."""

    words: str
    box: Box
    px: float
    ink: Colour
    ground: Colour
    cut: bool = False
    quoted: bool = False
    too_wide: float = 0.0
    too_high: float = 0.0
    broken: tuple[str, ...] = ()
    """Words that stand in two lines."""
    key: int | None = None
    """The target it is written on."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a finger is meant for. `typing`: a key of the keyboard on the glass, which may be smaller (§7)."""

    number: int
    name: str
    box: Box
    filled: bool = False
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """An icon or a glyph."""

    name: str
    box: Box
    ink: Colour
    ground: Colour


@dataclass(frozen=True, slots=True)
class Glassful:
    """All of it, and the glass: width and height in pixels, its short side in millimetres."""

    width: float
    height: float
    short_mm: float
    texts: tuple[Text, ...] = ()
    targets: tuple[Target, ...] = ()
    icons: tuple[Drawn, ...] = ()

    @property
    def u(self) -> float:
        return min(self.width, self.height) / 100

    @property
    def millimetre(self) -> float:
        """In pixels."""
        return min(self.width, self.height) / self.short_mm

    @property
    def compact(self) -> bool:
        return 1500 / self.short_mm > 12

    @property
    def least_target(self) -> float:
        """Pixels (DESIGN.md §2: tgt)."""
        return max((16.5 if self.compact else 11) * self.u, 15 * self.millimetre)

    @property
    def least_text(self) -> float:
        """Pixels: the label size of §4; digits of the scale are as small as anything compact may be."""
        return (4.4 if self.compact else 2.75) * self.u


def gather(window: QQuickWindow, *, spaced: bool = True) -> Glassful:
    """All that is visible in this window. `spaced`: the language parts its words by spaces."""
    size = window.width(), window.height()
    texts: list[Text] = []
    targets: list[Target] = []
    icons: list[Drawn] = []
    painted: list[tuple[QRectF, QColor]] = [
        (QRectF(0, 0, *size), window.color()),
    ]
    for item in _painted(window.contentItem()):
        place = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        if item.inherits("QQuickRectangle"):
            painted.append((place, QColor(item.property("color"))))
        elif item.inherits("QQuickText") and item.property("text") and item.width() > 0:
            texts.append(_text(item, painted, spaced=spaced))
        elif kind(item) == "Icon" and item.property("name") not in DECORATION:
            ground = _ground(painted, place)
            icons.append(
                Drawn(
                    str(item.property("name")), _box(place), _over(item.property("ink"), ground), _rgb(ground)
                )
            )
        if _tapped(item):
            targets.append(_target(item, place))
    return Glassful(*map(float, size), PANELS.get(size, 136.0), tuple(texts), tuple(targets), tuple(icons))


def _painted(item: QQuickItem) -> Iterator[QQuickItem]:
    """Everything that is visible, in the order in which it is painted; words that fade out are gone already."""
    if not item.isVisible() or item.property("spoken") is False or item.property("drawn") is False:
        return
    yield item
    for child in sorted(item.childItems(), key=lambda child: child.z()):
        yield from _painted(child)


def _text(item: QQuickItem, painted: list[tuple[QRectF, QColor]], *, spaced: bool) -> Text:
    """The rectangle of its letters: a line's height is that of a capital with some air."""
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    px = float(item.property("px") or item.property("font").pixelSize())
    free = item.width() - width
    left = (
        free / 2 if key_of(item) else free if item.property("flushRight") else 0.0
    )  # words on keys are centred
    air = 0.12 * px
    place = item.mapRectToScene(QRectF(left, air, width, height - 2 * air))
    ground = _ground(painted, place)
    return Text(
        str(item.property("text")), _box(place), px, _over(item.property("color"), ground), _rgb(ground),
        cut=bool(item.property("truncated")), quoted=_within(item, QUOTING),
        too_wide=width - item.width(), too_high=height - item.height(),
        broken=tuple(_broken(item, height, px)) if spaced else (),
        key=next((_number(parent) for parent in _upwards(item) if _tapped(parent)), None),
    )  # fmt: skip


def _broken(item: QQuickItem, height: float, px: float) -> Iterator[str]:
    if height > 1.8 * px:
        metrics = QFontMetricsF(item.property("font"))
        for word in str(item.property("text")).split():
            if metrics.horizontalAdvance(word) > item.width() + 1.5:
                yield word


def _target(item: QQuickItem, place: QRectF) -> Target:
    name = item.property("name") or item.property("caption") or ""
    return Target(
        _number(item), str(name), _box(place),
        filled=bool(item.property("filled")), typing=_within(item, ("Keyboard",)),
    )  # fmt: skip


def _tapped(item: QQuickItem) -> bool:
    """A finger's goal of its own: a key or a field. (A whole scale that is tapped anywhere has a twin in keys.)"""
    if is_key(item):
        return True
    handled = any(child.inherits("QQuickTapHandler") for child in item.children())
    return handled and (item.property("label") is not None or item.property("caption") is not None)


def _within(item: QQuickItem, parts: tuple[str, ...]) -> bool:
    return any(kind(parent) in parts for parent in _upwards(item))


def _upwards(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and all that it stands in."""
    here: QQuickItem | None = item
    while here is not None:
        yield here
        here = here.parentItem()


def kind(item: QObject) -> str:
    """The QML file it comes from: "AgendaLine"."""
    return item.metaObject().className().partition("_QML")[0]


def _number(item: QQuickItem) -> int:
    """Its address: Python's own wrapper of an item comes and goes."""
    return int(getCppPointer(item)[0])


def _ground(painted: list[tuple[QRectF, QColor]], place: QRectF) -> QColor:
    """The colour under the middle of a place; what is translucent is laid over what is below."""
    middle = place.center()
    seen = QColor("black")
    for rectangle, colour in painted:
        if rectangle.contains(middle) and colour.alpha() > 0:
            seen = QColor.fromRgbF(*_over(colour, seen))
    return seen


def _over(ink: object, ground: QColor) -> Colour:
    assert isinstance(ink, QColor)
    part = ink.alphaF()
    red, green, blue = (
        part * one + (1 - part) * other for one, other in zip(_rgb(ink), _rgb(ground), strict=True)
    )
    return red, green, blue


def _rgb(colour: QColor) -> Colour:
    return colour.redF(), colour.greenF(), colour.blueF()


def _box(place: QRectF) -> Box:
    return Box(place.left(), place.top(), place.right(), place.bottom())
