"""Reading a calendar of 1,000 events: the display's own way, beside httpx and json.loads and nothing more."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from kiosk.clock import Clock
from kiosk.room.model import Privacy
from kiosk.sync.engine import PAGE, Engine
from kiosk.sync.graph import Graph
from kiosk.sync.wire import Reading
from tests.bench.day import BEGIN, HOUR, ROOM, SYSTEM
from tests.bench.figures import Figure, middle, timed_async

EVENTS = 1000
ROUNDS = 15


class Given:
    """A token that is at hand: signing in is not what is measured."""

    async def token(self) -> str:
        return "token"

    def reject(self, token: str) -> None:
        raise AssertionError(f"the server refused {token}")


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.pages", str(folder), str(EVENTS), str(PAGE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def figure() -> Figure:
    with tempfile.TemporaryDirectory() as name, _server(Path(name)) as base:
        ours, theirs = asyncio.run(_compare(base, Path(name) / "ca.pem"))
    return Figure(
        "read_1000_events", f"{EVENTS} events over TLS, checked, stripped of what privacy hides, sorted",
        "the same bytes: httpx and json.loads, kept as dicts", ours, theirs, ROUNDS,
    )  # fmt: skip


async def _compare(base: str, ca_file: Path) -> tuple[float, float]:
    graph = Graph(base, Given(), Clock(), ca_file=ca_file)
    engine = Engine(graph, ROOM, SYSTEM, "bench")
    reading = Reading("Europe/Berlin", Privacy.FULL, SYSTEM)
    end = BEGIN + EVENTS * HOUR + timedelta(days=1)
    bare = httpx.AsyncClient(verify=ssl.create_default_context(cafile=str(ca_file)))

    async def ours() -> None:
        assert len(await engine.read_room(BEGIN, end, reading)) == EVENTS

    async def theirs() -> None:
        found: list[dict[str, object]] = []
        link = f"{base}/users/{ROOM}/calendarView"
        while link:
            body = json.loads((await bare.get(link)).content)
            found += body["value"]
            link = body.get("@odata.nextLink", "")
        assert len(found) == EVENTS

    try:
        await ours()
        await theirs()
        return middle([(await timed_async(ours), await timed_async(theirs)) for _ in range(ROUNDS)])
    finally:
        await bare.aclose()
        await graph.close()
