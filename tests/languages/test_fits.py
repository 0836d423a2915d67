"""Every face in every language, where there is least room: nothing is cut, no word is broken, nothing lies over anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from kiosk import languages
from kiosk.languages import ENGLISH
from kiosk.room.face import Face
from kiosk.room.project import project
from tests.faces.pairs import moment, names
from tests.pixels.boards import BOARDS
from tests.pixels.stage import Stage, at_rest, stage
from tests.pixels.test_fits import size_of
from tests.sheet.draw import UNSPACED
from tests.sheet.glassful import gather
from tests.sheet.lint import faults

SMALL, TALL, USUAL = (800, 480), (720, 1280), (1280, 800)
WHERE = [
    *((code, SMALL) for code in languages.codes() if code != ENGLISH),
    ("de", TALL), ("ar", TALL), ("ja", TALL), ("ar", USUAL),
]  # fmt: skip
SENTENCE = re.compile(r"(?:Phrase|Reason)\.\w+")


def said(face: Face) -> frozenset[str]:
    """The sentences that a face holds, by name."""
    return frozenset(SENTENCE.findall(repr(face)))


@cache
def faces() -> dict[str, Face]:
    """The faces of the boards, and as few of those of the facts as say every sentence that is left. `make sheet` draws many more."""
    facts = {}
    for name in names():
        seen = moment(name)
        facts[name] = project(seen.facts, seen.now)
    boards = {name: board() for name, board in BOARDS.items()}
    left = frozenset().union(*map(said, facts.values())) - frozenset().union(*map(said, boards.values()))
    chosen: dict[str, Face] = {}
    while left:
        name = max(sorted(facts), key=lambda one: len(said(facts[one]) & left))
        chosen[name] = facts[name]
        left -= said(facts[name])
    return boards | chosen


@pytest.fixture(scope="module", params=WHERE, ids=lambda where: f"{where[0]} {where[1][0]}x{where[1][1]}")
def scene(request: pytest.FixtureRequest) -> Iterator[tuple[str, Stage]]:
    code, size = request.param
    with stage(size, language=code, still=True) as opened:
        yield code, opened


def test_every_face_fits(scene: tuple[str, Stage]) -> None:
    code, glass = scene
    wrong: list[str] = []
    for name, face in faces().items():
        if size_of(glass) != SMALL and name not in BOARDS:
            continue
        glass.show(at_rest(face))
        wrong += [f"{name}: {fault}" for fault in faults(gather(glass.quick, spaced=code not in UNSPACED))]
    assert wrong == []
