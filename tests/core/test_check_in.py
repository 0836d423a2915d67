"""Check-in, and a room that is given back when nobody comes: never while the display could not know who is there."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.model import EventId, Life, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import LENA, ROOM, Call, Item, Trouble
from tests.torture.person import keys_of

MINUTE = timedelta(minutes=1)
RULES = Settings(check_in=True, decline_others=True)


def world_with(folder: Path, rules: Settings = RULES) -> World:
    return World(folder, rules)


def meeting(world: World, begins: float, minutes: float = 60) -> Item:
    """Somebody's meeting that begins in so many minutes."""
    start = world.minute + begins * MINUTE
    return world.exchange.book(start, start + minutes * MINUTE)


async def until(world: World, at: datetime) -> None:
    await asyncio.sleep((at - world.now).total_seconds())


def key(face: Face, kind: type) -> object | None:
    return next((key.intent for key in keys_of(face) if isinstance(key.intent, kind)), None)


def press_check_in(world: World) -> None:
    intent = key(world.faces[-1][1], intents.CheckIn)
    assert isinstance(intent, intents.CheckIn)
    world.core.submit(intent)


def declines(call: Call) -> bool:
    return call.path.endswith("/decline")


async def test_one_tap_checks_in_and_nothing_is_released(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + MINUTE)
        assert (world.state, world.word) == ("check_in", "checkin")
        press_check_in(world)
        assert world.state == "busy"
        assert world.current is not None
        assert world.current["checked_in"] is True
        await until(world, item.end - MINUTE)
        assert world.exchange.declined == []


async def test_check_in_opens_before_the_meeting(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start - 11 * MINUTE)
        assert key(world.faces[-1][1], intents.CheckIn) is None
        await until(world, item.start - 9 * MINUTE)
        press_check_in(world)
        await until(world, item.start + MINUTE)
        assert world.state == "busy"


async def test_nobody_comes_and_the_room_says_no_to_this_meeting(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 9.9 * MINUTE)
        assert world.state == "check_in"
        await until(world, item.start + 10.2 * MINUTE)
        ((declined, comment),) = world.exchange.declined
        assert declined.id == item.id
        assert "Nobody checked in" in comment
        assert world.state == "free"


async def test_it_can_be_taken_back_at_the_door_while_it_is_free(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 11 * MINUTE)
        undo = next(i.intent for i in keys_of(world.faces[-1][1]) if i.say.phrase.name == "KEY_UNDO")
        assert isinstance(undo, intents.Book)
        world.core.submit(undo)
        await world.until(lambda: world.word == "yours")
        assert world.exchange.created[0].end == item.end
        await asyncio.sleep(20 * 60)
        assert world.state == "busy"


@pytest.mark.parametrize("gap", [130, 400])
async def test_no_release_after_a_window_in_which_exchange_was_unheard(tmp_path: Path, gap: float) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start - 5 * MINUTE)
        world.exchange.offline = True
        await asyncio.sleep(gap)
        world.exchange.offline = False
        await until(world, item.end - MINUTE)
        assert world.exchange.declined == []
        assert world.state == "busy"


async def test_no_release_after_a_restart_in_the_window(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 3 * MINUTE)
        await world.restart()
        await until(world, item.end - MINUTE)
        assert world.exchange.declined == []


async def test_a_check_in_outlives_a_restart(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 3 * MINUTE)
        press_check_in(world)
        await asyncio.sleep(1)
        await world.restart()
        await world.ready()
        assert world.state == "busy"
        assert world.current is not None
        assert world.current["checked_in"] is True


async def test_no_release_when_the_clock_was_wrong_in_the_window(tmp_path: Path) -> None:
    world = world_with(tmp_path)
    world.dated = timedelta()
    async with world:
        item = meeting(world, 15)
        await until(world, item.start - 5 * MINUTE)
        world.clock.off = timedelta(hours=1)
        world.core.look()
        await asyncio.sleep(20)
        world.clock.off = timedelta()
        world.core.look()
        await until(world, item.end - MINUTE)
        assert world.exchange.declined == []


async def test_without_permission_nothing_is_released_and_nobody_is_threatened(tmp_path: Path) -> None:
    async with world_with(tmp_path, replace(RULES, decline_others=False)) as world:
        item = meeting(world, 15)
        await until(world, item.start + MINUTE)
        assert world.state == "check_in"
        intro = world.faces[-1][1].card.intro
        assert intro is not None
        assert intro.phrase.name == "CHECK_IN_KEEPS"
        await until(world, item.start + 11 * MINUTE)
        assert (world.state, world.exchange.declined) == ("busy", [])


async def test_made_here_for_later_it_is_cancelled_on_the_organizers_copy(tmp_path: Path) -> None:
    async with world_with(tmp_path, replace(RULES, decline_others=False)) as world:
        await world.ready()
        start = world.minute + 20 * MINUTE
        booking = world.book(start, start + 60 * MINUTE)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT, within=90)
        await until(world, start + MINUTE)
        assert world.state == "check_in"
        await until(world, start + 11 * MINUTE)
        assert world.exchange.room_day() == []
        assert (world.state, world.exchange.declined) == ("free", [])


@pytest.mark.parametrize("decline_others", [True, False])
async def test_made_here_in_a_persons_own_calendar_it_is_theirs_the_room_says_no_where_that_is_allowed(
    tmp_path: Path, decline_others: bool
) -> None:
    rules = replace(RULES, decline_others=decline_others, for_somebody=True)
    async with world_with(tmp_path, rules) as world:
        await world.ready()
        start = world.minute + 30 * MINUTE
        booking = world.book(start, start + 60 * MINUTE, email=LENA)
        assert booking is not None
        await until(world, start + 11 * MINUTE)
        assert [item.uid for item, _ in world.exchange.declined] == [
            item.uid for item in world.exchange.created if decline_others
        ]
        assert len(world.exchange.calendars[LENA]) == 1, "nobody's meeting goes because nobody came"
        await world.until(lambda: (world.life(booking) is None) is decline_others)


async def test_made_at_the_door_for_now_it_is_checked_in_by_being_made(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        await asyncio.sleep(15 * 60)
        assert world.state == "busy"
        assert len(world.exchange.room_day()) == 1


async def test_a_long_meeting_is_exempt(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15, minutes=9 * 60)
        await until(world, item.start + 12 * MINUTE)
        assert (world.state, world.exchange.declined) == ("busy", [])
        assert "check_in" not in {face.state.value for _, face in world.faces}


async def test_the_organizers_on_the_list_are_exempt(tmp_path: Path) -> None:
    rules = replace(RULES, exempt_organizers=frozenset({"lena.fischer@contoso.com"}))
    async with world_with(tmp_path, rules) as world:
        item = meeting(world, 15)
        await until(world, item.start + 12 * MINUTE)
        assert (world.state, world.exchange.declined) == ("busy", [])


async def test_a_meeting_that_is_made_when_it_begins_has_its_time_before_it(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await asyncio.sleep(20 * 60)
        item = meeting(world, -8)
        await asyncio.sleep(4 * 60)
        assert world.exchange.declined == []
        await until(world, item.start + 20 * MINUTE)
        assert len(world.exchange.declined) == 1


async def test_a_lost_reply_to_the_decline_is_looked_into_before_it_is_sent_again(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        world.exchange.befall(Trouble.LOST_AFTER, declines)
        await until(world, item.start + 11 * MINUTE)
        assert len(world.exchange.declined) == 1
        assert len([call for call in world.exchange.calls if declines(call)]) == 1
        assert world.state == "free"


async def test_a_meeting_that_was_moved_meanwhile_is_spared(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 9 * MINUTE)
        world.exchange.latency = 4
        await until(world, item.start + 10 * MINUTE - timedelta(seconds=1))
        world.exchange.move(item.uid, item.start + 120 * MINUTE, item.end + 120 * MINUTE)
        await asyncio.sleep(60)
        assert world.exchange.declined == []


async def test_release_room_needs_two_taps_and_leaves_the_organizers_meeting(tmp_path: Path) -> None:
    async with world_with(tmp_path, Settings(decline_others=True)) as world:
        item = meeting(world, -5)
        await world.ready()
        arm = key(world.faces[-1][1], intents.Arm)
        assert arm == intents.Arm(item.id)
        world.core.submit(intents.Arm(item.id))
        assert world.exchange.declined == []
        world.core.submit(intents.ReleaseRoom(EventId(item.id)))
        await world.until(lambda: world.state == "free", within=10)
        ((_, comment),) = world.exchange.declined
        assert "released the room" in comment


async def test_where_it_is_not_allowed_there_is_no_key_and_no_way(tmp_path: Path) -> None:
    async with world_with(tmp_path, Settings()) as world:
        item = meeting(world, -5)
        await world.ready()
        assert key(world.faces[-1][1], intents.Arm) is None
        world.core.submit(intents.ReleaseRoom(EventId(item.id)))
        await asyncio.sleep(20)
        assert (world.state, world.exchange.declined) == ("busy", [])


async def test_exchange_refuses_the_release_and_the_person_is_told(tmp_path: Path) -> None:
    async with world_with(tmp_path, Settings(decline_others=True)) as world:
        item = meeting(world, -5)
        await world.ready()
        world.exchange.befall(Trouble.FORBIDDEN, declines)
        world.core.submit(intents.ReleaseRoom(EventId(item.id)))
        await asyncio.sleep(10)
        assert world.told == [Reason.RELEASE_REFUSED]
        assert world.state == "busy"


async def test_a_release_that_could_not_be_sent_in_time_is_not_sent(tmp_path: Path) -> None:
    async with world_with(tmp_path, Settings(decline_others=True)) as world:
        item = meeting(world, -5)
        await world.ready()
        world.exchange.offline = True
        world.core.submit(intents.ReleaseRoom(EventId(item.id)))
        await asyncio.sleep(200)
        world.exchange.offline = False
        await asyncio.sleep(60)
        assert world.exchange.declined == []


async def test_an_early_end_moved_by_its_organizer_does_not_wake_the_release(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start + 2 * MINUTE)
        press_check_in(world)
        world.exchange.move(item.uid, item.start - 5 * MINUTE, item.end + 60 * MINUTE)
        await until(world, item.end + 30 * MINUTE)
        assert (world.state, world.exchange.declined) == ("busy", [])
        assert ROOM in world.exchange.calendars


async def test_a_meeting_that_was_made_shortly_before_its_start_is_exempt(tmp_path: Path) -> None:
    async with world_with(tmp_path, replace(RULES, exempt_created=10 * MINUTE)) as world:
        await asyncio.sleep(20 * 60)
        item = meeting(world, 5)
        await until(world, item.start + 20 * MINUTE)
        assert (world.state, world.exchange.declined) == ("busy", [])
        assert "check_in" not in {face.state.value for _, face in world.faces}


async def test_a_sensor_that_sees_somebody_in_the_room_checks_in(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        item = meeting(world, 15)
        await until(world, item.start - 2 * MINUTE)
        world.core.attending.sensed(world.now)
        assert world.core.facts.check_ins == ()
        await until(world, item.start + 2 * MINUTE)
        world.core.attending.sensed(world.now)
        assert world.state == "busy"
        await until(world, item.end - MINUTE)
        assert world.exchange.declined == []


# --- a series that nobody comes to

SERIES = "AAMk-series"


def occurrences(world: World, *begin: float) -> list[Item]:
    """Meetings of one series, of half an hour each, that begin in so many minutes."""
    items = [replace(meeting(world, at, 30), series=SERIES) for at in begin]
    for item in items:
        world.exchange.calendars[ROOM][item.id] = item
    return items


def counted(world: World) -> list[object]:
    told = world.core.status()["no_shows"]
    assert isinstance(told, list)
    return [(one["series"], one["times"]) for one in told]


async def test_who_does_not_come_again_and_again_is_counted_and_told_but_the_series_stays(
    tmp_path: Path,
) -> None:
    async with world_with(tmp_path) as world:
        first, second, third = occurrences(world, 15, 75, 135)
        await until(world, second.start + 11 * MINUTE)
        assert counted(world) == [(SERIES, 2)]
        await world.restart()
        assert counted(world) == [(SERIES, 2)]
        declined = [(item.id, "2 times in a row" in comment) for item, comment in world.exchange.declined]
        assert declined == [(first.id, False), (second.id, True)]
        assert third.id in world.exchange.calendars[ROOM]


async def test_who_comes_again_begins_anew(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        first, second = occurrences(world, 15, 75)
        await until(world, first.start + 11 * MINUTE)
        assert counted(world) == [(SERIES, 1)]
        await until(world, second.start + MINUTE)
        press_check_in(world)
        assert counted(world) == []


async def test_they_are_counted_where_nothing_may_be_released(tmp_path: Path) -> None:
    async with world_with(tmp_path, replace(RULES, decline_others=False)) as world:
        first, _ = occurrences(world, 15, 75)
        await until(world, first.end - MINUTE)
        assert counted(world) == [(SERIES, 1)]
        assert world.exchange.declined == []
