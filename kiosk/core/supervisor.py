"""Who is stuck, and what is done about it. Pure; supervisor_round.py looks and acts.

Windows and the loop itself are not here: who is stuck cannot look. A thread does that (device/watchdog.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Part(Enum):
    """What is looked after, by its name in the log."""

    READING = "the reading of the calendar"
    SENDING = "the sending of bookings"
    ALARM = "the alarm"


LIMITS = {
    Part.READING: timedelta(seconds=120),
    Part.SENDING: timedelta(seconds=120),
    Part.ALARM: timedelta(seconds=30),
}
"""How late a move may come. Between two moves lie at most two sign-ins and two requests, of 30 and 10 seconds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is begun anew now, and what will be if it is late still when it is looked at next."""

    anew: frozenset[Part] = frozenset()
    suspects: frozenset[Part] = frozenset()


def supervise(late: Mapping[Part, timedelta], suspects: frozenset[Part]) -> Verdict:
    """`late`: for how long each has made no move though one was due; `suspects`: of the look before.

    Who is late at one look only was not stuck: the clock was set, or the whole machine slept.
    """
    found = frozenset(part for part, by in late.items() if by > LIMITS[part])
    return Verdict(anew=found & suspects, suspects=found - suspects)
