"""Every face in every size class and in every theme: nothing is clipped, small or pale, every key can be hit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pixels.boards import BOARDS, SIZES, THEMES
from tests.pixels.measure import keys
from tests.pixels.stage import Stage, at_rest, stage
from tests.sheet.glassful import gather
from tests.sheet.lint import faults

MILLIMETRES = {(1280, 800): 136, (1920, 1080): 136, (800, 1280): 136, (800, 480): 91.5, (720, 1280): 88}
"""Short sides of the panels as DESIGN.md §2 guesses them from the resolution."""


SCENES = [(size, THEMES[0]) for size in SIZES] + [(SIZES[0], theme) for theme in THEMES[1:]]
"""A theme moves nothing but the width of a border: each size once, and each theme once."""


@pytest.fixture(params=SCENES, ids=str, scope="module")
def scene(request: pytest.FixtureRequest) -> Iterator[Stage]:
    size, theme = request.param
    with stage(size, theme, still=True) as opened:
        yield opened


def compact(scene: Stage) -> bool:
    return 1500 / MILLIMETRES[size_of(scene)] > 12


def size_of(scene: Stage) -> tuple[int, int]:
    return scene.quick.width(), scene.quick.height()


@pytest.mark.parametrize("board", BOARDS)
def test_nothing_is_wrong_with_the_picture(scene: Stage, board: str) -> None:
    scene.show(at_rest(BOARDS[board]()))
    assert faults(gather(scene.quick)) == []


@pytest.mark.parametrize("board", BOARDS)
def test_at_most_one_key_is_filled_and_it_is_the_lowest(scene: Stage, board: str) -> None:
    scene.show(BOARDS[board]())
    here = keys(scene.quick)
    filled = [key for key in here if key.get("filled")]
    assert len(filled) <= 1
    for key in filled:
        assert key.place.bottom() >= max(other.place.bottom() for other in here) - 1
