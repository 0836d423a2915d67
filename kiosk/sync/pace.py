"""How often the room is read: a pure rule with jitter given from outside.

After a 429 the interval doubles, up to a minute, and recovers slowly: displays that share an application find a rate
that all of them can have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.sync.errors import GraphFault, WaitAsked

MOST = 60.0
QUICK = 2.5
"""Seconds between reads for a minute after a touch or a booking, where no throttling slows us down."""
RECOVERY = 0.9
BACK_OFF_MOST = 10.0
SETUP_RETRY_FIRST, SETUP_RETRY_LATER, SETUP_FIRST_TRIES = 10.0, 60.0, 12
"""A refusal that a person must mend: asked again quickly while somebody may be mending it, then once a minute."""
SPREAD = 0.2
BREATH = 0.25
"""After a Retry-After displays come back within this many seconds more, never before."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `base` is the configured interval, `interval` the present one."""

    base: float
    interval: float
    failures: int = 0

    @classmethod
    def of(cls, poll_seconds: float) -> Pace:
        return cls(poll_seconds, poll_seconds)

    def after_good(self) -> Pace:
        return replace(self, failures=0, interval=max(self.base, self.interval * RECOVERY))

    def after_fault(self, fault: GraphFault) -> Pace:
        if isinstance(fault, WaitAsked):
            return replace(self, interval=max(self.base, min(MOST, self.interval * 2)))
        return replace(self, failures=self.failures + 1)

    def fresh(self) -> Pace:
        """Somebody asked for a read now: back-off ends, what throttling taught stays."""
        return replace(self, failures=0)

    def delay(self, fault: GraphFault | None, *, quick: bool, waiting: float, random: float) -> float:
        """Seconds until the next read. `random` in [0, 1); `waiting` what is left of a Retry-After."""
        if fault is None:
            slowed = self.interval > self.base
            interval = min(self.interval, QUICK) if quick and not slowed else self.interval
            return max(waiting, interval * (1 - SPREAD * random))
        if isinstance(fault, WaitAsked):
            return max(waiting, self.interval if waiting <= 0 else 0.0) + BREATH * random
        if fault.reason.is_setup:
            again = SETUP_RETRY_FIRST if self.failures <= SETUP_FIRST_TRIES else SETUP_RETRY_LATER
            return max(waiting, again * (1 - SPREAD * random))
        doubled = min(BACK_OFF_MOST, 2.0 ** min(self.failures - 1, 6))
        return max(waiting, doubled * (1 - random / 2))
