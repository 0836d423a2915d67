"""The only reader of time: the wall clock, and two that nobody can set."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

_COUNTS_SLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Boot:
    """One run of the machine, and what its wall clock makes of it."""

    id: str
    """The kernel's; "": it is not told."""
    zero: datetime
    """What the wall clock showed when `elapsed` showed nothing (aware UTC): always the same, unless somebody sets it."""


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

    def boot(self) -> Boot:
        """By what a stamp that is kept on disk can be told from one of another boot, or of a clock that was set since."""
        return Boot(_boot_id(), self.now() - self.elapsed())


@cache
def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
