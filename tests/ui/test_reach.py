"""Easy reach, larger text and cleaning, on the real glass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.project import project
from kiosk.ui.looks import Looks
from tests.faces.pairs import moment
from tests.pixels.boards import BOARDS, SIZES
from tests.pixels.measure import Seen, key_of, keys, overlap, texts
from tests.pixels.stage import Stage, at_rest, settle, stage
from tests.sheet.glassful import gather
from tests.sheet.lint import faults
from tests.ui.hand import wishes

STILL = Looks(reduced_motion=True)
SHAPES = [size for size in SIZES if size != (1920, 1080)]
LINE, WORD = 45, 60
"""Letters after which what somebody wrote may be cut; pixels from which on letters are the word's."""
CARDS = (
    "free", "busy", "busy-here", "busy-here-armed", "soon", "check-in", "conflict", "offline-free", "yours",
    "problem-access", "booking-refused",
)  # fmt: skip

SHEETS = (
    "pick-today",
    "move",
    "add-name",
    "block",
    "day-view",
    "rooms",
    "rooms-none",
    "report-chosen",
    "menu",
    "code",
)
TYPED = ("add-name",)
"""Fields and a keyboard need more than a half: what sends and what closes stand beside the fields."""


def easy(name: str) -> Face:
    """The face of a pair of facts, in easy reach."""
    seen = moment(name)
    visit = replace(seen.facts.visit, touched_at=seen.now, easy=True)
    return project(replace(seen.facts, visit=visit), seen.now)


def whole(scene: Stage, name: str) -> None:
    """Nothing is cut, outside, or over anything else."""
    seen = texts(scene.quick)
    glass = QRectF(0, 0, scene.quick.width(), scene.quick.height())
    for one in seen:
        words = f"{one.get('text')!r} in {name} {glass.width():g}x{glass.height():g}"
        assert not one.get("truncated") or len(str(one.get("text"))) > LINE, f"cut: {words}"
        assert one.number("contentWidth") <= one.number("width") + 1.5, f"too wide: {words}"
        assert glass.contains(one.place), f"outside: {words}"
        for other in [*seen, *keys(scene.quick)]:
            own = key_of(one.item) is other.item or other.item is one.item
            tall = "text" in other.item.dynamicPropertyNames() or max(_px(one), _px(other)) >= WORD
            assert own or tall or not overlap(one.place, other.place, 3), (
                f"{words} lies over {other.get('text') or other.get('name')!r}"
            )


def _px(one: Seen) -> float:
    """Letters of the word reach below their line."""
    px = one.get("px")
    return float(px) if isinstance(px, int | float) else 0.0


@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_in_easy_reach_every_control_is_large_and_in_the_lower_half(size: tuple[int, int]) -> None:
    with stage(size, looks=STILL) as scene:
        for name in CARDS:
            scene.show(easy(name))
            assert keys(scene.quick)
            for one in keys(scene.quick):
                where = f"{one.get('name')} in {name}: {one.place}"
                assert one.place.center().y() >= size[1] / 2, where
                assert min(one.place.width(), one.place.height()) >= 16 * min(size) / 100 - 0.6, where
            whole(scene, name)


@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_text_half_as_large_again_fits_and_neither_the_word_nor_a_key_is_left_out(
    size: tuple[int, int],
) -> None:
    with stage(size, looks=STILL) as usual, stage(size, looks=replace(STILL, text_scale=1.5)) as large:
        for name in CARDS:
            face = project(moment(name).facts, moment(name).now)
            for scene in (usual, large):
                scene.show(face)
            whole(large, name)
            assert [one.get("name") for one in keys(large.quick)] == [
                one.get("name") for one in keys(usual.quick)
            ]
            assert {one.get("text") for one in texts(large.quick)} >= {large.glass.property("word")}
            labels = [max(one.number("px") for one in texts(scene.quick) if one.get("text") == large.glass.property("sub") or one.get("text") == large.glass.property("until")) for scene in (usual, large)]  # fmt: skip
            assert labels[1] >= labels[0]


@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_in_easy_reach_the_keys_of_every_sheet_are_large_and_low_and_nothing_is_wrong_with_it(
    size: tuple[int, int],
) -> None:
    with stage(size, looks=STILL) as scene:
        for name in SHEETS:
            scene.show(at_rest(easy(name)))
            assert faults(gather(scene.quick)) == [], name
            for one in keys(scene.quick) if name not in TYPED else ():
                where = f"{one.get('name')} in {name}: {one.place}"
                assert one.place.center().y() >= 0.495 * size[1], where
                assert min(one.place.width(), one.place.height()) >= 16 * min(size) / 100 - 0.6, where


@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 800), 1.5), ((800, 480), 1.25), ((720, 1280), 1.5)], ids=str
)
def test_every_sheet_takes_larger_text_and_nothing_is_wrong_with_it(
    size: tuple[int, int], scale: float
) -> None:
    with stage(size, looks=replace(STILL, text_scale=scale)) as scene:
        for name in SHEETS:
            scene.show(at_rest(project(moment(name).facts, moment(name).now)))
            assert faults(gather(scene.quick)) == [], name


def test_in_its_last_seconds_the_close_key_counts_down_and_is_still_called_close() -> None:
    with stage(looks=STILL) as scene:
        face = project(moment("pick-closing").facts, moment("pick-closing").now)
        scene.show(replace(face, closing_in=8))
        close = next(one for one in keys(scene.quick) if one.get("name") == "Close")
        assert close.get("under") == "8 s"
        scene.show(replace(face, closing_in=None))
        close = next(one for one in keys(scene.quick) if one.get("name") == "Close")
        assert close.get("under") == ""


def test_larger_text_is_larger() -> None:
    sizes = []
    for scale in (1.0, 1.25, 1.5):
        with stage(looks=replace(STILL, text_scale=scale)) as scene:
            scene.show(BOARDS["01-available"]())
            sizes.append(
                next(one.number("px") for one in texts(scene.quick) if one.get("text") == "Book now")
            )
    assert sizes == pytest.approx([22, 27.5, 33])


def test_who_holds_the_day_scale_for_two_seconds_has_everything_within_reach() -> None:
    with stage(looks=STILL) as scene:
        scene.show(BOARDS["01-available"]())
        place = QPoint(300, 720)
        QTest.mousePress(scene.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        scene.until(lambda: wishes(scene) != [], ms=10000)
        QTest.mouseRelease(scene.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert wishes(scene) == [intents.ReachEasily()]


def test_three_fingers_for_a_second_mean_that_the_glass_is_wiped() -> None:
    screen = QTest.createTouchDevice()
    with stage(looks=STILL) as scene:
        scene.show(BOARDS["01-available"]())
        touch(scene, screen, 2)
        settle(1100)
        assert wishes(scene) == []
        touch(scene, screen, 3)
        scene.until(lambda: wishes(scene) != [], ms=10000)
        assert wishes(scene) == [intents.Clean()]


def touch(scene: Stage, screen: QPointingDevice, fingers: int) -> None:
    """So many fingers rest on the plane; those that were there before are lifted."""
    for press in (True, False):
        event = QTest.touchEvent(scene.quick, screen, False)
        for finger in range(fingers):
            place = QPoint(150 + 90 * finger, 300)
            event.press(finger, place, scene.quick) if press else event.stationary(finger)
        event.commit()
