"""Carries out releases: one try at a time, until Exchange has answered or it is too late. give_back.py talks to Exchange."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.core.loop import Core, Wake
from kiosk.room.confirmed import Freeing, Release
from kiosk.room.model import Notice, PromiseId
from kiosk.room.reasons import Reason
from kiosk.sync.give_back import Tried
from kiosk.system_user.upkeep import TOLD_FOR

log = logging.getLogger("kiosk")
LATE = timedelta(minutes=2)
"""What could not be sent within this is not sent at all: by then somebody may be in the room."""
Try = Callable[[Release, str, timedelta], Awaitable[Tried]]
"""The release, what the room is called, and within which time of its start a new meeting is spared."""


class Giver:
    """Looks at the releases whenever the core has looked at the facts."""

    def __init__(self, core: Core, attempt: Try, wake: Wake, *, moved: Callable[[], None]) -> None:
        self._core, self._attempt, self._wake, self._moved = core, attempt, wake, moved
        self._under_way: dict[PromiseId, asyncio.Task[None]] = {}
        self._stopped = False

    async def stop(self) -> None:
        """What is under way is cut off; the next start looks before it tries again."""
        self._stopped = True
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def look(self) -> None:
        """Starts what is due, and asks to be woken for what is due next."""
        if self._stopped:
            return
        now = self._core.clock.now()
        for release in self._core.facts.releases:
            if not release.open or release.id in self._under_way:
                continue
            if release.next_try_at is not None and now < release.next_try_at <= now + LATE:
                self._wake(f"release {release.id}", release.next_try_at, self.look)
            else:
                self._under_way[release.id] = self._core.spawn(self._give(release))

    async def _give(self, release: Release) -> None:
        try:
            if _is_late(release, self._core.clock.now()):
                tried = Tried(Freeing.SPARED)
            else:
                facts = self._core.facts
                room = (facts.room.name or facts.room.mailbox) if facts.room else ""
                tried = await self._attempt(release, room, facts.settings.exempt_created)
        finally:
            self._under_way.pop(release.id, None)
        self._settle(release, tried, self._core.clock.now())

    def _settle(self, release: Release, tried: Tried, now: datetime) -> None:
        release = replace(
            release, life=tried.life, attempts=release.attempts + 1, next_try_at=now + tried.again
        )
        if not release.open:
            log.info("a release ended: %s", release.life.value)
            release = replace(
                release, next_try_at=None, done_at=now if release.life is Freeing.DONE else None
            )
        if release.asked and release.life in (Freeing.SPARED, Freeing.REFUSED):
            refused = release.life is Freeing.REFUSED
            reason = Reason.RELEASE_REFUSED if refused else Reason.NOTHING_TO_CHANGE
            self._core.tell(Notice(reason, now + TOLD_FOR, made_at=now))
        self._core.attending.put(release)
        self._moved()


def _is_late(release: Release, now: datetime) -> bool:
    never_left = release.life is Freeing.QUEUED and not timedelta(0) <= now - release.decided_at < LATE
    return never_left or now >= release.end
