"""A display leaves its room for good: its bookings are settled first, and until the mark is set it has its room whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.leaving import ANSWERED, PATIENCE, Leaving, Left
from kiosk.pairing import kept
from kiosk.room.face import State
from kiosk.room.model import Life, Mode, Promise, Settings
from kiosk.room.phrases import Phrase
from tests.core.world import World
from tests.fakes.exchange import Call, Throttled, Trouble

HOUR = timedelta(hours=1)


def creates(call: Call) -> bool:
    return call.creates


def writes(call: Call) -> bool:
    return call.writes


@dataclass
class Wall:
    """A display, and what becomes of it."""

    world: World
    ends: list[str] = field(default_factory=list)
    by_file: bool = False
    still: bool = False

    def __post_init__(self) -> None:
        world = self.world
        self.leaving = Leaving(
            world.core, world.folder, lambda: self.ends.append("anew"), lambda: self.ends.append("ended"),
            lambda: self, has_room=True, by_file=self.by_file,
        )  # fmt: skip
        world.looked = self.leaving.looked

    async def be_still(self) -> None:
        self.still = True
        await self.world.pusher.stop()

    async def booked(self, hours: float) -> Promise:
        """Yours, and some hours away."""
        world = self.world
        start = world.minute + hours * HOUR
        promise = world.book(start, start + HOUR / 2, subject="Merger with Fabrikam")
        assert promise is not None
        await world.until(lambda: world.life(promise) in (Life.CONFIRMED, Life.KEPT))
        return promise

    def standing(self) -> int:
        """Our bookings, in the calendar that they were written to."""
        calendars = self.world.exchange.calendars.values()
        items = [item for calendar in calendars for item in calendar.values() if item.transaction]
        return sum(item.stands for item in items)


@pytest.fixture(params=[Mode.INVITE, Mode.DIRECT], ids=["invite", "direct"])
async def wall(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Wall]:
    async with World(tmp_path, Settings(mode=request.param)) as world:
        await world.ready()
        yield Wall(world)


async def test_all_that_is_to_come_is_taken_back_and_what_runs_stays(wall: Wall) -> None:
    running = await wall.booked(0)
    await wall.booked(2)
    await wall.booked(4)
    assert wall.leaving.count() == 2
    assert await wall.leaving.leave(cancel=True) == Left(left=True, cancelled=2)
    assert wall.standing() == 1
    assert wall.world.life(running) in (Life.CONFIRMED, Life.KEPT)
    assert kept.is_leaving(wall.world.folder)
    assert wall.ends == [], "the answer has its time to leave"
    await asyncio.sleep(ANSWERED)
    assert wall.ends == ["anew"]


async def test_left_as_they_are_they_stand_and_nothing_more_is_sent(wall: Wall) -> None:
    await wall.booked(2)
    wall.world.exchange.befall(Trouble.REFUSED, lambda _: True, times=1000)
    held = wall.world.book(wall.world.minute + 4 * HOUR, wall.world.minute + 5 * HOUR)
    assert held is not None
    await wall.world.until(lambda: wall.world.outbox == [("create", "queued")])
    assert await wall.leaving.leave(cancel=False) == Left(left=True, stay=1, unsent=1)
    assert wall.still
    before = len(wall.world.exchange.created)
    wall.world.exchange.calm()
    await asyncio.sleep(120)
    assert (wall.standing(), len(wall.world.exchange.created)) == (1, before)


async def test_what_was_never_sent_is_never_sent_when_all_is_cancelled(wall: Wall) -> None:
    wall.world.exchange.befall(Trouble.REFUSED, creates, times=1000)
    assert wall.world.tap() is not None
    await wall.world.until(lambda: wall.world.outbox == [("create", "queued")])
    assert (await wall.leaving.leave(cancel=True)).left
    assert wall.world.exchange.created == []


async def test_one_in_doubt_is_looked_for_and_taken_back(wall: Wall) -> None:
    wall.world.exchange.befall(Trouble.LOST_AFTER, creates)
    assert wall.world.tap() is not None
    await wall.world.until(lambda: len(wall.world.exchange.created) == 1)
    await wall.world.until(lambda: wall.world.outbox == [("create", "in_doubt")])
    left = await wall.leaving.leave(cancel=True)
    assert (left.left, left.cancelled) == (True, 1)
    assert wall.standing() == 0


async def test_one_in_doubt_that_is_left_is_told(wall: Wall) -> None:
    wall.world.exchange.befall(Trouble.LOST_AFTER, creates)
    assert wall.world.tap() is not None
    await wall.world.until(lambda: wall.world.outbox == [("create", "in_doubt")])
    assert await wall.leaving.leave(cancel=False) == Left(left=True, unsure=1)


@pytest.mark.parametrize("trouble", [Trouble.FORBIDDEN, Trouble.REFUSED, Throttled(3600)])
async def test_what_cannot_be_cancelled_in_time_keeps_the_display_where_it_is(
    wall: Wall, trouble: Trouble | Throttled
) -> None:
    await wall.booked(2)
    await wall.booked(4)
    wall.world.exchange.befall(trouble, writes, times=1000)
    began = wall.world.now
    told = await wall.leaving.leave(cancel=True)
    assert not told.left
    assert "2 of 2 bookings could not be cancelled" in told.why
    assert wall.world.now - began >= timedelta(seconds=PATIENCE)
    assert not kept.is_leaving(wall.world.folder)
    await asyncio.sleep(ANSWERED)
    assert (wall.ends, wall.still) == ([], False)
    assert wall.world.faces[-1][1].state is not State.UNPAIRED, "the glass shows the room again"


async def test_a_refusal_that_is_put_right_is_tried_again(wall: Wall) -> None:
    await wall.booked(2)
    wall.world.exchange.befall(Trouble.FORBIDDEN, writes, times=1000)
    assert not (await wall.leaving.leave(cancel=True)).left
    wall.world.exchange.calm()
    assert await wall.leaving.leave(cancel=True) == Left(left=True, cancelled=1)
    assert wall.standing() == 0


async def test_the_glass_says_so_and_offers_nothing(wall: Wall) -> None:
    await wall.booked(2)
    wall.world.exchange.befall(Trouble.SILENT, writes)
    going = asyncio.get_running_loop().create_task(wall.leaving.leave(cancel=True))
    await wall.world.until(lambda: wall.world.faces[-1][1].state is State.UNPAIRED)
    card = wall.world.faces[-1][1].card
    assert card.title is not None
    assert (card.title.phrase, card.keys) == (Phrase.PARTING, ())
    told = await wall.leaving.leave(cancel=True)
    assert (told.left, told.why) == (False, "The display is being disconnected already.")
    assert (await going).left


async def test_where_the_mark_cannot_be_set_the_display_goes_on_with_its_room(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "mark_leaving", full)
    told = await wall.leaving.leave(cancel=False)
    assert (told.left, "No space left on device" in told.why) == (False, True)
    await asyncio.sleep(ANSWERED)
    assert wall.ends == ["anew"]


async def test_a_display_that_follows_a_file_ends(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        wall = Wall(world, by_file=True)
        assert await wall.leaving.leave(cancel=True) == Left(left=True, by_file=True)
        await asyncio.sleep(ANSWERED)
        assert wall.ends == ["ended"]


async def test_who_cannot_see_the_bookings_does_not_cancel_them(wall: Wall) -> None:
    wall.leaving.has_room = False
    told = await wall.leaving.leave(cancel=True)
    assert (told.left, "--leave" in told.why) == (False, True)
    assert (await wall.leaving.leave(cancel=False)).left


async def test_a_display_that_has_not_begun_to_send_is_asked_again_later(wall: Wall) -> None:
    wall.leaving.exchange = lambda: None
    told = await wall.leaving.leave(cancel=True)
    assert (told.left, told.why) == (False, "The display is still starting. Try again in a moment.")
    assert not kept.is_leaving(wall.world.folder)


async def test_killed_while_its_bookings_are_cancelled_it_has_its_room_and_they_go_all_the_same(
    wall: Wall,
) -> None:
    await wall.booked(2)
    await wall.booked(4)
    wall.world.exchange.befall(Trouble.REFUSED, writes, times=3)
    going = asyncio.get_running_loop().create_task(wall.leaving.leave(cancel=True))
    await wall.world.until(lambda: [life for _, life in wall.world.outbox] == ["queued", "queued"])
    await wall.world.restart()
    assert going.cancelled()
    assert not kept.is_leaving(wall.world.folder)
    assert wall.world.core.facts.room is not None
    await wall.world.until(lambda: wall.standing() == 0)
