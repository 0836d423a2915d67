"""Exchange Online as the judge plays it: Entra and Graph over TLS on loopback, strict, and remembering every request.

Shares no code with the display or its sandbox. `people`, `room` and `outlook` set the scene, `faults` breaks things,
`requests` and `polls` say what the display did.
"""

import contextlib
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from .api import Api, Asked
from .entra import Entra, Refusal
from .events import ZONES, Event, morning_zone
from .faults import Answer, Cut, Fault, Faults, Instead, answer, error, throttled
from .outlook import Outlook
from .server import Reply, Server
from .tenant import Mailbox, Room, Tenant
from .tls import Authority, make_authority, server_context

WINDOW = re.compile(r"/calendarView$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived. Times are of the monotonic clock, in seconds; `status` is None when no answer was given."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    number: int
    status: int | None = None
    answered: float | None = None


class Gate:
    """Lets so many window reads through; holds the next ones back until it is opened."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.opened = threading.Event()
        self.held = threading.Event()


class Graph:
    """The whole service. `base_url` ends in /v1.0; `authority` is Entra's."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="judge-"))
        self.ca: Authority = make_authority()
        self.tenant = Tenant()
        self.api = Api(self.tenant)
        self.faults = Faults()
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._inside = 0
        self.most_inside = 0
        self._gate: Gate | None = None
        self._gated = ""
        self._server = Server(server_context(self.ca, self._folder), self._serve)
        self.origin = f"https://127.0.0.1:{self._server.port}"
        self.base_url = f"{self.origin}/v1.0"
        self.entra = Entra(self.origin)
        self.zone = morning_zone(datetime.now(UTC))
        self.local = ZoneInfo(ZONES[self.zone])

    # -- the scene ---------------------------------------------------------------------------------------------

    def person(self, address: str, name: str) -> Outlook:
        self.tenant.add(Mailbox(address, name))
        return Outlook(self.tenant, address)

    def room(self, address: str, name: str) -> Room:
        """A room in a zone where it is morning now, which answers invitations in less than half a second."""
        return self.tenant.add(Room(address, name, zone=self.zone))

    def events(self, address: str) -> list[Event]:
        """Copies of what is in that mailbox now, soonest first."""
        with self.tenant.lock:
            found = self.tenant.mailboxes[address.lower()].events.values()
            return sorted((replace(event) for event in found), key=lambda event: event.start)

    # -- the world breaks --------------------------------------------------------------------------------------

    def down(self) -> None:
        """Nobody listens any more; what was connected is cut."""
        self._server.close()

    def up(self) -> None:
        self._server.open()

    def clock_ahead(self, by: timedelta) -> None:
        """Exchange's clock is ahead of this machine's: the same as a machine whose clock is behind."""
        self._server.clock_ahead = by

    @contextlib.contextmanager
    def polls(self, allowed: int, mailbox: str) -> Iterator[Gate]:
        """From now on only so many reads of the room's window are answered, until the block is left.

        What the glass shows inside the block it knows from those polls. Reads of further pages are free.
        """
        gate = Gate(allowed)
        with self._lock:
            self._gate, self._gated = gate, mailbox.lower()
        try:
            yield gate
        finally:
            gate.opened.set()
            with self._lock:
                self._gate = None

    # -- the record --------------------------------------------------------------------------------------------

    def requests(self, method: str = "", path: str = "", since: float = 0) -> list[Seen]:
        """What came in since that moment of the monotonic clock, by method and by a pattern in the path."""
        with self._lock:
            seen = list(self._seen)
        pattern = re.compile(path, re.IGNORECASE)
        return [
            one for one in seen if method in ("", one.method) and pattern.search(one.path) and one.at >= since
        ]

    def wait_for(
        self, method: str, path: str, count: int = 1, since: float = 0, timeout: float = 15
    ) -> list[Seen]:
        """Waits until so many such requests have arrived."""
        deadline = time.monotonic() + timeout
        while len(found := self.requests(method, path, since)) < count:
            assert time.monotonic() < deadline, (
                f"waited {timeout:g} s for {count} x {method} {path}; came: {len(found)}"
            )
            time.sleep(0.05)
        return found

    # -- the service -------------------------------------------------------------------------------------------

    def _serve(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Reply:
        with self._lock:
            number = len(self._seen)
            self._seen.append(Seen(time.monotonic(), method, path, query, headers, body, number))
            gate = (
                self._gate
                if WINDOW.search(path) and "$skip" not in query and self._gated in path.lower()
                else None
            )
            if gate is not None and gate.left > 0:
                gate.left -= 1
                gate = None
            self._inside += 1
            self.most_inside = max(self.most_inside, self._inside)
            crowded = self._inside > 4 and path.startswith("/v1.0/")
        try:
            if gate is not None:
                gate.held.set()
                gate.opened.wait(20)
            fault = self.faults.take(method, path)
            reply = self._reply(
                fault, method, path, Asked(method, self.origin + path, query, headers, body), crowded
            )
        finally:
            with self._lock:
                self._inside -= 1
        with self._lock:
            status = reply.answer.status if reply.answer and reply.fault is None else None
            self._seen[number] = replace(self._seen[number], status=status, answered=time.monotonic())
        return reply

    def _reply(self, fault: Fault | None, method: str, path: str, asked: Asked, crowded: bool) -> Reply:
        if isinstance(fault, Answer):
            return Reply(fault, None)
        if isinstance(fault, Cut):
            return Reply(None, fault)
        done = throttled("1.5") if crowded else self._answer(method, path, asked)
        return Reply(fault.answer, None) if isinstance(fault, Instead) else Reply(done, fault)

    def _answer(self, method: str, path: str, asked: Asked) -> Answer:
        if path.endswith("/v2.0/.well-known/openid-configuration") and method == "GET":
            return answer(200, self.entra.configuration())
        if path.endswith("/oauth2/v2.0/token") and method == "POST":
            token = self.entra.token(asked.body if isinstance(asked.body, bytes) else b"")
            return answer(token.status, token.json()) if isinstance(token, Refusal) else answer(200, token)
        if not path.startswith("/v1.0/"):
            return error(404, "ResourceNotFound", "Nothing is here.")
        if not self.entra.knows(asked.headers.get("authorization", "")):
            return error(
                401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."
            )
        return self.api.handle(path.removeprefix("/v1.0"), asked)

    def close(self) -> None:
        if self._gate is not None:
            self._gate.opened.set()
        self._server.close()
        self.tenant.post.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
