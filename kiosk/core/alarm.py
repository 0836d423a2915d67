"""Jobs that are due at a time, each under a name of its own. The only timers of the house (APScheduler)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger


class Alarm:
    """Rings once per name; setting a name anew moves it."""

    def __init__(self) -> None:
        self._due: dict[str, datetime] = {}
        self._scheduler = AsyncIOScheduler(
            event_loop=asyncio.get_running_loop(),
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 8},
        )
        self._scheduler.start()

    def at(self, name: str, when: datetime, ring: Callable[[], None]) -> None:
        """Calls `ring` on the loop at `when` (aware UTC), or at once if that has passed."""
        if self._due.get(name) == when:
            return
        self._due[name] = when

        async def due() -> None:
            if self._due.get(name) == when:
                del self._due[name]
                ring()

        self._scheduler.add_job(due, DateTrigger(when), id=name, replace_existing=True)

    def close(self) -> None:
        self._due.clear()
        self._scheduler.shutdown(wait=False)
