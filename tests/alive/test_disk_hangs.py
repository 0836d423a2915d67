"""A disk that takes work and never gives it back, as a dying card or a network file system does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import disk as disk_module
from kiosk.room.model import Life, Promise
from kiosk.room.reasons import Reason
from kiosk.sync.store import Store
from tests.core.world import World
from tests.fakes.wait import eventually

SOON = 0.3
"""Seconds that stand for those that the display really waits."""


class Hanging:
    """A disk that hangs from `begin` to `end`; whatever is asked of it waits until then."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._patience = pytest.MonkeyPatch()

    def begin(self) -> None:
        """From here on nobody waits as long as usual: nothing would come."""
        for name in ("PATIENCE", "PATIENCE_LOAD", "PATIENCE_CLOSE"):
            self._patience.setattr(disk_module, name, SOON)
        self._free.clear()

    def end(self) -> None:
        self._patience.undo()
        self._free.set()

    def slow(self, work: Callable[..., object]) -> Callable[..., object]:
        def waited(*args: Any) -> object:
            self._free.wait()
            return work(*args)

        return waited


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    hanging = Hanging()
    for name in ("keep", "apply", "load"):
        monkeypatch.setattr(Store, name, hanging.slow(getattr(Store, name)))
    yield hanging
    hanging.end()


@pytest.fixture
async def world(tmp_path: Path, hanging: Hanging) -> AsyncIterator[World]:
    del hanging
    async with World(tmp_path) as world:
        await eventually(lambda: world.core.facts.heard.as_of is not None)
        yield world


async def test_a_tap_is_refused_with_a_reason(world: World, hanging: Hanging) -> None:
    hanging.begin()
    booking = world.tap()
    assert booking is not None
    await eventually(lambda: world.told == [Reason.DISK])
    assert world.life(booking) is None
    assert world.exchange.created == []


async def test_the_next_tap_is_refused_at_once(world: World, hanging: Hanging) -> None:
    hanging.begin()
    world.tap()
    await eventually(lambda: world.told == [Reason.DISK])
    booking = world.tap(60)
    assert booking is not None
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert world.life(booking) is None


async def test_the_day_goes_on_being_read(world: World, hanging: Hanging) -> None:
    hanging.begin()
    world.exchange.book(world.minute, world.minute + timedelta(hours=1))
    for _ in range(2):
        assert await world.puller.sync_now()
    assert world.state == "busy"


async def test_what_was_refused_is_not_booked_by_a_start_after_the_disk_came_back(
    world: World, hanging: Hanging
) -> None:
    hanging.begin()
    world.tap()
    await eventually(lambda: world.told == [Reason.DISK])
    hanging.end()
    await eventually(lambda: not world.disk.hangs)
    await world.restart()
    assert world.core.facts.promises == ()


async def test_when_it_comes_back_bookings_are_taken_again(world: World, hanging: Hanging) -> None:
    hanging.begin()
    world.tap()
    await eventually(lambda: world.told == [Reason.DISK])
    hanging.end()
    await eventually(lambda: not world.disk.hangs)
    booking = world.tap()
    assert booking is not None
    await eventually(lambda: _stored(world.promise(booking)))


async def test_a_display_ends_though_it_hangs(tmp_path: Path, hanging: Hanging) -> None:
    world = World(tmp_path)
    await world.start()
    await eventually(lambda: world.core.facts.heard.as_of is not None)
    hanging.begin()
    world.tap()
    async with asyncio.timeout(10):
        await world.stop()


async def test_a_display_begins_though_it_hangs(tmp_path: Path, hanging: Hanging) -> None:
    hanging.begin()
    world = World(tmp_path)
    async with asyncio.timeout(10):
        await world.start()
    await eventually(lambda: world.core.facts.heard.as_of is not None)
    await world.stop()


def _stored(promise: Promise | None) -> bool:
    return promise is not None and promise.stored and promise.life is not Life.SETTLED
