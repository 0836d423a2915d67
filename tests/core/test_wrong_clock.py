"""The display's clock is wrong: it says so, claims nothing, loses nothing, and takes over no other day's meetings."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.model import Life
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from tests.core.world import World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def dated(folder: Path) -> World:
    """A world whose Exchange says what time it is."""
    world = World(folder)
    world.dated = timedelta()
    return world


def wrong(world: World) -> bool:
    exchange = world.core.status()["exchange"]
    assert isinstance(exchange, dict)
    return (world.state, exchange["problem"]) == ("problem", Reason.CLOCK.value)


@pytest.mark.parametrize("off", [-25 * HOUR, -HOUR, 6 * MINUTE, HOUR, 400 * 24 * HOUR])
async def test_a_start_with_a_wrong_clock_never_says_free(tmp_path: Path, off: timedelta) -> None:
    world = dated(tmp_path)
    world.clock.off = off
    async with world:
        await world.until(lambda: wrong(world), within=10)
        await asyncio.sleep(300)
        assert wrong(world)
        assert {face.state.value for _, face in world.faces} <= {"unknown", "problem"}
        subs = world.faces[-1][1].plane.subs
        assert subs[0].phrase is Phrase.CLOCK_WRONG


async def test_four_minutes_off_is_no_matter(tmp_path: Path) -> None:
    world = dated(tmp_path)
    world.clock.off = 4 * MINUTE
    async with world:
        await world.ready()
        await asyncio.sleep(60)
        assert world.state == "free"


@pytest.mark.parametrize("off", [-HOUR, HOUR])
async def test_a_clock_that_is_set_wrong_is_found_out_without_a_network(
    tmp_path: Path, off: timedelta
) -> None:
    async with dated(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(5)
        world.clock.off = off
        world.core.look()
        assert wrong(world)


@pytest.mark.parametrize("off", [-30 * HOUR, -HOUR, HOUR, 30 * HOUR])
async def test_right_again_it_speaks_after_thirty_seconds_and_of_the_right_day(
    tmp_path: Path, off: timedelta
) -> None:
    world = dated(tmp_path)
    world.exchange.book(world.now, world.now + 2 * HOUR)
    world.clock.off = off
    async with world:
        await world.until(lambda: wrong(world), within=10)
        await asyncio.sleep(60)
        world.clock.off = timedelta()
        world.core.look()
        await asyncio.sleep(29)
        assert wrong(world)
        await asyncio.sleep(2)
        assert world.state == "busy"
        assert {face.state.value for _, face in world.faces} <= {"unknown", "problem", "busy"}


async def test_a_booking_outlives_a_clock_that_was_ahead_for_a_while(tmp_path: Path) -> None:
    async with dated(tmp_path) as world:
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.clock.off = HOUR
        world.core.look()
        await asyncio.sleep(60)
        assert world.life(booking) is Life.KEPT
        world.clock.off = timedelta()
        world.core.look()
        await asyncio.sleep(40)
        assert world.state == "busy"
        assert world.current is not None
        assert world.current["made_here"] is True
        assert world.told == []


async def test_a_hold_is_not_given_up_because_the_clock_is_wrong(tmp_path: Path) -> None:
    async with dated(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await world.until_state("unknown", within=200)
        booking = world.tap(30)
        assert booking is not None
        await asyncio.sleep(20)
        world.clock.off = HOUR
        world.core.look()
        await asyncio.sleep(20)
        world.exchange.offline = False
        await world.until(lambda: len(world.exchange.created) == 1, within=20)
        world.clock.off = timedelta()
        world.core.look()
        await world.until(lambda: world.state == "busy", within=60)
        assert len(world.exchange.created) == 1
        assert world.told == []


async def test_nothing_can_be_booked_by_a_wrong_clock(tmp_path: Path) -> None:
    async with dated(tmp_path) as world:
        await world.ready()
        world.clock.off = HOUR
        world.core.look()
        assert world.tap(30) is None
        await asyncio.sleep(30)
        assert world.exchange.created == []


async def test_one_odd_date_is_not_believed(tmp_path: Path) -> None:
    async with dated(tmp_path) as world:
        await world.ready()
        world.dated = HOUR
        await world.until(lambda: world.core.facts.clock.doubt is not None, within=30)
        world.dated = timedelta()
        await asyncio.sleep(60)
        assert {face.state.value for _, face in world.faces} <= {"unknown", "free"}


async def test_a_day_that_a_wrong_clock_asked_for_is_shown_no_more_than_any_other_days(
    tmp_path: Path,
) -> None:
    """In a year's time nothing is booked yet. Right again, and Exchange unheard: nothing is known of today."""
    world = dated(tmp_path)
    world.exchange.book(world.now, world.now + 2 * HOUR)
    world.clock.off = 400 * 24 * HOUR
    async with world:
        await world.until(lambda: wrong(world), within=10)
        await asyncio.sleep(60)
        world.exchange.offline = True
        world.clock.off = timedelta()
        world.core.look()
        await asyncio.sleep(60)
        assert {face.state.value for _, face in world.faces} <= {"unknown", "problem"}
        assert world.state == "unknown"


async def test_a_day_from_before_the_clock_was_wrong_says_nothing_of_what_was_booked_under_it(
    tmp_path: Path,
) -> None:
    """It died before the clock was set right: what it stamped meanwhile looks older than the day that it remembers."""
    async with dated(tmp_path) as world:
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        await world.until(lambda: bool(world.exchange.created))
        world.clock.off = -6 * MINUTE
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        await asyncio.sleep(1)
        await world.crash()
        world.clock.off = timedelta()
        world.exchange.offline = True
        await world.start()
        assert world.life(booking) in (Life.CONFIRMED, Life.KEPT)
        world.exchange.calm()
        await asyncio.sleep(60)
        assert world.life(booking) is Life.KEPT
