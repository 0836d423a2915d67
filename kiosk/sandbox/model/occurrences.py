"""From stored events to what a window of the calendar holds: occurrences, exceptions, single instances."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.zones import to_wall

_ENDLESS = 20_000  # dates looked at before an endless pattern is given up


def occurrence(master: Event, day: date) -> Event | None:
    """The occurrence of that original date, or None when the series has none (any more)."""
    if day in master.dropped or master.recurrence is None:
        return None
    if day in master.exceptions:
        return master.exceptions[day]
    for count, candidate in enumerate(master.recurrence.dates()):
        if candidate == day:
            return _plain(master, day)
        if candidate > day or count > _ENDLESS:
            return None
    return None


def in_window(event: Event, start: datetime, end: datetime, zone: str) -> Iterator[Event]:
    """What of one stored event lies in the window, inclusive at its start (facts.md §2.2)."""
    if event.recurrence is None:
        if _far_off(event, start, end):
            return
        if _touches(event, start, end, zone):
            yield event
        return
    for day, exception in event.exceptions.items():
        if day not in event.dropped and _touches(exception, start, end, zone):
            yield exception
    length = event.span.end - event.span.start + timedelta(days=2)
    last = (end + timedelta(days=2)).date()
    for count, day in enumerate(event.recurrence.dates()):
        if day > last or count > _ENDLESS:
            return
        if day < (start - length).date() or day in event.dropped or day in event.exceptions:
            continue
        found = _plain(event, day)
        if _touches(found, start, end, zone):
            yield found


def neighbours(master: Event, day: date) -> tuple[datetime | None, datetime | None]:
    """End of the occurrence before and start of the one after, as wall clocks of the series."""
    before: datetime | None = None
    for count, candidate in enumerate(master.recurrence.dates() if master.recurrence else ()):
        if candidate == day or count > _ENDLESS:
            continue
        found = occurrence(master, candidate) if candidate not in master.dropped else None
        if found is None:
            continue
        if candidate > day:
            return before, found.span.start
        before = found.span.end
    return before, None


def last_instant(event: Event, zone: str) -> datetime:
    """When the last of it is over; the far future for an endless series."""
    if event.recurrence is None:
        return event.span.instants(zone)[1]
    if event.recurrence.range_kind == "noEnd":
        return datetime.max.replace(tzinfo=UTC)
    days = list(islice(event.recurrence.dates(), _ENDLESS))
    return event.span.on(days[-1]).instants(zone)[1] if days else datetime.min.replace(tzinfo=UTC)


def day_of(event: Event) -> date:
    """The original date of a stored series' first occurrence."""
    return event.span.start.date()


def shifted_original(master: Event, day: date) -> datetime:
    """The original start of an occurrence in UTC (Graph's originalStart)."""
    return master.span.on(day).instants(master.span.zone)[0]


def _plain(master: Event, day: date) -> Event:
    return replace(
        master, span=master.span.on(day), day=day, recurrence=None, exceptions={}, dropped=frozenset()
    )


def _far_off(event: Event, start: datetime, end: datetime) -> bool:
    """A cheap look at wall clocks, that differ from UTC by less than a day: most events need no more."""
    span, day = event.span, timedelta(days=1)
    return span.end + day < start.replace(tzinfo=None) or span.start - day > end.replace(tzinfo=None)


def _touches(event: Event, start: datetime, end: datetime, zone: str) -> bool:
    begins, ends = event.span.instants(zone)
    return ends >= start and begins < end


def overlaps(event: Event, start: datetime, end: datetime, zone: str) -> bool:
    """Whether two spans share time, strictly: touching ends do not."""
    begins, ends = event.span.instants(zone)
    return ends > start and begins < end


def local_date(instant: datetime, zone: str) -> date:
    return to_wall(instant, zone).date()
