"""Dates and wall-clock hours of the room's zone, turned into instants and back. Pure; no clock.

With `ui/text.py` the only place that knows zones. Windows zone names are Exchange's usual ones; their meaning is CLDR's
(windowsZones, which tzlocal carries), the rules are zoneinfo's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

NAMES_OF_UTC = frozenset({"tzone://Microsoft/Utc", "Coordinated Universal Time"})
"""Exchange's own names of UTC besides Windows' `UTC`."""
SHORTEST = timedelta(minutes=1)
"""Nothing that a clock without seconds shows is shorter."""


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA or Windows name.

    Raises:
        ValueError: no such zone. A custom zone (facts.md §2.1, §2.8) is rules without a place, and Windows' two "Old"
            zones, Mid-Atlantic and Kamchatka, have no counterpart in CLDR: for these the display must be told a name.
    """
    if name in NAMES_OF_UTC:
        return ZoneInfo("UTC")
    if name == "Customized Time Zone" or name.startswith("tzone://"):
        raise ValueError(f"the time zone {name!r} is a custom one, which names no place")
    try:
        return ZoneInfo(win_tz.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"no time zone is called {name!r}") from unknown


def same_clock(one: str, other: str, now: datetime) -> bool:
    """Whether the clocks of two zones agree for a year from `now`, whatever the zones are called."""
    at = [now + timedelta(days=day) for day in range(366)]
    return all(day.astimezone(zone(one)).utcoffset() == day.astimezone(zone(other)).utcoffset() for day in at)


def local_date(at: datetime, zone_name: str) -> date:
    return at.astimezone(zone(zone_name)).date()


def local_time(at: datetime, zone_name: str) -> time:
    """What the room's clock shows."""
    return at.astimezone(zone(zone_name)).time()


def last_time(wall: time, now: datetime, zone_name: str) -> datetime:
    """The last instant, `now` at the latest, at which the room's clock showed `wall`; aware UTC."""
    today = local_date(now, zone_name)
    at = datetime.combine(today, wall, zone(zone_name)).astimezone(UTC)
    if at > now:
        at = datetime.combine(today - timedelta(days=1), wall, zone(zone_name)).astimezone(UTC)
    return at


def wall_clock(at: datetime, zone_name: str) -> str:
    """ "2026-10-13 09:41": for who reads it far from the room."""
    return at.astimezone(zone(zone_name)).strftime("%Y-%m-%d %H:%M")


def midnight(day: date, zone_name: str) -> datetime:
    """The first instant of `day` in the zone, aware UTC (also where clocks skip midnight)."""
    return datetime.combine(day, time(), zone(zone_name)).astimezone(UTC)


def at_hour(day: date, hour: int, zone_name: str) -> datetime:
    """`hour` (0 to 24) of `day` as an aware UTC instant."""
    if hour >= 24:  # noqa: PLR2004 - hours of a day
        return midnight(day + timedelta(days=1), zone_name)
    return datetime.combine(day, time(hour), zone(zone_name)).astimezone(UTC)


@lru_cache(maxsize=256)
def at_time(day: date, wall: time, zone_name: str) -> datetime:
    """The first instant of `day` at which the room's clock shows `wall`, aware UTC; skips it that time, then the moment of the jump."""
    at = datetime.combine(day, wall, zone(zone_name))
    early, late = (at.replace(fold=fold).astimezone(UTC) for fold in (1, 0))
    if early >= late:
        return late  # as on all days but one; or it comes twice, and `late` is the first of both
    while early < late and early.astimezone(zone(zone_name)).replace(tzinfo=None) < at.replace(tzinfo=None):
        early += SHORTEST
    return early


def whole_days(first: date, after_last: date, zone_name: str) -> tuple[datetime, datetime]:
    """An all-day event's begin and end: midnight to midnight of the room's zone."""
    return midnight(first, zone_name), midnight(max(after_last, first + timedelta(days=1)), zone_name)


def floor_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def next_minute(at: datetime) -> datetime:
    return floor_minute(at) + timedelta(minutes=1)


def next_quarter(at: datetime, zone_name: str) -> datetime:
    """The next full quarter of an hour on the room's clock, `at` itself if it is one."""
    local = at.astimezone(zone(zone_name))
    past = timedelta(minutes=local.minute % 15, seconds=local.second, microseconds=local.microsecond)
    return at if not past else at - past + timedelta(minutes=15)


def whole_minutes(length: timedelta) -> int:
    """Rounded down, never below 0."""
    return max(0, int(length.total_seconds() // 60))


def seconds_left(length: timedelta) -> int:
    """What a countdown shows: rounded up, never below 1."""
    return max(1, -(-length // timedelta(seconds=1)))


def read_window(now: datetime, days_ahead: int, zone_name: str) -> tuple[datetime, datetime]:
    """What is read from Exchange: from yesterday's midnight to `days_ahead` + 14 days from today."""
    today = local_date(now, zone_name)
    return (
        midnight(today - timedelta(days=1), zone_name),
        midnight(today + timedelta(days=days_ahead + 15), zone_name),
    )
