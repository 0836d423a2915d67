"""The window: opens, writes a picture, tells of frames, closes without a word on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.ui.glass import Glass
from kiosk.ui.window import open_window
from tests.pixels import boards
from tests.pixels.stage import settle, stage


def test_a_picture_is_written_at_the_asked_size(tmp_path: Path) -> None:
    with stage((800, 480)) as scene:
        scene.show(boards.free())
        scene.window.grab(tmp_path / "free.png")
    assert QImage(str(tmp_path / "free.png")).size().toTuple() == (800, 480)


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with stage() as scene, pytest.raises(OSError, match="cannot write"):
        scene.window.grab(tmp_path / "nowhere" / "free.png")


@pytest.mark.usefixtures("qapp")
def test_the_first_frame_is_told() -> None:
    frames: list[None] = []
    glass = Glass(lambda _intent: None)
    window = open_window(glass, size=(800, 480), title="Kiosk")
    window.on_frame(lambda: frames.append(None))
    glass.show(boards.free())
    deadline = QDeadlineTimer(10_000)
    while not frames and not deadline.hasExpired():
        settle(20)
    window.close()
    assert frames


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "size", [(1280, 800), (800, 1280), (800, 480), (720, 1280), (1024, 600), (1280, 1024), (2560, 1080)]
)
def test_a_face_that_is_there_before_its_window_is_laid_out_without_a_warning(size: tuple[int, int]) -> None:
    glass = Glass(lambda _intent: None)
    glass.show(boards.menu())
    window = open_window(glass, size=size, title="Kiosk")
    settle(50)
    glass.show(boards.yours())
    settle(50)
    window.close()


def test_full_screen_fills_the_screen(qapp: QGuiApplication) -> None:
    glass = Glass(lambda _intent: None)
    window = open_window(glass, size=None, title="Kiosk")
    settle(50)
    assert window.quick.size() == qapp.primaryScreen().size()
    window.close()


def test_a_window_that_is_closed_can_be_closed_again() -> None:
    with stage() as scene:
        scene.window.close()
        with pytest.raises(RuntimeError, match="closed"):
            _ = scene.quick


def test_an_output_that_goes_away_does_not_break_the_layout() -> None:
    with stage((800, 480)) as scene:
        scene.show(boards.free())
        scene.quick.resize(0, 0)
        settle(20)
        scene.quick.resize(800, 480)
        scene.show(boards.busy_here())
