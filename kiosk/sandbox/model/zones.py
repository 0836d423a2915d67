"""Time zones by the names Exchange uses: Windows names, IANA names and UTC (facts.md §2.0, §2.13)."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import tz_win, win_tz

_UTC_NAMES = frozenset({"utc", "etc/utc", "gmt", "z", "tzone://microsoft/utc"})
_WINDOWS = {name.lower(): iana for name, iana in win_tz.items()}


YEARS = range(1602, 4500)
"""The years Exchange's calendar has; nothing outside is let in, so that sums of times never overflow."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The zone of that name, or None when Exchange would not know it."""
    low = name.strip().lower()
    if low in _UTC_NAMES:
        return ZoneInfo("UTC")
    try:
        return ZoneInfo(_WINDOWS.get(low, name.strip()))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def known(name: str) -> ZoneInfo:
    """The zone of a name that was checked before; UTC for anything else."""
    return zone(name) or ZoneInfo("UTC")


def windows_name(name: str) -> str:
    """The Windows name Exchange would store for a zone given by either kind of name."""
    if name.lower() in _UTC_NAMES:
        return "UTC"
    return str(tz_win.get(name, name))


def to_utc(wall: datetime, name: str) -> datetime:
    """The instant of a wall-clock time in a zone; the first of two in the hour the clocks repeat."""
    return wall.replace(tzinfo=known(name)).astimezone(UTC)


def to_wall(instant: datetime, name: str) -> datetime:
    """What a clock on the wall of that zone shows, without a zone."""
    return instant.astimezone(known(name)).replace(tzinfo=None)
