"""Times as a person writes them, in the room's zone, to instants and back.

"09:41", "09:41:06", "2026-10-14 08:30", "+1 08:30" (days from the day of the facts), "02:30b" (the second of two).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WRITTEN = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d) |(?P<days>[+-]\d+) )?"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d(?:\.\d+)?))?(?P<again>b)?"
)
BOARDS = date(2026, 10, 13)
"""The Tuesday of the design's boards."""


@dataclass(frozen=True, slots=True)
class Times:
    """The zone of the room, and the day that "09:41" is on."""

    zone: ZoneInfo
    day: date = BOARDS

    def read(self, text: str) -> datetime:
        """The instant, aware UTC."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no time: write 09:41, +1 08:30 or 2026-10-14 08:30")
        day = date.fromisoformat(found["date"]) if found["date"] else self.day
        day += timedelta(days=int(found["days"] or 0))
        seconds = float(found["second"] or 0)
        local = datetime(
            day.year, day.month, day.day, int(found["hour"]), int(found["minute"]), int(seconds),
            round(seconds % 1 * 1_000_000), tzinfo=self.zone, fold=1 if found["again"] else 0,
        )  # fmt: skip
        return local.astimezone(UTC)

    def span(self, text: str) -> tuple[datetime, datetime]:
        """ "11:00-11:45", "22:00 - +1 02:00"."""
        start, _, end = text.partition(" - ") if " - " in text else text.rpartition("-")
        return self.read(start.strip()), self.read(end.strip())

    def midnights(self, first: date, after: date) -> tuple[datetime, datetime]:
        return self._midnight(first), self._midnight(after)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def write(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        days = (local.date() - self.day).days
        clock = local.strftime("%H:%M:%S" if local.second or local.microsecond else "%H:%M")
        if local.microsecond:
            clock += f".{local.microsecond:06}".rstrip("0")
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        again = "b" if local.fold and twice else ""
        return (f"{days:+} " if days else "") + clock + again
