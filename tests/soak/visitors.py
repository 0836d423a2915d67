"""People at the door: they tap, drag and type on the real glass, and mostly hit a key."""

from __future__ import annotations

import asyncio
import random

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from tests.pixels.measure import walk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


async def visit(window: QQuickWindow, chance: random.Random) -> int:
    """One person, some taps; how many."""
    taps = chance.randint(2, 9)
    for _ in range(taps):
        if chance.random() < 0.1:
            _drag(window, chance)
        else:
            QTest.mouseClick(window, LEFT, NONE, _place(window, chance))
        await asyncio.sleep(chance.uniform(0.01, 0.15))
    return taps


def _place(window: QQuickWindow, chance: random.Random) -> QPoint:
    keys = [item for item in walk(window.contentItem()) if _is_key(item)]
    if not keys or chance.random() < 0.2:
        return _anywhere(window, chance)
    item = chance.choice(keys)
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _anywhere(window: QQuickWindow, chance: random.Random) -> QPoint:
    return QPoint(chance.randrange(window.width()), chance.randrange(window.height()))


def _is_key(item: QQuickItem) -> bool:
    """A key of the card, of a sheet, or of the keyboard."""
    return item.property("filled") is not None or item.property("selected") is not None


def _drag(window: QQuickWindow, chance: random.Random) -> None:
    begin, end = _anywhere(window, chance), _anywhere(window, chance)
    QTest.mousePress(window, LEFT, NONE, begin)
    for step in range(1, 5):
        QTest.mouseMove(window, begin + (end - begin) * step / 4)
    QTest.mouseRelease(window, LEFT, NONE, end)
