"""What is written per day is bounded: a card of flash has only so many writes."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from tests.core.world import World
from tests.durability.cuts import quick_folder
from tests.durability.platter import Change, Cut, Synced, Wrote
from tests.durability.recorder import recorded
from tests.fakes.virtual import virtually

MEGABYTE = 1_000_000
DAY = timedelta(days=1).total_seconds()


def written(life: Callable[[World], Awaitable[None]]) -> Counter[str]:
    """Bytes, writes and syncs of one virtual day, and how many times the room's calendar was read."""
    counted: Counter[str] = Counter()

    def note(change: Change) -> None:
        if isinstance(change, Wrote):
            counted["bytes"] += len(change.data)
            counted["writes"] += 1
        counted["syncs"] += isinstance(change, Synced | Cut)

    async def lived(folder: Path) -> None:
        async with World(folder, poll=30.0) as world:
            await world.ready()
            await life(world)
            counted["reads"] = sum(call.reads_room for call in world.exchange.calls)

    with quick_folder() as folder, recorded(note):
        virtually(lived(folder))
    return counted


async def nothing_happens(world: World) -> None:
    world.exchange.book(world.minute, world.minute + timedelta(hours=30))
    await asyncio.sleep(DAY)
    assert world.state == "busy"


async def people_come_and_go(world: World) -> None:
    """Four hours in which every ten minutes a meeting is booked or cancelled, and every twenty one is made at the door."""
    chance = random.Random(1)
    for turn in range(24):
        start = world.minute + timedelta(hours=chance.randint(12, 30), minutes=5 * turn)
        item = world.exchange.book(start, start + timedelta(minutes=5), subject=f"Meeting {turn}")
        if turn % 3 == 0:
            world.exchange.cancel(item.uid)
        if turn % 2 == 0 and (booking := world.tap(15)) is not None:
            await asyncio.sleep(30)
            world.extend(booking, 5)
        await asyncio.sleep(600)
    assert len(world.exchange.created) > 6


def test_a_quiet_day_writes_next_to_nothing() -> None:
    day = written(nothing_happens)
    assert day["reads"] > 2000
    assert day["writes"] < 6000, day
    assert day["bytes"] < 10 * MEGABYTE, day
    assert day["syncs"] < 50, day


def test_a_busy_half_day_writes_little() -> None:
    day = written(people_come_and_go)
    assert day["bytes"] < 12 * MEGABYTE, day
    assert day["syncs"] < 2000, day
