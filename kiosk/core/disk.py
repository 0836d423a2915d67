"""Keeps what must survive off the loop: one thread, in the order asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kiosk.room.model import Event, Promise, Room
from kiosk.sync.store import REFUSALS, Kept, Store

T = TypeVar("T")


class DiskRefused(Exception):
    """The data directory cannot be written: full, read-only or broken. A person must look."""


class Disk:
    """`Store` on a thread of its own. Every method raises `DiskRefused` where the disk does not do its part."""

    def __init__(self, folder: Path, thread: Executor | None = None) -> None:
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._folder = folder
        self._store: Store | None = None
        self._for: tuple[str, str] | None = None

    async def _run(self, work: Callable[[Store], T]) -> T:
        def on_thread() -> T:
            if self._store is None:
                self._store = self._opened()
            return work(self._store)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, on_thread)
        except REFUSALS as refused:
            raise DiskRefused(type(refused).__name__) from refused

    def _opened(self) -> Store:
        store = Store(self._folder)
        if self._for is not None:
            try:
                store.load(*self._for)  # a disk that comes back is cleared of another room's day first
            except REFUSALS:
                store.close()
                raise
        return store

    async def load(self, mailbox: str, privacy: str) -> Kept:
        self._for = (mailbox, privacy)
        return await self._run(lambda store: store.load(mailbox, privacy))

    async def keep(self, promise: Promise) -> None:
        await self._run(lambda store: store.keep(promise))

    async def keep_room(self, room: Room) -> None:
        await self._run(lambda store: store.keep_room(room))

    async def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str) -> None:
        await self._run(lambda store: store.apply(events, as_of, zone))

    def close(self) -> None:
        """Waits for what is being written."""

        def on_thread() -> None:
            if self._store is not None:
                self._store.close()

        self._thread.submit(on_thread).result()
        self._thread.shutdown()
