"""A display on virtual time whose every answer comes through the real sync/graph.py, some of them hostile."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import httpx

from kiosk.room.model import Settings
from kiosk.sync import errors
from kiosk.sync.graph import HEADERS, Graph
from tests.core.world import World
from tests.fakes.exchange import Call, Exchange
from tests.hostile.line import BASE, Said
from tests.sync.conftest import Tokens

NEVER = Said(b"", 0)
"""An answer that does not come."""
Instead = Callable[[Call], Said | None]
_said: ContextVar[Said] = ContextVar("said")


class HostileExchange(Exchange):
    """Does what it is asked, and then may answer anything."""

    instead: Instead = staticmethod(lambda _: None)

    def join(self) -> None:
        self.graph = Graph(BASE, Tokens(), self.clock)
        self.graph._client = httpx.AsyncClient(transport=httpx.MockTransport(_answer), headers=HEADERS)

    @property
    def waiting(self) -> Any:
        return self.graph.waiting

    async def _serve(self, method: str, path: str, work: Callable[[], Any]) -> Any:
        try:
            good = await super()._serve(method, path, work)
            told = Said(json.dumps(good).encode()) if good is not None else Said(b"", 204)
        except errors.ItemGone:
            told = Said(b'{"error":{"code":"ErrorItemNotFound"}}', 404)
        _said.set(self.instead(self.calls[-1]) or told)
        return await self._asked(method)

    async def _asked(self, method: str) -> Any:
        match method:
            case "GET":
                return await self.graph.get("users/x")
            case "POST":
                return await self.graph.post("users/x", {})
            case "PATCH":
                return await self.graph.patch("users/x", {})
            case _:
                return await self.graph.delete("users/x")


async def _answer(_: httpx.Request) -> httpx.Response:
    said = _said.get()
    if said is NEVER:
        await asyncio.Event().wait()
    return httpx.Response(said.status, headers=dict(said.headers), stream=httpx.ByteStream(said.content))


class Harassed(World):
    """`async with Harassed(folder) as world:`; bugs that would end the program are kept in `bugs`."""

    exchange: HostileExchange

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        super().__init__(folder, settings)
        self.exchange = HostileExchange(self.clock)  # type: ignore[arg-type]  # because the clock is a look-alike
        self.exchange.join()
        self.bugs: list[Mapping[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self.bugs.append(context))

    async def stop(self) -> None:
        await super().stop()
        await self.exchange.graph.close()
        assert self.bugs == []
