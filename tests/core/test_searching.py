"""Other rooms are asked about while somebody wants one, all of them in one request; at rest nobody is asked."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.core.searching import Choice, Searcher
from kiosk.room.intents import Close, FindRoom
from kiosk.room.model import Notice
from kiosk.room.nearby import FindingRoom, Neighbour
from kiosk.room.reasons import Reason
from kiosk.sync import errors
from tests.core.world import POLL, SELDOM, World
from tests.fakes.exchange import ROOM, USER

BOREALIS, CORONA = "borealis@contoso.com", "corona@contoso.com"


class Building:
    """The other rooms as Exchange tells of them: none is taken. What was asked, and when."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.places = [BOREALIS, CORONA]
        self.places_fault: Exception | None = None
        self.plans_fault: Exception | None = None
        self.looked_up: list[datetime] = []
        self.asked: list[tuple[datetime, list[str], str]] = []
        """When, about which rooms, and until when (Graph's own writing, UTC)."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ARG002 - Asks has them
        self.looked_up.append(self._world.now)
        if self.places_fault is not None:
            raise self.places_fault
        return {"value": [{"emailAddress": room, "displayName": room.split("@")[0]} for room in self.places]}

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        assert path.endswith("/getSchedule")
        self.asked.append((self._world.now, list(body["schedules"]), body["endTime"]["dateTime"]))
        if self.plans_fault is not None:
            raise self.plans_fault
        return {"value": [{"scheduleId": room, "scheduleItems": []} for room in body["schedules"]]}

    def pauses(self) -> list[float]:
        """Seconds from each question to the next."""
        times = [at for at, *_ in self.asked]
        return [(later - at).total_seconds() for at, later in pairwise(times)]


@asynccontextmanager
async def searching(
    folder: Path, choice: Choice | None = None, *, poll: float = POLL
) -> AsyncIterator[tuple[World, Building]]:
    """A display that has read its room, and a searcher joined to it as kiosk/exchange.py joins it."""
    async with World(folder, poll=poll) as world:
        building = Building(world)
        every = timedelta(seconds=POLL)
        searcher = Searcher(
            world.core, building, world.alarm.at, choice or Choice(), here=ROOM, asker=USER, every=every
        )
        world.looked = searcher.look
        try:
            await world.ready()
            yield world, building
        finally:
            await searcher.stop()


async def test_at_rest_nobody_is_asked(tmp_path: Path) -> None:
    async with searching(tmp_path) as (_, building):
        await asyncio.sleep(600)
        assert (building.looked_up, building.asked) == ([], [])


async def test_the_open_sheet_asks_about_all_rooms_in_one_request_and_goes_on_at_the_pace(
    tmp_path: Path,
) -> None:
    async with searching(tmp_path) as (world, building):
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.asked) == 3, within=30)
        assert [rooms for _, rooms, _ in building.asked] == [[BOREALIS, CORONA]] * 3
        assert all(POLL <= pause < POLL + 1 for pause in building.pauses())
        assert len(building.looked_up) == 1, "which rooms there are changes seldom"
        assert len(world.core.facts.nearby.plans) == 2


async def test_a_closed_sheet_asks_no_more(tmp_path: Path) -> None:
    async with searching(tmp_path) as (world, building):
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.asked) == 1)
        world.core.submit(Close())
        await asyncio.sleep(120)
        assert len(building.asked) == 1


async def test_a_sheet_opened_again_and_again_asks_at_most_every_two_seconds(tmp_path: Path) -> None:
    async with searching(tmp_path) as (world, building):
        for _ in range(40):
            world.core.submit(FindRoom())
            await asyncio.sleep(0.1)
            world.core.submit(Close())
            await asyncio.sleep(0.1)
        assert len(building.asked) > 1
        assert min(building.pauses()) >= 2


async def test_a_no_at_the_door_asks_as_far_as_a_day_after_what_was_wished(tmp_path: Path) -> None:
    async with searching(tmp_path, Choice(listed=(Neighbour(BOREALIS, "Borealis"),))) as (world, building):
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.asked) == 1)
        world.core.submit(Close())
        await asyncio.sleep(10)
        wished = world.minute + timedelta(hours=30)
        until = world.now + timedelta(minutes=1)
        world.core.tell(Notice(Reason.SLOT_TAKEN, until, minutes=45, start=wished))
        world.core.look()
        await world.until(lambda: len(building.asked) == 2, within=5)
        assert building.asked[-1][2] >= (wished + timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%S")


async def test_a_question_that_was_not_answered_is_told_and_asked_again(tmp_path: Path) -> None:
    async with searching(tmp_path) as (world, building):
        building.plans_fault = errors.NoAnswer("504")
        world.core.submit(FindRoom(FindingRoom(30)))
        await world.until(lambda: world.core.facts.nearby.failed)
        assert world.core.facts.nearby.plans == ()
        building.plans_fault = None
        await world.until(lambda: not world.core.facts.nearby.failed, within=POLL + 2)
        assert len(world.core.facts.nearby.plans) == 2


async def test_the_admins_rooms_are_there_though_exchange_does_not_tell_which_rooms_there_are(
    tmp_path: Path,
) -> None:
    async with searching(tmp_path, Choice(listed=(Neighbour(BOREALIS, "Borealis"),))) as (world, building):
        building.places_fault = errors.NoAnswer("504")
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.asked) == 1)
        assert [room.mailbox for room in world.core.facts.nearby.rooms] == [BOREALIS]
        building.places_fault = None
        await world.until(lambda: len(building.asked) == 2, within=POLL + 2)
        assert building.asked[-1][1] == [BOREALIS, CORONA], "and it is asked which others there are"


async def test_a_building_without_other_rooms_is_asked_again_a_day_later(tmp_path: Path) -> None:
    async with searching(tmp_path, poll=SELDOM) as (world, building):
        building.places = []
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.looked_up) == 1)
        await asyncio.sleep(1)
        assert (world.core.facts.nearby.offered, building.asked) == (False, [])
        world.core.submit(Close())
        building.places = [BOREALIS]
        await asyncio.sleep(25 * 3600)
        assert world.core.facts.nearby.offered, "the way to look for one is there again"
        world.core.submit(FindRoom())
        await world.until(lambda: len(building.asked) == 1)
