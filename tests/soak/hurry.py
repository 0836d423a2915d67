"""Time that runs a fixed number of times faster than the machine's: the same for the display and for its Exchange."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.clock import Clock
from kiosk.core.alarm import Alarm

BEGIN = datetime(2026, 10, 13, 5, 0, tzinfo=UTC)
"""A Tuesday morning."""


@dataclass(frozen=True)
class Hurry:
    """`zero`: the machine's monotonic clock (one for all processes) at `BEGIN`; `factor`: seconds in a second."""

    zero: float
    factor: float

    def passed(self) -> float:
        """Hurried seconds since `BEGIN`."""
        return (time.monotonic() - self.zero) * self.factor

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.passed())


class HurriedClock(Clock):
    """The clock of a display in a hurry."""

    def __init__(self, hurry: Hurry) -> None:
        self._hurry = hurry

    def now(self) -> datetime:
        return self._hurry.now()

    def monotonic(self) -> float:
        return self._hurry.passed()

    def elapsed(self) -> timedelta:
        return timedelta(seconds=self._hurry.passed())


class HurriedAlarm(Alarm):
    """The display's own alarm, told in the machine's time when it is time in ours."""

    def __init__(self, hurry: Hurry) -> None:
        super().__init__(Clock())
        self._hurry = hurry
        self._real = datetime.now(UTC) - timedelta(seconds=hurry.passed() / hurry.factor)

    def at(self, name: str, when: datetime, ring: Callable[[], None]) -> None:
        super().at(name, self._real + (when - BEGIN) / self._hurry.factor, ring)
