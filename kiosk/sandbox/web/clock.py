"""The sandbox's clock: real time, shifted or stopped over the control surface."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    return datetime.now(UTC)


class SandboxClock:
    """`now()` is what Exchange believes; `real()` never jumps and times tokens and faults."""

    def __init__(self, real: Callable[[], datetime] = real_time) -> None:
        self.real = real
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        return self._frozen or self.real() + self._offset

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Make it that time now; it runs on from there unless frozen."""
        self._offset = now - self.real()
        self._frozen = now if frozen else None

    def shift(self, by: timedelta) -> None:
        self._offset += by
        if self._frozen is not None:
            self._frozen += by

    def freeze(self) -> None:
        self._frozen = self.now()

    def run(self) -> None:
        """Run on from the moment it was frozen at."""
        if self._frozen is not None:
            self.set(self._frozen)

    @property
    def frozen(self) -> bool:
        return self._frozen is not None
