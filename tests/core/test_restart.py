"""A display that dies in the middle of something goes on where it was."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.face import Face, State
from kiosk.room.model import Life, Mode, Privacy, Settings
from kiosk.room.reasons import Reason
from tests.core.world import World
from tests.fakes.exchange import USER, Call, Trouble

MODES = pytest.mark.parametrize("mode", [Mode.INVITE, Mode.DIRECT])


def creates(call: Call) -> bool:
    return call.creates


async def test_the_last_day_is_shown_before_exchange_is_asked(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy")
        await asyncio.sleep(1)
        await world.crash()
        world.exchange.offline = True
        await world.start()
        assert world.state == "busy"
        assert world.core.facts.heard.as_of is not None


@MODES
@pytest.mark.parametrize("moment", [0.0, 0.01, 0.04, 0.06, 0.12, 0.5, 1.1, 2.4, 5.0, 20.0])
async def test_dead_at_any_moment_of_a_booking_it_is_booked_once_or_was_never_promised(
    tmp_path: Path, moment: float, mode: Mode
) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await asyncio.sleep(moment)
        present = world.promise(booking)
        promised = present is not None and present.stored
        await world.restart()
        await asyncio.sleep(60)
        if promised:
            assert world.life(booking) in (Life.CONFIRMED, Life.KEPT)
        assert len(world.exchange.created) == len(world.exchange.room_day()) <= 1
        assert world.state == ("busy" if world.exchange.created else "free")
        assert world.outbox in ([], [("create", "confirmed")])


@MODES
@pytest.mark.parametrize("moment", [0.0, 0.04, 0.12, 1.0, 7.0])
async def test_dead_while_in_doubt_it_is_still_in_doubt_and_settled(
    tmp_path: Path, moment: float, mode: Mode
) -> None:
    async with World(tmp_path, Settings(mode=mode)) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_AFTER, creates)
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: bool(world.exchange.created))
        await asyncio.sleep(moment)
        await world.restart()
        await world.until(lambda: world.life(booking) in (Life.CONFIRMED, Life.KEPT))
        assert len(world.exchange.created) == 1


async def test_a_hold_survives(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        await world.until_state("held")
        await world.restart()
        assert world.state == "held"
        world.exchange.calm()
        await world.until(lambda: world.life(booking) in (Life.CONFIRMED, Life.KEPT))
        assert len(world.exchange.created) == 1


@pytest.mark.parametrize("moment", [0.01, 0.06, 0.11, 1.0])
async def test_dead_while_ending_a_booking_it_is_ended(tmp_path: Path, moment: float) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.withdraw(booking)
        await asyncio.sleep(moment)
        await world.restart()
        await world.until(lambda: world.exchange.calendars[USER] == {})
        await world.until(lambda: world.core.facts.promises == ())
        assert world.state == "free"


@pytest.mark.parametrize("moment", [0.01, 0.06, 0.11, 1.2, 2.2, 3.5])
async def test_dead_while_extending_the_later_end_is_asked_for_or_agreed(
    tmp_path: Path, moment: float
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(30)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        world.extend(booking, 15)
        await asyncio.sleep(moment)
        await world.restart()
        wanted = booking.end + timedelta(minutes=15)
        await world.until(lambda: [item.end for item in world.exchange.room_day()] == [wanted])
        await world.until(lambda: world.outbox == [])
        present = world.promise(booking)
        assert present is not None
        assert present.end == wanted


async def test_a_booking_made_here_is_still_made_here_after_a_restart(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        await world.restart()
        await asyncio.sleep(15)
        assert world.current is not None
        assert world.current["made_here"] is True
        world.withdraw(booking)
        await world.until(lambda: world.exchange.room_day() == [])


async def test_what_ended_while_the_display_was_off_is_forgotten(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(15)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        await world.crash()
        await asyncio.sleep(3600)
        await world.start()
        await world.until_state("free")
        assert world.core.facts.promises == ()
        assert booking.id.encode() not in world.on_disk()


async def test_a_hold_whose_time_passed_while_the_display_was_off_is_told(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(15)
        assert booking is not None
        await world.until_state("held")
        await world.crash()
        await asyncio.sleep(1200)
        world.exchange.calm()
        await world.start()
        assert world.told == [Reason.NOT_ANSWERED_IN_TIME]
        await asyncio.sleep(60)
        assert world.exchange.created == []


@pytest.mark.parametrize("moment", [0.0, 0.04, 0.06])
async def test_stopped_while_a_request_is_under_way_nothing_new_is_begun(
    tmp_path: Path, moment: float
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.tap(60)
        await asyncio.sleep(moment)
        asked = len([call for call in world.exchange.calls if call.writes])
        await world.stop()
        assert len([call for call in world.exchange.calls if call.writes]) <= max(asked, 1)
        written = len(world.exchange.calls)
        await asyncio.sleep(30)
        assert len(world.exchange.calls) == written
        await world.start()
        await world.until_state("busy")
        assert len(world.exchange.created) == 1


async def test_started_under_a_stricter_privacy_what_was_typed_is_gone_from_the_disk(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(privacy=Privacy.FULL)) as world:
        await world.ready()
        booking = world.tap(60, subject="Salary talk Xenophon", name="Quirinus")
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert b"Xenophon" in world.on_disk()
        await world.crash()
        world.settings = Settings(privacy=Privacy.NONE)
        await world.start()
        await asyncio.sleep(1)
        assert b"Xenophon" not in world.on_disk()
        assert b"Quirinus" not in world.on_disk()
        assert world.current is not None
        assert world.current["made_here"] is True
        assert world.current["subject"] == "Meeting"


async def test_what_the_glass_has_taken_away_is_off_the_disk_already(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        theirs = world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy")
        show, kept = world.core._publish, []

        def show_and_look(face: Face) -> None:
            show(face)
            with sqlite3.connect(f"file:{tmp_path}/cache.db?mode=ro", uri=True) as cache:
                kept.append((face.state, cache.execute("SELECT count(*) FROM event").fetchone()[0]))
            cache.close()

        world.core._publish = show_and_look
        world.exchange.cancel(theirs.uid)
        await world.until_state("free")
        assert (State.FREE, 1) not in kept
        assert kept[-1] == (State.FREE, 0)
