"""Keeps what must survive off the loop: one thread, in the order asked for, and nobody waits for it for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kiosk.room.model import Event, Life, Promise, Room
from kiosk.sync.store import REFUSALS, Kept, Store
from kiosk.workers import Workers

T = TypeVar("T")
PATIENCE = 5.0
"""Seconds for one piece of work; a disk that takes longer hangs."""
PATIENCE_LOAD = 15.0
"""Seconds for the first one, which reads and tries everything."""
PATIENCE_CLOSE = 3.0


class DiskRefused(Exception):
    """The data directory cannot be written: full, read-only, broken or hanging. A person must look."""


class Disk:
    """`Store` on a thread of its own. Every method raises `DiskRefused` where the disk does not do its part."""

    def __init__(self, folder: Path, thread: Executor | None = None) -> None:
        self._thread = thread or Workers(1, "disk")
        self._folder = folder
        self._store: Store | None = None
        self._for: tuple[str, str] | None = None
        self._lock = threading.Lock()
        self._working = False
        self._hangs = False
        self._refused: str | None = None

    @property
    def hangs(self) -> bool:
        """A piece of work did not come back in time, and has not come back yet."""
        return self._hangs

    @property
    def trouble(self) -> str | None:
        """Why the disk did not do its part the last time it was asked; None: it did."""
        return self._refused

    async def _run(
        self, work: Callable[[Store], T], *, undo: Callable[[Store], None] | None = None,
        patience: float | None = None,
    ) -> T:  # fmt: skip
        """`undo` is done where `work` is finished after all, when nobody waits for it any more."""
        done: list[T] = []
        given_up = False

        def on_thread() -> T:
            with self._lock:
                self._working = True
            try:
                if self._store is None:
                    self._store = self._opened()
                result = work(self._store)
                with self._lock:
                    done.append(result)
                    late = given_up
                if late and undo is not None:
                    undo(self._store)
                return result
            finally:
                with self._lock:
                    self._working = self._hangs = False

        if self._hangs:
            raise self._refusal("it does not answer")
        try:
            async with asyncio.timeout(patience or PATIENCE):
                result = await asyncio.get_running_loop().run_in_executor(self._thread, on_thread)
        except TimeoutError:
            with self._lock:
                if done:
                    return done[0]
                given_up, self._hangs = True, self._working
            raise self._refusal("it does not answer") from None
        except REFUSALS as refused:
            raise self._refusal(type(refused).__name__) from refused
        self._refused = None
        return result

    def _refusal(self, why: str) -> DiskRefused:
        self._refused = why
        return DiskRefused(why)

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
        return await self._run(lambda store: store.load(mailbox, privacy), patience=PATIENCE_LOAD)

    async def keep(self, promise: Promise) -> None:
        never = replace(promise, life=Life.SETTLED)
        undo = None if promise.stored else lambda store: store.keep(never)
        await self._run(lambda store: store.keep(promise), undo=undo)

    async def keep_room(self, room: Room) -> None:
        await self._run(lambda store: store.keep_room(room))

    async def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str) -> None:
        await self._run(lambda store: store.apply(events, as_of, zone))

    def close(self) -> None:
        """Waits for what is being written, but for no disk that hangs."""

        def on_thread() -> None:
            if self._store is not None:
                self._store.close()

        with suppress(TimeoutError):
            self._thread.submit(on_thread).result(0 if self._hangs else PATIENCE_CLOSE)
        self._thread.shutdown(wait=False)
