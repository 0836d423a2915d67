"""What gets stuck in the core is noticed and begun anew, and says its name in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from kiosk.core.supervisor import Part
from kiosk.core.supervisor_round import Supervisor
from kiosk.room.model import Life
from tests.core.world import World

EVERY = 12.0
"""Seconds between two looks, as the watchdog has it."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with World(tmp_path) as world:
        supervisor = Supervisor(world.disk)
        supervisor.look_after({Part.READING: world.puller, Part.SENDING: world.pusher})

        async def watch() -> None:
            while True:
                await asyncio.sleep(EVERY)
                await supervisor.look()

        watching = asyncio.create_task(watch())
        await world.ready()
        yield world
        watching.cancel()


async def never(*_: object, **__: object) -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError


def names(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.levelno == logging.CRITICAL]


async def test_a_read_that_never_ends_is_begun_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(world.exchange, "get", never)
    await world.until(lambda: world.puller._running is not None)
    await asyncio.sleep(1)
    monkeypatch.undo()
    world.exchange.book(world.minute, world.minute + timedelta(hours=1))
    await world.until_state("busy", within=180)
    (told,) = names(caplog)
    assert told.startswith("the reading of the calendar is stuck for 1")


async def test_who_waits_for_a_read_that_is_given_up_is_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.exchange, "get", never)
    asked = asyncio.create_task(world.puller.sync_now())
    assert await asyncio.wait_for(asked, 300) is False


async def test_a_long_read_that_goes_on_page_by_page_is_let_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read_room = world.puller._engine.read_room

    async def slowly(begin: object, end: object, reading: object, loaded: Callable[[int], None]) -> object:
        for count in range(40):
            await asyncio.sleep(9)
            loaded(count)
        return await read_room(begin, end, reading, loaded)  # type: ignore[arg-type]  # because they are passed on

    monkeypatch.setattr(type(world.puller._engine), "read_room", lambda _, *args: slowly(*args))
    await asyncio.sleep(600)
    assert names(caplog) == []


async def test_a_booking_whose_step_never_ends_is_looked_for_and_reaches_exchange_once(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(world.exchange, "post", never)
    booking = world.tap(120)
    assert booking is not None
    await world.until(lambda: world.life(booking) is Life.IN_DOUBT)
    await asyncio.sleep(1)
    monkeypatch.undo()
    await world.until(lambda: world.life(booking) is Life.KEPT, within=240)
    assert len(world.exchange.created) == 1
    (told,) = names(caplog)
    assert told.startswith("the sending of bookings is stuck")


async def test_a_read_whose_time_nobody_rang_is_begun(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An alarm that has lost its timers; the real one, which can be begun anew, is tried in test_alarm_anew.py."""
    await world.until(lambda: world.puller._running is None)
    monkeypatch.setattr(world.puller, "_wake", lambda *_: None)
    world.puller._set_due(world.now + timedelta(seconds=10))
    world.alarm.close()
    world.exchange.book(world.minute, world.minute + timedelta(hours=1))
    await world.until(lambda: any(event.busy for event in world.core.facts.events), within=180)
    assert len(names(caplog)) == 1


async def test_what_only_waits_is_not_stuck(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.exchange.offline = True
    await asyncio.sleep(140)
    world.tap(60)
    await asyncio.sleep(600)
    world.exchange.calm()
    await asyncio.sleep(600)
    assert names(caplog) == []


async def test_a_machine_that_slept_is_not_stuck(world: World, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(20):
        world.clock.off += timedelta(hours=1)
        await asyncio.sleep(37)
    assert names(caplog) == []


async def test_a_disk_that_cannot_be_written_is_told_once_and_again_when_it_can(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert world.disk.trouble is None

    def full(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("kiosk.core.disk._try", full)
    await asyncio.sleep(300)
    monkeypatch.undo()
    await asyncio.sleep(60)
    told = [record.getMessage() for record in caplog.records if "data directory" in record.getMessage()]
    assert told == [
        "the data directory cannot be written (OSError): no booking is taken",
        "the data directory can be written again",
    ]
