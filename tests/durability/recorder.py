"""SQLite on a file system that notes down every change of it, and may refuse one.

Written as a VFS of apsw, which has the same SQLite under another API; `_Connection` gives it the face of the standard
library's, as far as kiosk/sync/store.py uses it. A VFS in Python has no shared memory: the databases are opened in
exclusive locking mode, in which SQLite keeps the index of its WAL in memory and writes the same bytes.
"""

import os
import random
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import apsw

from tests.durability.platter import (
    Change,
    Cut,
    FolderSynced,
    Made,
    Removed,
    Renamed,
    Synced,
    Wrote,
)

Note = Callable[[Change], None]
"""Is told of each change before it happens; what it raises is what the disk answers."""
BY_SQLITE = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
"""Files whose first sync is followed by one of their folder (SQLite's os_unix.c: UNIXFILE_DIRSYNC)."""


class _Vfs(apsw.VFS):
    def __init__(self, note: Note) -> None:
        self.note = note
        self._chance = random.Random(1)
        super().__init__("recorder", "")

    def xRandomness(self, count: int) -> bytes:  # noqa: N802 - SQLite's name
        return self._chance.randbytes(count)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        made = not Path(path).exists()
        if made:
            self.note(Made(Path(path).name))
        return _File(self.note, path, flags, new=made and bool(flags[0] & BY_SQLITE))

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        self.note(Removed(Path(name).name))
        super().xDelete(name, syncdir)
        if syncdir:
            self.note(FolderSynced())


class _File(apsw.VFSFile):
    def __init__(self, note: Note, path: str, flags: list[int], *, new: bool) -> None:
        super().__init__("", path, flags)
        self._note, self._name, self._new = note, Path(path).name, new

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._note(Wrote(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's name
        self._note(Cut(self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802, ARG002 - SQLite's name; the real sync would cost time
        self._note(Synced(self._name))
        if self._new:
            self._new = False
            self._note(FolderSynced())


FAULTS = {apsw.NotADBError: sqlite3.DatabaseError, apsw.CorruptError: sqlite3.DatabaseError}


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.Error as fault:
        raise FAULTS.get(type(fault), sqlite3.OperationalError)(str(fault)) from fault


class _Connection:
    """The part of `sqlite3.Connection` that the store uses."""

    def __init__(self, path: str, weaken: str | None) -> None:
        self._weaken = weaken
        with _as_sqlite3():
            self._database = apsw.Connection(path, vfs="recorder")
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")

    def execute(self, sql: str, values: tuple[object, ...] = ()) -> Any:
        if self._weaken is not None and sql.startswith("PRAGMA synchronous"):
            sql = f"PRAGMA synchronous = {self._weaken}"
        with _as_sqlite3():
            self._begin(sql)
            return self._database.execute(sql, values)  # type: ignore[arg-type]  # because the store gives plain values

    def executemany(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with _as_sqlite3():
            self._begin(sql)
            self._database.executemany(sql, rows)  # type: ignore[arg-type]  # because the store gives plain values

    def executescript(self, sql: str) -> None:
        with _as_sqlite3():
            self._database.execute(sql)

    def _begin(self, sql: str) -> None:
        if sql.startswith(("INSERT", "DELETE", "UPDATE")) and not self._database.in_transaction:
            self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _as_sqlite3():
            if not self._database.in_transaction:
                return
        try:
            with _as_sqlite3():
                self._database.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def close(self) -> None:
        try:
            self._database.close()
        except apsw.Error:
            self._database.close(True)


@contextmanager
def recorded(note: Note, weaken: Callable[[str], str | None] = lambda _: None) -> Iterator[None]:
    """Every store that is opened within tells `note` what it changes. `weaken` gives a file another `synchronous`."""

    def connect(path: Path, **_: object) -> _Connection:
        return _Connection(str(path), weaken(path.name))

    def note_of_vfs(change: Change) -> None:
        try:
            note(change)
        except OSError as fault:
            raise apsw.IOError(str(fault)) from None

    vfs = _Vfs(note_of_vfs)
    quiet = patch.object(
        sys, "unraisablehook", lambda _: None
    )  # a refusal while closing has nobody to hear of it
    try:
        with quiet, patch.object(sqlite3, "connect", connect), patch.multiple(os, **_told_os(note)):
            yield
    finally:
        vfs.unregister()


def _told_os(note: Note) -> dict[str, Any]:
    """What the store asks of the operating system itself."""
    folders: set[int] = set()
    real = {name: getattr(os, name) for name in ("open", "close", "fsync", "replace", "unlink")}

    def open_(path: Path, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_CREAT and not Path(path).exists():
            note(Made(Path(path).name))
        number: int = real["open"](path, flags, *more, **named)
        if flags & os.O_DIRECTORY:
            folders.add(number)
        return number

    def close(number: int) -> None:
        folders.discard(number)
        real["close"](number)

    def fsync(number: int) -> None:
        assert number in folders, "only folders are synced past SQLite"
        note(FolderSynced())

    def replace(path: Path, to: Path) -> None:
        if path.exists():
            note(Renamed(path.name, to.name))
        real["replace"](path, to)

    def unlink(path: Path) -> None:
        if path.exists():
            note(Removed(path.name))
        real["unlink"](path)

    return {"open": open_, "close": close, "fsync": fsync, "replace": replace, "unlink": unlink}
