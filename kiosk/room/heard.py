"""What Exchange told: the events of the room's calendar, and when it was heard. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from kiosk.room.reasons import Reason

EventId = NewType("EventId", str)


@dataclass(frozen=True, slots=True)
class Event:
    """One single instance of the room's calendar, already stripped of what the privacy mode forbids.

    `start` and `end` are aware UTC; an all-day event runs from midnight to midnight of the room's zone.
    """

    id: EventId
    uid: str
    start: datetime
    end: datetime
    all_day: bool = False
    subject: str = ""
    """Empty: nothing may or can be shown (private, hidden by the mode, or none was given)."""
    organizer: str = ""
    private: bool = False
    busy: bool = True
    """False only for an all-day note that is marked free: listed, never busy."""
    ours: bool = False
    """Organized by the system user or, written directly, by the room itself under our marker."""
    accepted: bool = True
    """The room said yes, or is itself the organizer. Not accepted: reserved, unconfirmed."""
    exempt: bool = False
    """Its organizer is on the admin's list: the room is never given back for it, and nobody is asked to check in."""
    series: str = ""
    """Id of the series that it is an occurrence of; "": it is a meeting of its own."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What we heard of Exchange, and when. Times are aware UTC."""

    as_of: datetime | None = None
    """Begin of the last read that was good from its first page to its last."""
    reachable: bool = False
    problem: Reason | None = None
    retry_at: datetime | None = None
    """A running Retry-After, or when the next try is due after a fault."""
    since: datetime | None = None
    """When the present fault was first met."""
    booking_refused_at: datetime | None = None
    """When Exchange last refused a booking for want of a right."""
    age_unknown: bool = False
    """`as_of` is what a disk remembers, by a clock of which nobody can say how far it went on since."""
    remembered: bool = False
    """The day is what a disk remembers: since the start nothing was read. No booking is gone because it does not show it."""
