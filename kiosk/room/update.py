"""Updates of the installed package: what the admin wants, and how far one is. Values; whether one may be now, updating.py says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Quiet:
    """What the admin wants."""

    automatic: bool = True
    hours: tuple[time, time] | None = (time(22), time(5))
    """On the room's clock; None: none are quiet."""
    before: timedelta = timedelta(minutes=30)
    """No meeting may begin for so long."""


class Course(Enum):
    """How far an update is, as the machine tells it."""

    CURRENT = "current"
    LOOKING = "looking"
    FETCHING = "fetching"
    WAITING = "waiting"
    """There is a newer version, and it is not the time for it."""
    INSTALLING = "installing"
    PROVING = "proving"
    """The newer one runs, on trial."""
    WENT_BACK = "went_back"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Update:
    course: Course
    percent: int | None = None
    """Of what is being fetched or installed."""
    version: str | None = None
    """Of the newer one."""
    why: str | None = None
    """In a word or a line: for what it waits, or what failed."""
    at: str | None = None
    """When that was told, RFC 3339 in UTC."""
