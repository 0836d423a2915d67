"""The staff side of the glass, by finger and by keyboard: how it opens, how a PIN is typed, what covers the whole glass."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.room.project import project
from kiosk.room.staff import OpenStaff, Page, ShowPage, SyncNow, TryPin
from tests.faces.pairs import moment
from tests.pixels.measure import walk
from tests.pixels.stage import Stage, at_rest, settle, stage
from tests.ui.hand import LEFT, NONE, key, point, seen, tap, wishes


@pytest.fixture
def scene() -> Iterator[Stage]:
    with stage(size=(1280, 800), theme="dark", still=True) as made:
        yield made


def show(scene: Stage, name: str) -> None:
    that = moment(name)
    scene.show(at_rest(project(that.facts, that.now)))


def typed(scene: Stage) -> int:
    return int(scene.glass.property("pinTyped"))


def holds(scene: Stage) -> list[QObject]:
    """What waits for a finger that rests."""
    return [
        child
        for item in walk(scene.quick.contentItem())
        for child in item.children()
        if child.property("longPressThreshold") == 3
    ]


def keys(scene: Stage, typed_on: str) -> None:
    """On a keyboard that is plugged in."""
    for sign in typed_on:
        QTest.keyClick(scene.quick, sign)


def name_of_room(scene: Stage) -> QQuickItem:
    (found,) = [item for item in seen(scene, text="Aurora") if item.x() >= 0][:1]
    return found


def test_the_rooms_name_is_held_for_three_seconds(scene: Stage) -> None:
    show(scene, "free")
    for one in holds(scene):
        one.setProperty("longPressThreshold", 0.05)
    QTest.mousePress(scene.quick, LEFT, NONE, point(name_of_room(scene)))
    scene.until(lambda: OpenStaff() in scene.intents)
    QTest.mouseRelease(scene.quick, LEFT, NONE, point(name_of_room(scene)))


def test_a_tap_on_it_is_only_a_touch(scene: Stage) -> None:
    show(scene, "free")
    assert holds(scene)
    tap(scene, name_of_room(scene))
    assert not wishes(scene)


def test_a_keyboard_opens_it_with_f12(scene: Stage) -> None:
    show(scene, "free")
    QTest.keyClick(scene.quick, Qt.Key.Key_F12)
    assert wishes(scene) == [OpenStaff()]


def test_the_sixth_figure_tries_the_pin_and_nothing_of_it_stays(scene: Stage) -> None:
    show(scene, "staff-pin")
    for figure in "48291":
        tap(scene, key(scene, figure))
    assert typed(scene) == 5
    assert not wishes(scene)
    tap(scene, key(scene, "7"))
    assert wishes(scene) == [TryPin("482917")]
    assert typed(scene) == 0


def test_a_keyboards_figures_count_and_the_last_can_be_taken_back(scene: Stage) -> None:
    show(scene, "staff-pin")
    keys(scene, "12x3")
    QTest.keyClick(scene.quick, Qt.Key.Key_Backspace)
    assert typed(scene) == 2
    keys(scene, "3456")
    assert wishes(scene) == [TryPin("123456")]


def test_the_key_that_erases_does(scene: Stage) -> None:
    show(scene, "staff-pin")
    tap(scene, key(scene, "4"))
    tap(scene, key(scene, "Delete"))
    assert typed(scene) == 0


def test_half_a_pin_goes_with_its_sheet(scene: Stage) -> None:
    show(scene, "staff-pin")
    keys(scene, "482")
    show(scene, "free")
    show(scene, "staff-pin")
    assert typed(scene) == 0


@pytest.mark.parametrize("face", ["staff-pin-locked", "staff-pin-off", "staff-pin-unset"])
def test_while_no_pin_is_looked_at_none_can_be_typed(scene: Stage, face: str) -> None:
    show(scene, face)
    keys(scene, "482917")
    assert typed(scene) == 0
    assert not wishes(scene)


def test_a_pin_is_in_no_words_of_a_log() -> None:
    assert "482917" not in repr(TryPin("482917"))


def test_the_keys_of_the_diagnostics_wish_what_they_say(scene: Stage) -> None:
    show(scene, "staff-diagnostics")
    tap(scene, key(scene, "Sync"))
    tap(scene, key(scene, "More"))
    assert wishes(scene) == [SyncNow(), ShowPage(Page.MORE)]


def test_another_room_is_one_key_further(scene: Stage) -> None:
    show(scene, "staff-more")
    tap(scene, key(scene, "Re-pair"))
    assert wishes(scene) == [ShowPage(Page.MOVE)]


def test_a_display_that_follows_a_file_offers_no_other_room(scene: Stage) -> None:
    show(scene, "staff-more-by-file")
    assert not seen(scene, name="Re-pair")


def test_whatever_is_touched_on_a_test_picture_goes_on(scene: Stage) -> None:
    show(scene, "staff-pattern")
    QTest.mouseClick(scene.quick, LEFT, NONE, QPoint(640, 400))
    settle()
    assert wishes(scene) == [ShowPage(Page.MORE)]


def test_a_test_picture_can_be_left_with_the_keyboard(scene: Stage) -> None:
    show(scene, "staff-identify")
    QTest.keyClick(scene.quick, Qt.Key.Key_Return)
    assert wishes(scene) == [ShowPage(Page.MORE)]


def test_a_test_picture_covers_all_of_the_glass(scene: Stage) -> None:
    show(scene, "staff-pattern")
    picture = scene.quick.grabWindow()
    corners = [(2, 2), (1277, 2), (2, 797), (1277, 797)]
    greys = [picture.pixelColor(x, y).getRgb()[:3] for x, y in corners]
    assert all(grey in ((0, 0, 0), (255, 255, 255)) for grey in greys)
