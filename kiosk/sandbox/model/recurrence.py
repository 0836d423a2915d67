"""Recurrence patterns: from a rule to dates. Times of day and zones are the event's (facts.md §2.13)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = ("first", "second", "third", "fourth", "last")
KINDS = ("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly")
_LAST_YEAR = 4600  # leaves room to step over the end of a pattern
RANGES = ("endDate", "noEnd", "numbered")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Graph's patternedRecurrence: a pattern (`kind` … `index`) and a range (`first` … `last`)."""

    kind: str
    first: date
    interval: int = 1
    days: tuple[str, ...] = ()
    first_day_of_week: str = "sunday"
    day_of_month: int = 1
    month: int = 1
    index: str = "first"
    range_kind: str = "noEnd"
    last: date | None = None
    count: int = 0
    zone: str = ""

    def dates(self) -> Iterator[date]:
        """The dates of the occurrences, in order; endless for a series without an end."""
        found = (day for day in self._pattern() if day >= self.first)
        if self.range_kind == "numbered":
            return islice(found, max(self.count, 0))
        if self.range_kind == "endDate" and self.last is not None:
            last = self.last
            return takewhile(lambda day: day <= last, found)
        return found

    def _pattern(self) -> Iterator[date]:
        match self.kind:
            case "daily":
                return self._every_days()
            case "weekly":
                return self._every_weeks()
            case "absoluteMonthly" | "relativeMonthly":
                return self._every_months(max(self.interval, 1))
            case _:
                return self._every_months(12 * max(self.interval, 1))

    def _every_days(self) -> Iterator[date]:
        day = self.first
        while day.year < _LAST_YEAR:
            yield day
            day += timedelta(days=max(self.interval, 1))

    def _every_weeks(self) -> Iterator[date]:
        wanted = sorted(
            (DAYS.index(day) - self._week_begin()) % 7 for day in (self.days or (DAYS[self.first.weekday()],))
        )
        week = self.first - timedelta(days=(self.first.weekday() - self._week_begin()) % 7)
        while week.year < _LAST_YEAR:
            for offset in wanted:
                yield week + timedelta(days=offset)
            week += timedelta(weeks=max(self.interval, 1))

    def _week_begin(self) -> int:
        return DAYS.index(self.first_day_of_week)

    def _every_months(self, step: int) -> Iterator[date]:
        month = self.month if step >= 12 else self.first.month
        ordinal = self.first.year * 12 + month - 1
        while ordinal // 12 < _LAST_YEAR:
            year, zero_month = divmod(ordinal, 12)
            yield self._day_in(year, zero_month + 1)
            ordinal += step

    def _day_in(self, year: int, month: int) -> date:
        length = calendar.monthrange(year, month)[1]
        if self.kind.startswith("absolute"):
            return date(year, month, min(self.day_of_month, length))
        wanted = {DAYS.index(day) for day in self.days} or {self.first.weekday()}
        hits = [n for n in range(1, length + 1) if date(year, month, n).weekday() in wanted]
        return date(
            year, month, hits[-1 if self.index == "last" else min(INDEXES.index(self.index), len(hits) - 1)]
        )
