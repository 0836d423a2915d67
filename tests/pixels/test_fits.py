"""Every face in every size class and in every theme: nothing is clipped, nothing is small, every key can be hit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QMarginsF, QRectF

from tests.pixels.boards import BOARDS, SIZES, THEMES
from tests.pixels.measure import key_of, keys, overlap, texts
from tests.pixels.stage import Stage, stage

LONG = 45
"""Letters of what somebody wrote; longer subjects and names may end in an ellipsis."""
MILLIMETRES = {(1280, 800): 136, (1920, 1080): 136, (800, 1280): 136, (800, 480): 91.5, (720, 1280): 88}
"""Short sides of the panels as DESIGN.md §2 guesses them from the resolution."""


SCENES = [(size, THEMES[0]) for size in SIZES] + [(SIZES[0], theme) for theme in THEMES[1:]]
"""A theme moves nothing but the width of a border: each size once, and each theme once."""


@pytest.fixture(params=SCENES, ids=str, scope="module")
def scene(request: pytest.FixtureRequest) -> Iterator[Stage]:
    size, theme = request.param
    with stage(size, theme) as opened:
        yield opened


def compact(scene: Stage) -> bool:
    return 1500 / MILLIMETRES[size_of(scene)] > 12


def size_of(scene: Stage) -> tuple[int, int]:
    return scene.quick.width(), scene.quick.height()


@pytest.mark.parametrize("board", BOARDS)
def test_no_text_is_clipped_or_outside_or_too_small(scene: Stage, board: str) -> None:
    scene.show(BOARDS[board]())
    width, height = size_of(scene)
    least = (4.4 if compact(scene) else 2.75) * min(width, height) / 100
    for seen in texts(scene.quick):
        words = seen.get("text")
        if len(str(words)) <= LONG:
            assert not seen.get("truncated"), f"cut: {words!r}"
        assert seen.number("contentWidth") <= seen.number("width") + 1.5, f"too wide: {words!r}"
        assert seen.number("contentHeight") <= seen.number("height") + 1.5, f"too high: {words!r}"
        assert QRectF(0, 0, width, height).contains(seen.place), f"outside: {words!r} {seen.place}"
        assert seen.number("px") >= least - 0.5, f"too small: {words!r} {seen.number('px')}"


@pytest.mark.parametrize("board", BOARDS)
def test_no_text_lies_over_another_or_over_a_key(scene: Stage, board: str) -> None:
    scene.show(BOARDS[board]())
    seen = texts(scene.quick)
    for one, other in combinations(seen, 2):
        if one.number("px") < 60 and other.number("px") < 60:  # letters of the word reach below their line
            assert not overlap(one.place, other.place, 3), (
                f"{one.get('text')!r} lies over {other.get('text')!r}"
            )
    for text in seen:
        for key in keys(scene.quick):
            if key_of(text.item) is not key.item:
                assert not overlap(text.place, key.place), (
                    f"{text.get('text')!r} lies over {key.get('name')!r}"
                )


@pytest.mark.parametrize("board", BOARDS)
def test_every_key_is_a_target_and_stands_free(scene: Stage, board: str) -> None:
    scene.show(BOARDS[board]())
    short = min(size_of(scene))
    millimetre = short / MILLIMETRES[size_of(scene)]
    target = max((16.5 if compact(scene) else 11) * short / 100, 15 * millimetre)
    here = keys(scene.quick)
    for key in here:
        name = key.get("name")
        assert name, "a key without a name"
        assert key.place.height() >= target - 0.6, f"{name!r} is {key.place.height()} high, {target} wanted"
        assert key.place.width() >= target - 0.6, f"{name!r} is {key.place.width()} wide, {target} wanted"
    for one, other in combinations(here, 2):
        room = one.place.marginsAdded(_all_round(1.5 * millimetre - 1))
        assert not overlap(room, other.place, 0), f"{one.get('name')!r} is too close to {other.get('name')!r}"
    assert len({key.get("name") for key in here}) == len(here), "two keys of one name"


@pytest.mark.parametrize("board", BOARDS)
def test_at_most_one_key_is_filled_and_it_is_the_lowest(scene: Stage, board: str) -> None:
    scene.show(BOARDS[board]())
    here = keys(scene.quick)
    filled = [key for key in here if key.get("filled")]
    assert len(filled) <= 1
    for key in filled:
        assert key.place.bottom() >= max(other.place.bottom() for other in here) - 1


def _all_round(margin: float) -> QMarginsF:
    return QMarginsF(margin, margin, margin, margin)
