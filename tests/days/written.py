"""Reads a `*.day`: a day as a person writes it. Knows nothing of the display, nor of time-zone tables.

First the head: what kind of day it is (prose), then `zone` (Windows name | IANA name), `clock` (offsets, taken from
zdump), `day` (its two midnights and its length), `hours` (of the day scale), and what Exchange tells of the room:
`meeting` and `all day` lines. Then the looks: an instant, and under it the lines of what must be seen then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
SUFFIX = ".day"
INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\dZ")


def instant(text: str) -> datetime:
    """ "2026-10-25 00:10Z" """
    return datetime.strptime(text, "%Y-%m-%d %H:%MZ").replace(tzinfo=UTC)


def write(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")


@dataclass(frozen=True, slots=True)
class Meeting:
    """`end` is not part of it. All-day meetings have dates, others aware UTC."""

    start: datetime | date
    end: datetime | date
    subject: str
    organizer: str
    made_in: str
    free: bool

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far the wall clock is ahead of UTC from an instant on (the first one: since ever), and what that is called."""

    since: datetime
    ahead: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """One golden day."""

    name: str
    head: str
    """All before the first look, as it is written."""
    windows: str
    iana: str
    offsets: tuple[Offset, ...]
    on: date
    begin: datetime
    end: datetime
    length: timedelta
    hours: tuple[int, int]
    meetings: tuple[Meeting, ...]
    looks: tuple[tuple[datetime, tuple[str, ...]], ...]
    """Instants, and the lines under them."""

    def wall(self, at: datetime) -> datetime:
        """What a clock on the wall shows at `at`, by the written offsets alone; naive."""
        return (at + self.offset(at).ahead).replace(tzinfo=None)

    def offset(self, at: datetime) -> Offset:
        return [offset for offset in self.offsets if offset.since <= at][-1]

    @lru_cache  # noqa: B019 - days live as long as the tests
    def midnight(self, day: date) -> datetime:
        """The first instant whose date is `day` or later, by the written offsets alone."""
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=28)
        while self.wall(at).date() < day:
            at += timedelta(minutes=15)
        return at


def names() -> list[str]:
    return sorted(path.name.removesuffix(SUFFIX) for path in FOLDER.glob(f"*{SUFFIX}"))


def read(name: str) -> Day:
    """The day of that name.

    Raises:
        ValueError: a line that is none of those above.
    """
    text = (FOLDER / f"{name}{SUFFIX}").read_text(encoding="utf-8")
    head, *blocks = re.split(rf"^(?={INSTANT.pattern}$)", text, flags=re.MULTILINE)
    lines = [line for line in head.splitlines() if line and not line.startswith("#")]
    told = [line.split(maxsplit=1) for line in lines if not line.startswith("all day")]
    one = {word: rest for word, rest in told if word != "meeting"}
    windows, iana = one["zone"].split(" | ")
    day, begin, end, hours = re.split(r" from | to |, ", one["day"])
    first, last = one["hours"].split(" to ")
    return Day(
        name, head, windows, iana, tuple(_offsets(one["clock"])), date.fromisoformat(day),
        instant(begin), instant(end), _length(hours), (int(first), int(last)),
        tuple(_meeting(line) for line in lines if line.startswith(("meeting ", "all day "))),
        tuple(_look(block) for block in blocks),
    )  # fmt: skip


def _length(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+) h(?: (\d+) min)?", text)
    if found is None:
        raise ValueError(f"{text!r} is no length: write 25 h, or 23 h 30 min")
    return timedelta(hours=int(found[1]), minutes=int(found[2] or 0))


def _offsets(text: str) -> list[Offset]:
    """ "+02:00 CEST until 2026-10-25 01:00Z, then +01:00 CET" """
    found: list[Offset] = []
    since = datetime(1900, 1, 1, tzinfo=UTC)
    for part in text.split(", then "):
        clock, _, until = part.partition(" until ")
        ahead, name = clock.split()
        hours, minutes = int(ahead[1:3]), int(ahead[4:6])
        length = timedelta(hours=hours, minutes=minutes)
        found.append(Offset(since, -length if ahead.startswith("-") else length, name))
        since = instant(until) if until else since
    return found


def _meeting(line: str) -> Meeting:
    """ "meeting INSTANT to INSTANT | subject | organizer | zone it was made in", "all day DATE to DATE | … | free" """
    when, subject, organizer, *more = line.split(" | ")
    all_day = when.startswith("all day")
    start, end = when.removeprefix("all day").removeprefix("meeting").strip().split(" to ")
    free = "free" in more
    made_in = next((word for word in more if word != "free"), "UTC")
    if all_day:
        return Meeting(date.fromisoformat(start), date.fromisoformat(end), subject, organizer, made_in, free)
    return Meeting(instant(start), instant(end), subject, organizer, made_in, free)


def _look(block: str) -> tuple[datetime, tuple[str, ...]]:
    first, *rest = block.splitlines()
    return instant(first), tuple(line.strip() for line in rest if line.strip())
