"""Somebody sets the wall clock, by hand or when the network's time comes: what was stamped before is not fresh again."""

import asyncio
from datetime import timedelta
from pathlib import Path

from kiosk.room.model import Life
from tests.core.world import World
from tests.fakes.exchange import Call, Throttled, Trouble

HOUR = timedelta(hours=1)


def creates(call: Call) -> bool:
    return call.creates


async def test_knowledge_grows_old_though_the_clock_was_set_back(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(30)
        world.clock.off = -HOUR
        await asyncio.sleep(60)
        assert world.state == "free"
        await asyncio.sleep(60)
        assert world.state == "unknown"


async def test_a_clock_that_is_put_right_while_the_machine_sleeps_hides_no_sleep(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.clock.off = timedelta(seconds=100)
        before = len(world.exchange.calls)
        await world.until(lambda: len(world.exchange.calls) > before, within=40)
        await asyncio.sleep(1)
        world.clock.slept, world.clock.off = timedelta(seconds=100), timedelta()
        world.exchange.offline = True
        await asyncio.sleep(30)
        assert world.state == "unknown"


async def test_a_read_over_which_the_clock_is_set_back_is_not_fresh_for_an_hour(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.latency = 4
        await world.until(lambda: world.exchange.calls[-1].at == world.now - timedelta(seconds=2), within=30)
        world.clock.off = -HOUR
        await asyncio.sleep(5)
        world.exchange.offline = True
        await asyncio.sleep(130)
        assert world.state == "unknown"


async def test_what_waits_to_be_sent_waits_no_longer_because_the_clock_was_set_back(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(20), creates)
        booking = world.tap(60)
        assert booking is not None
        await asyncio.sleep(5)
        world.clock.off = -timedelta(minutes=30)
        await world.until(lambda: world.life(booking) is Life.KEPT, within=90)


async def test_what_is_asked_right_after_the_clock_was_set_back_is_not_older_than_it_is(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.clock.off = -timedelta(minutes=4)
        booking = world.tap()
        assert booking is not None
        assert booking.tapped_at == world.now


async def test_two_reads_are_not_further_apart_because_the_clock_was_put_forward(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: (p := world.promise(booking)) is not None and p.good_reads == 1)
        world.clock.off = timedelta(seconds=40)
        before = asyncio.get_running_loop().time()
        await world.until(lambda: sum(call.creates for call in world.exchange.calls) == 2)
        assert asyncio.get_running_loop().time() - before >= 5


async def test_cancelled_in_outlook_after_the_clock_was_set_back_it_leaves_the_glass(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.clock.off = -timedelta(minutes=20)
        await asyncio.sleep(20)
        world.exchange.cancel(world.exchange.created[0].uid)
        await world.until(lambda: world.core.facts.promises == (), within=20)


async def test_a_promise_made_under_a_clock_that_was_ahead_is_watched_after_a_restart(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.clock.off = HOUR
        await world.ready()
        start = world.minute
        booking = world.book(start, start + HOUR)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        await world.crash()
        world.clock.off = timedelta()
        await world.start()
        await asyncio.sleep(15)
        world.exchange.cancel(world.exchange.created[0].uid)
        await world.until(lambda: world.core.facts.promises == (), within=90)


async def test_after_a_restart_knowledge_is_as_old_as_it_was_though_the_clock_was_set_back(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(60)
        await world.crash()
        world.clock.off = timedelta(seconds=-40)
        await world.start()
        assert world.state == "free"
        await asyncio.sleep(63)
        assert world.state == "unknown"


async def test_after_a_restart_knowledge_is_no_older_than_it_was_though_the_clock_was_put_forward(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await world.crash()
        world.clock.off = timedelta(seconds=200)
        await world.start()
        assert world.state == "free"


async def test_knowledge_from_an_hour_ahead_is_never_fresh_again(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await world.crash()
        world.clock.off = -HOUR
        await world.start()
        for _ in range(75):
            await asyncio.sleep(60)
            assert world.state != "free"


async def test_a_machine_whose_clock_stands_still_without_power_does_not_take_yesterdays_day_for_todays(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await world.crash()
        await asyncio.sleep(8 * 3600)
        world.clock.booted(timedelta(hours=-8))
        await world.start()
        assert world.state == "unknown"
        world.exchange.offline = False
        await world.until_state("free")
