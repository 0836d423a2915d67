"""A server on loopback that says any bytes at all, over TLS; and a client's real Graph against it, with its open ends counted."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from kiosk.clock import Clock
from kiosk.sync import graph as graph_file
from kiosk.sync.errors import GraphFault
from kiosk.sync.graph import Graph
from tests.sync.conftest import Heard, Server, Tokens, graph_at, listening

VIEW = "users/aurora@contoso.com/calendarView"
Saying = Callable[[asyncio.StreamWriter], Awaitable[None]]
ENOUGH = 0.5
"""Seconds that an answer may take in these tests; ten in the product."""


def bytes_then_close(content: bytes) -> Saying:
    async def say(line: asyncio.StreamWriter) -> None:
        line.write(content)
        await line.drain()
        line.close()

    return say


def bytes_then_silence(content: bytes) -> Saying:
    async def say(line: asyncio.StreamWriter) -> None:
        line.write(content)
        await line.drain()
        await asyncio.Event().wait()

    return say


def drip(content: bytes, again: bytes, pause: float = 0.01) -> Saying:
    """`content` at once, then `again` for ever."""

    async def say(line: asyncio.StreamWriter) -> None:
        line.write(content)
        while True:
            line.write(again)
            await line.drain()
            await asyncio.sleep(pause)

    return say


def flood(content: bytes, again: bytes) -> Saying:
    return drip(content, again, 0)


def saying(server: Server, say: Saying) -> None:
    async def answer(_: Heard, line: asyncio.StreamWriter) -> None:
        await say(line)

    server.answer = answer


@contextmanager
def hasty(patch: pytest.MonkeyPatch, seconds: float = ENOUGH) -> Iterator[None]:
    with patch.context() as short:
        short.setattr(graph_file, "LONGEST", timedelta(seconds=seconds))
        yield


@asynccontextmanager
async def a_graph(tls: ssl.SSLContext | None, ca_file: Path | None) -> AsyncIterator[tuple[Graph, Server]]:
    """A server and a client for as long as the block runs; at its end no line between them is open."""
    before = open_files()
    async with listening(tls) as server:
        graph = graph_at(server.port, Tokens(), Clock(), ca_file)
        try:
            yield graph, server
        finally:
            await graph.close()
    async with asyncio.timeout(20):
        while open_files() > before:  # noqa: ASYNC110 - the kernel sets no event
            await asyncio.sleep(0.01)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def named(graph: Graph, path: str = VIEW) -> GraphFault:
    """The fault that comes of asking; anything else fails the test."""
    with pytest.raises(GraphFault) as met:
        await graph.get(path)
    assert met.value.reason.value
    return met.value


class Heartbeat:
    """Counts how often the loop came round: a loop that is blocked has no pulse."""

    async def __aenter__(self) -> Self:
        self.beats = 0
        self._task = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(0.005)
            self.beats += 1
