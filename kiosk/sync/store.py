"""The only SQL. `cache.db`: what Exchange told; disposable. `outbox.db`: what we promised; survives power loss.

All methods block and belong on one thread. Instants are stored as ISO text in UTC, all-day events as dates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from kiosk.clock import Boot
from kiosk.room.confirmed import Note
from kiosk.room.model import Event, Life, Promise, Room
from kiosk.sync import rows
from kiosk.sync.databases import FAULTS, is_spoiled, open_cache, open_outbox, remove, truncate

T = TypeVar("T")
REFUSALS = FAULTS
"""What every method of `Store` raises where the disk does not do its part."""
AS_OF_EVERY = timedelta(seconds=60)
"""The age of an unchanged day is written at most this often: what is written per day stays bounded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a restart finds."""

    room: Room | None
    events: tuple[Event, ...]
    as_of: datetime | None
    promises: tuple[Promise, ...]
    notes: tuple[Note, ...] = ()
    boot: Boot | None = None
    """By which clock `as_of` was stamped; None: nobody knows."""
    outbox_lost: bool = False
    """Some of the outbox could not be read; what it held is set aside for staff."""


class Store:
    """Both databases of one data directory. Raises `REFUSALS`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "cache.db"
        self._meta: dict[str, str] = {}
        self._events: tuple[Event, ...] = ()
        self._sums: dict[str, int] = {}
        """Checksums of the rows of these events."""
        self._promised = folder / "outbox.db"
        self._outbox, self._outbox_lost = open_outbox(self._promised, must_exist=self._file.exists())
        self._number = self._promised.stat().st_ino
        try:
            self._cache = open_cache(self._file)
        except REFUSALS:
            self._outbox.close()
            raise

    def close(self) -> None:
        for database in (self._cache, self._outbox):
            with suppress(*REFUSALS):
                truncate(database)
            with suppress(*REFUSALS):
                database.close()

    def load(self, mailbox: str, privacy: str) -> Kept:
        """What is kept of this room. A cache of another room or another privacy mode is emptied, in the file too."""
        wanted = {"mailbox": mailbox, "privacy": privacy}
        found = self._sound(self._sealed, wanted)
        if found is not None and (before := found[0].get("mailbox", mailbox)) != mailbox:
            self._owe(before)
        day = None if found is None else self._sound(lambda: self._day(*found, wanted), wanted)
        room, as_of, boot = day or (None, None, None)
        promises, notes = self.promises(), self._legible("note", rows.note)
        return Kept(room, self._events, as_of, promises, notes, boot, self._outbox_lost)

    def promises(self) -> tuple[Promise, ...]:
        """What the outbox holds, of whichever room."""
        return self._legible("promise", rows.promise)

    def _owe(self, room: str) -> None:
        """A booking was made for the room of its time: that is in the outbox before the cache forgets which one it was."""
        for promise in self.promises():
            if not promise.elsewhere:
                self.keep(replace(promise, room=room, room_name=room.partition("@")[0].capitalize()))

    def _sound(self, work: Callable[[], T], meta: dict[str, str]) -> T | None:
        """None: the cache made no sense, and is made anew with this."""
        try:
            return work()
        except (*rows.MISREAD, sqlite3.Error) as fault:
            if isinstance(fault, sqlite3.Error) and not is_spoiled(fault):
                raise
            self._renew(meta)
            return None

    def _sealed(self) -> tuple[dict[str, str], list[tuple[Any, ...]], dict[str, int]]:
        meta = dict(self._cache.execute("SELECT key, value FROM meta"))
        found = self._cache.execute("SELECT * FROM event ORDER BY start, id").fetchall()
        sums = {row[0]: rows.checksum(row) for row in found}
        if (meta or found) and meta.pop("sum", None) != rows.seal(meta, sums.values()):
            raise ValueError("not as it was written")
        return meta, found, sums

    def _day(
        self, meta: dict[str, str], found: list[tuple[Any, ...]], sums: dict[str, int], wanted: dict[str, str]
    ) -> tuple[Room | None, datetime | None, Boot | None]:
        if not meta.items() >= wanted.items():
            self._forget(wanted)
            return None, None, None
        room = rows.room(meta, wanted["mailbox"])
        events = () if room is None else tuple(rows.event(row, room.zone) for row in found)
        as_of, boot = rows.as_of(meta) if room else (None, None)
        self._meta, self._sums, self._events = meta, sums, events
        return room, as_of, boot

    def _renew(self, meta: dict[str, str]) -> None:
        """A cache that makes no sense, in whatever it is that it does not, is made anew."""
        self._cache.close()
        try:
            remove(self._file)
            self._cache = open_cache(self._file)
        except REFUSALS as fault:
            raise sqlite3.DatabaseError(
                "there is no cache now"
            ) from fault  # this store is of no use any more
        self._forget(meta)

    def _forget(self, meta: dict[str, str]) -> None:
        with self._cache:
            self._cache.execute("DELETE FROM event")
            self._cache.execute("DELETE FROM meta")
            self._meta = {}
            self._tell(meta, {})
        self._meta, self._sums, self._events = meta, {}, ()
        truncate(self._cache)

    def _tell(self, meta: dict[str, str], sums: dict[str, int]) -> None:
        changed = {key: value for key, value in meta.items() if value != self._meta.get(key)}
        changed["sum"] = rows.seal(meta, sums.values())
        self._cache.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", changed.items())

    def _legible(self, table: str, read: Callable[[bytes, bytes], T]) -> tuple[T, ...]:
        """What is promised or noted; a row that cannot be read is set aside."""
        found: list[T] = []
        rows_of = f"SELECT rowid, CAST(id AS BLOB), CAST(body AS BLOB) FROM {table} ORDER BY rowid"  # noqa: S608 - one of ours
        for number, key, body in self._outbox.execute(rows_of).fetchall():
            try:
                found.append(read(key, body))
            except rows.MISREAD:
                self._set_aside(table, number)
        return tuple(found)

    def _set_aside(self, table: str, number: int) -> None:
        self._outbox_lost = True
        with self._outbox:
            aside = f"INSERT INTO unreadable SELECT id, body FROM {table} WHERE rowid = ?"  # noqa: S608 - one of ours
            self._outbox.execute(aside, (number,))
            self._outbox.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))  # noqa: S608 - one of ours

    def keep_room(self, room: Room) -> None:
        """What Exchange tells of the room itself."""
        self._cached(lambda: self._keep_room(room))

    def apply(self, events: tuple[Event, ...], as_of: datetime, zone: str, boot: Boot | None = None) -> None:
        """The whole window and the time of its reading, in one transaction. An unchanged day costs next to nothing."""
        self._cached(lambda: self._apply(events, as_of, zone, boot))

    def _cached(self, work: Callable[[], None]) -> None:
        try:
            work()
        except REFUSALS as fault:
            if not is_spoiled(fault):
                raise
            self._renew({key: value for key, value in self._meta.items() if key not in rows.AS_OF})
            work()

    def _keep_room(self, room: Room) -> None:
        meta = self._meta | rows.of_room(room)
        with self._cache:
            self._tell(meta, self._sums)
        self._meta = meta

    def _apply(self, events: tuple[Event, ...], as_of: datetime, zone: str, boot: Boot | None) -> None:
        changed, before = events != self._events, self._meta.get("as_of")
        if not changed and before and abs(as_of - datetime.fromisoformat(before)) < AS_OF_EVERY:
            return
        meta, sums = self._meta | rows.of_as_of(as_of, boot), self._sums
        with self._cache:
            if changed:
                sums = self._write(events, zone)
            self._tell(meta, sums)
        self._meta, self._sums, self._events = meta, sums, events
        if changed:
            truncate(self._cache)  # what was taken out of the day is taken out of the file

    def _write(self, events: tuple[Event, ...], zone: str) -> dict[str, int]:
        before = {event.id: event for event in self._events}
        now = {event.id: event for event in events}
        gone = [(key,) for key in before if key not in now]
        self._cache.executemany("DELETE FROM event WHERE id = ?", gone)
        changed = [rows.of_event(event, zone) for event in now.values() if before.get(event.id) != event]
        self._cache.executemany(
            "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", changed
        )
        sums = {key: value for key, value in self._sums.items() if key in now}
        return sums | {str(row[0]): rows.checksum(row) for row in changed}

    def keep(self, promise: Promise) -> None:
        """The promise as it stands; a settled one is forgotten. On disk when this returns.

        If it raises it is not, but for one that is not open: that may be, and its older words may be there yet.
        """
        if promise.life is Life.SETTLED:
            self._commit("DELETE FROM promise WHERE id = ?", (promise.id,), wipe=True)
        else:
            self._commit(
                "INSERT INTO promise VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (promise.id, rows.of_promise(promise)),
                wipe=not promise.open,
            )

    def note(self, note: Note, *, forget: bool = False) -> None:
        """What somebody at the door said of a meeting; `forget`: it is over. On disk when this returns."""
        key = rows.note_key(note)
        if forget:
            self._commit("DELETE FROM note WHERE id = ?", (key,), wipe=True)
        else:
            self._commit(
                "INSERT OR REPLACE INTO note VALUES (?, ?)",
                (key, rows.of_note(note)),
                wipe=rows.is_wordless(note),
            )

    def _commit(self, sql: str, values: tuple[str, ...], *, wipe: bool) -> None:
        if not self._promised.exists() or self._promised.stat().st_ino != self._number:
            raise sqlite3.DatabaseError("the file was taken away")
        try:
            with self._outbox:
                self._outbox.execute(sql, values)
        except REFUSALS:
            with suppress(*REFUSALS):
                truncate(self._outbox)  # half of it may be in the WAL: the next start must not find it
            raise
        if wipe:
            truncate(self._outbox)  # words that were to go are gone from the file

    def tidy(self) -> None:
        """Due after every `keep` and `note`: a WAL is cut off at its first bad bit, in silence. Nothing may stay in it for long."""
        truncate(self._outbox)
