"""What travels or falls due later: meeting messages between mailboxes, and the attendant's turn."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kiosk.sandbox.model.event import Answer, Event


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting request on its way; `day` when it concerns one occurrence of `meeting` only."""

    to: UUID
    meeting: Event
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    to: UUID
    uid: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An attendee's answer on its way to the organizer."""

    to: UUID
    sender: str
    uid: str
    answer: Answer
    revision: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Decide:
    """The attendant's turn on a room's copy, unless a newer request came meanwhile."""

    room: UUID
    uid: str
    revision: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Bump:
    """Exchange touches a new item once more by itself (facts.md §2.5, §5 no. 18)."""

    mailbox: UUID
    key: int


Message = Request | Cancellation | Reply | Decide | Bump
