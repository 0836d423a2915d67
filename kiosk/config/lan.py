"""The LAN link: one port on which an admin's computer is heard, and nobody else (mutual TLS 1.3). On a thread of its own.

Nothing is read, and no word is answered, before the client's certificate was checked against the authorities that a root
of this display has named. What is said then is a signed document, which is judged like any other.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.announced import PAIRED, Announced
from kiosk.config import bounded, pictures
from kiosk.config.link import Reported, Take, TakePicture
from kiosk.serving import Port, body

log = logging.getLogger("kiosk")
SLOW = 10.0
"""Seconds for a body to arrive."""
ANSWER_WITHIN = 30.0
"""Seconds for the display to say what it makes of a document."""
AT_ONCE = 8
"""Connections."""
LONGEST = 2 * bounded.LONGEST


class LanLink:
    """`take` and `reported` run on the display's loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        take: Take,
        reported: Reported,
        display: str = "",
        picture: TakePicture | None = None,
    ) -> None:
        """`display`: its id, for whoever looks for displays; "": it is not announced."""
        self._loop, self._take, self._reported, self._display = loop, take, reported, display
        self._picture = picture
        self._port = Port("lan link", AT_ONCE)
        self._announced: Announced | None = None

    @property
    def port(self) -> int:
        """0 while nobody is heard."""
        return self._port.number

    def open(self, listen: str, port: int, context: ssl.SSLContext) -> None:
        """From here on admins may knock. `context` asks for their certificates. Raises OSError: the port is taken."""
        if context.verify_mode is not ssl.CERT_REQUIRED:
            raise ValueError("the LAN link hears nobody without a certificate")
        app = Starlette(
            routes=[
                Route("/v1/reported", self._report, methods=["GET"]),
                Route("/v1/desired", self._desired, methods=["PUT"]),
                Route("/v1/keys", self._keys, methods=["PUT"]),
                Route("/v1/pictures/{digest}", self._pictures, methods=["PUT"]),
            ]
        )
        self._port.open(listen, port, app, context)
        log.info("the LAN link listens on port %d", self.port)
        if self._display:
            self._announced = Announced(listen, self.port, self._display, PAIRED)
            self._announced.open()

    def close(self) -> None:
        """Nobody listens any more when this returns."""
        if self._announced is not None:
            self._announced.close()
        self._port.close()

    async def _report(self, _: Request) -> Response:
        return await self._on_loop(self._reported())

    async def _desired(self, request: Request) -> Response:
        return await self._taken(request, "desired")

    async def _keys(self, request: Request) -> Response:
        return await self._taken(request, "keys")

    async def _pictures(self, request: Request) -> Response:
        said = await self._said(request, pictures.LONGEST)
        if isinstance(said, Response) or self._picture is None:
            return said if isinstance(said, Response) else JSONResponse({"error": "No pictures."}, 404)
        return await self._on_loop(self._picture(str(request.path_params["digest"])[:64], said))

    async def _taken(self, request: Request, kind: str) -> Response:
        said = await self._said(request, LONGEST)
        if isinstance(said, Response):
            return said
        return await self._on_loop(self._take(said.decode("ascii", errors="replace"), kind))

    async def _said(self, request: Request, most: int) -> bytes | Response:
        """The whole body, or why it is not heard to its end."""
        try:
            async with asyncio.timeout(SLOW):
                said = await body(request, most)
        except TimeoutError:
            return JSONResponse({"error": "Too slow."}, 408)
        return JSONResponse({"error": "Far too long."}, 413) if said is None else said

    async def _on_loop(self, work: Coroutine[Any, Any, dict[str, Any]]) -> Response:
        try:
            future: Future[dict[str, Any]] = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:  # the display ends
            work.close()
            return JSONResponse({"error": "The display ends. Try again in a moment."}, 503)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                told = await asyncio.wrap_future(future)
        except TimeoutError:
            return JSONResponse({"error": "The display does not answer. Try again in a moment."}, 503)
        return Response(json.dumps(told), media_type="application/json")
