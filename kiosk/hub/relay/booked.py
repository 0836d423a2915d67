"""Which bookings were made at which room's displays, as the registry remembers: by hashes, for ids are long and say nothing here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.hub.registry import PARTS
from kiosk.hub.tables import booked

KEPT = timedelta(days=120)
"""No booking lies further ahead than two months, nor is it changed long after."""
TRANSACTION, EVENT = "transaction", "event"


def key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def note(on: Connection, room: str, kind: str, texts: Iterable[str], now: datetime) -> bool:
    """From here on they are the room's; False: one of them is another room's."""
    keys = {key(kind, text) for text in texts}
    there = _rooms(on, sorted(keys))
    fresh = [{"key": one, "room": room, "kind": kind, "at": now} for one in sorted(keys - set(there))]
    if set(there.values()) - {room}:
        return False
    try:
        with on.begin_nested():
            if fresh:
                on.execute(insert(booked), fresh)
    except IntegrityError:  # another hub process was faster
        return not set(_rooms(on, sorted(keys)).values()) - {room}
    return True


def among(on: Connection, room: str, kind: str, texts: Iterable[str]) -> set[str]:
    """Of these, the room's."""
    keys = {key(kind, text): text for text in texts}
    there = _rooms(on, sorted(keys))
    return {keys[one] for one, whose in there.items() if whose == room}


def since(on: Connection, room: str, begin: datetime) -> int:
    """How many bookings were begun."""
    asked = select(func.count()).where(
        booked.c.room == room, booked.c.kind == TRANSACTION, booked.c.at >= begin
    )
    return int(on.execute(asked).scalar_one())


def forget(on: Connection, now: datetime) -> None:
    on.execute(delete(booked).where(booked.c.at < now - KEPT))


def _rooms(on: Connection, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for begin in range(0, len(keys), PARTS):
        asked = select(booked.c.key, booked.c.room).where(booked.c.key.in_(keys[begin : begin + PARTS]))
        found |= {row.key: row.room for row in on.execute(asked)}
    return found
