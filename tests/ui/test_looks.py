"""What the admin chose for everybody: less motion, and a part of the screen that its frame covers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.measure import keys, texts
from tests.pixels.stage import Stage, settle, stage

STILL = Looks(reduced_motion=True)


def paper(scene: Stage) -> QRectF:
    """The place of the card's or the sheet's paper."""
    (scenery,) = [item for item in scene.items() if item.property("openness") is not None and item.property("cardX") is not None]  # fmt: skip
    return scenery.childItems()[1].mapRectToScene(QRectF(0, 0, 1, 1))


def test_with_reduced_motion_a_sheet_is_there_in_the_first_frame() -> None:
    with stage(looks=STILL) as scene:
        scene.show(boards.free())
        scene.glass.show(boards.menu())
        settle()
        assert paper(scene).x() == 216


def test_without_it_the_sheet_grows_from_the_card() -> None:
    with stage() as scene:
        scene.show(boards.free())
        scene.glass.show(boards.menu())
        settle()
        assert paper(scene).x() > 216
        scene.until(lambda: paper(scene).x() == 216)


def leaving(scene: Stage) -> bool:
    """The old words are still to be seen."""
    return any(item.property("spoken") is False for item in scene.items())


@pytest.mark.parametrize("still", [True, False])
def test_with_reduced_motion_no_old_word_lingers(still: bool) -> None:
    with stage(looks=Looks(reduced_motion=still)) as scene:
        scene.show(boards.free())
        scene.show(boards.busy_outlook())
        assert leaving(scene) is not still


def test_easy_reach_comes_and_goes_without_a_warning() -> None:
    with stage() as scene:
        for easy in (False, True, False):
            scene.show(replace(boards.free(), easy_reach=easy))
        assert texts(scene.quick)


def test_words_and_keys_keep_clear_of_what_the_frame_covers() -> None:
    with stage(looks=Looks(safe_area=(40, 30, 20, 50))) as scene:
        seen = QRectF(50, 40, 1280 - 80, 800 - 60)
        for board in (boards.free(), boards.menu()):
            scene.show(board, ms=320)
            assert keys(scene.quick)
            for one in [*keys(scene.quick), *texts(scene.quick)]:
                assert seen.contains(one.place), one.get("text") or one.get("name")
