"""A TLS port that can be shut and opened again, on uvicorn's HTTP/1.1 protocol."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kiosk.sandbox.web.reply import Receive, Scope, Send

TRANSPORT = "kiosk.transport"
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class _Protocol(H11Protocol):
    """Lets the application cut its own connection, as a network would."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to uvicorn as they came
        super().__init__(*args, **kwargs)
        inner = cast("App", self.app)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT] = self.transport
            with contextlib.suppress(asyncio.CancelledError):  # only `close` cancels, and nobody listens then
                await inner(scope, receive, send)

        self.app = cast("Any", app)


class Listener:
    """One port with one application behind it."""

    def __init__(self, app: App, host: str, port: int, context: ssl.SSLContext) -> None:
        self._config = uvicorn.Config(
            cast("Any", app), lifespan="off", log_config=None, access_log=False, server_header=False,
            date_header=False, timeout_keep_alive=60, ws="none",
        )  # fmt: skip
        self._config.load()
        self._host, self.port = host, port
        self._context = context
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Accept connections; raises OSError when the port is taken."""
        if self._server is not None:
            return
        loop = asyncio.get_running_loop()

        def protocol() -> asyncio.Protocol:
            return _Protocol(config=self._config, server_state=self._state, app_state={}, _loop=loop)

        self._server = await loop.create_server(
            protocol, self._host, self.port, ssl=self._context, backlog=256
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse new connections and cut those that are open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in list(self._state.connections):
            connection.transport.abort()
        await asyncio.sleep(0.01)  # lets the protocols hear of it, or they would complain about lost answers
        for task in list(self._state.tasks):
            task.cancel()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)
