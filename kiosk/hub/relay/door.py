"""Graph as displays find it at their hub: who asks is known by their certificate, what they ask by the rules, and the rest is Exchange's."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.clock import Clock
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.hub import documents, registry
from kiosk.hub.knocking import Gate, Stranger
from kiosk.hub.registry import Display
from kiosk.hub.relay import booked, rules, seen
from kiosk.hub.relay.booked import EVENT, TRANSACTION
from kiosk.hub.relay.rules import Allowed, Asked, Kind, NotAllowed, Reach
from kiosk.hub.relay.upstream import BAD_GATEWAY, Answer, Upstream, refusal
from kiosk.hub.store import Store
from kiosk.serving import body

log = logging.getLogger("kiosk.hub")
PREFIX = "/graph/v1.0/"
LONGEST = 64 * 1024
BOOKINGS_MOST, WITHIN = 6, timedelta(minutes=10)
"""Of one room: a display that was stolen cannot fill its calendar."""
REMEMBERED = 10_000
"""Displays whose reach is known without looking it up."""


@dataclass(slots=True)
class Relay:
    """`url`: the hub's own, as displays know it; `user`: the system user's mailbox, "" where rooms are written into directly."""

    store: Store
    gate: Gate
    upstream: Upstream
    clock: Clock
    url: str
    user: str
    _reaches: dict[str, tuple[int, str, Reach]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Where displays find Graph."""
        return self.url + PREFIX.rstrip("/")

    def routes(self) -> list[Route]:
        methods = ["GET", "POST", "PATCH", "DELETE"]
        return [Route(PREFIX + "{path:path}", self._answered, methods=methods)]

    async def _answered(self, request: Request) -> Response:
        said = await body(request, LONGEST)
        if said is None:
            return _shown(refusal(413, "RelayTooLong", "Far too long."))
        found = await run_in_threadpool(self._let, request, said)
        if isinstance(found, Answer):
            return _shown(found)
        reach, asked = found
        under_way = self.upstream.begin(
            self.upstream.ask(request.method, asked.parts, asked.query, asked.body)
        )
        answer = await asyncio.shield(asyncio.wrap_future(under_way))  # who hung up does not undo what left
        return _shown(await run_in_threadpool(self._seen, answer, asked, reach))

    def _let(self, request: Request, said: bytes) -> tuple[Reach, Allowed] | Answer:
        """What to ask of Exchange, or why not. On a thread."""
        now = self.clock.now()
        with self.store.reading() as on:
            try:
                one = self.gate.display(on, request.state.shown, now)
            except Stranger:
                return refusal(401, "RelayStranger", "The hub does not know this display, or not any more.")
            reach = self._reach(on, one)
        path = bytes(request.scope["raw_path"]).decode("ascii", "replace").removeprefix(PREFIX)
        if path == "me":
            return Answer(200, {"id": one.id, "displayName": one.name})
        try:
            read = json.loads(said) if said else None
            if read is not None and not isinstance(read, Mapping):
                raise NotAllowed("body")
            asked = Asked(request.method, path, request.query_params.multi_items(), read)
            found = rules.allowed(asked, reach, now)
            self._known(found, reach)
        except (NotAllowed, ValueError, RecursionError) as why:
            word = str(why) if isinstance(why, NotAllowed) else "body"
            log.warning("%s may not ask that: %s %s", one.id, request.method, word)
            return refusal(403, "ErrorAccessDenied", f"A display reads and books its own room ({word}).")
        return reach, found

    def _reach(self, on: Any, one: Display) -> Reach:  # noqa: ANN401 - SQLAlchemy's connection
        known = self._reaches.get(one.id)
        if known is not None and known[:2] == (one.v, one.room):
            return known[2]
        text = next((text for _, text in registry.texts(on, [one.id])), "")
        try:
            config = documents.read(text, one.room)
        except (ConfigProblem, Refused):
            config = documents.read("", one.room)
        reach = rules.reach_of(one.room, self.user, config)
        if len(self._reaches) >= REMEMBERED:
            self._reaches.clear()
        self._reaches[one.id] = one.v, one.room, reach
        return reach

    def _known(self, found: Allowed, reach: Reach) -> None:
        """Raises NotAllowed: it is about somebody else's booking, or one too many."""
        now = self.clock.now()
        if found.booked:
            with self.store.reading() as on:
                if not booked.among(on, reach.room, EVENT, [found.booked]):
                    raise NotAllowed("booked elsewhere")
        if found.transaction:
            with self.store.begin() as on:
                again = booked.among(on, reach.room, TRANSACTION, [found.transaction])
                if not again and booked.since(on, reach.room, now - WITHIN) >= BOOKINGS_MOST:
                    raise NotAllowed("too many bookings")
                if not booked.note(on, reach.room, TRANSACTION, [found.transaction], now):
                    raise NotAllowed("transaction")

    def _seen(self, answer: Answer, asked: Allowed, reach: Reach) -> Answer:
        """What the display is told of it. On a thread."""
        if not answer.well:
            return answer
        if answer.body is None:
            return answer
        try:
            mine = self._mine(answer, asked, reach)
            told = seen.seen(
                asked.kind, answer.body, reach, own=lambda event, _: event in mine, back=self._back
            )
        except seen.Garbled:
            return refusal(BAD_GATEWAY, "RelayGarbled", "Exchange's answer is none.")
        return Answer(answer.status, told, answer.headers)

    def _mine(self, answer: Answer, asked: Allowed, reach: Reach) -> set[str]:
        """Events of this answer that were booked at the room's displays; from here on known by their ids as well."""
        now = self.clock.now()
        if asked.kind is Kind.CREATE:
            made = answer.body.get("id") if isinstance(answer.body, dict) else None
            if isinstance(made, str):
                with self.store.begin() as on:
                    booked.note(on, reach.room, EVENT, [made], now)
            return set()
        keys = seen.keys(asked.kind, answer.body, reach)
        if not keys:
            return set()
        with self.store.reading() as on:
            ids = booked.among(on, reach.room, EVENT, [event for event, _ in keys if event])
            transactions = booked.among(on, reach.room, TRANSACTION, [one for _, one in keys if one])
        late = {event for event, one in keys if one in transactions and event} - ids
        if late:  # the answer to its creation was lost
            with self.store.begin() as on:
                booked.note(on, reach.room, EVENT, late, now)
        return ids | late

    def _back(self, following: str) -> str:
        """A nextLink of Exchange's as one of the hub's."""
        if not following.startswith(self.upstream.base):
            raise seen.Garbled
        return f"{self.url}{PREFIX}{following.removeprefix(self.upstream.base)}"


def _shown(answer: Answer) -> Response:
    content = b"" if answer.body is None else json.dumps(answer.body).encode()
    return Response(content, answer.status, dict(answer.headers), "application/json" if content else None)
