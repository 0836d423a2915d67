"""A walk-up booking's journey, from the tap until the room's calendar shows it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.model import Life, Mode, Privacy, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import USER, Call, Throttled, Trouble


def creates(call: Call) -> bool:
    return call.creates


async def test_a_tap_is_holding_at_once_then_yours_then_busy(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        assert world.state == "free"
        booking = world.tap(30)
        assert booking is not None
        assert world.state == "holding"
        await world.until_state("busy")
        assert world.word == "yours"
        await world.until(lambda: world.word == "busy")
        assert [(item.start, item.end) for item in world.exchange.room_day()] == [
            (booking.start, booking.end)
        ]
        assert world.outbox == []
        await asyncio.sleep(29 * 60)
        await world.until_state("free")
        assert world.core.facts.promises == ()


async def test_it_is_not_yours_before_the_room_has_accepted(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.answers_after = 20
        world.tap()
        await world.until(lambda: world.word == "yours", within=40)
        assert world.exchange.calendars[USER][world.exchange.created[0].id].room == "accepted"


async def test_the_transaction_id_is_the_promise(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap()
        assert booking is not None
        await world.until_state("busy")
        assert [item.transaction for item in world.exchange.created] == [booking.id]


async def test_nothing_is_sent_before_the_promise_is_on_disk(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap()
        assert booking is not None
        assert not booking.stored
        await world.until(lambda: bool(world.exchange.created))
        present = world.promise(booking)
        assert present is not None
        assert present.stored


async def test_a_second_tap_on_the_same_key_is_no_second_booking(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        assert world.tap() is not None
        assert world.tap() is None
        await world.until_state("busy")
        await asyncio.sleep(30)
        assert len(world.exchange.created) == 1


async def test_two_people_at_once_the_room_says_no_to_the_second(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        theirs = world.exchange.book(booking.start, booking.end, "Faster")
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.SLOT_TAKEN]
        assert world.exchange.room_day() == [theirs]
        assert world.exchange.calendars["displays@contoso.com"] == {}, "the declined event was not cleaned up"
        assert world.state == "busy"
        assert world.outbox == []


async def test_a_rule_of_the_room_is_told_as_a_rule(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.declines = lambda _: True
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.DECLINED_BY_RULE]
        assert world.exchange.room_day() == []
        await world.until_state("free")


async def test_a_room_that_never_answers_is_told_when_its_time_is_over(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.answers_after = 10_000
        await world.ready()
        booking = world.tap(15)
        assert booking is not None
        await asyncio.sleep(14 * 60)
        assert world.state == "holding"
        await world.until(lambda: world.life(booking) is None, within=180)
        assert world.told == [Reason.NOT_ANSWERED_IN_TIME]
        assert world.exchange.calendars["displays@contoso.com"] == {}


async def test_cancelled_in_outlook_the_room_is_free_again(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.exchange.cancel(world.exchange.created[0].uid)
        await world.until_state("free")
        assert world.core.facts.promises == ()


async def test_moved_in_outlook_the_glass_follows(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        later = booking.start + timedelta(hours=3)
        world.exchange.move(world.exchange.created[0].uid, later, later + timedelta(hours=1))
        await world.until_state("free")
        await asyncio.sleep(3 * 3600)
        await world.until_state("busy")
        assert world.current is not None
        assert world.current["made_here"] is True


async def test_429_on_the_booking_waits_as_told_and_books_once(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(7.25), creates)
        asked = world.now
        assert world.tap() is not None
        await world.until_state("busy")
        tries = [call.at for call in world.exchange.calls if call.creates]
        assert len(tries) == 2
        assert tries[1] - tries[0] >= timedelta(seconds=7.25)
        quiet = [
            call for call in world.exchange.calls if tries[0] < call.at < tries[0] + timedelta(seconds=7.3)
        ]
        assert quiet == [], f"asked again while told to wait since {asked}"
        assert len(world.exchange.created) == 1


async def test_403_on_the_booking_turns_booking_off_and_says_so(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.FORBIDDEN, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.BOOKING_REFUSED]
        await world.until_state("free")
        assert world.faces[-1][1].booking_possible is False
        assert world.tap() is None, "booking is off"
        await asyncio.sleep(601)
        assert world.tap() is not None, "the next person may try again after ten minutes"


async def test_a_bad_request_is_told_and_never_repeated(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.BAD_REQUEST, creates)
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is None)
        await asyncio.sleep(30)
        assert world.told == [Reason.SERVER_FAULT]
        assert sum(call.creates for call in world.exchange.calls) == 1
        assert world.state == "free"


async def test_a_booking_for_later_is_confirmed_too(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        start = world.now.replace(hour=13, minute=0)
        booking = world.book(start, start + timedelta(minutes=30))
        assert booking is not None
        assert world.state == "holding"
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert world.state == "free"
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert [(slot["made_here"], slot["confirmed"]) for slot in world.coming] == [(True, True)]


async def test_two_bookings_under_way_are_both_kept(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        first = world.tap(30)
        later = world.now.replace(hour=14, minute=0)
        second = world.book(later, later + timedelta(minutes=30))
        assert first is not None
        assert second is not None
        await world.until(lambda: world.life(first) is Life.KEPT and world.life(second) is Life.KEPT)
        assert len(world.exchange.room_day()) == 2


@pytest.mark.parametrize("mode", Mode)
async def test_typed_words_are_on_disk_no_longer_than_until_they_are_sent(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(privacy=Privacy.NONE, mode=mode)) as world:
        await world.ready()
        booking = world.tap(30, subject="Salary talk Xenophon", name="Quirinus")
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert world.exchange.created[0].subject == "Salary talk Xenophon"
        await asyncio.sleep(1)
        assert b"Xenophon" not in world.on_disk()
        assert b"Quirinus" not in world.on_disk()


async def test_direct_mode_is_yours_as_soon_as_it_was_read_back(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(mode=Mode.DIRECT)) as world:
        await world.ready()
        booking = world.tap()
        assert booking is not None
        await world.until_state("busy", within=3)
        assert world.word == "yours"
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.room_day()) == 1


async def test_direct_mode_who_was_first_stays(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(mode=Mode.DIRECT)) as world:
        await world.ready()
        await asyncio.sleep(2)
        booking = world.tap()
        assert booking is not None
        first = world.exchange.book(booking.start, booking.end, "First")
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.SLOT_TAKEN]
        assert world.exchange.room_day() == [first]


async def test_direct_mode_who_came_later_does_not_take_it(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(mode=Mode.DIRECT)) as world:
        await world.ready()
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: bool(world.exchange.created))
        world.exchange.book(booking.start, booking.end, "Later")
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert world.told == []
        assert len(world.exchange.room_day()) == 2


async def test_direct_mode_a_calendar_that_lags_behind_hides_no_rival_and_loses_no_booking(
    tmp_path: Path,
) -> None:
    async with World(tmp_path, Settings(mode=Mode.DIRECT)) as world:
        await world.ready()
        world.exchange.room_lag = 8
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(5)
        assert world.life(booking) is Life.AWAITING
        await world.until(lambda: world.life(booking) is Life.CONFIRMED, within=10)
        assert world.told == []
        later = world.now.replace(hour=14, minute=0, second=0, microsecond=0)
        first = world.exchange.book(later, later + timedelta(minutes=30), "First")
        second = world.book(later, later + timedelta(minutes=30))
        assert second is not None
        await world.until(lambda: world.life(second) is None)
        await world.until(lambda: world.told == [Reason.SLOT_TAKEN])
        assert first in world.exchange.room_day()


async def test_direct_mode_what_somebody_deleted_meanwhile_is_told(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(mode=Mode.DIRECT)) as world:
        await world.ready()
        world.exchange.room_lag = 8
        booking = world.tap()
        assert booking is not None
        await asyncio.sleep(3)
        world.exchange.cancel(world.exchange.created[0].uid)
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.CANCELLED_ELSEWHERE]


async def test_what_was_refused_behind_somebodys_yours_is_told_after_it_whatever_is_booked_meanwhile(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        assert world.tap(30) is not None
        later = world.now.replace(hour=14, minute=0, second=0, microsecond=0)
        second = world.book(later, later + timedelta(minutes=30))
        world.exchange.book(later, later + timedelta(minutes=30), "Faster")
        assert second is not None
        await world.until(lambda: world.life(second) is None)
        assert world.word == "yours"
        assert world.told == []
        assert world.book(later + timedelta(hours=1), later + timedelta(hours=2)) is not None
        await world.until(lambda: world.told == [Reason.SLOT_TAKEN])
