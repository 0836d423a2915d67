"""Exchange behind real sockets that can be cut, silenced or forgotten by a router on the way."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum, auto
from typing import Self


class Mode(Enum):
    ANSWERS = auto()
    SILENT = auto()
    """Connections are taken, and nothing is ever said."""
    RESETS = auto()


class Lines:
    """`async with Lines() as lines:`; plain HTTP on loopback, an empty day for every question."""

    def __init__(self) -> None:
        self.mode = Mode.ANSWERS
        self.answered = 0
        self.taken = 0
        """Connections."""
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._dead: set[asyncio.Task[None]] = set()

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}/v1.0"

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Nobody listens any more, and all lines are cut."""
        if self._server is not None:
            self._server.close()
        for line in self._open:
            line.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def forget(self) -> None:
        """A router has forgotten all lines that are open: what is sent on them arrives nowhere, and nobody is told."""
        self._dead |= self._open

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._open.add(line)
        self.taken += 1
        try:
            while await self._asked(reader):
                if self.mode is Mode.RESETS:
                    _reset(writer)
                    return
                if self.mode is Mode.SILENT or line in self._dead:
                    await asyncio.Event().wait()
                self.answered += 1
                writer.write(_answer())
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            self._open.discard(line)
            writer.close()

    async def _asked(self, reader: asyncio.StreamReader) -> bool:
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        return True


def _reset(writer: asyncio.StreamWriter) -> None:
    line = writer.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _answer() -> bytes:
    body = json.dumps({"value": []}).encode()
    date = format_datetime(datetime.now(UTC), usegmt=True)
    head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
