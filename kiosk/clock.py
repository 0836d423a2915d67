"""The only reader of time: the wall clock, and two that nobody can set."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

_COUNTS_SLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment, for waits that must not jump; stands still while the machine sleeps."""
        return time.monotonic()

    def elapsed(self) -> timedelta:
        """Time since an arbitrary moment, sleep included: for telling whether the wall clock was set."""
        return timedelta(seconds=time.clock_gettime(_COUNTS_SLEEP))
