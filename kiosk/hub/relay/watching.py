"""Asks Exchange to tell of changes in the fleet's rooms, asks again before that ends, and lets go of rooms that are gone (facts.md §2.11)."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.clock import Clock
from kiosk.hub.relay import watched
from kiosk.hub.relay.notices import LIFECYCLE, state_of
from kiosk.hub.relay.upstream import Answer, Upstream
from kiosk.hub.relay.watched import Watched
from kiosk.hub.store import Store

log = logging.getLogger("kiosk.hub")
LASTS = timedelta(minutes=4200)
"""Asked for; Exchange's most is 4,230 minutes for events, and it says what it gives."""
RENEWED = timedelta(hours=24)
"""Before its end: a hub that was off overnight is still told."""
AT_A_TIME = 50
GONE, LONGEST_ID = 404, 80


@dataclass(slots=True)
class Watching:
    """`url`: where Exchange finds the hub."""

    store: Store
    upstream: Upstream
    clock: Clock
    url: str
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Begins what is due and returns; does nothing while an earlier look goes on. On any thread."""
        if not self._busy.acquire(blocking=False):
            return
        self.upstream.begin(self._look()).add_done_callback(lambda _: self._busy.release())

    async def _look(self) -> None:
        for one in await asyncio.to_thread(self._forsaken):
            if one.subscription:
                await self.upstream.ask("DELETE", ("subscriptions", one.subscription), {}, None)
        refused = 0
        for one in await asyncio.to_thread(self._due):
            refused += not await self._seen_to(one)
        if refused:
            log.warning("Exchange tells nothing of %d rooms: their displays look by themselves", refused)

    def _forsaken(self) -> list[Watched]:
        with self.store.begin() as on:
            return watched.forsaken(on)

    def _due(self) -> list[Watched]:
        with self.store.reading() as on:
            return watched.due(on, self.clock.now(), RENEWED, AT_A_TIME)

    async def _seen_to(self, one: Watched) -> bool:
        secret = secrets.token_hex(32)
        if not await asyncio.to_thread(self._taken, one, secret):
            return True
        if one.subscription:
            ends = {"expirationDateTime": self._ends()}
            answer = await self.upstream.ask("PATCH", ("subscriptions", one.subscription), {}, ends)
            if answer.well or answer.status != GONE:
                return await asyncio.to_thread(self._ended, one, answer)
        await asyncio.to_thread(self._anew, one, secret)
        wanted = {
            "changeType": "created,updated,deleted",
            "notificationUrl": self.url,
            "lifecycleNotificationUrl": self.url + LIFECYCLE,
            "resource": f"users/{one.room}/events",
            "expirationDateTime": self._ends(),
            "clientState": secret,
        }
        return await asyncio.to_thread(
            self._ended, one, await self.upstream.ask("POST", ("subscriptions",), {}, wanted)
        )

    def _taken(self, one: Watched, secret: str) -> bool:
        with self.store.begin() as on:
            return watched.take(on, one.room, state_of(secret), self.clock.now())

    def _anew(self, one: Watched, secret: str) -> None:
        with self.store.begin() as on:
            watched.anew(on, one.room, state_of(secret))

    def _ended(self, one: Watched, answer: Answer) -> bool:
        known = _given(answer.body, self.clock.now()) if answer.well else None
        with self.store.begin() as on:
            if known is not None:
                watched.told(on, one.room, *known)
                return True
            watched.refused(on, one.room, self.clock.now())
        return False

    def _ends(self) -> str:
        return f"{self.clock.now() + LASTS:%Y-%m-%dT%H:%M:%SZ}"


def _given(body: Any, now: datetime) -> tuple[str, datetime] | None:  # noqa: ANN401 - JSON
    """The subscription's id, and when it ends by Exchange's own word."""
    if not isinstance(body, Mapping):
        return None
    name, ends = body.get("id"), body.get("expirationDateTime")
    try:
        until = datetime.fromisoformat(str(ends))
    except ValueError:
        return None
    aware = until if until.tzinfo is not None else until.replace(tzinfo=now.tzinfo)
    return (name, aware) if isinstance(name, str) and 0 < len(name) <= LONGEST_ID else None
