"""Keeps what must survive off the loop: one thread, in the order asked for, and nobody waits for it for ever."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kiosk.clock import Boot
from kiosk.room.confirmed import Note
from kiosk.room.model import Event, Life, Promise, Room
from kiosk.sync.databases import is_spoiled
from kiosk.sync.store import REFUSALS, Kept, Store
from kiosk.workers import Workers

T = TypeVar("T")
PATIENCE = 5.0
"""Seconds for one piece of work; a disk that takes longer hangs."""
PATIENCE_LOAD = 15.0
"""Seconds for the first one, which reads and tries everything."""
PATIENCE_CLOSE = 3.0
LEAST_FREE = 256 * 1024
"""Bytes; with less, a booking may be refused at any moment."""
TRY_AGAIN = 5.0
"""Seconds after which a data directory that could not be opened is tried again, whether or not it is needed."""


class DiskRefused(Exception):
    """The data directory cannot be written: full, read-only, broken or hanging. A person must look."""


class DiskFull(OSError):
    pass


class DiskReadOnly(OSError):
    pass


def _try(folder: Path, *, write: bool) -> None:
    """Raises OSError. What the file system says costs nothing; a trial is written only where it must be known."""
    found = os.statvfs(folder)
    if found.f_flag & os.ST_RDONLY:
        raise DiskReadOnly
    if found.f_bavail * found.f_frsize < LEAST_FREE:
        raise DiskFull
    if write:
        trial = folder / "trial"
        trial.write_bytes(bytes(4096))
        trial.unlink()


class Disk:
    """`Store` on a thread of its own. Every method raises `DiskRefused` where the disk does not do its part."""

    def __init__(self, folder: Path, thread: Executor | None = None) -> None:
        self._thread = thread or Workers(1, "disk")
        self.folder = folder
        self._store: Store | None = None
        self._for: tuple[str, str] | None = None
        self._lock = threading.Lock()
        self._working = False
        self._hangs = False
        self._refused: str | None = None
        self._found: Kept | None = None
        self._again: asyncio.TimerHandle | None = None
        self._trying: asyncio.Task[None] | None = None
        self._closed = False
        self.came_back: Callable[[Kept], None] | None = None
        """Is told what was found when a data directory that could not be used is opened after all."""

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
                result = self._worked(work)
                with self._lock:
                    done.append(result)
                    late = given_up
                if late and undo is not None:
                    self._worked(undo)
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
        found, self._found = self._found, None
        if found is not None and self.came_back is not None:
            self.came_back(found)
        return result

    def _refusal(self, why: str) -> DiskRefused:
        self._refused = why
        if self._store is None and self._again is None and not self._closed:
            self._again = asyncio.get_running_loop().call_later(TRY_AGAIN, self._try_again)
        return DiskRefused(why)

    def _try_again(self) -> None:
        self._again = None
        if not self._closed:
            self._trying = asyncio.get_running_loop().create_task(self._try())  # held, or it may end early

    async def _try(self) -> None:
        with suppress(DiskRefused):
            await self._run(lambda _: None, patience=PATIENCE_LOAD)

    def _worked(self, work: Callable[[Store], T]) -> T:
        """Files that are not what they were are opened anew, and mended by that. Raises `REFUSALS`."""
        if self._store is not None:
            try:
                return work(self._store)
            except REFUSALS as fault:
                if not is_spoiled(fault):
                    raise
            with suppress(*REFUSALS):
                self._store.close()
            self._store = None
        self._store = self._opened()
        return work(self._store)

    def _opened(self) -> Store:
        store = Store(self.folder)
        if self._for is not None:
            try:
                # A disk that comes back is cleared of another room's day first.
                self._found = store.load(*self._for)
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
        self._tidy_later()

    def _tidy_later(self) -> None:
        """Nobody waits for it."""
        if not self._closed:
            asyncio.get_running_loop().run_in_executor(self._thread, self._tidy)

    def _tidy(self) -> None:
        with suppress(*REFUSALS):
            if self._store is not None:
                self._store.tidy()

    async def note(self, note: Note, *, forget: bool) -> None:
        await self._run(lambda store: store.note(note, forget=forget))
        self._tidy_later()

    async def keep_room(self, room: Room) -> None:
        await self._run(lambda store: store.keep_room(room))

    async def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str, boot: Boot) -> None:
        await self._run(lambda store: store.apply(events, as_of, zone, boot))

    async def try_out(self) -> None:
        """Whether it can be written now. Writes only where the disk did not do its part the last time."""
        refused = self._refused is not None
        await self._run(lambda _: _try(self.folder, write=refused))

    def close(self) -> None:
        """Waits for what is being written, but for no disk that hangs."""
        self._closed = True
        if self._again is not None:
            self._again.cancel()

        def on_thread() -> None:
            if self._store is not None:
                self._store.close()

        with suppress(TimeoutError):
            self._thread.submit(on_thread).result(0 if self._hangs else PATIENCE_CLOSE)
        self._thread.shutdown(wait=False)
