"""The real sync/graph.py with a server in memory behind it: from an answer's bytes to what the engine makes of them."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

import httpx

from kiosk.clock import Clock
from kiosk.room.model import Privacy
from kiosk.sync.engine import Engine
from kiosk.sync.graph import HEADERS, Graph
from kiosk.sync.wire import Reading
from tests.hostile.good import ROOM, USER
from tests.sync.conftest import Tokens

T = TypeVar("T")
BASE = "https://graph.test/v1.0"
NOW = datetime(2026, 10, 13, 9, 10, tzinfo=UTC)
BEGIN, END = NOW - timedelta(days=1), NOW + timedelta(days=15)
READING = Reading("Europe/Berlin", Privacy.FULL, USER)


@dataclass(frozen=True)
class Said:
    """What the server says to one request."""

    content: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Line:
    """`with Line() as line:`; one event loop and one client for many hostile answers."""

    def __init__(self) -> None:
        self.graph = Graph(BASE, Tokens(), Clock())
        self.engine = Engine(self.graph, ROOM, USER, "kiosk")
        self.asked: list[httpx.Request] = []
        self._left: list[Said] = []
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self.run(self.graph._client.aclose())
        self.graph._client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer), headers=HEADERS)
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.graph.close())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def says(self, *answers: Said) -> None:
        """From now on: the first to the first request, …; the last one to all that follow."""
        self._left = list(answers)
        self.asked.clear()
        self.graph._wait_until = 0.0

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        said = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        headers = [
            (name.encode(), value.encode("latin-1", "replace")) for name, value in said.headers.items()
        ]
        return httpx.Response(said.status, headers=headers, stream=httpx.ByteStream(said.content))
