"""A disk that does not do its part."""

import asyncio
from datetime import timedelta
from pathlib import Path

from kiosk.room.model import Life
from kiosk.room.reasons import Reason
from tests.core.world import World


async def test_on_a_full_disk_nothing_is_promised_and_nothing_sent(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.disk_full = True
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is None)
        assert world.told == [Reason.DISK]
        await asyncio.sleep(60)
        assert world.exchange.created == []
        assert world.state == "free"


async def test_on_a_full_disk_the_day_is_still_read(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.disk_full = True
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy", within=11)


async def test_full_between_the_promise_and_its_sending_it_is_sent_when_there_is_room(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        await world.until_state("held")
        world.disk_full = True
        world.exchange.calm()
        await asyncio.sleep(30)
        assert world.exchange.created == [], "sent without being in doubt on disk"
        world.disk_full = False
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1


async def test_given_up_on_a_full_disk_it_stays_given_up_after_a_restart(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        await asyncio.sleep(140)
        booking = world.tap(60)
        assert booking is not None
        await world.until_state("held")
        world.disk_full = True
        world.withdraw(booking)
        await asyncio.sleep(5)
        world.disk_full = False
        await asyncio.sleep(60)
        await world.restart()
        world.exchange.calm()
        await asyncio.sleep(60)
        assert world.exchange.created == []


async def test_what_was_answered_on_a_full_disk_is_written_when_there_is_room(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: bool(world.exchange.created))
        world.disk_full = True
        await world.until_state("busy")
        world.disk_full = False
        await asyncio.sleep(60)
        await world.restart()
        assert world.life(booking) is Life.KEPT
        assert world.state == "busy"


async def test_a_broken_outbox_is_set_aside_and_the_display_works(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await world.crash()
        (tmp_path / "outbox.db").write_bytes(b"no database, but somebody's promise" * 100)
        (tmp_path / "outbox.db-wal").unlink(missing_ok=True)
        await world.start()
        await asyncio.sleep(15)
        assert (tmp_path / "outbox.db.unreadable").exists()
        booking = world.tap()
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
