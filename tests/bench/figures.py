"""A figure: the same work done by Kiosk and by something else, in turns, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

MILLISECONDS = 1000.0
ROUNDS = 5
"""Tries of what takes seconds; what is quick is tried more often."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of `rounds` tries each. `doing`: what was done; `beside`: what did the same; `theirs` is None where nothing did."""

    name: str
    doing: str
    beside: str
    ours: float
    theirs: float | None
    rounds: int = ROUNDS
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours to theirs: 1 is as good as they are, 2 takes twice as much."""
        return self.ours / self.theirs if self.theirs else None

    def plain(self) -> dict[str, str | float | None]:
        return {
            "name": self.name, "unit": self.unit, "ours": _short(self.ours), "theirs": _short(self.theirs),
            "ratio": _short(self.ratio),
        }  # fmt: skip


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


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
