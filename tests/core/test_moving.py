"""Moving what was booked here to another time, on virtual time: the real core against an Exchange in memory."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room import intents
from kiosk.room.agenda import is_free, slots
from kiosk.room.model import Life, Mode, Promise, Settings
from kiosk.room.reasons import Reason
from tests.core.test_changes import MODES, booked, patches
from tests.core.world import World
from tests.fakes.exchange import Trouble

HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)


def move(world: World, booking: Promise, later: timedelta) -> None:
    world.core.submit(intents.Move(booking.id, booking.start + later, booking.end + later))


def stands_at(world: World, booking: Promise, later: timedelta) -> bool:
    present = world.promise(booking)
    return present is not None and present.life is Life.KEPT and present.start == booking.start + later


@MODES
async def test_moved_into_free_time_it_is_there_and_nowhere_else(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        move(world, booking, 3 * HOUR)
        assert world.state == "holding"
        assert world.outbox == [("move", "queued")]
        await world.until(lambda: stands_at(world, booking, 3 * HOUR))
        assert [item.start for item in world.exchange.room_day()] == [booking.start + 3 * HOUR]
        await world.until_state("free")
        assert world.told == []


async def test_neither_time_is_ever_free_while_it_is_moved(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        move(world, booking, 3 * HOUR)
        while world.life(booking) in (Life.QUEUED, Life.AWAITING):
            taken = slots(world.core.facts)
            for at in (booking.start, booking.start + 3 * HOUR):
                assert not is_free(taken, at, at + HALF)
            await asyncio.sleep(0.1)
        assert stands_at(world, booking, 3 * HOUR) or world.life(booking) is Life.CONFIRMED


@MODES
async def test_a_time_that_somebody_else_had_first_leaves_it_where_it_was(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        theirs = world.exchange.book(booking.start + 3 * HOUR, booking.end + 3 * HOUR, "Faster")
        move(world, booking, 3 * HOUR)
        await world.until(lambda: world.told == [Reason.MOVE_TAKEN])
        await world.until(lambda: stands_at(world, booking, timedelta(0)))
        await world.until(lambda: len(world.exchange.room_day()) == 2)
        assert [item.start for item in world.exchange.room_day()] == [booking.start, theirs.start]
        assert theirs in world.exchange.room_day()


async def test_a_room_that_is_lost_at_both_times_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        there = world.exchange.book(booking.start + 3 * HOUR, booking.end + 3 * HOUR, "Faster")
        move(world, booking, 3 * HOUR)
        await world.until(lambda: any(call.method == "PATCH" for call in world.exchange.calls))
        await asyncio.sleep(0.2)  # virtual: the request has arrived, and the room at the time before is free
        here = world.exchange.book(booking.start, booking.end, "Faster still")
        await world.until(lambda: world.told == [Reason.SLOT_TAKEN], within=90)
        await world.until(lambda: world.core.facts.promises == ())
        assert world.exchange.room_day() == [here, there]


@pytest.mark.parametrize("trouble", [Trouble.LOST_BEFORE, Trouble.LOST_AFTER, Trouble.CHANGE_KEY])
async def test_whatever_becomes_of_the_answer_it_is_moved_once(tmp_path: Path, trouble: Trouble) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.befall(trouble, patches)
        move(world, booking, 3 * HOUR)
        await world.until(lambda: stands_at(world, booking, 3 * HOUR))
        assert [item.start for item in world.exchange.room_day()] == [booking.start + 3 * HOUR]
        assert len(world.exchange.created) == 1
        assert world.told == []


async def test_after_a_crash_the_move_goes_on(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        move(world, booking, 3 * HOUR)
        await world.until(lambda: any(call.method == "PATCH" for call in world.exchange.calls))
        await world.restart()
        await world.until(lambda: stands_at(world, booking, 3 * HOUR))
        assert [item.start for item in world.exchange.room_day()] == [booking.start + 3 * HOUR]


async def test_what_was_moved_in_outlook_meanwhile_stays_there(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        (copy,) = world.exchange.room_day()
        world.exchange.move(copy.uid, booking.start + 5 * HOUR, booking.end + 5 * HOUR)
        move(world, booking, 3 * HOUR)
        await world.until(lambda: world.told == [Reason.NOTHING_TO_CHANGE])
        await world.until(lambda: stands_at(world, booking, 5 * HOUR))
        assert [item.start for item in world.exchange.room_day()] == [booking.start + 5 * HOUR]


async def test_what_was_cancelled_in_outlook_meanwhile_is_told_and_not_made_anew(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        (copy,) = world.exchange.room_day()
        world.exchange.cancel(copy.uid)
        move(world, booking, 3 * HOUR)
        await world.until(lambda: world.told == [Reason.CANCELLED_ELSEWHERE])
        assert world.exchange.room_day() == []
        assert len(world.exchange.created) == 1


async def test_cancelled_while_it_is_moved_it_is_gone_from_both_times(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        move(world, booking, 3 * HOUR)
        await world.until(lambda: any(call.method == "PATCH" for call in world.exchange.calls))
        await asyncio.sleep(0.2)
        world.withdraw(booking)
        await world.until(lambda: world.core.facts.promises == ())
        assert world.exchange.room_day() == []
        assert world.told == []
