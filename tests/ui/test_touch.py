"""Fingers and keyboards on the real window: what acts, what cancels, and in which order keys take focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.room import intents
from kiosk.room.intents import Intent
from tests.pixels import boards
from tests.pixels.measure import key, keys
from tests.pixels.stage import Stage, settle, stage

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
BOOK = intents.Book(boards.at("09:41"), boards.at("10:11"))


@pytest.fixture
def scene() -> Iterator[Stage]:
    with stage() as opened:
        opened.show(boards.free())
        opened.intents.clear()
        yield opened


def middle(scene: Stage, name: str) -> QPoint:
    return key(scene.quick, name).place.center().toPoint()


def acted(scene: Stage) -> list[Intent]:
    return [intent for intent in scene.intents if not isinstance(intent, intents.Touch)]


def test_a_key_acts_on_release(scene: Stage) -> None:
    place = middle(scene, "Book until 10:11")
    QTest.mousePress(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == []
    QTest.mouseRelease(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == [BOOK]


def test_a_touch_anywhere_is_told(scene: Stage) -> None:
    QTest.mouseClick(scene.quick, LEFT, PLAIN, QPoint(300, 300))
    assert scene.intents == [intents.Touch()]


def test_a_press_that_slides_off_cancels(scene: Stage) -> None:
    place = middle(scene, "Book until 10:11")
    QTest.mousePress(scene.quick, LEFT, PLAIN, place)
    QTest.mouseMove(scene.quick, QPoint(300, 300))
    QTest.mouseMove(scene.quick, place)
    QTest.mouseRelease(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == []


def test_a_press_whose_key_became_another_does_nothing(scene: Stage) -> None:
    place = middle(scene, "45 minutes")
    QTest.mousePress(scene.quick, LEFT, PLAIN, place)
    scene.show(boards.busy_here())
    QTest.mouseRelease(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == []


def test_the_minute_may_change_under_the_finger(scene: Stage) -> None:
    place = middle(scene, "45 minutes")
    QTest.mousePress(scene.quick, LEFT, PLAIN, place)
    scene.show(boards.free())
    QTest.mouseRelease(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == [intents.SelectLength(45)]


def test_a_double_tap_on_a_filled_key_counts_once(scene: Stage) -> None:
    place = middle(scene, "Book until 10:11")
    QTest.mouseClick(scene.quick, LEFT, PLAIN, place)
    QTest.mouseClick(scene.quick, LEFT, PLAIN, place)
    assert acted(scene) == [BOOK]


def test_a_pressed_key_is_seen_at_once(scene: Stage) -> None:
    place = middle(scene, "45 minutes")
    before = scene.quick.grabWindow().pixelColor(place + QPoint(0, 34))
    QTest.mousePress(scene.quick, LEFT, PLAIN, place)
    scene.until(lambda: scene.quick.grabWindow().pixelColor(place + QPoint(0, 34)).name() == "#34393d")
    QTest.mouseRelease(scene.quick, LEFT, PLAIN, place)
    assert before.name() != "#34393d"


def test_a_tap_that_submits_does_not_stop_another_key(scene: Stage) -> None:
    QTest.mouseClick(scene.quick, LEFT, PLAIN, middle(scene, "15 minutes"))
    QTest.mouseClick(scene.quick, LEFT, PLAIN, middle(scene, "Pick a time"))
    assert acted(scene) == [intents.SelectLength(15), intents.OpenPickTime()]


def test_keys_take_focus_filled_first_then_the_grid_then_more(scene: Stage) -> None:
    order = []
    for _ in keys(scene.quick):
        QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
        focused = scene.quick.activeFocusItem()
        order.append(focused.property("name"))
    assert order == [
        "Book until 10:11", "15 minutes", "30 minutes", "45 minutes", "60 minutes", "Until 11:00", "Pick a time",
        "More",
    ]  # fmt: skip


@pytest.mark.parametrize("button", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_focused_key_can_be_pressed_from_the_keyboard(scene: Stage, button: Qt.Key) -> None:
    QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
    QTest.keyClick(scene.quick, button)
    assert acted(scene) == [BOOK]


def test_arrows_walk_the_keys_as_a_switch_does(scene: Stage) -> None:
    for _ in range(3):
        QTest.keyClick(scene.quick, Qt.Key.Key_Right)
    QTest.keyClick(scene.quick, Qt.Key.Key_Left)
    QTest.keyClick(scene.quick, Qt.Key.Key_Space)
    assert acted(scene) == [intents.SelectLength(15)]


def test_the_focused_key_has_a_ring(scene: Stage) -> None:
    filled = key(scene.quick, "Book until 10:11").place
    above = QPoint(int(filled.center().x()), int(filled.top()) - 6)
    before = scene.quick.grabWindow().pixelColor(above).name()
    QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
    settle()
    assert scene.quick.grabWindow().pixelColor(above).name() == "#9dbbff" != before


def test_any_key_of_a_keyboard_counts_as_a_touch(scene: Stage) -> None:
    QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
    assert scene.intents == [intents.Touch()]
