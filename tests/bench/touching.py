"""From a finger to the frame: when a key looks pressed, and when the glass says Holding. Seen in the screen's own pixels."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from tests.bench.figures import MILLISECONDS, Figure
from tests.bench.framebuffer import Framebuffer
from tests.bench.pointer import Pointer
from tests.bench.window import bare_glass, stage
from tests.outside.glass import Glass
from tests.outside.stage import BOOK

TAPS = 7
PATIENCE = 5.0
WORD = (40, 180, 600, 260)
"""Where both windows write their large word: x, y, width, height in pixels."""
Taken = tuple[float, float]


def _until(changed: Callable[[], bool], what: str) -> float:
    begun = time.perf_counter()
    while not changed():
        assert time.perf_counter() - begun < PATIENCE, f"no frame showed {what}"
        time.sleep(0.0005)
    return time.perf_counter() - begun


def _tap(screen: Framebuffer, finger: Pointer, glass: Glass) -> Taken:
    """Seconds from pressing to the pressed frame, and from letting go to the frame with another word."""
    x, y, width, height = glass.extents(BOOK)
    key = (x + 4, y + 4, width - 8, height - 8)
    finger.move(x + width // 2, y + height // 2)
    time.sleep(0.4)
    key_before, word_before = screen.part(*key), screen.part(*WORD)
    finger.press()
    pressed = _until(lambda: screen.part(*key) != key_before, "the pressed key")
    time.sleep(0.1)
    finger.release()
    holding = _until(lambda: screen.part(*WORD) != word_before, "Holding")
    finger.move(2, 798)
    return pressed, holding


def figures() -> Iterator[Figure]:
    with stage() as scene, Framebuffer() as screen, Pointer(screen.display) as finger:
        scene.screen.environment["DISPLAY"] = screen.display
        display = scene.free()
        ours = []
        for _ in range(TAPS + 1):
            ours.append(_tap(screen, finger, display.glass))
            display.glass.label("Yours", 20)
            display.glass.press("Undo")
            display.glass.label("Free", 20)
            display.until(lambda status: not status["outbox"], "nothing owed")
        labels = len(display.glass.things()) - 3
        display.stop()
        screen.until_blank()
        theirs = []
        with bare_glass(scene, labels) as glass:
            for _ in range(TAPS + 1):
                theirs.append(_tap(screen, finger, glass))
                glass.press("Undo")
                glass.label("Free")
    for name, at, doing in (
        ("input_to_pressed_frame", 0, "a finger on the booking key to the first frame in which the key looks pressed"),
        ("input_to_holding_frame", 1, "letting go of the booking key to the first frame without the word Free"),
    ):  # fmt: skip
        mine, its = (median(one[at] for one in taken[1:]) * MILLISECONDS for taken in (ours, theirs))
        yield Figure(name, doing, "a bare QML button that sets a label", mine, its, TAPS)
