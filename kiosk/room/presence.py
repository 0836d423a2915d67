"""Somebody at the door, as a sensor tells it: a value. Who tells it is device/'s; what follows is the core's to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Told when somebody comes, again while movement goes on, and once when nobody has been seen for a while.

    A sensor that is stuck says `here` once and never again, so `here` counts for a check-in only with an `at` that lies
    within the window, and never because of a state that lasts.
    """

    here: bool
    at: datetime
    """Aware UTC: when somebody was seen to move, or when it was decided that nobody is there."""
