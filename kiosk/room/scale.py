"""The day on a line: range, hours, bars and needle as fractions. Pure (DESIGN.md §5, Day scale)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from kiosk.room import days
from kiosk.room.agenda import Slot
from kiosk.room.face import Bar, BarKind, Say, Scale, Tick
from kiosk.room.model import Settings
from kiosk.room.phrases import Phrase
from kiosk.room.say import meeting

HOUR = timedelta(hours=1)
HALF = timedelta(minutes=30)
EVENING_HOURS = 10


def day_scale(
    taken: Sequence[Slot], now: datetime, zone: str, settings: Settings,
    selected: tuple[datetime, datetime] | None = None,
) -> Scale:  # fmt: skip
    """Today's scale for the plane, with the quick booking that is selected."""
    return _today(tuple(taken), days.floor_minute(now), zone, settings, selected)


@lru_cache(
    maxsize=2
)  # it is the same for a whole minute, in which the rest of the picture may change sixty times
def _today(
    taken: tuple[Slot, ...], minute: datetime, zone: str, settings: Settings,
    selected: tuple[datetime, datetime] | None,
) -> Scale:  # fmt: skip
    begin, end = today_range(taken, minute, zone, settings)
    return _scale(taken, begin, end, zone, minute, selected)


def sheet_scale(
    taken: Sequence[Slot], day: date, now: datetime, zone: str, settings: Settings,
    selected: tuple[datetime, datetime] | None = None,
) -> Scale:  # fmt: skip
    """The scale of the booking sheet: from the hour before now today, the working day otherwise; the block is on it."""
    if day == days.local_date(now, zone):
        begin, end = today_range(taken, now, zone, settings)
        begin = min(max(begin, _hour_floor(now, zone)), end - 4 * HOUR)
    else:
        begin, end = day_range(taken, day, zone, settings)
    if selected:
        begin, end = min(begin, _hour_floor(selected[0], zone)), max(end, _hour_ceil(selected[1], zone))
    return _scale(taken, begin, end, zone, now, selected)


def whole_day_scale(taken: Sequence[Slot], day: date, now: datetime, zone: str, settings: Settings) -> Scale:
    """The working day, widened to hold every booking of the day and, today, the present moment."""
    begin, end = day_range(taken, day, zone, settings)
    if day == days.local_date(now, zone):
        begin, end = min(begin, _hour_floor(now, zone)), max(end, _hour_floor(now, zone) + HOUR)
    return _scale(taken, begin, end, zone, now, None)


def day_range(taken: Sequence[Slot], day: date, zone: str, settings: Settings) -> tuple[datetime, datetime]:
    """The working hours of a day, widened to include any booking of it but all-day ones."""
    first, last = days.midnight(day, zone), days.midnight(day + timedelta(days=1), zone)
    begin, end = days.at_hour(day, settings.work_start, zone), days.at_hour(day, settings.work_end, zone)
    for slot in taken:
        if slot.all_day or slot.end <= first or slot.start >= last:
            continue
        begin = min(begin, _hour_floor(max(slot.start, first), zone))
        end = max(end, _hour_ceil(min(slot.end, last), zone))
    return begin, end


def today_range(
    taken: Sequence[Slot], now: datetime, zone: str, settings: Settings
) -> tuple[datetime, datetime]:
    """Today's range; after working hours ten hours from the whole hour four hours ago."""
    today = days.local_date(now, zone)
    if now >= days.at_hour(today, settings.work_end, zone):
        begin = _hour_floor(now - 4 * HOUR, zone)
        return begin, begin + EVENING_HOURS * HOUR
    begin, end = day_range(taken, today, zone, settings)
    return min(begin, _hour_floor(now, zone)), max(end, _hour_floor(now, zone) + HOUR)


def _scale(
    taken: Sequence[Slot], begin: datetime, end: datetime, zone: str, now: datetime,
    selected: tuple[datetime, datetime] | None,
) -> Scale:  # fmt: skip
    span = end - begin
    minute = days.floor_minute(now)  # needle and elapsed parts step, they do not glide

    def part(at: datetime) -> float:
        return round(min(1.0, max(0.0, (at - begin) / span)), 5)

    shown = [slot for slot in taken if slot.end > begin and slot.start < end]
    bars = [_bar(slot, lane, part, minute) for slot, lane in zip(shown, _lanes(shown), strict=True)]
    if selected:
        bars.append(Bar(part(selected[0]), part(selected[1]), BarKind.SELECTED))
    needle = part(minute) if begin <= now < end else None
    return Scale(begin, end, _ticks(begin, end, zone), tuple(bars), needle)


def _bar(slot: Slot, lane: int, part: Callable[[datetime], float], now: datetime) -> Bar:
    if slot.promise is not None and not slot.confirmed:
        kind = BarKind.PROVISIONAL
    elif slot.end <= now:
        kind = BarKind.PAST
    elif slot.start <= now:
        kind = BarKind.RUNNING
    else:
        kind = BarKind.TAKEN
    elapsed = part(now) if kind is BarKind.RUNNING else 0.0
    return Bar(
        part(slot.start), part(slot.end), kind, lane, elapsed,
        say=Say(Phrase.ALL_DAY) if slot.all_day and not slot.subject else meeting(slot),
        at=slot.start, to=slot.end, who=slot.organizer, private=slot.private, all_day=slot.all_day,
    )  # fmt: skip


def _lanes(shown: Sequence[Slot]) -> list[int]:
    """0 for a slot alone; of overlapping ones the first takes lane 1, the next lane 2, and all others the freer one."""
    lanes: list[int] = []
    for slot in shown:
        overlap = [o is not slot and o.start < slot.end and slot.start < o.end for o in shown]
        before = {lane for lane, overlaps in zip(lanes, overlap, strict=False) if overlaps}
        lanes.append(0 if not any(overlap) else 2 if 1 in before else 1)
    return lanes


@lru_cache(maxsize=16)  # a range stays for an hour, and is asked for with each look
def _ticks(begin: datetime, end: datetime, zone: str) -> tuple[Tick, ...]:
    """The whole hours of the room's clock; some clocks move by half an hour."""
    ticks: list[Tick] = []
    at = begin
    while at <= end:
        local = at.astimezone(days.zone(zone))
        if local.minute == 0:
            ticks.append(Tick(round((at - begin) / (end - begin), 5), at, repeated=local.fold == 1))
        at += HALF
    return tuple(ticks)


@lru_cache(maxsize=256)
def _hour_floor(at: datetime, zone: str) -> datetime:
    local = at.astimezone(days.zone(zone))
    return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _hour_ceil(at: datetime, zone: str) -> datetime:
    ceil = _hour_floor(at, zone)
    while ceil < at or ceil.astimezone(days.zone(zone)).minute:
        ceil += HALF
    return ceil
