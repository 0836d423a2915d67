"""Carries reports to facilities: each way by itself, one try at a time, until it is delivered or a week has passed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from kiosk.core.loop import Core, Wake
from kiosk.room.model import PromiseId, Room
from kiosk.room.reports import Course, Delivery, Fate, Report, Tried, Way, after, encouraged

log = logging.getLogger("kiosk")
Try = Callable[[Report, Room], Awaitable[Tried]]
"""The report, and where it was made."""


class Courier:
    """Looks at the reports whenever the core has looked at the facts."""

    def __init__(self, core: Core, ways: Mapping[Way, Try], wake: Wake) -> None:
        self._core, self._ways, self._wake = core, ways, wake
        self._under_way: dict[tuple[PromiseId, Way], asyncio.Task[None]] = {}
        self._reachable = core.facts.heard.reachable
        self._stopped = False

    async def stop(self) -> None:
        """What is under way is cut off; the next start tries it again."""
        self._stopped = True
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def look(self) -> None:
        """Starts what is due, and asks to be woken for what is due next."""
        if self._stopped:
            return
        self._encourage()
        now = self._core.clock.now()
        for report in self._core.facts.reports:
            for delivery in report.deliveries if report.stored else ():
                self._look_at(report, delivery, now)

    def _look_at(self, report: Report, delivery: Delivery, now: datetime) -> None:
        key, due = (report.id, delivery.way), delivery.next_try_at
        if delivery.course is not Course.WAITING or key in self._under_way or delivery.way not in self._ways:
            return
        if due is not None and now < due:
            self._wake(f"report {report.id} {delivery.way.value}", due, self.look)
        else:
            self._under_way[key] = self._core.spawn(self._deliver(report, delivery.way))

    def _encourage(self) -> None:
        """Exchange is heard again: so may others be."""
        back = self._core.facts.heard.reachable and not self._reachable
        self._reachable = self._core.facts.heard.reachable
        if back:
            for report in self._core.facts.reports:
                if report.stored and (tried := encouraged(report)) != report:
                    self._core.notes.put(tried)

    async def _deliver(self, report: Report, way: Way) -> None:
        room = self._core.facts.room
        try:
            tried = await self._ways[way](report, room) if room is not None else Tried(Fate.REFUSED)
        finally:
            self._under_way.pop((report.id, way), None)
        current = next((one for one in self._core.facts.reports if one.id == report.id), None)
        if current is None:
            return
        log.info("report %s by %s: %s", report.number, way.value, tried.fate.value)
        jitter = 0.5 + random.random() / 2  # noqa: S311 - spreads displays, hides nothing
        self._core.reporting.put(after(current, way, tried, self._core.clock.now(), jitter))
