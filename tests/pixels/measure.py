"""Looks at what stands on the glass as a person would: texts and keys with their places, in pixels of the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem, QQuickWindow


@dataclass(frozen=True)
class Seen:
    """One thing that is to be seen."""

    item: QQuickItem
    place: QRectF

    def get(self, name: str) -> object:
        return self.item.property(name)

    def number(self, name: str) -> float:
        value = self.item.property(name)
        assert isinstance(value, int | float)
        return float(value)


def walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """All items below that are visible; what fades in counts, the words that fade out do not."""
    if not item.isVisible() or item.property("spoken") is False or item.property("drawn") is False:
        return
    yield item
    for child in item.childItems():
        yield from walk(child)


def _is_text(item: QQuickItem) -> bool:
    return item.property("contentWidth") is not None and item.property("truncated") is not None


def _parents(item: QQuickItem) -> Iterator[QQuickItem]:
    parent = item.parentItem()
    while parent is not None:
        yield parent
        parent = parent.parentItem()


def key_of(item: QQuickItem) -> QQuickItem | None:
    return next((parent for parent in (item, *_parents(item)) if is_key(parent)), None)


def is_key(item: QQuickItem) -> bool:
    return item.property("ident") is not None and item.property("filled") is not None


def texts(window: QQuickWindow) -> list[Seen]:
    """Every text with the rectangle that its letters fill (a line's height is that of a capital with some air)."""
    found = []
    for item in walk(window.contentItem()):
        if _is_text(item) and item.property("text") and item.width() > 0:
            width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
            left = (
                (item.width() - width) / 2 if key_of(item) else _left(item, width)
            )  # words on keys are centred
            air = 0.12 * float(item.property("px") or 0)
            found.append(Seen(item, item.mapRectToScene(QRectF(left, air, width, height - 2 * air))))
    return found


def _left(item: QQuickItem, width: float) -> float:
    """Where the letters of a line begin: it is flush with the side that its language begins on."""
    return float(item.width()) - width if item.property("flushRight") else 0.0


def keys(window: QQuickWindow) -> list[Seen]:
    return [
        Seen(item, item.mapRectToScene(QRectF(0, 0, item.width(), item.height())))
        for item in walk(window.contentItem())
        if is_key(item)
    ]


def key(window: QQuickWindow, name: str) -> Seen:
    """The key of this accessible name."""
    return next(seen for seen in keys(window) if seen.get("name") == name)


def overlap(one: QRectF, other: QRectF, by: float = 1.0) -> bool:
    common = one.intersected(other)
    return common.width() > by and common.height() > by
