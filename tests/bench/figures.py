"""A figure: the same work done by Kiosk and by something bare, in turns, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

MILLISECONDS = 1000.0


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of `rounds` tries each. `doing`: what was done; `beside`: what did the same."""

    name: str
    doing: str
    beside: str
    ours: float
    theirs: float
    rounds: int
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours to theirs: 1 is as good as bare, 2 takes twice as long."""
        return self.ours / self.theirs

    def plain(self) -> dict[str, str | float]:
        return {
            "name": self.name, "unit": self.unit, "ours": round(self.ours, 3), "theirs": round(self.theirs, 3),
            "ratio": round(self.ratio, 3),
        }  # fmt: skip


def in_turns(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of what both return, in seconds, given in milliseconds. A first turn of each is not counted."""
    ours(), theirs()
    taken = [(ours(), theirs()) for _ in range(rounds)]
    return middle(taken)


def middle(taken: list[tuple[float, float]]) -> tuple[float, float]:
    """Medians of pairs in seconds, given in milliseconds."""
    return (
        median(pair[0] for pair in taken) * MILLISECONDS,
        median(pair[1] for pair in taken) * MILLISECONDS,
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


async def timed_async(work: Callable[[], Awaitable[object]]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun
