"""Reading a calendar: the display's own way, beside httpx and json.loads and nothing more; and beside whole libraries."""

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
from tests.bench.given import Given

EVENTS, ROUNDS = 1000, 15
MANY, MANY_ROUNDS = 10_000, 7


@contextmanager
def server(folder: Path, events: int) -> Iterator[str]:
    """The base address of a calendar of so many events; `folder` holds ca.pem."""
    command = [sys.executable, "-m", "tests.bench.pages", str(folder), str(events), str(PAGE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def figure() -> Figure:
    return Figure(
        "read_1000_events", f"{EVENTS} events over TLS, checked, stripped of what privacy hides, sorted",
        "the same bytes: httpx and json.loads, kept as dicts", *_medians(EVENTS, ROUNDS), ROUNDS,
    )  # fmt: skip


def many() -> Figure:
    return Figure(
        "sync", f"{MANY} events over TLS, checked, stripped of what privacy hides, sorted",
        "the same bytes: httpx and json.loads, kept as dicts", *_medians(MANY, MANY_ROUNDS), MANY_ROUNDS,
    )  # fmt: skip


def _medians(events: int, rounds: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name, server(Path(name), events) as base:
        return asyncio.run(_compare(base, Path(name) / "ca.pem", events, rounds))


async def _compare(base: str, ca_file: Path, events: int, rounds: int) -> tuple[float, float]:
    graph = Graph(base, Given(), Clock(), ca_file=ca_file)
    reading = Reading("Europe/Berlin", Privacy.FULL, SYSTEM)
    end = BEGIN + events * HOUR + timedelta(days=1)
    bare = httpx.AsyncClient(verify=ssl.create_default_context(cafile=str(ca_file)))

    async def ours() -> None:
        engine = Engine(graph, ROOM, SYSTEM, "bench")  # anew: it knows again what came just so the last time
        assert len(await engine.read_room(BEGIN, end, reading)) == events

    async def theirs() -> None:
        found: list[dict[str, object]] = []
        link = f"{base}/users/{ROOM}/calendarView"
        while link:
            body = json.loads((await bare.get(link)).content)
            found += body["value"]
            link = body.get("@odata.nextLink", "")
        assert len(found) == events

    try:
        await ours()
        await theirs()
        return middle([(await timed_async(ours), await timed_async(theirs)) for _ in range(rounds)])
    finally:
        await bare.aclose()
        await graph.close()
