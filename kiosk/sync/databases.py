"""Opens the two databases of a data directory, makes them where they are missing, and sets aside what is not ours.

What is in them is store.py's. A fault of the *file* (garbage, a directory in its place, another program's database) is
mended here; a fault of the *disk* (full, read-only, no rights) is raised, and tried again by whoever asked.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path

VERSION = 1
FAULTS = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What a database raises. The last: a message of SQLite's that quotes a damaged file is no text."""
SIDES = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database."""
CACHE = (
    "CREATE TABLE event (id TEXT PRIMARY KEY, uid TEXT, start TEXT, end TEXT, all_day INTEGER, subject TEXT, organizer TEXT, private INTEGER, busy INTEGER, ours INTEGER, accepted INTEGER, exempt INTEGER, series TEXT) STRICT",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT",
)
OUTBOX = (
    "CREATE TABLE promise (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
    "CREATE TABLE unreadable (id TEXT, body TEXT) STRICT",
    "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
)


def is_spoiled(fault: Exception) -> bool:
    """The file is not what it should be: more room on the disk would not help."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENOENT)
    if isinstance(fault, UnicodeDecodeError):
        return True
    code = getattr(fault, "sqlite_errorcode", None)
    return type(fault) is sqlite3.DatabaseError or code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY)


def open_cache(path: Path) -> sqlite3.Connection:
    """Made anew when it cannot be read, whatever the cause. Raises `FAULTS`."""
    try:
        return _connect(path, CACHE, "NORMAL")[0]
    except FAULTS:
        if not os.path.lexists(path):
            raise  # it is not the file that hinders
    remove(path)
    return _connect(path, CACHE, "NORMAL")[0]


def remove(path: Path) -> None:
    """A database that can be had again. What is no file may hold somebody's things: it is set aside."""
    for suffix in (*SIDES, ""):
        file = path.with_name(path.name + suffix)
        try:
            file.unlink(missing_ok=True)
        except OSError:
            file.replace(_free(file))


def open_outbox(path: Path, *, must_exist: bool) -> tuple[sqlite3.Connection, bool]:
    """Made anew when it cannot be read; the old one is set aside. And: was anything lost.

    `must_exist`: this display has been here before. Raises `FAULTS` where it is the disk's.
    """
    lost = _clear(path)
    try:
        database, was_empty = _connect(path, OUTBOX, "FULL")
    except FAULTS as fault:
        if not is_spoiled(fault):
            raise
    else:
        return database, lost or (was_empty and must_exist)
    aside = _free(path)
    for suffix in (*SIDES, ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    return _connect(path, OUTBOX, "FULL")[0], True


def _clear(path: Path) -> bool:
    """Sets aside what is no file where SQLite would keep its own beside a database."""
    sides = (path.with_name(path.name + suffix) for suffix in SIDES)
    strange = [side for side in sides if os.path.lexists(side) and not side.is_file()]
    for side in strange:
        side.replace(_free(side))
    return bool(strange)


def _free(path: Path) -> Path:
    """A name that nothing has, for what is set aside."""
    names = (f"{path.name}.unreadable{f'-{number}' if number else ''}" for number in count())
    return next(path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))


def truncate(database: sqlite3.Connection) -> None:
    """Moves all that was written into the database itself; with secure_delete nothing of what went is left."""
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect(path: Path, schema: tuple[str, ...], synchronous: str) -> tuple[sqlite3.Connection, bool]:
    """And: was nothing there."""
    number = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise sqlite3.DatabaseError("no file")
    finally:
        os.close(number)
    database = sqlite3.connect(path, check_same_thread=False, timeout=5)
    database.text_factory = lambda text: text.decode(errors="replace")  # what is damaged, a checksum tells
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute("PRAGMA secure_delete = ON")
        was_empty = _prepare(database, schema)
        truncate(database)  # what a power cut has left in the WAL may be what was to go
        sync_folder(path.parent)
    except FAULTS:
        database.close()
        raise
    return database, was_empty


def _prepare(database: sqlite3.Connection, schema: tuple[str, ...]) -> bool:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    was_empty = version == 0 and _made(database) == set()
    if was_empty:
        database.executescript(f"BEGIN; {'; '.join(schema)}; PRAGMA user_version = {VERSION}; COMMIT;")
        version = VERSION
    sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if version != VERSION or _made(database) != set(schema) or not sound:
        raise sqlite3.DatabaseError(f"version {version}, not as this program makes it")
    database.execute("BEGIN")
    database.execute(f"PRAGMA user_version = {VERSION}")  # raises for one that says it can be read only
    database.execute("ROLLBACK")
    return was_empty


def _made(database: sqlite3.Connection) -> set[str]:
    return {sql for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}


def sync_folder(folder: Path) -> None:
    """Names of files that were made or renamed survive a power cut from here on."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise  # some file systems know no such thing
    finally:
        os.close(number)
