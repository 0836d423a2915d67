"""Far view and night in every size class and from both sides: nothing is clipped, outside, too small or on top of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.measure import overlap, texts
from tests.pixels.stage import Stage, stage

SPOKEN = ("de", "ar", "ja")
NARROW = ((800, 480), (720, 1280))
"""Where there is least room for words."""


@pytest.fixture(
    params=[
        *((size, "en") for size in boards.SIZES),
        *((size, spoken) for size in NARROW for spoken in SPOKEN),
    ],
    ids=str,
    scope="module",
)
def scene(request: pytest.FixtureRequest) -> Iterator[Stage]:
    size, spoken = request.param
    with stage(size, language=spoken, looks=Looks(reduced_motion=True)) as opened:
        yield opened


def fits(scene: Stage, face: boards.Face) -> None:
    scene.show(face, ms=1)
    width, height = scene.quick.width(), scene.quick.height()
    seen = texts(scene.quick)
    for one in seen:
        words = one.get("text")
        assert not one.get("truncated"), words
        assert one.number("contentWidth") <= one.number("width") + 1.5, words
        assert QRectF(0, 0, width, height).contains(one.place), f"outside: {words!r} {one.place}"
        assert one.number("px") >= 0.0275 * min(width, height) - 0.5, f"too small: {words!r}"
    for one, other in combinations(seen, 2):
        if one.number("px") < 0.1 * height and other.number("px") < 0.1 * height:
            assert not overlap(one.place, other.place, 3), f"{one.get('text')!r} on {other.get('text')!r}"


@pytest.mark.parametrize("name", boards.RESTING)
def test_what_stands_there_while_nobody_does_fits(scene: Stage, name: str) -> None:
    fits(scene, boards.RESTING[name]())


@pytest.mark.parametrize("place", range(6))
def test_the_night_fits_in_each_of_its_places(scene: Stage, place: int) -> None:
    face = boards.night(place)
    fits(scene, face)
    fits(scene, replace(face, room="", plane=boards.problem().plane))
