"""How a change goes through a fleet: a few displays first, and no further when it harms (fleet.md §2.5). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

SHARES = (0.0, 0.01, 0.1, 0.5, 1.0)
"""How much of the fleet has it after each wave. The first is one display."""
SOAK = timedelta(minutes=15)
WELL, ILL = 0.95, 0.01
"""Of those that are there: so many follow it, and no more than so many undid or refused it, before the next wave begins."""
HARM, HARM_MOST = 0.02, 5
"""It stops by itself at this share of all that were asked, or at so many."""


class Next(Enum):
    WAIT = "wait"
    GO = "go"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the displays that were asked so far, in all waves. `away`: not heard; they hold nothing up."""

    asked: int
    applied: int
    ill: int
    away: int


def waves(displays: Sequence[T], *, at_once: bool = False) -> tuple[tuple[T, ...], ...]:
    """Who comes when. A wave that would be empty is none."""
    total = len(displays)
    ends = [total] if at_once else [max(1, int(total * share)) for share in SHARES]
    cut = sorted({0, *(end for end in ends if end <= total)})
    return tuple(tuple(displays[begin:end]) for begin, end in pairwise(cut))


def judged(counts: Counts, since: datetime, now: datetime, soak: timedelta = SOAK) -> Next:
    """What follows on a wave that began at `since`. In a small fleet one display that undid it is enough to stop."""
    if counts.ill >= HARM_MOST or (counts.ill and counts.ill / counts.asked >= HARM):
        return Next.STOP
    there = counts.asked - counts.away
    if there == 0 or counts.applied < WELL * there or counts.ill > ILL * there:
        return Next.WAIT
    return Next.GO if now - since >= soak else Next.WAIT
