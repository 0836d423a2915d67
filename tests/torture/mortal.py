"""SQLite as it is, under a process that may end at any statement, and at any line, and a disk that may be full."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Literal
from unittest.mock import patch

import kiosk
from tests.torture.loop import PROCESS, Fate, Killed, Process

PRODUCT = tuple(str(Path(kiosk.__file__).parent / part) for part in ("core", "sync", "system_user"))
"""What a process may be killed in, line by line: nothing there is remembered from one run to the next."""

LOCKED = str(Path(kiosk.__file__).parent / "core" / "disk.py")
"""A lock held there is nobody's once its process is dead; here it would be held for ever. Statements cover it."""


def fate() -> Fate:
    process = PROCESS.get()
    assert process is not None
    return process.fate


def dies_at_line(process: Process, count: int) -> None:
    """The process ends before the n-th line of the product that it runs from here on."""
    left = count

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal left
        if event == "line" and process.alive:
            left -= 1
            if left <= 0:
                sys.settrace(None)
                process.died()
                raise Killed
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:
        file = frame.f_code.co_filename
        ours = file.startswith(PRODUCT) and file != LOCKED and PROCESS.get() is process
        return line if ours else None

    sys.settrace(call)


class Mortal(sqlite3.Connection):
    """Counts what is written, and dies where it was told to."""

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        return self._statement(sql, lambda: sqlite3.Connection.execute(self, sql, *args))

    def executemany(self, sql: str, *args: Any) -> sqlite3.Cursor:
        return self._statement(sql, lambda: sqlite3.Connection.executemany(self, sql, *args))

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None, /
    ) -> Literal[False]:
        if kind is None:
            written = self.in_transaction
            self._statement("COMMIT", lambda: sqlite3.Connection.execute(self, "SELECT 1"))
            fate().commits += written
        return super().__exit__(kind, fault, trace)

    def _statement(self, sql: str, work: Any) -> sqlite3.Cursor:
        own = fate()
        if own.full and sql.startswith(("INSERT", "DELETE")):
            raise sqlite3.OperationalError("database or disk is full")
        ends = False
        if own.kill_in is not None:
            own.kill_in -= 1
            ends = own.kill_in <= 0
        if ends and not own.kill_after:
            raise Killed
        done: sqlite3.Cursor = work()
        if ends:
            raise Killed
        return done


@contextmanager
def mortal_disks() -> Iterator[None]:
    """Every database that is opened within is mortal, and nobody is followed line by line afterwards."""
    with patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Mortal)):
        try:
            yield
        finally:
            sys.settrace(None)
