"""The keyboard of the glass in every size class: keys wide enough for a finger, words whole, the booking key in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.pixels import boards
from tests.pixels.boards import SIZES
from tests.pixels.measure import Seen, keys, overlap, texts
from tests.pixels.stage import Stage, settle, stage
from tests.pixels.test_fits import MILLIMETRES, compact, size_of
from tests.ui.hand import field, key, of_the_keyboard, seen, tap

PAGES = ("letters", "figures", "accents")


@pytest.fixture(
    params=[*((size, "dark") for size in SIZES), (SIZES[0], "high-contrast")], ids=str, scope="module"
)
def scene(request: pytest.FixtureRequest) -> Iterator[Stage]:
    size, theme = request.param
    with stage(size, theme) as opened:
        yield opened


def open_keyboard(scene: Stage, board: str) -> None:
    scene.show(boards.free())
    scene.show(boards.BOARDS[board](), ms=320)
    if seen(scene, label="Add details"):
        tap(scene, key(scene, "Add details"))
    elif board == "04a-booking-sheet":
        tap(scene, field(scene, "Subject"))
    settle(320)


def letters(scene: Stage) -> list[QQuickItem]:
    """All keys of the keyboard."""
    return [item for item in seen(scene, typing=True) if of_the_keyboard(item)]


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


@pytest.mark.parametrize("board", ["04a-booking-sheet", "08-details"])
def test_every_key_of_the_keyboard_takes_a_finger(scene: Stage, board: str) -> None:
    open_keyboard(scene, board)
    here = letters(scene)
    assert len(here) == 26 + 2 + 6
    millimetre = min(size_of(scene)) / MILLIMETRES[size_of(scene)]
    wide = size_of(scene)[0] > size_of(scene)[1]
    for item in here:
        assert item.width() >= (15 if wide else 12) * millimetre - 0.5
        assert item.height() >= 12 * millimetre - 0.5
    cells = [place(item) for item in here]
    assert not any(overlap(a, b) for n, a in enumerate(cells) for b in cells[n + 1 :])
    whole = QRectF(0, 0, *size_of(scene))
    assert all(whole.contains(cell) for cell in cells)


@pytest.mark.parametrize("board", ["04a-booking-sheet", "08-details"])
def test_the_filled_key_and_the_way_out_stay(scene: Stage, board: str) -> None:
    open_keyboard(scene, board)
    short = min(size_of(scene))
    millimetre = short / MILLIMETRES[size_of(scene)]
    target = max((16.5 if compact(scene) else 11) * short / 100, 15 * millimetre)
    here = keys(scene.quick)
    assert {seen.get("name") for seen in here} >= {"Close"}
    assert [bool(seen.get("filled")) for seen in here].count(True) == 1
    for one in here:
        assert min(one.place.width(), one.place.height()) >= target - 0.6, one.get("name")
        assert not any(overlap(one.place, place(item)) for item in letters(scene)), one.get("name")


@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_the_keyboard_is_cut_or_small(scene: Stage, page: str) -> None:
    open_keyboard(scene, "04a-booking-sheet")
    if page != "letters":
        tap(scene, key(scene, "Figures" if page == "figures" else "Accented letters"))
    width, height = size_of(scene)
    least = (4.4 if compact(scene) else 2.75) * min(width, height) / 100
    for one in texts(scene.quick):
        words = one.get("text")
        assert not one.get("truncated"), f"cut: {words!r}"
        assert one.number("contentWidth") <= one.number("width") + 1.5, f"too wide: {words!r}"
        assert QRectF(0, 0, width, height).contains(one.place), f"outside: {words!r}"
        assert one.number("px") >= least - 0.5, f"too small: {words!r}"
    lines = [one for one in texts(scene.quick) if _owner(one) is None]
    for n, one in enumerate(lines):
        assert not any(overlap(one.place, other.place, 3) for other in lines[n + 1 :]), one.get("text")
        assert not any(overlap(one.place, place(item)) for item in letters(scene)), one.get("text")


def _owner(one: Seen) -> QQuickItem | None:
    """The key of the keyboard that a text stands on."""
    item: QQuickItem | None = one.item
    while item is not None and not of_the_keyboard(item):
        item = item.parentItem()
    return item
