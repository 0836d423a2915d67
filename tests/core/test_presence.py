"""Somebody whom a sensor sees, from the configuration's words to the glass: it wakes, and it is a check-in where that is wished."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.face import View
from kiosk.room.model import Settings
from kiosk.room.presence import Presence
from kiosk.surroundings import Surroundings
from tests.core.world import World
from tests.device.test_around import config

MINUTE = timedelta(minutes=1)
RULES = Settings(check_in=True, decline_others=True)


def door(world: World, presence: str) -> Surroundings:
    """What is around the display of this configuration, at the world's core."""
    named = config(f'[presence]\ndrivers = ["evdev"]\nevdev_device = "/dev/input/pir"\n{presence}')
    around = Surroundings(named, fills=False)
    around._core = world.core
    return around


@pytest.mark.parametrize(("wish", "state"), [("checks_in = true", "busy"), ("", "check_in")])
async def test_who_is_seen_in_the_room_has_checked_in_only_where_the_admin_said_so(
    tmp_path: Path, wish: str, state: str
) -> None:
    async with World(tmp_path, RULES) as world:
        start = world.minute + 15 * MINUTE
        world.exchange.book(start, start + 60 * MINUTE)
        await asyncio.sleep((start + MINUTE - world.now).total_seconds())
        seen = Presence(here=True, at=world.now)
        around = door(world, wish)
        around._sensed(replace(seen, here=False))
        assert world.state == "check_in"
        around._sensed(seen)
        assert world.state == state


@pytest.mark.parametrize(("wish", "view"), [("", View.NEAR), ("wakes = false", View.FAR)])
async def test_who_is_seen_wakes_the_glass_unless_the_admin_said_no(
    tmp_path: Path, wish: str, view: View
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await asyncio.sleep(120)
        door(world, wish)._sensed(Presence(here=True, at=world.now))
        assert world.faces[-1][1].rest.view is view
