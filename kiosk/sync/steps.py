"""What can be done for a promise, and what can come back. Values only; what follows from them is outbox.py's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from kiosk.room.model import EventId, Promise
from kiosk.room.reasons import Reason


class Step(Enum):
    """One request (or one round of reads) for one promise."""

    LOOK_UP = auto()
    """Does the mailbox answer of the person that is booked for?"""
    CREATE = auto()
    FIND_TRACE = auto()
    """Read the system user's calendar by transactionId and the room's by organizer and times."""
    OBSERVE = auto()
    """Has the room answered the invitation?"""
    VERIFY = auto()
    """Direct mode: was somebody first?"""
    CHANGE = auto()
    DELETE = auto()


@dataclass(frozen=True, slots=True)
class Offline:
    """The request never left, or Exchange's gate was never reached."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """It left, and no answer came that can be trusted."""


@dataclass(frozen=True, slots=True)
class ToldToWait:
    """429, or 503 with Retry-After: an answer, nothing was done."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Denied:
    """Exchange said no for good. `told` where the person at the door must hear it."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Insider:
    """The person's mailbox answers."""


@dataclass(frozen=True, slots=True)
class Outsider:
    """No mailbox that we may write to has this address. `refused`: there is one, outside of the application's scope."""

    refused: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The event exists: created just now, or found when in doubt."""

    event_id: EventId
    uid: str


@dataclass(frozen=True, slots=True)
class FoundCancelled:
    """A trace that somebody cancelled it."""


@dataclass(frozen=True, slots=True)
class NoTrace:
    """A good read found nothing of it."""


@dataclass(frozen=True, slots=True)
class UsedBefore:
    """ErrorDuplicateTransactionId: it was created by an earlier try."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The room accepted, or the direct write was first."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The room declined, or somebody was first. `by_rule`: the time is free, another rule forbids it."""

    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Overruled:
    """It stands, but not at the time that was asked for or ended: somebody gave it another, or the answer is old."""


@dataclass(frozen=True, slots=True)
class Pending:
    """No answer of the room yet."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The event is not there (404), or the room is no longer invited."""


@dataclass(frozen=True, slots=True)
class Moved:
    """412: the change key moved; read again and try again."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The change or the deletion was taken."""


Answer = (
    Offline | Unanswered | ToldToWait | Denied | Found | FoundCancelled | NoTrace | UsedBefore
    | Agreed | Declined | Overruled | Pending | Gone | Moved | Finished | Insider | Outsider
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class After:
    """What an answer makes of a promise, and what the person must hear of it."""

    promise: Promise
    tell: Reason | None = None
