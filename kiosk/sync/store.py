"""The only SQL. `cache.db`: what Exchange told; disposable. `outbox.db`: what we promised; survives power loss.

All methods block and belong on one thread. Instants are stored as ISO text in UTC, all-day events as dates.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from kiosk.room import days
from kiosk.room.model import Event, EventId, Life, Mode, Promise, PromiseId, Room, Wish
from kiosk.room.reasons import Reason

VERSION = 1
REFUSALS = (sqlite3.Error, OSError)
"""What every method of `Store` raises where the disk does not do its part."""
AS_OF_EVERY = timedelta(seconds=60)
"""The age of an unchanged day is written at most this often: what is written per day stays bounded."""
CACHE = """
CREATE TABLE event (id TEXT PRIMARY KEY, uid TEXT, start TEXT, end TEXT, all_day INTEGER, subject TEXT, organizer TEXT,
  private INTEGER, busy INTEGER, ours INTEGER, accepted INTEGER) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT;
"""
OUTBOX = "CREATE TABLE promise (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a restart finds."""

    room: Room | None
    events: tuple[Event, ...]
    as_of: datetime | None
    promises: tuple[Promise, ...]
    outbox_lost: bool = False
    """The outbox could not be read; what it held is set aside for staff."""


class Store:
    """Both databases of one data directory. Raises `REFUSALS`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._outbox_lost = False
        self._as_of: datetime | None = None
        self._events: tuple[Event, ...] | None = None
        self._cache = _open(folder / "cache.db", CACHE, synchronous="NORMAL", spare=False)[0]
        self._outbox, self._outbox_lost = _open(folder / "outbox.db", OUTBOX, synchronous="FULL", spare=True)

    def close(self) -> None:
        for database in (self._cache, self._outbox):
            with suppress(sqlite3.Error):
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()

    def load(self, mailbox: str, privacy: str) -> Kept:
        """What is kept of this room. A cache of another room or a laxer privacy mode is emptied, in the file too."""
        meta = self._meta()
        if (meta.get("mailbox"), meta.get("privacy")) != (mailbox, privacy):
            self._forget(mailbox, privacy)
            meta = self._meta()
        room = _room(meta, mailbox)
        events = self._load_events(room.zone) if room else ()
        as_of = datetime.fromisoformat(meta["as_of"]) if "as_of" in meta else None
        self._as_of, self._events = as_of, events
        return Kept(room, events, as_of, self._promises(), self._outbox_lost)

    def _meta(self) -> dict[str, str]:
        return dict(self._cache.execute("SELECT key, value FROM meta"))

    def _forget(self, mailbox: str, privacy: str) -> None:
        with self._cache:
            self._cache.execute("DELETE FROM event")
            self._cache.execute("DELETE FROM meta")
            rows = [("mailbox", mailbox), ("privacy", privacy)]
            self._cache.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        self._cache.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _load_events(self, zone: str) -> tuple[Event, ...]:
        return tuple(
            _event(row, zone) for row in self._cache.execute("SELECT * FROM event ORDER BY start, id")
        )

    def _promises(self) -> tuple[Promise, ...]:
        rows = self._outbox.execute("SELECT body FROM promise ORDER BY rowid")
        return tuple(_promise(json.loads(body)) for (body,) in rows)

    def keep_room(self, room: Room) -> None:
        """What Exchange tells of the room itself."""
        row = {
            "name": room.name, "zone": room.zone, "floor": room.floor, "seats": json.dumps(room.seats),
            "equipment": json.dumps(room.equipment), "verified": json.dumps(room.verified),
        }  # fmt: skip
        with self._cache:
            self._cache.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", row.items())

    def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str) -> None:
        """The whole window and the time of its reading, in one transaction. An unchanged day costs next to nothing."""
        if events == self._events and self._as_of is not None and as_of - self._as_of < AS_OF_EVERY:
            return
        with self._cache:
            if events != self._events:
                self._write(events, zone)
            self._cache.execute("INSERT OR REPLACE INTO meta VALUES ('as_of', ?)", (as_of.isoformat(),))
        self._as_of, self._events = as_of, events

    def _write(self, events: Iterable[Event], zone: str) -> None:
        before = {event.id: event for event in self._events or ()}
        now = {event.id: event for event in events}
        gone = [(key,) for key in before if key not in now]
        self._cache.executemany("DELETE FROM event WHERE id = ?", gone)
        changed = [_row(event, zone) for event in now.values() if before.get(event.id) != event]
        self._cache.executemany(
            "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", changed
        )

    def keep(self, promise: Promise) -> None:
        """The promise as it stands; a settled one is forgotten. On disk when this returns."""
        with self._outbox:
            if promise.life is Life.SETTLED:
                self._outbox.execute("DELETE FROM promise WHERE id = ?", (promise.id,))
            else:
                body = json.dumps(asdict(promise), default=_plain)
                self._outbox.execute(
                    "INSERT INTO promise VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                    (promise.id, body),
                )
        if not promise.open:
            self._outbox.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _open(path: Path, schema: str, *, synchronous: str, spare: bool) -> tuple[sqlite3.Connection, bool]:
    """The database at `path`, made anew when it cannot be read; `spare` sets the old one aside. And: was it lost."""
    existed = path.exists()
    try:
        return _connect(path, schema, synchronous), False
    except sqlite3.DatabaseError:
        if not existed:
            raise
    for suffix in ("", "-wal", "-shm"):
        old = path.with_name(path.name + suffix)
        if spare and old.exists():
            old.replace(path.with_name(path.name + ".unreadable" + suffix))
        else:
            old.unlink(missing_ok=True)
    return _connect(path, schema, synchronous), True


def _connect(path: Path, schema: str, synchronous: str) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(path, check_same_thread=False, timeout=5)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute("PRAGMA secure_delete = ON")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        if version == 0:
            database.executescript(f"BEGIN; {schema} PRAGMA user_version = {VERSION}; COMMIT;")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(type(value).__name__)


def _promise(body: dict[str, Any]) -> Promise:
    known = {field.name for field in fields(Promise)}
    body = {key: value for key, value in body.items() if key in known}
    for key, kind in (("mode", Mode), ("wish", Wish), ("life", Life)):
        body[key] = kind(body[key])
    body["reason"] = Reason(body["reason"]) if body.get("reason") else None
    for key in (
        "start",
        "end",
        "tapped_at",
        "wanted_end",
        "sent_at",
        "next_try_at",
        "read_at",
        "answered_at",
    ):
        body[key] = datetime.fromisoformat(body[key]) if body.get(key) else None
    body["id"] = PromiseId(body["id"])
    return Promise(**body)


def _room(meta: dict[str, str], mailbox: str) -> Room | None:
    if "zone" not in meta:
        return None
    return Room(
        mailbox, meta.get("name", ""), meta["zone"], meta.get("floor", ""), json.loads(meta.get("seats", "null")),
        tuple(json.loads(meta.get("equipment", "[]"))), json.loads(meta.get("verified", "false")),
    )  # fmt: skip


def _row(event: Event, zone: str) -> tuple[object, ...]:
    start: date = days.local_date(event.start, zone) if event.all_day else event.start
    end: date = days.local_date(event.end, zone) if event.all_day else event.end
    return (
        event.id, event.uid, start.isoformat(), end.isoformat(), int(event.all_day), event.subject, event.organizer,
        int(event.private), int(event.busy), int(event.ours), int(event.accepted),
    )  # fmt: skip


def _event(row: tuple[Any, ...], zone: str) -> Event:
    key, uid, start, end, all_day, subject, organizer, private, busy, ours, accepted = row
    if all_day:
        begin, finish = days.whole_days(date.fromisoformat(start), date.fromisoformat(end), zone)
    else:
        begin, finish = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return Event(
        EventId(key), uid, begin, finish, bool(all_day), subject, organizer,
        bool(private), bool(busy), bool(ours), bool(accepted),
    )  # fmt: skip
