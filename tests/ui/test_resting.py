"""The glass at rest, through the real window: what wakes it, and who can read and work it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk.room import intents
from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.stage import Stage, settle, stage
from tests.ui.hand import LEFT, NONE, wishes

BOOK = intents.Book(boards.at("09:41"), boards.at("10:11"))
KEY = QPoint(1036, 700)
"""Where the filled key of the free face stands at 1280x800."""


@pytest.fixture
def scene() -> Iterator[Stage]:
    with stage(looks=Looks(reduced_motion=True)) as opened:
        opened.show(boards.free(), ms=1)
        yield opened


def drawn(scene: Stage) -> set[object]:
    return {item.property("text") for item in scene.items()} - {None, ""}


def colour(scene: Stage, x: int, y: int) -> str:
    return scene.quick.grabWindow().pixelColor(x, y).name()


def test_the_far_view_has_room_word_and_until_and_nothing_else(scene: Stage) -> None:
    scene.show(boards.far(boards.free()), ms=1)
    assert drawn(scene) == {"Aurora", "Free", "until 11:00"}
    assert colour(scene, 1250, 700) == "#24b872"


def test_the_night_is_black_but_for_its_block(scene: Stage) -> None:
    scene.show(boards.night(), ms=1)
    assert {"Aurora. Next booking Wed 08:30.", "Touch to wake", "22:14"} <= drawn(scene)
    assert {colour(scene, x, y) for x, y in ((5, 5), (1270, 5), (640, 100), (640, 700))} == {"#000000"}


def test_at_three_nothing_is_lit(scene: Stage) -> None:
    scene.show(boards.black(), ms=1)
    picture = scene.quick.grabWindow()
    assert {picture.pixelColor(x, y).name() for x in range(0, 1280, 7) for y in range(0, 800, 7)} == {
        "#000000"
    }


@pytest.mark.parametrize("board", [boards.far(boards.free()), boards.night(), boards.black()])
def test_the_touch_that_wakes_does_nothing_else_and_keys_answer_a_moment_later(
    scene: Stage, board: boards.Face
) -> None:
    scene.show(board, ms=1)
    QTest.mouseClick(scene.quick, LEFT, NONE, KEY)
    settle()
    assert scene.intents[-1] == intents.Touch()
    assert wishes(scene) == []

    scene.show(boards.free())
    QTest.mouseClick(scene.quick, LEFT, NONE, KEY)
    assert wishes(scene) == []

    scene.until(lambda: bool(scene.glass.property("awake")))
    QTest.mouseClick(scene.quick, LEFT, NONE, KEY)
    assert wishes(scene) == [BOOK]


def test_the_key_of_a_keyboard_that_wakes_does_nothing_else(scene: Stage) -> None:
    QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
    scene.show(boards.far(boards.free()), ms=1)
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Right):
        QTest.keyClick(scene.quick, pressed)
    assert wishes(scene) == []
    assert intents.Touch() in scene.intents


def test_assistive_technology_reads_and_works_what_is_not_drawn(scene: Stage) -> None:
    QAccessible.setActive(True)
    scene.show(boards.far(boards.free()), ms=1)
    tree = QAccessible.queryAccessibleInterface(scene.quick)
    found = {}
    waiting = [tree.child(n) for n in range(tree.childCount())]
    while waiting:
        one = waiting.pop()
        name = one.text(QAccessible.Text.Name)
        if not one.state().invisible and name:
            assert name not in found
            found[name] = one
        waiting += [one.child(n) for n in range(one.childCount())]
    assert {"Free", "until 11:00", "30 minutes", "More"} <= set(found)

    found["Book until 10:11"].actionInterface().doAction("Press")
    assert wishes(scene) == [BOOK]


def test_the_whole_picture_moves_by_half_a_unit(scene: Stage) -> None:
    def corner(step: int | None) -> tuple[int, int]:
        face = boards.free()
        scene.show(boards.replace(face, rest=boards.Rest(orbit=step)))
        picture = scene.quick.grabWindow()
        card = "#131517"
        left = next(x for x in range(700, 900) if picture.pixelColor(x, 420).name() == card)
        top = next(y for y in range(100) if picture.pixelColor(1000, y).name() == card)
        return left, top

    still = corner(None)
    assert still == (812, 20)
    assert [corner(step) for step in (0, 2, 4, 6)] == [(816, 20), (812, 24), (808, 20), (812, 16)]


def test_at_rest_nothing_moves(scene: Stage) -> None:
    scene.show(boards.far(boards.free()), ms=1)
    frames: list[None] = []
    scene.quick.frameSwapped.connect(lambda: frames.append(None))
    settle(300)
    assert frames == []
