"""How fast a tap is answered, seen from outside: for the benchmarks, which compare; no test depends on it."""

import time

from .graph import Graph
from .screen import Screen
from .stage import BOOK, Stage


def measure_tap(rounds: int = 7) -> list[float]:
    """Seconds from the AT-SPI press of the booking key to the label `Holding` in the tree, once for each round, sorted.

    Includes reading the whole tree over D-Bus, so the true answer is a little faster.
    """
    taken: list[float] = []
    with Screen() as screen:
        stage = Stage(screen, Graph())
        try:
            display = stage.free()
            for _ in range(rounds):
                taken.append(display.glass.time_to(BOOK, "Holding"))
                display.glass.label("Yours", 20)
                display.glass.press("Undo")
                display.glass.label("Free", 20)
                display.until(lambda status: not status["outbox"], "nothing owed")
        finally:
            stage.close()
    return sorted(taken)


def measure_start() -> float:
    """Seconds from the process being started to its window in the accessibility tree, with an empty data directory."""
    with Screen() as screen:
        stage = Stage(screen, Graph())
        try:
            display = stage.prepare()
            begun = time.perf_counter()
            display.start()
            return time.perf_counter() - begun
        finally:
            stage.close()
