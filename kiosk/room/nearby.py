"""Other rooms near this one, and what is known of their day. Values; what the sheet makes of them is find_room.py's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Span = tuple[datetime, datetime]
"""A taken stretch of time, aware UTC."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A room that can be booked in place of this one, as the admin or Exchange describes it."""

    mailbox: str
    name: str
    building: str = ""
    floor: str = ""
    seats: int | None = None
    equipment: tuple[str, ...] = ()
    """As `Room.equipment`."""
    step_free: bool | None = None
    """Can be reached in a wheelchair; None: nobody said."""
    metres: int | None = None
    """On foot from this display, where the admin measured it."""
    way: str = ""
    """The admin's own words for the way, such as "next door on your right"."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a room is taken, by what Exchange told; its absence means that nothing is known."""

    mailbox: str
    taken: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The other rooms and their plans. In memory only, asked for when somebody wants them."""

    offered: bool = False
    """There are other rooms, or there may be: the way to find one is shown."""
    rooms: tuple[Neighbour, ...] = ()
    plans: tuple[Plan, ...] = ()
    as_of: datetime | None = None
    """Begin of the last good answer about the plans, aware UTC."""
    failed: bool = False
    """The last question was not answered."""
    refused: frozenset[str] = frozenset()
    """Mailboxes that Exchange does not let this display book."""

    def neighbour(self, mailbox: str) -> Neighbour | None:
        return next((room for room in self.rooms if room.mailbox.lower() == mailbox.lower()), None)

    def plan(self, mailbox: str) -> Sequence[Span] | None:
        """When the room is taken; None: not known."""
        return next((plan.taken for plan in self.plans if plan.mailbox.lower() == mailbox.lower()), None)


@dataclass(frozen=True, slots=True)
class FindingRoom:
    """The sheet with other rooms is open, for this length and with these filters."""

    minutes: int | None = None
    start: datetime | None = None
    """Aware UTC; None: now."""
    seats: int = 0
    """At least so many."""
    video: bool = False
    step_free: bool = False
    floor: str | None = None
    """Only this floor; None: all."""
