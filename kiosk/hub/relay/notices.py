"""What Exchange tells of changes in rooms (facts.md §2.11): heard on a port of its own, and passed on as a nudge to the room's displays.

A notice is a hint to look, and nothing that it says is believed. It comes more than once for most changes: the first nudges
at once, what follows within two seconds nudges once more at their end.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kiosk.clock import Clock
from kiosk.hub.relay import watched
from kiosk.hub.store import Store
from kiosk.serving import body

log = logging.getLogger("kiosk.hub")
LONGEST = 1024 * 1024
TOKEN_MOST, STATE_MOST, TOLD_MOST = 1024, 128, 1000
QUIET = 2.0
"""Seconds."""
LIFECYCLE = "/lifecycle"
LOST = frozenset({"subscriptionRemoved"})


def state_of(secret: str) -> str:
    """How the registry knows it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Nudges:
    """Threads may share it. `nudge` is told a room; `later` calls something after so many seconds."""

    clock: Clock
    nudge: Callable[[str], None]
    later: Callable[[float, Callable[[], None]], None]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _quiet_until: dict[str, float] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)

    def changed(self, room: str) -> None:
        now = self.clock.monotonic()
        with self._lock:
            quiet = self._quiet_until.get(room, 0.0)
            if now < quiet:
                if room not in self._again:
                    self._again.add(room)
                    self.later(quiet - now, lambda: self._at_the_end(room))
                return
            self._quiet_until[room] = now + QUIET
        self.nudge(room)

    def _at_the_end(self, room: str) -> None:
        with self._lock:
            self._again.discard(room)
            self._quiet_until[room] = self.clock.monotonic() + QUIET
        self.nudge(room)


@dataclass(slots=True)
class Hearing:
    """`path`: of the address that Exchange was told."""

    store: Store
    path: str
    changed: Callable[[str], None]
    renew: Callable[[], None]
    """Something about a subscription must be seen to now."""

    def routes(self) -> list[Route]:
        return [
            Route(self.path, self._heard, methods=["POST"]),
            Route(self.path + LIFECYCLE, self._heard, methods=["POST"]),
        ]

    async def _heard(self, request: Request) -> Response:
        token = request.query_params.get("validationToken")
        if token is not None:
            if len(token) > TOKEN_MOST:
                return Response(status_code=400)
            return PlainTextResponse(token, headers={"X-Content-Type-Options": "nosniff"})
        said = await body(request, LONGEST)
        if said is None:
            return Response(status_code=413)
        await run_in_threadpool(self._taken, said)
        return Response(status_code=202)  # whatever it was: who guesses learns nothing

    def _taken(self, said: bytes) -> None:
        try:
            told = json.loads(said)["value"]
            notices = [one for one in told[:TOLD_MOST] if isinstance(one, dict)]
        except (ValueError, RecursionError, KeyError, TypeError):
            return
        states = {state_of(secret) for one in notices if (secret := _secret(one))}
        with self.store.reading() as on:
            rooms = watched.rooms(on, states)
        gone = {
            rooms[state] for one in notices if _is_lost(one) and (state := state_of(_secret(one))) in rooms
        }
        if gone:
            with self.store.begin() as on:
                watched.lost(on, gone)
        if gone or any(one.get("lifecycleEvent") for one in notices):
            self.renew()
        for room in set(rooms.values()):
            self.changed(room)


def _secret(one: Mapping[str, Any]) -> str:
    secret = one.get("clientState")
    return secret if isinstance(secret, str) and len(secret) <= STATE_MOST else ""


def _is_lost(one: Mapping[str, Any]) -> bool:
    return one.get("lifecycleEvent") in LOST
