"""The display goes to rest and wakes as the core lives it: by itself, by a touch, by a sensor, by what Exchange says."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from kiosk.room.face import View
from kiosk.room.intents import Touch
from kiosk.room.presence import Presence
from tests.core.world import World

HOUR = timedelta(hours=1)


def view(world: World) -> View:
    return world.faces[-1][1].rest.view


async def test_a_minute_after_its_start_it_rests_and_a_touch_wakes_it(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        assert view(world) is View.NEAR
        await asyncio.sleep(61)
        assert view(world) is View.FAR
        world.core.submit(Touch())
        assert view(world) is View.NEAR
        await asyncio.sleep(61)
        assert view(world) is View.FAR


async def test_a_sensor_wakes_it_lets_it_rest_and_makes_reads_frequent(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await asyncio.sleep(120)
        assert view(world) is View.FAR
        world.core.sensed(Presence(here=True, at=world.now))
        assert view(world) is View.NEAR
        assert world.core.quick
        world.core.sensed(Presence(here=False, at=world.now))
        assert view(world) is View.FAR
        assert not world.core.quick


async def test_a_clock_that_was_set_back_keeps_nobody_at_the_door(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.core.sensed(Presence(here=True, at=world.now))
        world.clock.off = -HOUR
        await asyncio.sleep(100)
        assert view(world) is View.FAR


async def test_a_booking_at_rest_is_told_in_the_face_near(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await asyncio.sleep(120)
        booking = world.tap(30)
        assert booking is not None
        assert view(world) is View.NEAR
        await world.until_state("busy")
        await asyncio.sleep(73)
        assert view(world) is View.FAR
