"""Colours, places and motion of the face: what the boards fix and a machine can measure without fonts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtQuick import QQuickItem

from kiosk.room.face import Icon
from kiosk.ui.window import ASSETS, QML
from tests.pixels import boards
from tests.pixels.measure import key, texts, walk
from tests.pixels.stage import Stage, settle, stage

TOKENS = Path(__file__).resolve().parents[3] / "shared" / "design" / "tokens.json"
PLANE, CARD = QPoint(20, 420), QPoint(830, 420)
STATES = {
    "free": boards.free, "busy": boards.busy_outlook, "soon": boards.soon, "hold": boards.holding,
    "yours": boards.yours, "problem": boards.problem, "setup": boards.unpaired,
}  # fmt: skip
DARK = {
    "free": "#24b872", "busy": "#8b1018", "soon": "#f2a71b", "hold": "#16378f", "yours": "#8b1018",
    "problem": "#30363c", "setup": "#000000",
}  # fmt: skip


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


def colour(scene: Stage, place: QPoint) -> str:
    return scene.quick.grabWindow().pixelColor(place).name()


@pytest.mark.parametrize("tone", STATES)
def test_every_state_has_its_colour_and_paper_lies_on_it(scene: Stage, tone: str) -> None:
    scene.show(STATES[tone](), ms=500)
    assert colour(scene, PLANE) == DARK[tone]
    assert colour(scene, CARD) == "#131517"


@pytest.mark.parametrize(("theme", "file"), [
    ("light", "LightColours"), ("dark", "DarkColours"), ("highContrast", "HighContrastColours"),
])  # fmt: skip
def test_colours_are_those_of_the_design(theme: str, file: str) -> None:
    if not TOKENS.exists():
        pytest.skip("the design's tokens are not beside this checkout")
    told = json.loads(TOKENS.read_text())["themes"][theme]
    lines = (QML / "Kiosk" / f"{file}.qml").read_text().splitlines()
    ours = dict(line.strip().replace('"', "").split(": ") for line in lines if ": " in line)
    for role in (
        "card",
        "raised",
        "pressed",
        "line",
        "lineStrong",
        "text",
        "text2",
        "inverse",
        "onInverse",
        "focus",
    ):
        assert ours[role] == told["color"][role], role
    for ours_name, theirs in {
        "free": "free",
        "busy": "busy",
        "soon": "soon",
        "hold": "hold",
        "grey": "offline",
    }.items():
        assert ours[ours_name] == told["state"][theirs]["plane"], ours_name
        assert ours[f"{ours_name}Ink"] == told["state"][theirs]["ink"], ours_name


def test_doubt_is_hatched(scene: Stage) -> None:
    scene.show(boards.offline_free(), ms=500)
    image = scene.quick.grabWindow()
    seen = {image.pixelColor(20, y).name() for y in range(300, 400)}
    assert "#30363c" in seen
    assert len(seen) > 1


def test_a_tap_is_answered_in_the_next_frame_and_a_change_from_afar_fades(scene: Stage) -> None:
    scene.show(boards.free(), ms=500)
    scene.glass.show(boards.holding())
    assert colour(scene, PLANE) == DARK["hold"]
    scene.show(boards.free(), ms=500)
    scene.glass.show(boards.busy_outlook())
    assert colour(scene, PLANE) not in (DARK["busy"], "#000000")
    scene.until(lambda: colour(scene, PLANE) == DARK["busy"])


def frames_within(scene: Stage, ms: int) -> int:
    frames: list[None] = []
    scene.quick.frameSwapped.connect(lambda: frames.append(None))
    settle(ms)
    scene.quick.frameSwapped.disconnect()
    return len(frames)


@pytest.mark.parametrize("tone", [tone for tone in STATES if tone != "hold"])
def test_at_rest_nothing_is_drawn(scene: Stage, tone: str) -> None:
    scene.show(STATES[tone](), ms=600)
    assert frames_within(scene, 400) == 0


def test_while_holding_the_dots_run(scene: Stage) -> None:
    scene.show(boards.holding(), ms=600)
    scene.until(lambda: frames_within(scene, 200) > 0)


def test_the_card_stands_where_the_board_has_it(scene: Stage) -> None:
    scene.show(boards.free(), ms=500)
    image = scene.quick.grabWindow()
    edge = [x for x in range(700, 900) if image.pixelColor(x, 420).name() == "#131517"]
    assert edge[0] == 812
    assert [
        key(scene.quick, name).place.getRect() for name in ("30 minutes", "Book until 10:11", "More")
    ] == [
        pytest.approx((974.7, 448, 122.7, 88), abs=1),
        pytest.approx((840, 648, 392, 104), abs=1),
        pytest.approx((1144, 48, 88, 88), abs=1),
    ]


@pytest.mark.parametrize(
    ("board", "word", "size", "baseline"),
    [
        (boards.free, "Free", 292, 423),
        (boards.busy_outlook, "Busy", 272, 388),
        (boards.holding, "Holding", 219, 398),
    ],
)
def test_the_word_is_as_large_and_as_high_as_on_the_board(
    scene: Stage, board: boards.Board, word: str, size: int, baseline: int
) -> None:
    scene.show(board())
    seen = next(seen for seen in texts(scene.quick) if seen.get("text") == word)
    assert seen.number("px") == pytest.approx(size, abs=4)
    top = seen.item.mapToScene(QPoint(0, 0).toPointF()).y()
    assert top + seen.item.baselineOffset() == pytest.approx(baseline, abs=4)


def test_icons_and_glyphs_that_are_asked_for_exist() -> None:
    for name in (icon.value for icon in Icon if icon.value):
        assert (ASSETS / "icons" / f"{name}.svg").exists(), name


def test_no_picture_is_missing(scene: Stage) -> None:
    for board in boards.BOARDS.values():
        scene.show(board())
        pictures = [item for item in walk(scene.quick.contentItem()) if _is_picture(item)]
        assert all(item.property("source").toString() for item in pictures)


def _is_picture(item: QQuickItem) -> bool:
    return item.property("sourceSize") is not None
