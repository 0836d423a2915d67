"""Of which rooms Exchange tells the hub, in the registry. Which hub process sees to a room is settled here, by who is first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.hub.registry import PARTS
from kiosk.hub.tables import displays, watched

TAKEN_FOR = timedelta(minutes=2)
AGAIN_AFTER = timedelta(minutes=5)
"""After Exchange said no."""


@dataclass(frozen=True, slots=True)
class Watched:
    """`subscription`: its id at Exchange, "" where there is none."""

    room: str
    subscription: str
    until: datetime | None


def due(on: Connection, now: datetime, ahead: timedelta, most: int) -> list[Watched]:
    """Rooms that nobody is told of, or not for much longer than `ahead`, and that no other hub process sees to."""
    asked = (
        select(displays.c.room, watched.c.subscription, watched.c.until)
        .select_from(displays.outerjoin(watched, watched.c.room == displays.c.room))
        .where(
            displays.c.revoked_at.is_(None),
            or_(watched.c.room.is_(None), watched.c.until.is_(None), watched.c.until < now + ahead),
            or_(watched.c.room.is_(None), watched.c.taken_until < now),
        )
        .distinct()
        .limit(most)
    )
    return [Watched(row.room, row.subscription or "", row.until) for row in on.execute(asked)]


def take(on: Connection, room: str, state: str, now: datetime) -> bool:
    """Whether it is this process that sees to the room, and no other. `state` counts where it had none yet."""
    mine = {"taken_until": now + TAKEN_FOR}
    changed = on.execute(
        update(watched).where(watched.c.room == room, watched.c.taken_until < now).values(mine)
    ).rowcount
    if changed:
        return True
    try:
        with on.begin_nested():
            on.execute(insert(watched).values(room=room, subscription="", state=state, **mine))
    except IntegrityError:
        return False
    return True


def anew(on: Connection, room: str, state: str) -> None:
    """Exchange is about to be asked to tell of it, with another secret."""
    on.execute(update(watched).where(watched.c.room == room).values(state=state, subscription="", until=None))


def told(on: Connection, room: str, subscription: str, until: datetime) -> None:
    """Exchange tells of it, until then."""
    values = {"subscription": subscription, "until": until}
    on.execute(update(watched).where(watched.c.room == room).values(values))


def refused(on: Connection, room: str, now: datetime) -> None:
    on.execute(update(watched).where(watched.c.room == room).values(taken_until=now + AGAIN_AFTER))


def lost(on: Connection, rooms: Collection[str]) -> None:
    """Exchange tells of them no more."""
    for room in rooms:
        values = {"subscription": "", "until": None, "taken_until": datetime.fromtimestamp(0).astimezone()}
        on.execute(update(watched).where(watched.c.room == room).values(values))


def rooms(on: Connection, states: Iterable[str]) -> dict[str, str]:
    """The room of each secret's hash, where there is one."""
    wanted = sorted(states)
    found: dict[str, str] = {}
    for begin in range(0, len(wanted), PARTS):
        asked = select(watched.c.state, watched.c.room).where(
            watched.c.state.in_(wanted[begin : begin + PARTS])
        )
        found |= {row.state: row.room for row in on.execute(asked)}
    return found


def forsaken(on: Connection) -> list[Watched]:
    """Rooms that have no display any more; they are forgotten with this."""
    here = select(displays.c.room).where(displays.c.revoked_at.is_(None))
    asked = select(watched.c.room, watched.c.subscription, watched.c.until).where(watched.c.room.not_in(here))
    found = [Watched(row.room, row.subscription, row.until) for row in on.execute(asked)]
    for one in found:
        on.execute(delete(watched).where(watched.c.room == one.room))
    return found
