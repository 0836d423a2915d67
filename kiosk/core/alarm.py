"""Jobs that are due at a time, each under a name of its own. The only timers of the house (APScheduler)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from kiosk.clock import Clock

STEPPED = timedelta(seconds=2)
"""A wall clock that moves against the monotonic one by this much was set."""
WATCH_EVERY = 15.0
"""Seconds between looks at that."""


class Alarm:
    """Rings once per name; setting a name anew moves it.

    When somebody sets the wall clock, all that is due later was reckoned with a wrong time: everything rings at once.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._due: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self._loop = asyncio.get_running_loop()
        self._scheduler = self._started()
        self._began = self._zero()
        self._watch = self._loop.call_later(WATCH_EVERY, self._watch_clock)

    def _started(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            event_loop=self._loop,
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 8},
        )
        scheduler.start()
        return scheduler

    def at(self, name: str, when: datetime, ring: Callable[[], None]) -> None:
        """Calls `ring` on the loop at `when` (aware UTC), or at once if that has passed."""
        due = self._due.get(name)
        if due is not None and due[0] == when:
            return
        self._due[name] = (when, ring)

        async def ring_if_still_due() -> None:
            present = self._due.get(name)
            if present is not None and present[0] == when:
                del self._due[name]
                self._ring(ring)

        self._scheduler.add_job(ring_if_still_due, DateTrigger(when), id=name, replace_existing=True)

    def _ring(self, ring: Callable[[], None]) -> None:
        """A fault in what was rung for is a bug, and ends the display; the scheduler would only write it down."""
        try:
            ring()
        except Exception as bug:  # noqa: BLE001 - it is told to whoever ends the display
            self._loop.call_exception_handler({"message": "a ring ended by a fault", "exception": bug})

    def _zero(self) -> datetime:
        """The wall clock's time when the monotonic one showed nothing: always the same, unless somebody sets it."""
        return self._clock.now() - timedelta(seconds=self._clock.monotonic())

    def _watch_clock(self) -> None:
        self._watch = self._loop.call_later(WATCH_EVERY, self._watch_clock)
        before, self._began = self._began, self._zero()
        if abs(self._began - before) < STEPPED:
            return
        self._scheduler.remove_all_jobs()
        self._ring_all()

    def _ring_all(self) -> None:
        due, self._due = self._due, {}
        for _, ring in due.values():
            ring()

    def late(self) -> timedelta:
        """By how much the earliest ring is overdue."""
        now = self._clock.now()
        return max((now - when for when, _ in self._due.values()), default=timedelta(0))

    def begin_anew(self) -> None:
        """Other timers than these, which do not ring; what they held rings now, and is set anew by whom it woke."""
        self._scheduler.shutdown(wait=False)
        self._scheduler = self._started()
        self._ring_all()

    def close(self) -> None:
        self._watch.cancel()
        self._due.clear()
        self._scheduler.shutdown(wait=False)
