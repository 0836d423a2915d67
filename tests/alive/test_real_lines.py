"""The same over real sockets: the network goes in every way it can, and comes back."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.clock import Clock
from kiosk.core.alarm import Alarm
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.core.pull import Puller
from kiosk.room.model import Facts, Room, Settings
from kiosk.sync import graph as graph_module
from kiosk.sync import pace as pace_module
from kiosk.sync.engine import Engine
from kiosk.sync.errors import GraphFault
from kiosk.sync.graph import Graph
from tests.alive.lines import Lines, Mode
from tests.fakes.wait import eventually

ROOM = "aurora@contoso.com"
ALL = 4


class Signed:
    async def token(self) -> str:
        return "token"

    def reject(self, token: str) -> None:
        raise AssertionError(token)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is waited for in real time, a fifth or less of what it is."""
    monkeypatch.setattr(graph_module, "LONGEST", timedelta(seconds=2))
    monkeypatch.setattr(graph_module, "CONNECT", timedelta(seconds=1.5))
    monkeypatch.setattr(pace_module, "BACK_OFF_MOST", 0.3)


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    async with Lines() as lines:
        yield lines


@pytest.fixture
async def core(lines: Lines, tmp_path: Path) -> AsyncIterator[Core]:
    """A display without glass that has read its empty day."""
    disk, clock, alarm = Disk(tmp_path), Clock(), Alarm()
    facts = Facts(room=Room(ROOM, "Aurora", "UTC"), settings=Settings())
    core = Core(facts, clock=clock, disk=disk, publish=lambda _: None)
    graph = Graph(lines.base, Signed(), clock)
    engine = Engine(graph, ROOM, "displays@contoso.com", "kiosk")
    puller = Puller(
        core, engine, disk, alarm.at, poll_seconds=0.3, tentative_is_busy=True,
        waiting=lambda: graph.waiting, zone_is_set=True,
    )  # fmt: skip
    core.start(alarm.at, puller.look)
    puller.start()
    await eventually(lambda: core.facts.heard.as_of is not None)
    yield core
    await puller.stop()
    await graph.close()
    alarm.close()
    await core.stop()
    disk.close()


async def lost(core: Core) -> None:
    await eventually(lambda: core.facts.heard.problem is not None)


async def heard(core: Core) -> None:
    await eventually(lambda: core.facts.heard.problem is None and core.facts.heard.reachable)


@pytest.mark.parametrize("mode", [Mode.SILENT, Mode.RESETS])
async def test_a_server_that_takes_lines_and_does_not_answer(mode: Mode, core: Core, lines: Lines) -> None:
    lines.mode = mode
    await lost(core)
    lines.mode = Mode.ANSWERS
    await heard(core)


async def test_a_server_that_is_down(core: Core, lines: Lines) -> None:
    await lines.close()
    await lost(core)
    await lines.open()
    await heard(core)


async def test_a_name_server_that_does_not_answer(
    core: Core, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are asked on threads that nobody can stop: they end when the name server is back."""
    answers, real, asked = threading.Event(), socket.getaddrinfo, []

    def hangs(*args: Any, **more: Any) -> Any:
        asked.append(threading.current_thread().name)
        answers.wait()
        return real(*args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    lines.forget()
    await lost(core)
    await eventually(lambda: len(asked) >= 3)
    answers.set()
    await heard(core)


async def test_when_all_lines_are_forgotten_one_try_is_lost_and_no_more(lines: Lines) -> None:
    """A router that was started anew, a machine that slept: the lines look open, and none is."""
    graph = Graph(lines.base, Signed(), Clock())
    await asyncio.gather(*(graph.get("users") for _ in range(ALL)))
    lines.forget()
    tries = 0
    while True:
        tries += 1
        try:
            await graph.get("users")
        except GraphFault:
            assert tries < ALL + 2
            continue
        break
    assert tries < ALL, "one after the other"
    await graph.close()
