"""Replies that are lost: what may have left is never sent twice, and never forgotten."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.model import Life, Mode, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import USER, Call, Throttled, Trouble


def creates(call: Call) -> bool:
    return call.creates


MODES = pytest.mark.parametrize("mode", [Mode.INVITE, Mode.DIRECT])


@MODES
@pytest.mark.parametrize("trouble", [Trouble.LOST_AFTER, Trouble.SILENT, Trouble.GARBLED])
async def test_a_lost_reply_never_books_twice(tmp_path: Path, trouble: Trouble, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        await world.ready()
        world.exchange.befall(trouble, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1
        assert sum(call.creates for call in world.exchange.calls) == 1
        assert world.told == []


@MODES
async def test_what_left_and_was_not_done_is_sent_again_after_two_reads_five_seconds_apart(
    tmp_path: Path, mode: Mode
) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.outbox == [("create", "in_doubt")])
        await world.until(lambda: world.life(booking) is Life.KEPT)
        first, second = [call.at for call in world.exchange.calls if call.creates]
        owner = USER if mode is Mode.INVITE else "aurora@contoso.com"
        select = f"users/{owner}/calendarView"
        reads = [
            call.at
            for call in world.exchange.calls
            if call.path.startswith(select) and first < call.at < second
        ]
        assert reads[-1] - reads[0] >= timedelta(seconds=5)
        assert len(world.exchange.created) == 1
        assert world.exchange.created[0].transaction == booking.id


async def test_reads_that_fail_are_no_good_reads(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.IN_DOUBT)
        world.exchange.befall(Trouble.LOST_BEFORE, lambda call: USER in call.path, times=1000)
        await asyncio.sleep(120)
        assert world.life(booking) is Life.IN_DOUBT
        assert sum(call.creates for call in world.exchange.calls) == 1
        world.exchange.calm()
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1


async def test_cancelled_while_its_reply_is_lost_nothing_stays(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.SILENT, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: bool(world.exchange.created))
        world.withdraw(booking)
        assert world.state == "free"
        await world.until(lambda: world.life(booking) is None)
        assert world.exchange.room_day() == []
        assert world.exchange.calendars[USER] == {}
        assert world.told == []


async def test_cancelled_while_a_request_that_is_not_done_is_lost_nothing_is_sent_again(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.IN_DOUBT)
        world.withdraw(booking)
        await world.until(lambda: world.outbox == [], within=20)
        assert world.life(booking) is Life.IN_DOUBT  # a late calendar may still bring it to light
        await world.until(lambda: world.life(booking) is None, within=90)
        assert sum(call.creates for call in world.exchange.calls) == 1
        assert world.exchange.created == []


async def test_cancelled_by_somebody_while_in_doubt_it_is_told_and_not_sent_again(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.keeps_cancelled = True
        await world.ready()
        world.exchange.befall(Trouble.LOST_AFTER, creates)
        booking = world.tap()
        assert booking is not None
        world.exchange.befall(
            Trouble.LOST_BEFORE, lambda call: USER in call.path and not call.creates, times=6
        )
        await world.until(lambda: len(world.exchange.room_day()) == 1)
        world.exchange.cancel(world.exchange.created[0].uid)
        await world.until(lambda: world.life(booking) is None, within=120)
        assert world.told == [Reason.CANCELLED_ELSEWHERE]
        assert len(world.exchange.created) == 1


async def test_a_room_that_shows_it_while_the_organizers_calendar_lags_is_no_reason_to_send_it_again(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        world.exchange.own_lag = 65
        await world.ready()
        world.exchange.befall(Trouble.LOST_AFTER, creates)
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(60)
        assert sum(call.creates for call in world.exchange.calls) == 1
        await world.until(lambda: world.life(booking) in (Life.CONFIRMED, Life.KEPT))
        assert len(world.exchange.created) == 1


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.1, 0.5, 3.0, 5.0, 6.2, 20.0])
@pytest.mark.parametrize("trouble", [None, Trouble.LOST_AFTER, Trouble.LOST_BEFORE, Trouble.SILENT])
async def test_withdrawn_at_any_moment_nothing_stays_in_exchange(
    tmp_path: Path, moment: float, trouble: Trouble | None
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        if trouble is not None:
            world.exchange.befall(trouble, creates)
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(moment)
        world.withdraw(booking)
        await world.until(lambda: world.life(booking) is None, within=120)
        await asyncio.sleep(10)
        assert world.exchange.room_day() == []
        assert world.exchange.calendars[USER] == {}
        assert world.state == "free"


async def test_given_up_while_exchange_asks_to_wait_it_is_forgotten(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(20), creates)
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(0.02)
        world.withdraw(booking)
        await world.until(lambda: world.life(booking) is None, within=5)
        await asyncio.sleep(60)
        assert world.exchange.created == []
        assert world.state == "free"


async def test_while_its_request_is_under_way_nothing_else_is_asked_for_a_promise(tmp_path: Path) -> None:
    """A look meanwhile would find no trace of what is about to be done."""
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.latency = 9
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(8.9)
        about_it = [call for call in world.exchange.calls if call.creates or USER in call.path]
        assert [call.method for call in about_it] == ["POST"]
