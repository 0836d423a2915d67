"""What the disk refused is owed, and never written over what came after it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.core.disk import Disk, DiskRefused
from kiosk.core.ledger import Ledger
from kiosk.room.model import Life, Promise, PromiseId

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
FIRST = Promise(PromiseId("p1"), NOW, NOW + timedelta(hours=1), NOW, life=Life.IN_DOUBT)
LATER = replace(FIRST, life=Life.AWAITING)


class SlowDisk(Disk):
    """Takes half a second for each write, one after the other; refuses while `full`."""

    def __init__(self) -> None:
        self.full = False
        self.written: list[Promise] = []
        self._line = asyncio.Lock()

    async def keep(self, promise: Promise) -> None:
        async with self._line:
            await asyncio.sleep(0.5)
            if self.full:
                raise DiskRefused("OperationalError")
            self.written.append(promise)


async def test_what_is_owed_is_written_when_there_is_room() -> None:
    disk = SlowDisk()
    ledger = Ledger(disk, lambda _: None)
    disk.full = True
    await ledger.keep_or_owe(FIRST)
    disk.full = False
    await ledger.pay()
    assert disk.written == [FIRST]


async def test_what_is_owed_is_not_written_over_what_is_being_written() -> None:
    disk = SlowDisk()
    ledger = Ledger(disk, lambda _: None)
    disk.full = True
    await ledger.keep_or_owe(FIRST)
    disk.full = False
    await asyncio.gather(ledger.keep(LATER), ledger.pay())
    assert disk.written[-1] == LATER


async def test_what_is_owed_stays_so_when_what_came_after_it_is_refused_too() -> None:
    disk = SlowDisk()
    pauses: list[timedelta] = []
    ledger = Ledger(disk, pauses.append)
    disk.full = True
    await ledger.keep_or_owe(FIRST)
    pauses.clear()
    await asyncio.gather(ledger.keep(LATER), ledger.pay(), return_exceptions=True)
    disk.full = False
    assert pauses, "it is tried again"
    await ledger.pay()
    assert disk.written == [FIRST]
