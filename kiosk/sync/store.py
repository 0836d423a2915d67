"""The only SQL. `cache.db`: what Exchange told; disposable. `outbox.db`: what we promised; survives power loss.

All methods block and belong on one thread. Instants are stored as ISO text in UTC, all-day events as dates.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from kiosk.room.model import Event, Life, Promise, Room
from kiosk.sync import rows

VERSION = 1
REFUSALS = (sqlite3.Error, OSError)
"""What every method of `Store` raises where the disk does not do its part."""
AS_OF_EVERY = timedelta(seconds=60)
"""The age of an unchanged day is written at most this often: what is written per day stays bounded."""
CACHE = (
    "CREATE TABLE event (id TEXT PRIMARY KEY, uid TEXT, start TEXT, end TEXT, all_day INTEGER, subject TEXT, organizer TEXT, private INTEGER, busy INTEGER, ours INTEGER, accepted INTEGER) STRICT",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT",
)
OUTBOX = (
    "CREATE TABLE promise (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
    "CREATE TABLE unreadable (id TEXT, body TEXT) STRICT",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a restart finds."""

    room: Room | None
    events: tuple[Event, ...]
    as_of: datetime | None
    promises: tuple[Promise, ...]
    outbox_lost: bool = False
    """Some of the outbox could not be read; what it held is set aside for staff."""


class Store:
    """Both databases of one data directory. Raises `REFUSALS`."""

    def __init__(self, folder: Path) -> None:
        self._as_of: datetime | None = None
        self._events: tuple[Event, ...] | None = None
        self._cache = _open_cache(folder / "cache.db")
        try:
            self._outbox, self._outbox_lost = _open_outbox(folder / "outbox.db")
        except REFUSALS:
            self._cache.close()
            raise

    def close(self) -> None:
        for database in (self._cache, self._outbox):
            with suppress(sqlite3.Error):
                _truncate(database)
            database.close()

    def load(self, mailbox: str, privacy: str) -> Kept:
        """What is kept of this room. A cache of another room or another privacy mode is emptied, in the file too."""
        meta = self._meta()
        if (meta.get("mailbox"), meta.get("privacy")) != (mailbox, privacy):
            self._forget(mailbox, privacy)
            meta = self._meta()
        try:
            room, events, as_of = self._day(meta, mailbox)
        except rows.MISREAD:
            self._forget(mailbox, privacy)
            room, events, as_of = None, (), None
        self._as_of, self._events = as_of, events
        return Kept(room, events, as_of, tuple(self._promises()), self._outbox_lost)

    def _meta(self) -> dict[str, str]:
        return dict(self._cache.execute("SELECT key, value FROM meta"))

    def _day(
        self, meta: dict[str, str], mailbox: str
    ) -> tuple[Room | None, tuple[Event, ...], datetime | None]:
        room = rows.room(meta, mailbox)
        if room is None:
            return None, (), None
        found = self._cache.execute("SELECT * FROM event ORDER BY start, id")
        events = tuple(rows.event(row, room.zone) for row in found)
        return room, events, datetime.fromisoformat(meta["as_of"]) if "as_of" in meta else None

    def _forget(self, mailbox: str, privacy: str) -> None:
        with self._cache:
            self._cache.execute("DELETE FROM event")
            self._cache.execute("DELETE FROM meta")
            kept = [("mailbox", mailbox), ("privacy", privacy)]
            self._cache.executemany("INSERT INTO meta VALUES (?, ?)", kept)
        _truncate(self._cache)

    def _promises(self) -> Iterator[Promise]:
        for key, body in self._outbox.execute("SELECT id, body FROM promise ORDER BY rowid").fetchall():
            try:
                yield rows.promise(body)
            except rows.MISREAD:
                self._outbox_lost = True
                with self._outbox:
                    self._outbox.execute("INSERT INTO unreadable VALUES (?, ?)", (key, body))
                    self._outbox.execute("DELETE FROM promise WHERE id = ?", (key,))

    def keep_room(self, room: Room) -> None:
        """What Exchange tells of the room itself."""
        with self._cache:
            self._cache.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows.of_room(room).items())

    def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str) -> None:
        """The whole window and the time of its reading, in one transaction. An unchanged day costs next to nothing."""
        changed = events != self._events
        if not changed and self._as_of is not None and as_of - self._as_of < AS_OF_EVERY:
            return
        with self._cache:
            if changed:
                self._write(events, zone)
            self._cache.execute("INSERT OR REPLACE INTO meta VALUES ('as_of', ?)", (as_of.isoformat(),))
        self._as_of, self._events = as_of, events
        if changed:
            _truncate(self._cache)  # what was taken out of the day is taken out of the file

    def _write(self, events: tuple[Event, ...], zone: str) -> None:
        before = {event.id: event for event in self._events or ()}
        now = {event.id: event for event in events}
        gone = [(key,) for key in before if key not in now]
        self._cache.executemany("DELETE FROM event WHERE id = ?", gone)
        changed = [rows.of_event(event, zone) for event in now.values() if before.get(event.id) != event]
        self._cache.executemany(
            "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", changed
        )

    def keep(self, promise: Promise) -> None:
        """The promise as it stands; a settled one is forgotten. On disk when this returns."""
        with self._outbox:
            if promise.life is Life.SETTLED:
                self._outbox.execute("DELETE FROM promise WHERE id = ?", (promise.id,))
            else:
                self._outbox.execute(
                    "INSERT INTO promise VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                    (promise.id, rows.of_promise(promise)),
                )
        if not promise.open:
            _truncate(self._outbox)


def _truncate(database: sqlite3.Connection) -> None:
    """Moves all that was written into the database itself; with secure_delete nothing of what went is left."""
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _open_cache(path: Path) -> sqlite3.Connection:
    """Made anew when it cannot be read."""
    existed = path.exists()
    try:
        return _connect(path, CACHE, "NORMAL")
    except sqlite3.DatabaseError:
        if not existed:
            raise
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _connect(path, CACHE, "NORMAL")


def _open_outbox(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Made anew when it cannot be read; the old one is set aside. And: was it lost."""
    try:
        return _connect(path, OUTBOX, "FULL"), False
    except sqlite3.OperationalError:
        raise  # full, locked, read-only: the disk's fault, not the file's
    except sqlite3.DatabaseError:
        names = (f"{path.name}.unreadable{f'-{number}' if number else ''}" for number in count())
        name = next(name for name in names if not path.with_name(name).exists())
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(path.with_name(name + suffix))
    return _connect(path, OUTBOX, "FULL"), True


def _connect(path: Path, schema: tuple[str, ...], synchronous: str) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(path, check_same_thread=False, timeout=5)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute("PRAGMA secure_delete = ON")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            database.executescript(f"BEGIN; {'; '.join(schema)}; PRAGMA user_version = {VERSION}; COMMIT;")
        found = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
        sound = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        if version not in (0, VERSION) or found != set(schema) or not sound:
            raise sqlite3.DatabaseError(f"version {version}, not as this program makes it")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
