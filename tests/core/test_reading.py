"""What Exchange tells, and what the glass makes of it when Exchange stumbles."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.model import Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import ROOM_NAME, Call, Throttled, Trouble


def reads_room(call: Call) -> bool:
    return call.reads_room


async def test_before_the_first_read_nothing_is_claimed(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        assert world.state == "unknown"
        assert world.tap() is None
        await world.until_state("free")


async def test_a_persons_mailbox_is_not_shown_and_takes_no_bookings(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.rooms.clear()
        world.exchange.purpose = "user"
        world.exchange.book(world.minute, world.minute + timedelta(hours=1), subject="My doctor")
        await world.until_state("problem")
        status = world.core.status()
        assert status["exchange"]["problem"] == Reason.MAILBOX_MISSING.value  # type: ignore[index]
        assert status["room"]["verified"] is False  # type: ignore[index]
        assert status["next"] == []
        assert world.tap() is None
        world.exchange.purpose = "room"  # an admin made it one
        await world.until_state("busy", within=65)
        assert world.core.status()["room"]["verified"] is True  # type: ignore[index]


async def test_outlooks_changes_reach_the_glass(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        meeting = world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy", within=11)
        world.exchange.move(meeting.uid, meeting.end, meeting.end + timedelta(hours=1))
        await world.until_state("free", within=12)
        assert world.coming[0]["start"] == meeting.end.isoformat().replace("+00:00", "Z")
        world.exchange.cancel(meeting.uid)
        await world.until(lambda: world.coming == [], within=12)


async def test_a_day_that_turns_empty_at_once_is_read_again_before_it_is_believed(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        meeting = world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy")
        world.exchange.cancel(meeting.uid)
        before = len(world.faces)
        read = len(world.exchange.calls)
        await world.until(lambda: len(world.exchange.calls) == read + 1, within=11)
        world.exchange.calendars["aurora@contoso.com"][meeting.id] = meeting  # it was only a hiccup
        await asyncio.sleep(20)
        assert [face.state.value for _, face in world.faces[before:]] in ([], ["busy"])
        world.exchange.cancel(meeting.uid)
        await world.until_state("free", within=13)


@pytest.mark.parametrize("trouble", [Trouble.GARBLED, Trouble.LOST_AFTER, Trouble.SILENT, Trouble.REFUSED])
async def test_a_bad_read_changes_nothing_but_the_age(tmp_path: Path, trouble: Trouble) -> None:
    async with World(tmp_path) as world:
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy")
        events, heard = world.core.facts.events, world.core.facts.heard.as_of
        world.exchange.calendars["aurora@contoso.com"].clear()
        world.exchange.befall(trouble, reads_room, times=1000)
        await asyncio.sleep(60)
        assert world.core.facts.events == events
        assert world.core.facts.heard.as_of == heard
        assert world.state == "busy"


async def test_a_page_that_is_lost_is_no_day(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.page = 3
        for hour in range(1, 9):
            at = world.now + timedelta(hours=hour)
            world.exchange.book(at, at + timedelta(minutes=30), f"Meeting {hour}")
        await world.ready()
        assert len(world.coming) == 8
        world.exchange.befall(Trouble.LOST_AFTER, lambda call: "skip=3" in call.path, times=1000)
        world.exchange.cancel("uid-0001")
        await asyncio.sleep(60)
        assert len(world.coming) == 8
        world.exchange.calm()
        await world.until(lambda: len(world.coming) == 7)


async def test_two_events_fewer_in_the_middle_of_a_paged_read_still_make_one_day(tmp_path: Path) -> None:
    """Pages by `$skip` shift when something is deleted between them; the next read is whole again."""
    async with World(tmp_path) as world:
        world.exchange.page = 3
        for hour in range(1, 9):
            at = world.now + timedelta(hours=hour)
            world.exchange.book(at, at + timedelta(minutes=30))
        await world.ready()
        read = len(world.exchange.calls)
        await world.until(lambda: len(world.exchange.calls) > read, within=11)
        world.exchange.cancel("uid-0001")
        await asyncio.sleep(15)
        assert len(world.coming) == 7


async def test_429_is_obeyed_to_the_fraction_and_is_no_loss_of_the_line(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(17.5), lambda _: True)
        read = len(world.exchange.calls)
        await world.until(lambda: len(world.exchange.calls) == read + 1, within=11)
        asked = world.exchange.calls[-1].at
        await asyncio.sleep(17)
        assert len(world.exchange.calls) == read + 1
        assert world.state == "free"
        exchange = world.core.status()["exchange"]
        assert isinstance(exchange, dict)
        assert exchange["reachable"] is True
        assert exchange["problem"] == Reason.THROTTLED.value
        await world.until(lambda: len(world.exchange.calls) == read + 2, within=2)
        assert world.exchange.calls[-1].at - asked >= timedelta(seconds=17.5)


async def test_sync_now_does_not_end_a_retry_after(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(40), lambda _: True)
        assert await world.puller.sync_now() is False
        read = len(world.exchange.calls)
        assert await world.puller.sync_now() is False
        assert len(world.exchange.calls) == read


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble.FORBIDDEN, Reason.READ_REFUSED),
        (Trouble.UNAUTHORIZED, Reason.ACCESS_LOST),
        (Trouble.MAILBOX_MISSING, Reason.MAILBOX_MISSING),
    ],
)
async def test_what_a_person_must_mend_is_a_problem_and_mended_it_goes_away(
    tmp_path: Path, trouble: Trouble, reason: Reason
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.befall(trouble, reads_room, times=1000)
        await world.until_state("problem", within=11)
        exchange = world.core.status()["exchange"]
        assert isinstance(exchange, dict)
        assert exchange["problem"] == reason.value
        assert world.tap() is None
        world.exchange.calm()
        await world.until_state("free", within=31)


async def test_a_long_day_of_many_pages_is_whole(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.page = 40
        for number in range(300):
            at = world.now + timedelta(minutes=20 * number + 10)
            world.exchange.book(at, at + timedelta(minutes=10), f"Meeting {number}")
        await world.ready()
        assert len(world.coming) == 300
        assert world.state == "soon"


async def test_at_rest_the_room_is_read_as_often_as_configured_and_no_more(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await asyncio.sleep(90)
        read = len(world.exchange.calls)
        await asyncio.sleep(600)
        assert 60 <= len(world.exchange.calls) - read <= 76


async def test_an_idle_display_publishes_once_a_minute(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await asyncio.sleep(90)
        before = len(world.faces)
        await asyncio.sleep(600)
        assert len(world.faces) - before == 10


async def test_after_a_touch_the_room_is_read_more_often(tmp_path: Path) -> None:
    async with World(tmp_path, Settings()) as world:
        await world.ready()
        await asyncio.sleep(90)
        booking = world.tap()
        assert booking is not None
        read = sum(call.reads_room for call in world.exchange.calls)
        await asyncio.sleep(50)
        assert sum(call.reads_room for call in world.exchange.calls) - read >= 18


async def test_a_room_whose_zone_is_not_told_any_more_stays_where_it_is(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await world.crash()
        world.exchange.befall(Trouble.BAD_REQUEST, lambda call: "getSchedule" in call.path)
        await world.start()
        await asyncio.sleep(15)
        assert not world.exchange.troubles, "it was asked"
        assert world.core.facts.room is not None
        assert world.core.facts.room.zone == "Europe/Berlin"


async def test_what_was_told_of_the_room_is_not_lost_with_a_day_that_could_not_be_read(
    tmp_path: Path,
) -> None:
    async with World(tmp_path) as world:
        world.exchange.befall(Trouble.LOST_AFTER, lambda call: call.reads_room, times=2)
        await world.ready()
        room = world.core.facts.room
        assert room is not None
        assert (room.zone, room.name) == ("Europe/Berlin", ROOM_NAME)


async def test_the_day_is_as_old_as_the_begin_of_its_read(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.latency = 4
        await world.ready()
        first = next(call for call in world.exchange.calls if call.reads_room)
        as_of = world.core.facts.heard.as_of
        assert as_of is not None
        assert as_of <= first.at
