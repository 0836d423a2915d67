"""Which other room is free, and which of them comes first: by the way there, then by how well it fits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.room import days, offers
from kiosk.room.model import Facts, Life, Room, Wish
from kiosk.room.nearby import FindingRoom, Neighbour, Span
from kiosk.room.survey import CLOCK_SLACK

SAME_FLOOR, A_FLOOR, SOMEWHERE, ANOTHER_BUILDING = 40, 60, 110, 500
"""Metres on foot where nobody measured: on this floor, for each floor between, of an untold floor, to another building."""
VIDEO = "camera"


@dataclass(frozen=True, slots=True)
class Found:
    """A room that is free for the whole time; `until` aware UTC, None: as far as its plan reaches."""

    room: Neighbour
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Search:
    """What there is for a wish. Times are aware UTC; both lists are sorted, the nearest first."""

    start: datetime
    end: datetime
    free: tuple[Found, ...] = ()
    unknown: tuple[Neighbour, ...] = ()
    """Rooms whose plan nobody knows: they may be free."""
    first: tuple[Neighbour, datetime] | None = None
    """Where none is free: the room that is free first, on the same day, and from when."""


def search(facts: Facts, wish: FindingRoom, now: datetime) -> Search:
    """The rooms that fit the wish, as far as their plans are known and fresh."""
    start, end = period(facts, wish, now)
    free: list[Found] = []
    unknown: list[Neighbour] = []
    later: list[tuple[datetime, Neighbour]] = []
    for room in fitting(facts, wish):
        taken = plan(facts, room.mailbox, now)
        if room.mailbox.lower() in facts.nearby.refused:
            continue
        if taken is None:
            unknown.append(room)
        elif is_free(taken, start, end):
            free.append(Found(room, min((begin for begin, _ in taken if begin >= end), default=None)))
        else:
            at = _first_gap(taken, start, end - start)
            later.append((at, room))
    first = min(later, key=lambda one: one[0], default=None) if not free else None
    zone = facts.room.zone if facts.room else "UTC"
    if first is not None and days.local_date(first[0], zone) != days.local_date(start, zone):
        first = None
    return Search(start, end, tuple(free), tuple(unknown), (first[1], first[0]) if first else None)


def period(facts: Facts, wish: FindingRoom, now: datetime) -> tuple[datetime, datetime]:
    """From when to when a room is wanted."""
    start = days.floor_minute(now)
    if wish.start is not None and wish.start > start:
        start = wish.start
    length = min(timedelta(minutes=wish.minutes or offers.PRESELECTED), facts.settings.max_length)
    return start, start + length


def fitting(facts: Facts, wish: FindingRoom) -> list[Neighbour]:
    """The rooms that the filters let through, the nearest first."""
    return [
        room
        for room in nearest(facts)
        if (not wish.seats or (room.seats or 0) >= wish.seats)
        and (not wish.video or VIDEO in room.equipment)
        and (not wish.step_free or room.step_free is True)
        and (wish.floor is None or room.floor == wish.floor)
    ]


def nearest(facts: Facts) -> list[Neighbour]:
    """All other rooms, by the way on foot, then by how much they are like this one."""
    here = facts.room or Room("")
    return sorted(facts.nearby.rooms, key=lambda room: (_metres(room, here), _misfit(room, here), room.name))


def plan(facts: Facts, mailbox: str, now: datetime) -> tuple[Span, ...] | None:
    """When the room is taken, with what was booked from here laid over it; None: not known, or not any more."""
    nearby = facts.nearby
    told = nearby.plan(mailbox)
    if told is None or nearby.as_of is None or facts.clock.wrong:
        return None
    if not -CLOCK_SLACK <= now - nearby.as_of <= facts.settings.stale_after:
        return None
    ours = [
        (promise.start, promise.until)
        for promise in facts.promises
        if promise.room.lower() == mailbox.lower()
        and promise.wish is not Wish.CANCEL
        and promise.life is not Life.SETTLED
    ]
    return tuple(sorted((*told, *ours)))


def is_free(taken: Iterable[Span], start: datetime, end: datetime) -> bool:
    return not any(begin < end and start < over for begin, over in taken)


def _first_gap(taken: Sequence[Span], start: datetime, length: timedelta) -> datetime:
    cursor = start
    for begin, end in taken:
        if begin - cursor >= length:
            break
        cursor = max(cursor, end)
    return cursor


def _metres(room: Neighbour, here: Room) -> int:
    if room.metres is not None:
        return room.metres
    if room.building:
        return ANOTHER_BUILDING
    if not room.floor or not here.floor:
        return SOMEWHERE
    if room.floor == here.floor:
        return SAME_FLOOR
    there, ours = _level(room.floor), _level(here.floor)
    return SOMEWHERE if there is None or ours is None else SAME_FLOOR + A_FLOOR * max(1, abs(there - ours))


def _level(floor: str) -> int | None:
    digits = re.search(r"-?\d{1,3}", floor)
    return int(digits[0]) if digits else None


def _misfit(room: Neighbour, here: Room) -> tuple[int, int]:
    """What it lacks that this room has, and how many seats it is away from it."""
    lacking = len(set(here.equipment) - set(room.equipment))
    return lacking, abs((room.seats or 0) - (here.seats or 0))


def floors(facts: Facts) -> list[str]:
    """The floors that have other rooms: this one first, then from below."""
    here = facts.room.floor if facts.room else ""
    found = {room.floor for room in facts.nearby.rooms if room.floor}
    return sorted(found, key=lambda floor: (floor != here, _level(floor) or 0, floor))


def next_floor(facts: Facts, wish: FindingRoom) -> FindingRoom:
    """The wish after another press of the floor's key: this floor, each other one, then all."""
    known = floors(facts)
    at = known.index(wish.floor) + 1 if wish.floor in known else 0
    return replace(wish, floor=known[at] if at < len(known) else None)
