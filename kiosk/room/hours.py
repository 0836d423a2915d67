"""When a room may be booked at all: its opening hours, on its own clock. Pure.

A week is written in wall-clock times; what it means on a given day, also on one on which clocks change, is said here as
instants. Whoever looks for free times lays the closed stretches over the taken ones (`with_closed`), so that every rule about a
neighbour holds for closing time too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from kiosk.room import days
from kiosk.room.agenda import Slot
from kiosk.room.model import Facts
from kiosk.room.policy import Week

CLOSED = "closed"
"""The id of a slot that is no meeting: the room is shut."""
AHEAD = timedelta(days=8)
"""Within a week and a day every hour of a week comes."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch in which the room may be booked, aware UTC."""

    begin: datetime
    end: datetime


@lru_cache(maxsize=64)
def openings(week: Week, begin: datetime, end: datetime, zone: str) -> tuple[Opening, ...]:
    """The open stretches that reach into `begin` to `end`, soonest first, what touches as one.

    Their ends are true to a day beyond: a room that never closes is open for longer than anybody books.
    """
    found: list[Opening] = []
    day, last = days.local_date(begin, zone) - DAY, days.local_date(end, zone) + DAY
    while day <= last:
        for one in _of_day(week, day, zone):
            if found and one.begin <= found[-1].end:
                found[-1] = Opening(found[-1].begin, max(found[-1].end, one.end))
            else:
                found.append(one)
        day += DAY
    return tuple(one for one in found if one.end > begin and one.begin < end)


def _of_day(week: Week, day: date, zone: str) -> Iterator[Opening]:
    """What begins on `day`; hours that end at or before their begin end on the day after."""
    hours = week[day.weekday()]
    if hours is None:
        return
    opens, closes = hours
    begin = days.at_time(day, opens, zone)
    end = days.at_time(day if closes > opens else day + DAY, closes, zone)
    if begin < end:  # an hour that the clocks skip is none
        yield Opening(begin, end)


def with_closed(facts: Facts, taken: Sequence[Slot], begin: datetime, end: datetime) -> Sequence[Slot]:
    """`taken` with the stretches in which nobody may book; `taken` itself where the room has no hours."""
    week = facts.settings.hours
    if week is None or facts.room is None:
        return taken
    return tuple(
        sorted((*taken, *_closed(week, begin, end, facts.room.zone)), key=lambda slot: (slot.start, slot.end))
    )


@lru_cache(maxsize=16)
def _closed(week: Week, begin: datetime, end: datetime, zone: str) -> tuple[Slot, ...]:
    shut: list[Slot] = []
    at = begin
    for one in openings(week, begin, end, zone):
        if one.begin > at:
            shut.append(Slot(at, one.begin, CLOSED))
        at = one.end
    if at < end:
        shut.append(Slot(at, end, CLOSED))
    return tuple(shut)


def window(facts: Facts, now: datetime) -> tuple[datetime, datetime]:
    """All that can be booked now, and a day on either side; the same from midnight to midnight."""
    zone = facts.room.zone if facts.room else "UTC"
    today = days.local_date(now, zone)
    return (
        datetime.combine(today - 2 * DAY, time(), UTC),
        datetime.combine(today + timedelta(days=facts.settings.days_ahead + 4), time(), UTC),
    )


def offered(facts: Facts, taken: Sequence[Slot], now: datetime) -> Sequence[Slot]:
    """What stands in the way of whoever wants to book: `taken`, and the room being closed."""
    return with_closed(facts, taken, *window(facts, now))


def holds(facts: Facts, start: datetime, end: datetime) -> bool:
    """The room may be booked from `start` to `end`, as far as its hours go."""
    week = facts.settings.hours
    if week is None or facts.room is None:
        return True
    return any(one.begin <= start and end <= one.end for one in openings(week, start, end, facts.room.zone))


def open_until(facts: Facts, at: datetime) -> datetime | None:
    """When the room closes that is open at `at`; None where it is closed then, or never closes."""
    week = facts.settings.hours
    if week is None or facts.room is None:
        return None
    found = openings(week, at, at + days.SHORTEST, facts.room.zone)
    return found[0].end if found and found[0].begin <= at else None


def is_closed(facts: Facts, at: datetime) -> bool:
    return facts.settings.hours is not None and facts.room is not None and open_until(facts, at) is None


def next_opening(facts: Facts, at: datetime) -> Opening | None:
    """The first stretch that begins after `at`."""
    week = facts.settings.hours
    if week is None or facts.room is None:
        return None
    found = openings(week, at, at + AHEAD, facts.room.zone)
    return next((one for one in found if one.begin > at), None)


def told_for(facts: Facts, at: datetime) -> Opening | None:
    """The hours that somebody is told who wished `at`: those of that day which it misses least, else the next ones."""
    week = facts.settings.hours
    if week is None or facts.room is None:
        return None
    zone = facts.room.zone
    day = days.local_date(at, zone)
    found = openings(week, days.midnight(day, zone), days.midnight(day + DAY, zone), zone)
    if not found:
        return next_opening(facts, at)
    return min(found, key=lambda one: (max(one.begin - at, at - one.end, timedelta(0)), one.begin))
