"""A finger for tests: presses, drags and types on the real glass, off screen, and tells what was wished."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.room.intents import Intent, Touch
from tests.pixels.measure import walk
from tests.pixels.stage import Stage, settle

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def wishes(scene: Stage) -> list[Intent]:
    """What was submitted, but for mere touches."""
    return [intent for intent in scene.intents if not isinstance(intent, Touch)]


def seen(scene: Stage, **properties: object) -> list[QQuickItem]:
    """The visible items that have all these QML properties."""
    return [
        item
        for item in walk(scene.quick.contentItem())
        if all(item.property(name) == value for name, value in properties.items())
    ]


def key(scene: Stage, name: str) -> QQuickItem:
    """The key (of the sheet or of the keyboard) that has this accessible name."""
    (found,) = [item for item in seen(scene, name=name) if item.property("label") is not None and item.property("selected") is not None]  # fmt: skip
    return found


def of_the_keyboard(item: QQuickItem) -> bool:
    """Whether it is a key of the keyboard on the glass."""
    return item.property("small") is not None and item.property("weight") is not None


def field(scene: Stage, name: str) -> QQuickItem:
    (found,) = [item for item in seen(scene, name=name) if item.property("hint") is not None]
    return found


def point(item: QQuickItem, x: float = 0.5, y: float = 0.5) -> QPoint:
    return item.mapToScene(QPointF(item.width() * x, item.height() * y)).toPoint()


def tap(scene: Stage, item: QQuickItem, x: float = 0.5, y: float = 0.5) -> None:
    QTest.mouseClick(scene.quick, LEFT, NONE, point(item, x, y))
    settle()


def drag(scene: Stage, begin: QPoint, end: QPoint, steps: int = 12) -> None:
    QTest.mousePress(scene.quick, LEFT, NONE, begin)
    for step in range(1, steps + 1):
        QTest.mouseMove(scene.quick, begin + (end - begin) * step / steps)
    QTest.mouseRelease(scene.quick, LEFT, NONE, end)
    settle()


def write(scene: Stage, letters: str) -> None:
    """Types on the keyboard of the glass."""
    for letter in letters:
        tap(scene, key(scene, "Space" if letter == " " else letter))
