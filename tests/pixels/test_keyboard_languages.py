"""The keyboard of every language in every size class: keys wide enough for a finger, none over another, all in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk import languages
from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.boards import SIZES
from tests.pixels.measure import overlap
from tests.pixels.stage import Stage, settle, stage
from tests.pixels.test_fits import MILLIMETRES, compact, size_of
from tests.pixels.test_keyboard import letters, place
from tests.ui.hand import seen


@pytest.fixture(params=[size for size in SIZES if size != (1920, 1080)], ids=str, scope="module")
def scene(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with stage(request.param, looks=Looks(reduced_motion=True)) as opened:
        yield opened


def keyboard(scene: Stage) -> QQuickItem:
    (board,) = [item for item in seen(scene) if item.property("mailPage") is not None]
    return board


@pytest.mark.parametrize("code", languages.codes())
def test_every_page_takes_a_finger(scene: Stage, code: str) -> None:
    scene.show(boards.free())
    scene.show(replace(boards.details(), language=code))
    board = keyboard(scene)
    millimetre = min(size_of(scene)) / MILLIMETRES[size_of(scene)]
    wide = size_of(scene)[0] > size_of(scene)[1]
    for page, kind in enumerate(board.property("kinds")):
        board.setProperty("page", page)
        settle()
        here = letters(scene)
        for item in here:
            assert item.width() >= (15 if wide else 12) * millimetre - 0.5, (kind, item.property("label"))
            assert item.height() >= 12 * millimetre - 0.5, (kind, item.property("label"))
        cells = [place(item) for item in here]
        assert not any(overlap(a, b) for n, a in enumerate(cells) for b in cells[n + 1 :]), kind
        assert all(
            QRectF(0, 0, *size_of(scene)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(cell) for cell in cells
        ), kind
        assert len({item.property("name") for item in here}) == len(here), kind
    assert compact(scene) == (keyboard(scene).property("shape") != "wide")
