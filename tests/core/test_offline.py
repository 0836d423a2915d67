"""The line is cut: what the display promises, holds, sends later, and admits."""

import asyncio
from datetime import timedelta
from pathlib import Path

from kiosk.room.model import Life, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import USER, Call, Trouble


def creates(call: Call) -> bool:
    return call.creates


async def test_unheard_for_two_minutes_the_room_is_not_called_free(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(100)
        assert world.state == "free"
        await asyncio.sleep(35)
        assert world.state == "unknown"
        exchange = world.core.status()["exchange"]
        assert isinstance(exchange, dict)
        assert exchange["reachable"] is False
        assert exchange["problem"] == Reason.UNREACHABLE.value
        world.exchange.calm()
        await world.until_state("free", within=11)


async def test_a_tap_while_offline_is_held_and_sent_when_the_line_is_back(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        assert booking.provisional
        await world.until_state("held", within=2)
        assert world.outbox == [("create", "queued")]
        await asyncio.sleep(300)
        assert world.state == "held"
        world.exchange.calm()
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1
        assert world.told == []


async def test_a_line_cut_just_before_the_tap_is_held_as_well(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        assert world.tap(60) is not None
        assert world.state == "holding"
        await world.until_state("held", within=2)


async def test_a_hold_that_somebody_else_won_is_told(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        await asyncio.sleep(60)
        theirs = world.exchange.book(booking.start, booking.end, "While you were away")
        world.exchange.calm()
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.HOLD_LOST]
        assert world.exchange.room_day() == [theirs]
        assert world.exchange.calendars[USER] == {}


async def test_a_hold_whose_time_is_over_is_told_and_never_sent(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(15)
        assert booking is not None
        await world.until(lambda: world.life(booking) is None, within=1000)
        assert world.told == [Reason.NOT_ANSWERED_IN_TIME]
        world.exchange.calm()
        await asyncio.sleep(60)
        assert world.exchange.created == []
        assert world.state == "free"


async def test_a_hold_that_was_given_up_is_never_sent(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        await asyncio.sleep(30)
        world.withdraw(booking)
        assert world.state == "unknown"
        world.exchange.calm()
        await world.until_state("free")
        await asyncio.sleep(30)
        assert world.exchange.created == []


async def test_two_holds_are_both_sent(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        first = world.tap(30)
        later = world.now.replace(hour=14, minute=0, second=0, microsecond=0)
        second = world.book(later, later + timedelta(minutes=30))
        assert first is not None
        assert second is not None
        await asyncio.sleep(60)
        world.exchange.calm()
        await world.until(lambda: world.life(first) is Life.KEPT and world.life(second) is Life.KEPT)
        assert [(item.start, item.end) for item in world.exchange.room_day()] == [
            (first.start, first.end),
            (second.start, second.end),
        ]


async def test_where_holds_are_refused_nothing_is_promised_offline(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(hold_offline=False)) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        assert world.tap() is None
        assert world.told == [Reason.HOLD_REFUSED]
        world.exchange.calm()
        await asyncio.sleep(60)
        assert world.exchange.created == []


async def test_where_holds_are_refused_a_tap_that_could_not_leave_is_told(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(hold_offline=False)) as world:
        await world.ready()
        world.exchange.befall(Trouble.REFUSED, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is None)
        assert len(world.told) == 1
        await asyncio.sleep(60)
        assert world.exchange.created == []
        assert world.state == "free"


async def test_back_online_the_next_read_is_soon(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(3600)
        world.exchange.calm()
        began = world.now
        await world.until_state("free", within=10.5)
        heard = world.core.facts.heard.as_of
        assert heard is not None
        assert heard >= began


async def test_sync_now_ends_the_back_off(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(300)
        assert await world.puller.sync_now() is False
        world.exchange.calm()
        assert await world.puller.sync_now() is True
        assert world.state == "free"


async def test_while_exchange_takes_no_booking_but_shows_its_day_the_tries_grow_rarer(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.UNAUTHORIZED, creates, times=1000)
        booking = world.tap(60)
        assert booking is not None
        await asyncio.sleep(600)
        tries = sum(creates(call) for call in world.exchange.calls)
        assert 60 <= tries <= 130, "each is written down before it leaves"
        world.exchange.calm()
        await world.until(lambda: world.life(booking) is Life.KEPT)
