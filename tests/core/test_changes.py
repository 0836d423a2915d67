"""Ending, extending and naming what was booked here."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room import intents
from kiosk.room.model import Life, Mode, Promise, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import USER, Call, Trouble

MODES = pytest.mark.parametrize("mode", [Mode.INVITE, Mode.DIRECT])


async def booked(world: World, minutes: int = 30) -> Promise:
    """A booking that stands."""
    await world.ready()
    booking = world.tap(minutes)
    assert booking is not None
    await world.until(lambda: world.life(booking) is Life.KEPT)
    return booking


def patches(call: Call) -> bool:
    return call.method == "PATCH"


def deletes(call: Call) -> bool:
    return call.method == "DELETE"


@MODES
async def test_ended_the_room_is_free_at_once_and_in_exchange_soon(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        before = len(world.faces)
        world.withdraw(booking)
        assert world.state == "free"
        await world.until(lambda: world.exchange.room_day() == [], within=2)
        assert world.exchange.calendars[USER] == {}
        await world.until(lambda: world.core.facts.promises == ())
        assert {face.state.value for _, face in world.faces[before:]} == {"free"}


async def test_an_end_that_is_not_answered_is_told_and_tried_until_it_is_done(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        world.exchange.befall(Trouble.LOST_BEFORE, deletes, times=4)
        world.withdraw(booking)
        await world.until(lambda: world.told == [Reason.END_UNANSWERED])
        await world.until(lambda: world.exchange.room_day() == [])
        await world.until_state("free")
        assert world.told == [Reason.END_UNANSWERED]


async def test_an_end_that_was_done_though_its_answer_was_lost_is_an_end(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        world.exchange.befall(Trouble.LOST_AFTER, deletes)
        world.withdraw(booking)
        await world.until(lambda: world.core.facts.promises == (), within=90)
        assert world.exchange.room_day() == []
        assert world.state == "free"


async def test_an_end_that_exchange_refuses_stays_for_staff_to_see(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        world.exchange.befall(Trouble.FORBIDDEN, deletes, times=1000)
        world.withdraw(booking)
        await world.until(lambda: world.outbox == [("cancel", "wedged")])
        await asyncio.sleep(600)
        assert world.outbox == [("cancel", "wedged")]
        assert world.told == [Reason.END_UNANSWERED], "told once, however often it is tried"


async def test_an_end_that_was_refused_is_done_when_somebody_has_put_it_right(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        world.exchange.befall(Trouble.FORBIDDEN, deletes, times=2)
        world.withdraw(booking)
        await world.until(lambda: world.outbox == [("cancel", "wedged")])
        await world.until(lambda: world.core.facts.promises == (), within=90)
        assert world.exchange.room_day() == []
        assert world.state == "free"


async def test_an_end_that_was_refused_is_tried_again_after_a_start(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world, 60)
        world.exchange.befall(Trouble.FORBIDDEN, deletes)
        world.withdraw(booking)
        await world.until(lambda: world.outbox == [("cancel", "wedged")])
        await asyncio.sleep(1)
        await world.restart()
        await world.until(lambda: world.core.facts.promises == (), within=10)
        assert world.exchange.room_day() == []


@MODES
async def test_extended_into_free_time_it_ends_later(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        wanted = booking.end + timedelta(minutes=15)
        world.extend(booking, 15)
        assert world.state == "holding"
        await world.until_state("busy")
        assert [item.end for item in world.exchange.room_day()] == [wanted]
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert world.told == []
        assert world.core.status()["until"] == wanted.isoformat().replace("+00:00", "Z")


@MODES
async def test_an_extension_that_somebody_was_faster_than_leaves_the_booking_as_it_was(
    tmp_path: Path, mode: Mode
) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        theirs = world.exchange.book(booking.end, booking.end + timedelta(hours=1), "Faster")
        world.extend(booking, 15)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert world.told == [Reason.EXTENSION_TAKEN]
        await world.until(lambda: len(world.exchange.room_day()) == 2)
        ours = next(item for item in world.exchange.room_day() if item != theirs)
        assert (ours.start, ours.end) == (booking.start, booking.end)
        assert world.exchange.room_day()[1] == theirs
        await asyncio.sleep(30)
        assert world.state == "busy"
        assert len(world.exchange.created) == 1


async def test_an_extension_over_what_is_known_to_be_taken_is_refused_at_once(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.book(booking.end, booking.end + timedelta(hours=1), "Next")
        await asyncio.sleep(15)
        world.extend(booking, 15)
        assert world.told == [Reason.EXTENSION_TAKEN]
        assert world.state == "busy"
        assert not any(call.method == "PATCH" for call in world.exchange.calls)


async def test_an_extension_whose_answer_is_lost_is_asked_again_and_agreed(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.befall(Trouble.LOST_AFTER, patches)
        world.extend(booking, 15)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert [item.end for item in world.exchange.room_day()] == [booking.end + timedelta(minutes=15)]
        assert world.told == []


async def test_a_change_key_that_moves_is_met_by_trying_again(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.befall(Trouble.CHANGE_KEY, patches, times=3)
        world.extend(booking, 15)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert [item.end for item in world.exchange.room_day()] == [booking.end + timedelta(minutes=15)]
        assert world.told == []


async def test_a_change_key_that_moves_for_ever_is_told_and_the_booking_stands(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.befall(Trouble.CHANGE_KEY, patches, times=1000)
        world.extend(booking, 15)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert world.told == [Reason.CHANGE_REFUSED]
        assert [item.end for item in world.exchange.room_day()] == [booking.end]
        assert world.state == "busy"


async def test_cancelled_in_outlook_while_it_is_extended_it_is_told(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.cancel(world.exchange.created[0].uid)
        world.extend(booking, 15)
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.CANCELLED_ELSEWHERE]
        await world.until_state("free")


async def test_ended_while_it_is_being_extended_it_is_ended(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.extend(booking, 15)
        await asyncio.sleep(0.06)
        world.withdraw(booking)
        assert world.state == "free"
        await world.until(lambda: world.exchange.room_day() == [])
        await asyncio.sleep(10)
        assert world.exchange.room_day() == []
        assert world.exchange.calendars[USER] == {}


@MODES
async def test_named_it_keeps_its_time_and_its_place(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        world.core.submit(intents.Rename(booking.id, "Retrospective", "Mina"))
        assert world.state == "busy"
        await world.until(lambda: world.life(booking) is Life.KEPT)
        owner = USER if mode is Mode.INVITE else "aurora@contoso.com"
        assert [item.subject for item in world.exchange.calendars[owner].values()] == ["Retrospective"]
        assert world.told == []
        assert world.state == "busy"


async def test_only_what_was_booked_here_can_be_ended_here(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy")
        for promise in world.core.facts.promises:
            world.withdraw(promise)
        assert not any(call.writes for call in world.exchange.calls)


async def test_an_extension_that_somebody_overrules_in_outlook_is_told_and_followed(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.exchange.answers_after = 20
        world.extend(booking, 30)
        await asyncio.sleep(5)
        uid, sooner = world.exchange.created[0].uid, booking.start + timedelta(minutes=45)
        world.exchange.move(uid, booking.start, sooner)
        await world.until(lambda: world.told == [Reason.EXTENSION_TAKEN])
        assert world.current is not None
        assert world.current["end"] == f"{sooner:%FT%TZ}"
        assert world.life(booking) is Life.KEPT


@MODES
async def test_ended_here_after_it_was_moved_away_in_outlook_it_stays_where_it_is(
    tmp_path: Path, mode: Mode
) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        booking = await booked(world)
        uid, later = world.exchange.created[0].uid, booking.start + timedelta(hours=3)
        world.exchange.move(uid, later, later + timedelta(minutes=30))
        world.withdraw(booking)
        await world.until(lambda: world.told == [Reason.NOTHING_TO_CHANGE])
        assert [item.start for item in world.exchange.room_day()] == [later]
        assert not any(deletes(call) for call in world.exchange.calls)
        await world.until(lambda: world.core.facts.promises[0].start == later)
        assert world.life(booking) is Life.KEPT


async def test_ended_here_after_it_was_made_longer_in_outlook_it_is_ended(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await booked(world)
        world.exchange.move(world.exchange.created[0].uid, booking.start, booking.end + timedelta(hours=1))
        world.withdraw(booking)
        await world.until(lambda: world.exchange.room_day() == [])
        assert world.told == []
