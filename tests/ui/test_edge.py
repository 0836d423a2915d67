"""The status light on the glass itself, through the real window: which edges are lit, and that nobody has to see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem

from kiosk.room.project import project
from kiosk.ui.looks import Looks
from tests.faces.pairs import moment
from tests.pixels.stage import Stage, at_rest, stage

WIDTH, HEIGHT = 1280, 800
LIT = [
    ("free", {"top", "right", "bottom", "left"}),
    ("busy", {"left", "right"}),
    ("soon", {"top"}),
    ("check-in", {"top", "bottom"}),
    ("holding", {"top"}),
    ("offline-free", {"dot"}),
    ("offline-busy", {"left", "right", "dot"}),
    ("problem-refused", {"dot"}),
    ("far-busy", {"left", "right"}),
    ("night", {"top", "right", "bottom", "left"}),
    ("night-black", set()),
    ("unpaired", set()),
]


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage(looks=Looks(reduced_motion=True, edge=True)) as opened:
        yield opened


def segments(scene: Stage) -> set[str]:
    return {place(item) for item in scene.items() if item.metaObject().className().startswith("Segment")}


def place(item: QQuickItem) -> str:
    if item.width() < WIDTH / 8 and item.height() < HEIGHT / 8:
        return "dot"
    if item.width() > item.height():
        return "top" if item.y() < HEIGHT / 2 else "bottom"
    return "left" if item.x() < WIDTH / 2 else "right"


@pytest.mark.parametrize(("facts", "lit"), LIT)
def test_the_lit_edges_carry_the_state(scene: Stage, facts: str, lit: set[str]) -> None:
    begun = moment(facts)
    scene.show(at_rest(project(begun.facts, begun.now)))
    assert segments(scene) == lit


def test_it_is_not_drawn_unless_the_admin_wants_it() -> None:
    with stage(still=True) as scene:
        begun = moment("free")
        scene.show(at_rest(project(begun.facts, begun.now)))
        assert segments(scene) == set()
