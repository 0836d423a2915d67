"""What can be booked: quick lengths from now, free times later, how far a running booking can be extended. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.room import days, hours
from kiosk.room.agenda import Slot, free_gaps, is_free
from kiosk.room.model import Facts, PickingTime

STEP = timedelta(minutes=15)
LONG_DEFAULT = 90
"""Minutes of the key that stands in for "until the next meeting" when that is too far away."""
PRESELECTED = 30
EXTENSIONS = (15, 30)


@dataclass(frozen=True, slots=True)
class Length:
    """A quick length that fits. `minutes` 0: until the next meeting."""

    minutes: int
    end: datetime
    to_next: bool = False


@dataclass(frozen=True, slots=True)
class Quick:
    """Booking from now: where it begins, the lengths that fit, and the chosen one."""

    start: datetime
    lengths: tuple[Length, ...]
    chosen: Length


def quick(facts: Facts, taken: Sequence[Slot], now: datetime, offered: int | None = None) -> Quick | None:
    """The quick booking from now; None when nothing fits."""
    taken = hours.offered(facts, taken, now)
    start = quick_start(taken, now)
    if hours.is_closed(facts, start):
        return None
    limit = next_start(taken, start)
    policy = facts.settings
    room = policy.max_length if limit is None else min(policy.max_length, limit - start)
    fitting = [
        Length(minutes, start + timedelta(minutes=minutes))
        for minutes in policy.durations
        if timedelta(minutes=minutes) <= room
    ]
    if limit is not None and timedelta(0) < limit - start <= policy.max_length:
        fitting = [length for length in fitting if length.end != limit]
        fitting.append(Length(0, limit, to_next=True))
    elif timedelta(minutes=LONG_DEFAULT) <= room and LONG_DEFAULT not in policy.durations:
        fitting.append(Length(LONG_DEFAULT, start + timedelta(minutes=LONG_DEFAULT)))
    if not fitting:
        return None
    wished = PRESELECTED if offered is None else offered
    return Quick(start, tuple(fitting), _chosen(fitting, start, wished))


def _chosen(fitting: Sequence[Length], start: datetime, wished: int) -> Length:
    exact = next((length for length in fitting if length.minutes == wished), None)
    if exact:
        return exact
    most = start + timedelta(minutes=wished or PRESELECTED)
    shorter = [length for length in fitting if length.end <= most]
    return max(shorter or fitting[:1], key=lambda length: length.end)


def quick_start(taken: Sequence[Slot], now: datetime) -> datetime:
    """The running minute, or the end of what ended within it."""
    start = days.floor_minute(now)
    return max((slot.end for slot in taken if start < slot.end <= now), default=start)


def next_start(taken: Sequence[Slot], at: datetime) -> datetime | None:
    """When the next taken stretch begins, at or after `at`."""
    return min((slot.start for slot in taken if slot.start >= at), default=None)


def next_free(
    facts: Facts, taken: Sequence[Slot], now: datetime, length: timedelta, zone: str
) -> tuple[datetime, datetime] | None:
    """The next free time of this length, from now to midnight."""
    taken = hours.offered(facts, taken, now)
    midnight = days.midnight(days.local_date(now, zone) + timedelta(days=1), zone)
    gap = next(free_gaps(taken, quick_start(taken, now), midnight, length), None)
    return (gap[0], gap[0] + length) if gap else None


@dataclass(frozen=True, slots=True)
class Picked:
    """The block on the booking sheet."""

    day: date
    start: datetime
    end: datetime
    limit: datetime | None
    lengths: tuple[int, ...]
    earlier: datetime | None
    later: datetime | None
    taken_at: datetime | None = None
    """The wished start, when it was taken meanwhile and the block had to move."""
    closed_at: datetime | None = None
    """The wished start, when the room cannot be booked then and the block had to move."""


def picked(
    facts: Facts, taken: Sequence[Slot], now: datetime, zone: str, sheet: PickingTime
) -> Picked | None:
    """The block as it can stand: at the wished start or the free time nearest to it; None on a full day."""
    day = days.local_date(now, zone) + timedelta(days=sheet.day_offset)
    begin, end = bookable(day, now, zone)
    shut = hours.offered(facts, taken, now)
    gaps = list(free_gaps(shut, begin, end, STEP))
    if not gaps:
        return None
    wish = sheet.start
    work = days.at_hour(day, facts.settings.work_start, zone)
    start = _first(gaps, work, zone) if wish is None else _nearest(gaps, wish)
    gap = next(g for g in gaps if g[0] <= start < g[1])
    room = min(gap[1] - start, facts.settings.max_length)
    lengths = tuple(m for m in facts.settings.durations if timedelta(minutes=m) <= room)
    minutes = sheet.minutes or max((m for m in lengths if m <= PRESELECTED), default=min(lengths, default=0))
    length = min(timedelta(minutes=minutes), room) if minutes else room
    return Picked(
        day, start, start + length, gap[1] if gap[1] < end or next_start(shut, gap[1]) == gap[1] else None,
        lengths or (days.whole_minutes(room),),
        earlier=_step(start, -STEP, gap, length, zone), later=_step(start, STEP, gap, length, zone),
        taken_at=wish if wish and start != wish and not is_free(taken, wish, wish + STEP) else None,
        closed_at=wish if wish and start != wish and not hours.holds(facts, wish, wish + STEP) else None,
    )  # fmt: skip


def bookable(day: date, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """From the next quarter (today) or midnight, to the midnight after."""
    begin = days.midnight(day, zone)
    end = days.midnight(day + timedelta(days=1), zone)
    if day == days.local_date(now, zone):
        begin = min(days.next_quarter(now, zone), end)
    return begin, end


def _first(gaps: Sequence[tuple[datetime, datetime]], work: datetime, zone: str) -> datetime:
    """The first free time from the working hours on, on a quarter where one fits; else the first of the day."""
    at_work = [(max(begin, work), end) for begin, end in gaps if end - max(begin, work) >= STEP]
    begin, end = (at_work or gaps)[0]
    aligned = days.next_quarter(begin, zone)
    return aligned if aligned + STEP <= end else begin


def _nearest(gaps: Sequence[tuple[datetime, datetime]], wish: datetime) -> datetime:
    """`wish` where it is free for a quarter, else the free time nearest to it."""
    if any(begin <= wish <= end - STEP for begin, end in gaps):
        return wish
    candidates = [begin for begin, _ in gaps] + [end - STEP for _, end in gaps]
    return min(candidates, key=lambda at: (abs(at - wish), at))


def _step(
    start: datetime, step: timedelta, gap: tuple[datetime, datetime], length: timedelta, zone: str
) -> datetime | None:
    """The block's start one step on; it stops at its neighbours and never jumps over one."""
    if step > timedelta(0):
        aligned = days.next_quarter(start + timedelta(seconds=1), zone)
        return aligned if aligned + min(length, STEP) <= gap[1] else None
    aligned = days.next_quarter(start, zone) - STEP
    return max(aligned, gap[0]) if start > gap[0] else None


def extensions(facts: Facts, others: Sequence[Slot], end: datetime, start: datetime) -> tuple[int, ...]:
    """Minutes by which a running booking can end later: only where the room is free."""
    return tuple(
        minutes
        for minutes in EXTENSIONS
        if end + timedelta(minutes=minutes) - start <= facts.settings.max_length
        and is_free(others, end, end + timedelta(minutes=minutes))
        and hours.holds(facts, end, end + timedelta(minutes=minutes))
    )
