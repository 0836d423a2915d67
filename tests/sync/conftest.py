"""A Graph on loopback: plain sockets, so that every way of breaking an answer can be shown."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.sync.graph import Graph
from tests.fakes.certificates import Authority

Answering = Callable[["Heard", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Heard:
    """One request as it came in."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """Answers each request with `answer`, a coroutine that writes to the line as it likes."""

    port: int
    answer: Answering
    heard: list[Heard] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0


@dataclass
class Tokens:
    """Hands out t1, t2, … ; a rejected one is replaced."""

    given: int = 1
    rejected: list[str] = field(default_factory=list)

    async def token(self) -> str:
        return f"t{self.given}"

    def reject(self, token: str) -> None:
        self.rejected.append(token)
        self.given += 1


class SteppedClock(Clock):
    """The machine's clock, moved on by `skip` seconds."""

    skip = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.skip


def reply(status: int, body: bytes = b"{}", *headers: str) -> bytes:
    """An HTTP/1.1 answer."""
    lines = [
        f"HTTP/1.1 {status} Something",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(status: int, body: bytes = b"{}", *headers: str) -> Answering:
    async def answer(_: Heard, line: asyncio.StreamWriter) -> None:
        line.write(reply(status, body, *headers))

    return answer


def in_turn(*replies: bytes) -> Answering:
    """The first answer to the first request, …; the last one to all that follow."""
    left = list(replies)

    async def answer(_: Heard, line: asyncio.StreamWriter) -> None:
        line.write(left.pop(0) if len(left) > 1 else left[0])

    return answer


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
async def server(authority: Authority) -> AsyncIterator[Server]:
    async with listening(authority.server_context()) as told:
        yield told


class listening:  # noqa: N801 - reads as a word: async with listening(…)
    """A server for as long as the block runs."""

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Server:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._tls)
        self._told = Server(self._listener.sockets[0].getsockname()[1], always(200))
        return self._told

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            while heard := await _request(reader):
                await self._serve(heard, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(task)
            writer.transport.abort()

    async def _serve(self, heard: Heard, writer: asyncio.StreamWriter) -> None:
        told = self._told
        told.heard.append(heard)
        told.in_flight += 1
        told.most_in_flight = max(told.most_in_flight, told.in_flight)
        try:
            await told.answer(heard, writer)
            await writer.drain()
        finally:
            told.in_flight -= 1


async def _request(reader: asyncio.StreamReader) -> Heard | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    return Heard(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def graph(server: Server, tokens: Tokens, clock: Clock, authority: Authority) -> AsyncIterator[Graph]:
    asked = graph_at(server.port, tokens, clock, authority.ca_file)
    yield asked
    await asked.close()


def graph_at(port: int, tokens: Tokens, clock: Clock, ca_file: Path | None) -> Graph:
    return Graph(f"https://127.0.0.1:{port}/v1.0", tokens, clock, ca_file=ca_file)
