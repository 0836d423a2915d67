"""Every face in every language, where there is least room: nothing is cut, no word is broken, nothing lies over anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from kiosk import languages
from kiosk.languages import ENGLISH
from kiosk.room.face import Face
from kiosk.room.project import project
from kiosk.ui.looks import Looks
from tests.faces.pairs import moment, names
from tests.pixels.boards import BOARDS
from tests.pixels.measure import Seen, key_of, keys, overlap, texts
from tests.pixels.stage import Stage, stage
from tests.pixels.test_fits import LONG, compact, size_of

SMALL, TALL, USUAL = (800, 480), (720, 1280), (1280, 800)
WHERE = [
    *((code, SMALL) for code in languages.codes() if code != ENGLISH),
    ("de", TALL), ("ar", TALL), ("ja", TALL), ("ar", USUAL),
]  # fmt: skip
CUT_IN_ENGLISH_TOO = {"edge-over-midnight", "free-rest-of-today"}
"""A line of the list that names a meeting of another day may end in an ellipsis."""
SENTENCE = re.compile(r"(?:Phrase|Reason)\.\w+")
UNSPACED = {"ja"}
"""Written without spaces: a line may end after any sign."""


def said(face: Face) -> frozenset[str]:
    """The sentences that a face holds, by name."""
    return frozenset(SENTENCE.findall(repr(face)))


@cache
def faces() -> dict[str, Face]:
    """The faces of the boards, and of those of the facts each that says what no other one says as well."""
    facts = {}
    for name in names():
        seen = moment(name)
        facts[name] = project(seen.facts, seen.now)
    first = {said(face): name for name, face in reversed(facts.items())}
    most = {name: facts[name] for here, name in first.items() if not any(here < other for other in first)}
    return {name: board() for name, board in BOARDS.items()} | most


@pytest.fixture(scope="module", params=WHERE, ids=lambda where: f"{where[0]} {where[1][0]}x{where[1][1]}")
def scene(request: pytest.FixtureRequest) -> Iterator[tuple[str, Stage]]:
    code, size = request.param
    with stage(size, language=code, looks=Looks(reduced_motion=True)) as opened:
        yield code, opened


def test_every_face_fits(scene: tuple[str, Stage]) -> None:
    code, glass = scene
    wrong: list[str] = []
    for name, face in faces().items():
        if size_of(glass) != SMALL and name not in BOARDS:
            continue
        glass.show(face)
        seen = texts(glass.quick)
        found = [*_by_itself(seen, glass, cut_is_well=name in CUT_IN_ENGLISH_TOO), *_together(seen, glass)]
        if code not in UNSPACED:
            found += _broken(seen)
        wrong += [f"{name}: {what}" for what in found]
    assert wrong == []


def _by_itself(seen: list[Seen], glass: Stage, *, cut_is_well: bool) -> Iterator[str]:
    width, height = size_of(glass)
    least = (4.4 if compact(glass) else 2.75) * min(width, height) / 100
    for text in seen:
        words = str(text.get("text"))
        if text.get("truncated") and len(words) <= LONG and not cut_is_well:
            yield f"cut: {words!r}"
        if text.number("contentWidth") > text.number("width") + 1.5:
            yield f"too wide: {words!r}"
        if text.number("contentHeight") > text.number("height") + 1.5:
            yield f"too high: {words!r}"
        if not QRectF(0, 0, width, height).contains(text.place):
            yield f"outside: {words!r}"
        if text.number("px") < least - 0.5:
            yield f"too small: {words!r}"


def _together(seen: list[Seen], glass: Stage) -> Iterator[str]:
    for one, other in combinations(seen, 2):
        small = (
            one.number("px") < 60 and other.number("px") < 60
        )  # letters of the word reach below their line
        if small and overlap(one.place, other.place, 3):
            yield f"{one.get('text')!r} lies over {other.get('text')!r}"
    here = keys(glass.quick)
    for text in seen:
        owner = key_of(text.item)
        for key in here:
            if owner is not key.item and overlap(text.place, key.place):
                yield f"{text.get('text')!r} lies over {key.get('name')!r}"
            if owner is key.item and not key.place.adjusted(-1, -1, 1, 1).contains(text.place):
                yield f"{text.get('text')!r} leaves its key"
    told = [key.get("name") for key in here]
    if len(set(told)) != len(told):
        yield f"two keys of one name: {told}"


def _broken(seen: list[Seen]) -> Iterator[str]:
    """A word in two lines. (The letters of a line of one have no need to be measured.)"""
    for text in seen:
        if text.number("contentHeight") <= 1.8 * text.number("px"):
            continue
        metrics = QFontMetricsF(text.item.property("font"))
        for word in str(text.get("text")).split():
            if len(word) <= LONG and metrics.horizontalAdvance(word) > text.number("width") + 1.5:
                yield f"broken: {word!r}"
