"""What the disk must hold of each promise. What it refuses is owed, and written when it takes it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from kiosk.core.disk import Disk, DiskRefused
from kiosk.room.model import Promise, PromiseId

log = logging.getLogger("kiosk")
PAY_AFTER = timedelta(seconds=5)


class Ledger:
    """Writes in the order asked for; of one promise the latest state wins."""

    def __init__(self, disk: Disk, pay_later: Callable[[timedelta], None]) -> None:
        self._disk = disk
        self._pay_later = pay_later
        self._asked: dict[PromiseId, int] = {}
        self._owed: dict[PromiseId, Promise] = {}
        self._writing: Counter[PromiseId] = Counter()

    def has(self, promise_id: PromiseId) -> bool:
        """Its last state is written, being written, or owed: what a disk that comes back holds of it is older."""
        return promise_id in self._asked

    async def keep(self, promise: Promise) -> None:
        """On disk when this returns. Raises `DiskRefused`."""
        number = self._asked.get(promise.id, 0) + 1
        self._asked[promise.id] = number
        self._writing[promise.id] += 1
        try:
            await self._disk.keep(promise)
        finally:
            self._writing[promise.id] -= 1
            self._writing += Counter()  # forgets what is at zero
        if self._asked.get(promise.id) == number:
            self._owed.pop(promise.id, None)
            if not promise.open:
                del self._asked[promise.id]

    async def keep_or_owe(self, promise: Promise) -> None:
        """On disk when this returns, or as soon as the disk takes it."""
        number = self._asked.get(promise.id, 0) + 1
        try:
            await self.keep(promise)
        except DiskRefused as refused:
            log.error("the outbox cannot be written (%s); it is tried again", refused)
            if self._asked.get(promise.id) == number:
                self._owed[promise.id] = promise
                self._pay_later(PAY_AFTER)

    async def pay(self) -> None:
        """Writes what is owed, as far as the disk takes it."""
        for promise in tuple(self._owed.values()):
            if self._owed.get(promise.id) is not promise:
                continue
            if promise.id in self._writing:  # something later; it may still be refused
                self._pay_later(PAY_AFTER)
            else:
                await self.keep_or_owe(promise)
