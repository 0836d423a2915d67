"""Values ⇄ what a row of a database holds. Pure; the SQL is store.py's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, assert_never
from zlib import crc32

from kiosk.clock import Boot
from kiosk.room import days
from kiosk.room.confirmed import CheckIn, Freeing, Missed, Note, Release
from kiosk.room.model import Event, EventId, Life, Mode, Promise, PromiseId, Room, Wish
from kiosk.room.reasons import Reason
from kiosk.room.reports import Category, Course, Delivery, Report, Way

INSTANTS = (
    "start", "end", "tapped_at", "wanted_start", "wanted_end", "sent_at", "next_try_at", "read_at", "answered_at",
)  # fmt: skip
KNOWN = frozenset(field.name for field in fields(Promise))
MISREAD = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a row raises that this program did not write."""


def of_promise(promise: Promise) -> str:
    """JSON behind its own checksum: SQLite has none, and a bit that turns may still make sense."""
    text = json.dumps(asdict(promise), default=_plain)
    return _checksum(text.encode()) + text


def of_note(note: Note) -> str:
    text = json.dumps(asdict(note), default=_plain)
    return _checksum(text.encode()) + text


def note_key(note: Note) -> str:
    match note:
        case Release():
            return f"release {note.id}"
        case CheckIn():
            return f"check-in {note.event}"
        case Missed():
            return f"missed {note.series}"
        case Report():
            return f"report {note.id}"
        case never:
            assert_never(never)


def is_wordless(note: Note) -> bool:
    """What somebody typed is not needed any more, and shall be gone from the file."""
    return isinstance(note, Report) and note.ended


def note(key: bytes, row: bytes) -> Note:
    """Raises `MISREAD`."""
    body = _body(row)
    if key.startswith(b"check-in "):
        return CheckIn(body["event"], *(datetime.fromisoformat(body[name]) for name in ("at", "keep_until")))
    if key.startswith(b"missed "):
        return Missed(body["series"], int(body["times"]), datetime.fromisoformat(body["last"]))
    if key.startswith(b"report "):
        return _report(body)
    for name in ("start", "end", "decided_at", "next_try_at", "done_at"):
        body[name] = datetime.fromisoformat(body[name]) if body.get(name) else None
    body["life"] = Freeing(body["life"])
    return Release(**body)


def _report(body: dict[str, Any]) -> Report:
    """What was on its way is tried anew: a start is as good a reason as a time."""
    deliveries = tuple(
        Delivery(Way(one["way"]), Course(one["course"]), int(one["attempts"])) for one in body["deliveries"]
    )
    delivered = datetime.fromisoformat(body["delivered_at"]) if body["delivered_at"] else None
    return Report(
        PromiseId(body["id"]), body["number"], Category(body["category"]), datetime.fromisoformat(body["at"]),
        body["thing"], body["note"], body["reply_to"], bool(body["adds"]), deliveries, delivered, stored=True,
    )  # fmt: skip


def _checksum(body: bytes) -> str:
    return f"{crc32(body):08x}"


def checksum(row: tuple[object, ...]) -> int:
    """Of one event's row."""
    return crc32(repr(tuple(row)).encode())


def seal(meta: Mapping[str, str], events: Iterable[int]) -> str:
    """What the cache as a whole adds up to."""
    return f"{(crc32(repr(sorted(meta.items())).encode()) + sum(events)) % 2**32:08x}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(type(value).__name__)


def _body(row: bytes) -> dict[str, Any]:
    text = row[8:]
    if row[:8].decode() != _checksum(text):
        raise ValueError("not as it was written")
    body: dict[str, Any] = json.loads(text)
    return body


def promise(key: bytes, row: bytes) -> Promise:
    """Raises `MISREAD`. What an older program did not know has its default, what a newer one added is left out."""
    body = {name: value for name, value in _body(row).items() if name in KNOWN}
    if body["id"] != key.decode():
        raise ValueError("another one's")
    body |= {"mode": Mode(body["mode"]), "wish": Wish(body["wish"]), "life": Life(body["life"])}
    body["reason"] = Reason(body["reason"]) if body.get("reason") else None
    for name in INSTANTS:
        body[name] = datetime.fromisoformat(body[name]) if body.get(name) else None
    body["id"] = PromiseId(body["id"])
    return Promise(**body)


AS_OF = ("as_of", "boot", "zero")
"""When the cache's day was read, and by which clock."""


def of_as_of(as_of: datetime, boot: Boot | None) -> dict[str, str]:
    by = Boot("", as_of) if boot is None else boot
    return dict(zip(AS_OF, (as_of.isoformat(), by.id, by.zero.isoformat()), strict=True))


def as_of(meta: Mapping[str, str]) -> tuple[datetime | None, Boot | None]:
    """Raises `MISREAD`."""
    if "as_of" not in meta:
        return None, None
    boot = Boot(meta["boot"], datetime.fromisoformat(meta["zero"])) if meta.get("boot") else None
    return datetime.fromisoformat(meta["as_of"]), boot


def of_room(room: Room) -> dict[str, str]:
    return {
        "name": room.name, "zone": room.zone, "floor": room.floor, "seats": json.dumps(room.seats),
        "equipment": json.dumps(room.equipment), "verified": json.dumps(room.verified),
    }  # fmt: skip


def room(meta: Mapping[str, str], mailbox: str) -> Room | None:
    """Raises `MISREAD`."""
    if "zone" not in meta:
        return None
    days.zone(meta["zone"])
    return Room(
        mailbox, meta.get("name", ""), meta["zone"], meta.get("floor", ""), json.loads(meta.get("seats", "null")),
        tuple(json.loads(meta.get("equipment", "[]"))), json.loads(meta.get("verified", "false")),
    )  # fmt: skip


def of_event(event: Event, zone: str) -> tuple[object, ...]:
    start: date = days.local_date(event.start, zone) if event.all_day else event.start
    end: date = days.local_date(event.end, zone) if event.all_day else event.end
    return (
        event.id, event.uid, start.isoformat(), end.isoformat(), int(event.all_day), event.subject, event.organizer,
        int(event.private), int(event.busy), int(event.ours), int(event.accepted), int(event.exempt),
        event.series,
    )  # fmt: skip


def event(row: tuple[Any, ...], zone: str) -> Event:
    """Raises `MISREAD`."""
    key, uid, start, end, all_day, subject, organizer, private, busy, ours, accepted, exempt, series = row
    if all_day:
        begin, finish = days.whole_days(date.fromisoformat(start), date.fromisoformat(end), zone)
    else:
        begin, finish = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return Event(
        EventId(key), uid, begin, finish, bool(all_day), subject, organizer,
        bool(private), bool(busy), bool(ours), bool(accepted), bool(exempt), series,
    )  # fmt: skip
