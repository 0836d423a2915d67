"""When what the display signs in with ends: for staff, weeks ahead; never for the public face. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

AHEAD = timedelta(weeks=6)
"""Long enough for an absent administrator, short enough to be done at once."""


class Credential(Enum):
    """The value is its name in `kiosk status` and in the log."""

    CERTIFICATE = "certificate"
    CLIENT_SECRET = "client_secret"  # noqa: S105 - its name, not its value


@dataclass(frozen=True, slots=True)
class Expiry:
    """`ends`: aware UTC, from when on Entra refuses it."""

    what: Credential
    ends: datetime


def near(expiries: Iterable[Expiry], now: datetime) -> tuple[Expiry, ...]:
    """Those that end within six weeks, or have ended; the soonest first."""
    return tuple(sorted((one for one in expiries if one.ends - now <= AHEAD), key=lambda one: one.ends))


def days_left(expiry: Expiry, now: datetime) -> int:
    """Whole days; negative where it has ended."""
    return (expiry.ends - now) // timedelta(days=1)


def warnings(expiries: Iterable[Expiry], now: datetime) -> list[dict[str, object]]:
    """What `kiosk status --json` tells."""
    return [
        {
            "what": one.what.value,
            "ends": one.ends.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "days_left": days_left(one, now),
        }
        for one in near(expiries, now)
    ]
