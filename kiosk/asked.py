"""What admins ask of a display from afar, to be done now (fleet.md §2.2): nothing that harms a meeting, a booking or who stands there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from kiosk.core.loop import Core
from kiosk.proving import left_alone
from kiosk.room.staff import BeingIdentified
from kiosk.room.visit import as_of

log = logging.getLogger("kiosk")
RESTART_EVERY = timedelta(minutes=5)
"""Whoever can speak as the broker keeps no display dark by asking again and again."""
ANSWERED = 0.5
"""Seconds for an answer to leave before the display begins anew."""
LOG_MOST = 48 * 1024
"""Letters: the end of the log counts."""


@dataclass(slots=True)
class Asked:
    """Belongs to the loop. `status`, `log_text`: as for staff, without a person's name and a meeting's subject."""

    core: Core
    display: Callable[[], str]
    """Its id in short, for whoever looks for it in the corridor."""
    sync: Callable[[], Awaitable[bool]]
    restart: Callable[[], None]
    log_text: Callable[[], Awaitable[str]]
    _began: timedelta = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.core.clock.elapsed()

    async def do(self, word: str) -> Mapping[str, Any]:
        """`ok`, and what there is to say."""
        log.info(
            "an admin asks: %s",
            word if word in ("identify", "sync", "restart", "log", "report") else "something unknown",
        )
        match word:
            case "identify":
                return self._identify()
            case "sync":
                return {"ok": await self.sync()}
            case "restart":
                return await self._restart()
            case "log":
                return {"ok": True, "log": (await self.log_text())[-LOG_MOST:]}
            case "report":
                return {"ok": True}  # it is said after each word anyway
            case _:
                return {"ok": False, "why": "This version of the display does not know that."}

    def _identify(self) -> Mapping[str, Any]:
        now = self.core.now()
        visit = as_of(self.core.facts.visit, now)
        if visit.sheet is not None:
            return {"ok": False, "why": "Somebody is busy at the door. Try again in a minute."}
        shown = replace(visit, sheet=BeingIdentified(self.display()), touched_at=now, typing=False)
        self.core.facts = replace(self.core.facts, visit=shown)
        self.core.look()
        return {"ok": True}

    async def _restart(self) -> Mapping[str, Any]:
        if self.core.clock.elapsed() - self._began < RESTART_EVERY:
            return {"ok": False, "why": "It has just started. Try again in a few minutes."}
        await left_alone(self.core)
        asyncio.get_running_loop().call_later(ANSWERED, self.restart)
        return {"ok": True}
