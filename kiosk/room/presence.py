"""Somebody at the door, as a sensor tells it: a value. Who tells it is device/'s; what follows is the core's to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Told when somebody comes, every minute while they are seen, and once when nobody has been seen for a while.

    For a check-in an `at` within the window counts, told there and then; never the mere fact that nobody said otherwise.
    """

    here: bool
    at: datetime
    """Aware UTC: when somebody was seen, or when it was decided that nobody is there."""
