"""What people at the door said of a meeting: they are here, or the room may be given back. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from kiosk.room.reports import Report

if TYPE_CHECKING:
    from kiosk.room.model import EventId, PromiseId


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody at the door confirmed that a meeting takes place. Times are aware UTC."""

    event: str
    """Id of the slot."""
    at: datetime
    keep_until: datetime
    """When it can be forgotten: a good while after the meeting's end, which may still move."""


@dataclass(frozen=True, slots=True)
class Missed:
    """How often in a row nobody came to a series. Somebody who checks in ends it. Times are aware UTC."""

    series: str
    """Id of the series' master in the room's calendar."""
    times: int
    last: datetime
    """Begin of the last meeting that nobody came to."""


class Freeing(Enum):
    """How far a release has come."""

    QUEUED = "queued"
    IN_DOUBT = "in_doubt"
    DONE = "done"
    SPARED = "spared"
    """Looked at once more it was moved, cancelled, or too new: it stays as it is."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Release:
    """The room says no to one occurrence of somebody's meeting, so that others can have it. Times are aware UTC."""

    id: PromiseId
    event: EventId
    start: datetime
    end: datetime
    decided_at: datetime
    asked: bool = False
    """A person at the door wanted it; else nobody had come."""
    life: Freeing = Freeing.QUEUED
    subject: str = ""
    """As the glass showed it: for taking the release back."""
    missed: int = 0
    """How often in a row, this time with it, nobody came to its series."""
    attempts: int = 0
    next_try_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.life in (Freeing.QUEUED, Freeing.IN_DOUBT)


Note = CheckIn | Release | Missed | Report
"""What is kept of what people said at the door."""
