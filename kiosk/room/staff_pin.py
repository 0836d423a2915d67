"""The machine of tries at the staff PIN: how many were wrong in a row, how long that locks, when it is off. Pure.

No wall clock: a lock counts what has passed since the last wrong try, or since the start of the display. So neither a
clock that is set nor a restart opens it sooner.
"""

from __future__ import annotations

from dataclasses import dataclass

DIGITS = 6
FREE_TRIES = 5
MOST_TRIES = 20
"""Wrong in a row: then the PIN is off until an admin unlocks it. At most 20 of 10^6 are ever tried: P ≤ 2e-5."""
FIRST_LOCK = 30.0
LONGEST_LOCK = 3600.0


@dataclass(frozen=True, slots=True)
class Opened:
    """The PIN was right."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It was not. `left`: tries before the next lock; 0: the next answer is `Locked` or `Off`."""

    left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """It was not even looked at, for so many seconds more."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Off:
    """Too many were wrong in a row: an admin must unlock it."""


@dataclass(frozen=True, slots=True)
class Unset:
    """The display has no PIN: it opens for nobody."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """The data directory takes nothing: a try that could not be counted is not looked at."""


Answer = Opened | Wrong | Locked | Off | Unset | Uncounted


def well_formed(pin: str) -> bool:
    """Six digits, as on the keys of the glass."""
    return len(pin) == DIGITS and pin.isascii() and pin.isdigit()


def lock_after(wrong: int) -> float:
    """Seconds that so many wrong tries in a row lock: none, then 30 s, doubling to an hour."""
    if wrong < FREE_TRIES:
        return 0.0
    return min(FIRST_LOCK * 2.0 ** min(wrong - FREE_TRIES, MOST_TRIES), LONGEST_LOCK)


def hindered(wrong: int, passed: float) -> Locked | Off | None:
    """What keeps the next PIN from being looked at. `passed`: seconds since the last wrong try, or since the start."""
    if wrong >= MOST_TRIES:
        return Off()
    left = lock_after(wrong) - max(passed, 0.0)
    return Locked(left) if left > 0 else None


def after_wrong(wrong: int) -> Wrong | Locked | Off:
    """What is told when this many were wrong in a row, the last one just now."""
    return hindered(wrong, 0.0) or Wrong(FREE_TRIES - wrong)
