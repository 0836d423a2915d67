"""What must be seen on a golden day, figured out a second time from its head alone: plain sums, nothing of the display.

So the looks of a `*.day` are not merely what the display happened to show: every time, length, state and end in them
follows from the offsets (zdump's) and from the meetings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.days.written import Day, instant

Stretch = tuple[datetime, datetime]
MINUTE = timedelta(minutes=1)
GAP, SOON = 5 * MINUTE, 10 * MINUTE
SPAN = re.compile(r"(\S+ \S+Z) to (\S+ \S+Z)")


@dataclass(frozen=True, slots=True)
class Figured:
    """One look: the room's state, as the plane says it."""

    word: str
    until: tuple[str, str]
    """On a 24-hour clock and on a 12-hour clock."""
    at: datetime | None
    left: int | None
    """Minutes until `at`."""


def clock(day: Day, at: datetime) -> tuple[str, str]:
    """How a wall clock shows it, with 24 hours and with 12."""
    wall = day.wall(at)
    return f"{wall:%H:%M}", f"{wall.hour % 12 or 12}:{wall:%M %p}"


def short(day: Day, at: datetime) -> tuple[str, str]:
    """The same; full hours of a 12-hour clock without their minutes."""
    long, twelve = clock(day, at)
    return long, twelve.replace(":00 ", " ")


def is_second(day: Day, at: datetime) -> bool | None:
    """Whether it is the second time that the clock shows this; None where it does so once."""
    naive = day.wall(at)
    moments = {at + by * 30 * MINUTE for by in range(-6, 7)}
    all_of_it = {moment for moment in moments if day.wall(moment) == naive}
    return at == max(all_of_it) if len(all_of_it) > 1 else None


def another_day(day: Day, now: datetime, end: datetime) -> str:
    """How the day is named on which the room is taken for the last time; "" for today. Midnight ends the day before."""
    last, today = day.wall(end - MINUTE), day.wall(now)
    apart = (last.date() - today.date()).days
    if apart == 0:
        return ""
    return f"tomorrow, {last:%A}" if apart == 1 else f"{last:%A} {last.day} {last:%B}"


def told_apart(day: Day, at: datetime) -> tuple[str, str]:
    """As `clock`; in an hour that comes twice it is said which of the two is meant."""
    long, twelve = clock(day, at)
    return long + _which(day, at), twelve + _which(day, at)


def _which(day: Day, at: datetime) -> str:
    second = is_second(day, at)
    return "" if second is None else " (winter time)" if second else " (summer time)"


def length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts) or "less than 1 min"


def taken(day: Day) -> list[Stretch]:
    """When the room is taken, soonest first."""
    return sorted(_stretch(day, one.start, one.end) for one in day.meetings if not one.free)


def _stretch(day: Day, start: date, end: date) -> Stretch:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    return day.midnight(start), day.midnight(end)


def runs(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Stretches joined where less than five minutes lie between them."""
    begin, end = None, None
    for start, stop in stretches:
        if begin is None or end is None or start - end >= GAP:
            if begin is not None and end is not None:
                yield begin, end
            begin, end = start, stop
        end = max(end, stop)
    if begin is not None and end is not None:
        yield begin, end


def state(day: Day, now: datetime) -> Figured:
    run = next(((begin, end) for begin, end in runs(taken(day)) if begin <= now < end), None)
    if run is not None:
        left = (run[1] - now) // MINUTE
        if any(
            _whole(day, one.start, one.end, now, run[1])
            for one in day.meetings
            if one.all_day and not one.free
        ):
            return Figured("Busy", ("all day", "all day"), run[1], left)
        return Figured("Busy", _until(day, run[1]), run[1], left)
    start = min((begin for begin, _ in taken(day) if begin >= now), default=None)
    if start is None:
        return Figured("Free", ("rest of today",) * 2, None, None)
    left = (start - now) // MINUTE
    if start - now <= SOON:
        return Figured("Free", (f"for {length(left)}",) * 2, start, left)
    if day.wall(start).date() != day.wall(now).date():
        return Figured("Free", ("rest of today",) * 2, start, None)
    return Figured("Free", _until(day, start), start, left)


def _until(day: Day, at: datetime) -> tuple[str, str]:
    which = _which(day, at)
    long, twelve = short(day, at)
    return f"until {long}{which}", f"until {twelve}{which}"


def _whole(day: Day, start: date, end: date, now: datetime, run_end: datetime) -> bool:
    begin, stop = _stretch(day, start, end)
    return begin <= now and stop == run_end


def hours(day: Day, begin: datetime, end: datetime) -> tuple[str, str]:
    """The labels of a day's scale, on both clocks."""
    labels: tuple[list[str], list[str]] = ([], [])
    at = begin
    while at <= end:
        if day.wall(at).minute == 0:
            again = "ᵇ" if is_second(day, at) else ""
            for label, text in zip(labels, short(day, at), strict=True):
                label.append(text + again)
        at += 15 * MINUTE
    return " ".join(labels[0]), " ".join(labels[1])


def span(text: str) -> Stretch:
    """The two instants of a line."""
    found = SPAN.search(text)
    assert found is not None, text
    return instant(found[1]), instant(found[2])
