"""SQLite as it is, under a process that may end at any statement and a disk that may be full."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Literal
from unittest.mock import patch

from tests.torture.loop import PROCESS, Killed


class Fate:
    """What the disk has in store for one display."""

    def __init__(self) -> None:
        self.full = False
        self.kill_in: int | None = None
        """Statements that are left, if the process is to end at one."""
        self.kill_after = False
        self.commits = 0


FATES: dict[int, Fate] = {}
"""By the id of the process that writes."""


def fate() -> Fate:
    process = PROCESS.get()
    return FATES.setdefault(id(process), Fate())


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
    """Every database that is opened within is mortal."""
    FATES.clear()
    with patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Mortal)):
        yield
