"""Is the display's own clock right? Exchange's Date headers against our two clocks. Pure.

What Exchange said goes on counting on the elapsed clock, which nobody can set and which counts sleep: a wall clock
that is set wrong is found out at once, and without any network. Source: a Date header is cut to whole seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

MOST_OFF = timedelta(minutes=5)
"""DESIGN.md §8: further off than this the clock is wrong."""
SETTLES = timedelta(seconds=30)
"""The clock must be right for this long before the glass speaks again."""
AGREE = timedelta(seconds=60)
"""Two sayings of Exchange that are not further apart than this are one."""
YEARS = (2000, 2200)
"""An answer that is dated outside of these is not dated at all."""
DRIFT = timedelta(seconds=2)
HALF_A_SECOND = timedelta(milliseconds=500)
NEVER_SET = datetime(2026, 1, 1, tzinfo=UTC)
"""No display ran before: a clock that shows an earlier time was never set."""


@dataclass(frozen=True, slots=True)
class ClockHealth:
    """What is known of the display's wall clock. Times are aware UTC."""

    zero: datetime | None = None
    """Exchange's time when our elapsed clock showed nothing; None: Exchange has not said."""
    doubt: datetime | None = None
    """The same by an answer that nothing else agrees with yet: one odd header proves nothing."""
    off: bool = False
    """The clock is wrong now."""
    wrong: bool = False
    """It is wrong, or has been right for less than `SETTLES`."""
    right_since: timedelta | None = None
    """Since when it is right again, on the elapsed clock; set only while `wrong`."""

    @property
    def doubtful(self) -> bool:
        """What is read now may be the wrong day's: Exchange says that the clock is off, if only once yet."""
        return self.off if self.zero is not None else self.doubt is not None

    def ahead(self, now: datetime, elapsed: timedelta) -> timedelta | None:
        """How far the wall clock is ahead of Exchange's; None: Exchange has not said."""
        return None if self.zero is None else now - (self.zero + elapsed)


def said(health: ClockHealth, server: datetime, now: datetime, elapsed: timedelta) -> ClockHealth:
    """After an answer that was dated `server` by Exchange itself."""
    if not YEARS[0] <= server.year < YEARS[1]:
        return health
    zero = server + HALF_A_SECOND - elapsed
    if health.zero is not None and abs(zero - health.zero) <= AGREE:
        return replace(health, zero=health.zero if abs(zero - health.zero) <= DRIFT else zero, doubt=None)
    first = health.zero is None and health.doubt is None
    if (first and abs(now - server) <= MOST_OFF) or _agree(health.doubt, zero):
        return replace(health, zero=zero, doubt=None)
    return replace(health, doubt=zero)


def judged(health: ClockHealth, now: datetime, elapsed: timedelta, as_of: datetime | None) -> ClockHealth:
    """The health at this moment. `as_of`: when Exchange was last read, by this same wall clock."""
    if _is_off(health, now, elapsed, as_of):
        return replace(health, off=True, wrong=True, right_since=None)
    if not health.wrong:
        return health
    since = elapsed if health.right_since is None else health.right_since
    if elapsed - since >= SETTLES:
        return replace(health, off=False, wrong=False, right_since=None)
    return replace(health, off=False, right_since=since)


def settles_in(health: ClockHealth, elapsed: timedelta) -> timedelta | None:
    """Until the next judgement can be another one though nothing happens; None: never."""
    return None if health.right_since is None else max(timedelta(0), health.right_since + SETTLES - elapsed)


def _agree(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(other - one) <= AGREE


def _is_off(health: ClockHealth, now: datetime, elapsed: timedelta, as_of: datetime | None) -> bool:
    ahead = health.ahead(now, elapsed)
    if ahead is not None:
        return abs(ahead) > MOST_OFF
    return now < NEVER_SET or (as_of is not None and as_of - now > MOST_OFF)
