"""A booking for a person by their address: whose calendar it stands in, and what is left of the address."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.intents import OpenPickTime
from kiosk.room.model import Life, Mode, Notice, PickingTime, Privacy, Promise, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import LENA, ROOM, USER, Call, Trouble

GUEST = "xenia@fabrikam.example"
ON = Settings(for_somebody=True, privacy=Privacy.FULL)


def booked(world: World, email: str, minutes: int = 30) -> Promise:
    booking = world.tap(minutes, email=email)
    assert booking is not None
    return booking


def looks_up(call: Call) -> bool:
    return call.method == "GET" and call.path.endswith("/calendar")


def creates(call: Call) -> bool:
    return call.creates


@pytest.mark.parametrize("mode", Mode)
async def test_an_insiders_meeting_stands_in_their_own_calendar_with_the_room_invited(
    tmp_path: Path, mode: Mode
) -> None:
    async with World(tmp_path, Settings(for_somebody=True, privacy=Privacy.FULL, mode=mode)) as world:
        await world.ready()
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        (hers,) = world.exchange.calendars[LENA].values()
        assert (hers.room, hers.guests, hers.transaction) == ("accepted", (), booking.id)
        assert world.exchange.calendars[USER] == {}
        (taken,) = world.exchange.room_day()
        assert (taken.organizer, taken.uid) == (LENA, hers.uid)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert world.current is not None
        assert (world.current["made_here"], world.current["organizer"]) == (True, "Lena Fischer")


async def test_it_is_extended_and_ended_in_their_calendar(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.extend(booking, 15)
        await world.until(lambda: world.exchange.room_day()[0].end == booking.end + timedelta(minutes=15))
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.withdraw(booking)
        await world.until(lambda: world.life(booking) is None)
        assert world.exchange.calendars[LENA] == {}
        assert world.exchange.room_day() == []


async def test_when_their_calendar_closes_a_later_end_is_refused_and_told(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.exchange.befall(Trouble.FORBIDDEN, lambda call: call.method == "PATCH")
        world.extend(booking, 15)
        await world.until(lambda: Reason.CHANGE_REFUSED in world.told)
        assert world.life(booking) is Life.KEPT
        assert world.exchange.room_day()[0].end == booking.end


@pytest.mark.parametrize("mode", Mode)
async def test_an_outsider_is_invited_to_what_the_display_books(tmp_path: Path, mode: Mode) -> None:
    async with World(tmp_path, Settings(for_somebody=True, mode=mode)) as world:
        await world.ready()
        booking = booked(world, GUEST)
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        (own,) = world.exchange.created
        assert own.guests == (GUEST,)
        assert own.organizer == (USER if mode is Mode.INVITE else ROOM)
        assert world.told == []


async def test_a_person_out_of_scope_is_invited_and_the_log_says_so_without_their_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.closed.add(LENA)
        with caplog.at_level(logging.INFO):
            booking = booked(world, LENA)
            await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert [item.guests for item in world.exchange.created] == [(LENA,)]
        assert "out of the application's scope" in caplog.text
        assert "lena" not in caplog.text.lower()


async def test_a_calendar_that_can_be_read_and_not_written_is_out_of_scope_too(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.befall(Trouble.FORBIDDEN, creates)
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        (own,) = world.exchange.created
        assert (own.organizer, own.guests) == (USER, (LENA,))
        assert world.faces[-1][1].booking_possible


async def test_a_rooms_address_is_nobodys(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        world.exchange.calendars["borealis@contoso.com"] = {}
        world.exchange.rooms.add("borealis@contoso.com")
        await world.ready()
        assert world.tap(email=ROOM.upper()) is None
        booking = booked(world, "borealis@contoso.com")
        await world.until(lambda: world.life(booking) is None)
        assert world.exchange.created == []
        assert world.told == [Reason.EMAIL, Reason.EMAIL]


async def test_a_guest_that_exchange_does_not_take_is_left_out_and_told_when_the_room_is_theirs(
    tmp_path: Path,
) -> None:
    async with World(tmp_path, ON) as world:
        world.exchange.takes_guests = False
        await world.ready()
        booking = booked(world, GUEST)
        await world.until(lambda: Reason.NOT_INVITED in world.told)
        assert world.life(booking) is Life.CONFIRMED
        (own,) = world.exchange.created
        assert (own.guests, own.transaction) == ((), booking.id)
        assert [notice.who for notice in world.notices] == ["xenia@"]
        assert sum(call.creates for call in world.exchange.calls) == 2


async def test_offline_it_is_held_and_looked_up_on_return(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.offline = True
        booking = booked(world, LENA)
        await world.until_state("held")
        await asyncio.sleep(90)
        await world.restart()
        assert world.state in ("held", "holding")
        world.exchange.offline = False
        await world.until(lambda: world.life(booking) in (Life.CONFIRMED, Life.KEPT))
        assert [item.organizer for item in world.exchange.created] == [LENA]


@pytest.mark.parametrize("trouble", [Trouble.LOST_BEFORE, Trouble.LOST_AFTER, Trouble.GARBLED])
async def test_in_doubt_it_is_looked_for_in_their_calendar_and_never_made_twice(
    tmp_path: Path, trouble: Trouble
) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.befall(trouble, creates)
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) in (Life.CONFIRMED, Life.KEPT))
        assert len(world.exchange.calendars[LENA]) == 1
        assert len(world.exchange.room_day()) == 1
        assert [item for item in world.coming if not item["made_here"]] == []


async def test_a_mailbox_that_does_not_answer_is_asked_thrice_then_its_owner_is_invited(
    tmp_path: Path,
) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, looks_up, times=3)
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert [(item.organizer, item.guests) for item in world.exchange.created] == [(USER, (LENA,))]
        assert sum(looks_up(call) for call in world.exchange.calls) == 3


async def test_a_look_up_whose_answer_is_lost_is_asked_again(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_BEFORE, looks_up, times=2)
        booking = booked(world, LENA)
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert [item.organizer for item in world.exchange.created] == [LENA]


async def test_taken_back_before_anything_was_made_nothing_is(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.exchange.latency = 2
        booking = booked(world, LENA)
        await world.until(lambda: any(looks_up(call) for call in world.exchange.calls))
        world.withdraw(booking)
        await asyncio.sleep(10)
        assert world.exchange.created == []
        assert world.core.facts.promises == ()


async def test_what_is_no_address_keeps_the_sheet_open_and_books_nothing(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.core.submit(OpenPickTime())
        assert world.tap(email="lena at contoso") is None
        assert isinstance(world.core.facts.visit.sheet, PickingTime)
        assert world.told == [Reason.EMAIL]
        assert world.notices == []
        assert booked(world, LENA)
        assert world.core.facts.visit.sheet is None


async def test_switched_off_an_address_is_not_even_kept(tmp_path: Path) -> None:
    async with World(tmp_path, Settings()) as world:
        await world.ready()
        booking = booked(world, LENA)
        assert (booking.email, booking.guest, booking.owner) == ("", "", "")
        await world.until(lambda: world.life(booking) is Life.CONFIRMED)
        assert [item.organizer for item in world.exchange.created] == [USER]


@pytest.mark.parametrize("email", [LENA, GUEST])
@pytest.mark.parametrize("takes_guests", [True, False])
async def test_the_address_is_erased_from_the_files_when_the_booking_is_over_and_never_in_status_or_log(
    tmp_path: Path, email: str, takes_guests: bool, caplog: pytest.LogCaptureFixture
) -> None:
    who = email.partition("@")[0].encode()
    with caplog.at_level(logging.DEBUG):
        async with World(tmp_path, Settings(for_somebody=True)) as world:
            world.exchange.takes_guests = takes_guests
            await world.ready()
            booking = booked(world, email, 15)
            seen = [str(world.core.status())]
            await world.until(lambda: world.life(booking) is Life.CONFIRMED)
            seen.append(str(world.core.status()))
            await asyncio.sleep(1)
            assert (who in world.on_disk()) is (email == LENA), "a guest is forgotten once invited"
            assert world.faces[-1][1].card.told is None or world.faces[-1][1].card.told.who == ""
            await world.until(lambda: world.life(booking) is None, within=1000)
            await asyncio.sleep(1)
            assert who not in world.on_disk()
            assert all(who.decode() not in status for status in seen)
    assert who.decode() not in caplog.text


async def test_what_is_told_behind_an_open_sheet_waits_until_somebody_can_read_it(tmp_path: Path) -> None:
    async with World(tmp_path, ON) as world:
        await world.ready()
        world.core.submit(OpenPickTime())
        assert world.tap(email="lena at contoso") is None
        world.core.tell(Notice(Reason.SERVER_FAULT, world.now + timedelta(seconds=30)))
        world.core.look()
        await world.until(lambda: world.told == [Reason.EMAIL, Reason.SERVER_FAULT])
