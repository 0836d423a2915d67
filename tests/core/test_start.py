"""What a display knows when its disk refused at the start, came back, or had lost something."""

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core import disk
from kiosk.room import intents
from kiosk.room.model import Life, Promise, Settings
from kiosk.room.reasons import Reason
from kiosk.sync.store import Store
from tests.core.world import SELDOM, World


def take_away(folder: Path) -> None:
    for path in folder.glob("outbox.db*"):
        path.unlink()


class Refusing:
    """A data directory that may be out of reach."""

    def __init__(self) -> None:
        self.on = False

    def opened(self, folder: Path) -> Store:
        if self.on:
            raise OSError(errno.EROFS, "read-only")
        return Store(folder)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    refusing = Refusing()
    monkeypatch.setattr(disk, "Store", refusing.opened)
    return refusing


async def with_hold(world: World) -> Promise:
    """Somebody holds the room for an hour while Exchange is away; then the display loses its power."""
    await world.ready()
    world.exchange.offline = True
    await asyncio.sleep(140)
    booking = world.tap(60)
    assert booking is not None
    await world.until_state("held")
    await world.crash()
    return booking


async def test_a_disk_that_refused_at_the_start_tells_what_it_holds_when_it_is_back(
    tmp_path: Path, refusing: Refusing
) -> None:
    async with World(tmp_path) as world:
        booking = await with_hold(world)
        refusing.on = True
        await world.start()
        await asyncio.sleep(30)
        assert world.promise(booking) is None
        refusing.on = False
        await world.until_state("held", within=6)
        world.exchange.calm()
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1
        await world.restart()
        assert world.life(booking) is Life.KEPT


async def test_a_disk_that_comes_back_after_exchange_does_still_has_its_hold_sent(
    tmp_path: Path, refusing: Refusing
) -> None:
    async with World(tmp_path) as world:
        booking = await with_hold(world)
        refusing.on = True
        world.exchange.calm()
        await world.start()
        await world.until_state("free")
        refusing.on = False
        await world.until(lambda: world.life(booking) is Life.KEPT)
        assert len(world.exchange.created) == 1


async def test_an_outbox_that_could_not_be_read_is_told_at_the_door_and_to_staff_for_a_day(
    tmp_path: Path,
) -> None:
    async with World(tmp_path, poll=SELDOM) as world:
        await with_hold(world)
        (tmp_path / "outbox.db").write_bytes(b"this is no database " * 500)
        await world.start()
        assert world.told == [Reason.OUTCOME_UNKNOWN]
        assert world.outbox == [("create", "wedged")]
        await asyncio.sleep(60)
        await world.restart()
        assert world.told == [Reason.OUTCOME_UNKNOWN], "it is told once"
        assert world.outbox == [("create", "wedged")]
        await asyncio.sleep(timedelta(hours=25).total_seconds())
        assert world.outbox == []


async def test_one_promise_that_cannot_be_read_is_told_and_the_other_is_kept(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        booking = await with_hold(world)
        with sqlite3.connect(tmp_path / "outbox.db") as other:
            other.execute("INSERT INTO promise VALUES ('another', 'of which nothing is left')")
        other.close()
        world.exchange.calm()
        await world.start()
        assert world.told == [Reason.OUTCOME_UNKNOWN]
        await world.until(lambda: world.life(booking) is Life.KEPT)


async def test_an_outbox_that_is_taken_from_under_a_running_display_is_written_anew(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        first = world.tap(30)
        assert first is not None
        await world.until(lambda: world.life(first) is Life.KEPT)
        take_away(tmp_path)
        second = world.book(first.end, first.end + timedelta(minutes=30))
        assert second is not None
        await world.until(lambda: world.life(second) is Life.KEPT)
        await world.restart()
        assert world.life(first) is Life.KEPT
        assert world.life(second) is Life.KEPT
        assert len(world.exchange.created) == 2


async def test_what_the_disk_refused_when_it_was_half_done_is_not_sent_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done(store: Store, promise: Promise) -> None:
        keep(store, promise)
        monkeypatch.setattr(Store, "keep", keep)
        raise sqlite3.OperationalError("disk I/O error")

    keep = Store.keep
    async with World(tmp_path) as world:
        await world.ready()
        monkeypatch.setattr(Store, "keep", half_done)
        world.tap(60)
        await world.until(lambda: world.told == [Reason.DISK])
        await asyncio.sleep(1)
        await world.restart()
        await asyncio.sleep(60)
        assert world.exchange.created == []
        assert world.state == "free"


async def test_a_check_in_is_written_anew_when_its_file_was_taken_away(tmp_path: Path) -> None:
    async with World(tmp_path, Settings(check_in=True)) as world:
        item = world.exchange.book(world.minute + timedelta(minutes=5), world.minute + timedelta(hours=1))
        await world.until(lambda: world.core.facts.events != ())
        world.core.submit(intents.CheckIn(world.core.facts.events[0].id, item.end))
        await world.until(lambda: world.now > item.start, within=400)
        take_away(tmp_path)
        assert world.book(item.end, item.end + timedelta(minutes=15)) is not None
        await asyncio.sleep(30)
        await world.restart()
        assert world.current is not None
        assert world.current["checked_in"] is True


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database " * 500)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", ["cache.db", "outbox.db"])
@pytest.mark.parametrize("ruin", [garbage, cut_short, folder])
async def test_on_a_ruined_disk_a_display_starts_reads_and_books(
    tmp_path: Path, name: str, ruin: Callable[[Path], None]
) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        await world.crash()
        ruin(tmp_path / name)
        theirs = world.exchange.book(world.minute + timedelta(hours=2), world.minute + timedelta(hours=3))
        await world.start()
        await world.until(lambda: [event.uid for event in world.core.facts.events] == [theirs.uid], within=10)
        assert world.state == "free"
        booking = world.tap(60)
        assert booking is not None
        await world.until(lambda: world.life(booking) is Life.KEPT)
        await world.restart()
        assert world.life(booking) is Life.KEPT
