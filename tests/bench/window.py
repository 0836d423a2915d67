"""What a person waits for: the first picture after a start, and the answer to a tap. Beside a bare window of the same Qt."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import bare
from tests.bench.figures import Figure, in_turns, middle
from tests.bench.framebuffer import Framebuffer
from tests.outside.display import KIOSK, Display
from tests.outside.glass import Glass
from tests.outside.graph import Graph
from tests.outside.screen import LEASH, Screen, end_group
from tests.outside.stage import BOOK, Stage

STARTS = 9
TAPS = 7
SOFTWARE = {"QT_QUICK_BACKEND": "software"}


@contextmanager
def stage() -> Iterator[Stage]:
    with Screen() as screen:
        screen.environment |= SOFTWARE
        scene = Stage(screen, Graph())
        try:
            yield scene
        finally:  # not `scene.close()`, which judges the display and prints what it wrote
            for display in scene.displays:
                display.close()
            scene.graph.close()
            shutil.rmtree(scene.folder, ignore_errors=True)


def first_picture(scene: Stage) -> Figure:
    """`kiosk run` on a data directory that holds yesterday's knowledge of a moment ago."""
    scene.free().stop()
    config, data = scene.folder / "kiosk0.toml", scene.folder / "data0"
    ours = [str(KIOSK), "run", "--config", str(config), "--data-dir", str(data), "--windowed", "1280x800"]
    with Framebuffer() as screen:
        environment = {**scene.screen.environment, "DISPLAY": screen.display}
        log = (scene.folder / "start.log").open("wb")

        def start(command: list[str]) -> float:
            begun = time.perf_counter()
            process = subprocess.Popen(
                [*LEASH, *command], env=environment, stdout=log, stderr=log, start_new_session=True, text=True
            )
            try:
                screen.until_painted()
                return time.perf_counter() - begun
            finally:
                end_group(process)
                screen.until_blank()

        with log:
            medians = in_turns(lambda: start(ours), lambda: start(bare.COMMAND), STARTS)
    return Figure(
        "first_picture", "process start to the first picture of `kiosk run`, the last day on disk",
        "a bare QML window with one word", *medians, STARTS,
    )  # fmt: skip


def tap_to_holding(scene: Stage) -> Figure:
    """Both are asked in the same way: the press action, then the whole tree read until the label is there."""
    display = scene.free()
    labels = len(display.glass.things()) - 3
    with bare_glass(scene, labels) as other:
        taken = [(_ours(display), _theirs(other)) for _ in range(TAPS + 1)]
    return Figure(
        "tap_to_holding", "press of the booking key to the label Holding in the accessibility tree",
        "a bare QML button that sets a label, in a tree of the same size", *middle(taken[1:]), TAPS,
    )  # fmt: skip


def _ours(display: Display) -> float:
    taken = display.glass.time_to(BOOK, "Holding")
    display.glass.label("Yours", 20)
    display.glass.press("Undo")
    display.glass.label("Free", 20)
    display.until(lambda status: not status["outbox"], "nothing owed")
    return taken


def _theirs(glass: Glass) -> float:
    taken = glass.time_to(BOOK, "Holding")
    glass.press("Undo")
    glass.label("Free")
    return taken


@contextmanager
def bare_glass(scene: Stage, labels: int) -> Iterator[Glass]:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [*LEASH, *bare.COMMAND, str(labels)], env={**scene.screen.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
        start_new_session=True, text=True, cwd=root
    )  # fmt: skip
    glass = Glass(scene.screen.bus)
    try:
        glass.attach(process.pid)
        yield glass
    finally:
        glass.close()
        end_group(process)
