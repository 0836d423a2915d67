"""A port on which a display is heard for a while: HTTP/1.1 over TLS, bounded, on a thread of its own, and shut when it is done.

Who is heard there, and what is answered, is for whoever opens it: pairing, and the LAN link.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import weakref
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol


class Line(H11Protocol):
    """One connection, whose client's certificate the application may look at."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        shown = None if tls is None else tls.getpeercert(binary_form=True)
        self.app_state = {**self.app_state, "shown": shown}


class Listening(socket.socket):
    """Knows whom it let in, from before their handshake on, of which the server knows nothing yet."""

    def __init__(self, family: int, fileno: int) -> None:
        super().__init__(family, socket.SOCK_STREAM, fileno=fileno)
        self._let_in: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def accept(self) -> tuple[socket.socket, Any]:
        line, where = super().accept()
        self._let_in.add(line)
        return line, where

    @property
    def lines(self) -> list[socket.socket]:
        """That are not closed."""
        return [line for line in self._let_in if line.fileno() != -1]


class Port:
    """`number`: 0 while it is shut."""

    def __init__(self, name: str, at_once: int, *, dated: bool = True) -> None:
        """`name`: of its thread. `at_once`: connections. `dated`: answers bear this machine's time."""
        self._name, self._at_once, self._dated = name, at_once, dated
        self._socket: Listening | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.number = 0

    def open(self, listen: str, port: int, app: Starlette, context: ssl.SSLContext) -> None:
        """From here on `app` is asked. `port` 0: any that is free. Raises OSError: it is taken, or there is no such address.

        `app` finds the certificate that its client showed in `request.state.shown` (DER; None: it showed none).
        """
        family = socket.AF_INET6 if ":" in listen else socket.AF_INET
        made = socket.create_server((listen, port), family=family, backlog=self._at_once)
        self._socket = Listening(family, made.detach())
        self.number = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, server_header=False, date_header=self._dated, ws="none", http=Line,
            limit_concurrency=self._at_once, timeout_keep_alive=5, h11_max_incomplete_event_size=16 * 1024,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        config.load()
        config.ssl = context
        self._server = uvicorn.Server(config)
        serve = _served(self._server, self._socket)
        self._thread = threading.Thread(target=asyncio.run, args=(serve,), name=self._name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Nobody listens any more when this returns."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(5)
        if self._socket is not None:
            self._socket.close()
        self.number = 0


async def _served(server: uvicorn.Server, on: Listening) -> None:
    """Whoever does not hang up when it ends is cut off, also amid the handshake."""
    await server.serve([on])
    for line in tuple(server.server_state.connections):
        if isinstance(line, Line) and line.transport is not None:
            line.transport.abort()
    for let_in in on.lines:
        with suppress(OSError):  # the other end was faster
            let_in.shutdown(socket.SHUT_RDWR)
    for _ in range(100):  # the loop closes each when it finds that nothing more comes
        if not on.lines:
            break
        await asyncio.sleep(0.01)


async def body(request: Request, most: int) -> bytes | None:
    """All of it; None: it is longer than `most` bytes."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > most:
            return None
    return read
