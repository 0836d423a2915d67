"""What is known: events as Exchange told them, promises of ours, and how fresh the knowledge is. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NewType

from kiosk.room.clock_health import ClockHealth
from kiosk.room.confirmed import CheckIn, Missed, Release
from kiosk.room.expiry import Expiry
from kiosk.room.heard import Event as Event  # noqa: PLC0414 - the house knows them by this module
from kiosk.room.heard import EventId as EventId  # noqa: PLC0414 - as above
from kiosk.room.heard import Heard as Heard  # noqa: PLC0414 - as above
from kiosk.room.nearby import FindingRoom, Nearby
from kiosk.room.pairing import Pairing
from kiosk.room.policy import Mode as Mode  # noqa: PLC0414 - the house knows them by this module
from kiosk.room.policy import Privacy as Privacy  # noqa: PLC0414 - as above
from kiosk.room.policy import Settings as Settings  # noqa: PLC0414 - as above
from kiosk.room.presence import Presence
from kiosk.room.reasons import Reason
from kiosk.room.reports import Report, Reported, Reporting
from kiosk.room.staff import BeingIdentified, EnteringPin, StaffMenu

PromiseId = NewType("PromiseId", str)
"""Also the `transactionId` under which Exchange hears of it: one per tap, never used twice."""


@dataclass(frozen=True, slots=True)
class Room:
    """The place with a door, as the configuration and Exchange name it."""

    mailbox: str
    name: str = ""
    zone: str = "UTC"
    """IANA name of the room's time zone."""
    floor: str = ""
    seats: int | None = None
    equipment: tuple[str, ...] = ()
    """Of: display, camera, whiteboard, phone. What is unknown is left out."""
    verified: bool = False


class Life(Enum):
    """A promise's state, as `kiosk status` names it; `KEPT` and `SETTLED` are no longer in the outbox."""

    QUEUED = "queued"
    IN_DOUBT = "in_doubt"
    AWAITING = "awaiting_exchange"
    CONFIRMED = "confirmed"
    WEDGED = "wedged"
    KEPT = "kept"
    SETTLED = "settled"


class Wish(Enum):
    """What we want of Exchange for one booking: the kinds of `kiosk status`."""

    CREATE = "create"
    EXTEND = "extend"
    MOVE = "move"
    RENAME = "rename"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Promise:
    """One booking made at this display, from the tap until it is over. Times are aware UTC.

    `start` and `end` are what Exchange last agreed to, `wanted_start` and `wanted_end` what the person asked for.
    """

    id: PromiseId
    start: datetime
    end: datetime
    tapped_at: datetime
    mode: Mode = Mode.INVITE
    wish: Wish = Wish.CREATE
    life: Life = Life.QUEUED
    wanted_start: datetime | None = None
    wanted_end: datetime | None = None
    subject: str = ""
    name: str = ""
    room: str = ""
    """Mailbox of the room that was booked from here in place of this one; "": this display's own."""
    room_name: str = ""
    """What that other room is called."""
    owner: str = ""
    """Mailbox of the person in whose calendar it stands; "": the system user's, or the room's own in direct mode."""
    email: str = ""
    """Of the person it is for, as typed and not looked up yet; then it is `owner` or `guest`."""
    guest: str = ""
    """Who has no calendar that we may write to, and is invited; forgotten as soon as that was sent."""
    provisional: bool = False
    """Promised while Exchange was unheard, or found to be unreachable when it should have been sent."""
    held: bool = False
    """It was called *Held* before it was sent: a no is then told as a lost hold."""
    code: str = ""
    """What the person may quote about a hold, for example H-27."""
    event_id: EventId | None = None
    uid: str = ""
    exists: bool = False
    """Exchange has said that it was created before, and not under which id."""
    attempts: int = 0
    sent_at: datetime | None = None
    """When the request last left, whatever became of it."""
    next_try_at: datetime | None = None
    good_reads: int = 0
    """Good reads that found no trace of it since it fell in doubt."""
    read_at: datetime | None = None
    answered_at: datetime | None = None
    """When Exchange agreed: *Yours* counts from here."""
    throttled: bool = False
    """The last answer was to wait until `next_try_at`."""
    stored: bool = False
    """It is on disk: only then may it be sent, or be called a promise."""
    seen: bool = False
    """A read of the room's calendar has shown it."""
    extended: bool = False
    """What Exchange agreed to last was other times: there is nothing to undo but the whole booking."""
    restoring: bool = False
    """Other times were declined, and the room lost with them: the times before are being asked back."""
    reason: Reason | None = None

    @property
    def begin(self) -> datetime:
        """The start that the person at the door has in mind."""
        return self.wanted_start if self.wish is Wish.MOVE and self.wanted_start else self.start

    @property
    def until(self) -> datetime:
        """The end that the person at the door has in mind."""
        return self.wanted_end if self.wish in (Wish.EXTEND, Wish.MOVE) and self.wanted_end else self.end

    @property
    def moving(self) -> bool:
        """It is to be at another time, and Exchange has not agreed yet: it stands where it was, and both are taken."""
        return self.wish is Wish.MOVE and self.open

    @property
    def elsewhere(self) -> bool:
        """It is about another room: this one's day knows nothing of it."""
        return bool(self.room)

    @property
    def open(self) -> bool:
        """Exchange still owes us an answer, or we owe it a question."""
        return self.life in (Life.QUEUED, Life.IN_DOUBT, Life.AWAITING)

    @property
    def unfinished(self) -> bool:
        """Something is still to be sent for it: it is open, or its deletion was refused and is tried again."""
        refused = self.life is Life.WEDGED and self.wish is Wish.CANCEL and self.event_id is not None
        return self.open or (refused and self.next_try_at is not None)


@dataclass(frozen=True, slots=True)
class Notice:
    """A reason being shown until it expires."""

    reason: Reason
    until: datetime
    at: datetime | None = None
    """The time the sentence speaks of, if it speaks of one."""
    minutes: int | None = None
    who: str = ""
    """Whom the sentence speaks of; shown where the privacy mode allows it."""
    start: datetime | None = None
    """When the booking that it tells of was to begin."""
    made_at: datetime | None = None
    seen: bool = False
    """It was on the glass; until then it neither expires nor is wiped away with another one."""


@dataclass(frozen=True, slots=True)
class PickingTime:
    """The booking sheet is open. `start` is aware UTC; None: the first free time of the day is meant."""

    day_offset: int = 0
    start: datetime | None = None
    minutes: int | None = None
    misspelt: bool = False
    """What was typed as an address is none, and nothing was booked."""
    moving: PromiseId | None = None
    """A booking that shall be at the picked time, in place of a new one."""


@dataclass(frozen=True, slots=True)
class ViewingDay:
    day_offset: int = 0


@dataclass(frozen=True, slots=True)
class ViewingBlock:
    """One meeting of the day view: a promise's id, or the id of somebody's meeting."""

    block: str
    day_offset: int = 0


@dataclass(frozen=True, slots=True)
class NamingBooking:
    promise: PromiseId


@dataclass(frozen=True, slots=True)
class InMenu:
    pass


@dataclass(frozen=True, slots=True)
class ChoosingLanguage:
    pass


@dataclass(frozen=True, slots=True)
class ShowingCode:
    pass


OpenSheet = (
    PickingTime
    | ViewingDay
    | ViewingBlock
    | NamingBooking
    | InMenu
    | ChoosingLanguage
    | FindingRoom
    | Reporting
    | Reported
    | ShowingCode
    | EnteringPin
    | StaffMenu
    | BeingIdentified
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What the person at the door has touched so far. It expires by itself; nothing typed is in it."""

    touched_at: datetime | None = None
    typing: bool = False
    selected: int | None = None
    """A chosen quick length in minutes; 0: until the next meeting; None: nothing chosen."""
    sheet: OpenSheet | None = None
    armed: str | None = None
    """The booking whose key reads "Tap again": a promise's id, or the id of somebody's meeting."""
    armed_until: datetime | None = None
    done: frozenset[PromiseId] = frozenset()
    """Bookings whose *Yours* was dismissed."""
    asked: PromiseId | None = None
    """The booking that the person at the door waits for."""
    dismissed_at: datetime | None = None
    """When a notice was last read, or a question answered with no. Aware UTC."""
    language: str = ""
    """What the person at the door chose to read; "": the configured one."""
    easy: bool = False
    """All controls stand low and large, and nothing is in a hurry."""
    cleaning_until: datetime | None = None
    """Somebody wipes the glass: no touch means anything until then. Aware UTC."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All we know. What the glass shows is computed from this and the time, and from nothing else."""

    room: Room | None = None
    settings: Settings = field(default_factory=Settings)
    events: tuple[Event, ...] = ()
    heard: Heard = field(default_factory=Heard)
    promises: tuple[Promise, ...] = ()
    notices: tuple[Notice, ...] = ()
    visit: Visit = field(default_factory=Visit)
    clock: ClockHealth = field(default_factory=ClockHealth)
    check_ins: tuple[CheckIn, ...] = ()
    releases: tuple[Release, ...] = ()
    missed: tuple[Missed, ...] = ()
    reports: tuple[Report, ...] = ()
    seeing_since: datetime | None = None
    """Since when the calendar was seen without a gap, by a clock that was right; None: not now."""
    appeared: tuple[tuple[str, datetime], ...] = ()
    """Events that a later read than the first showed at their time, and when it did."""
    nearby: Nearby = field(default_factory=Nearby)
    loaded: int | None = None
    """Bookings read so far by the first sync, while it runs."""
    started_at: datetime | None = None
    """Since when the display runs: a minute later it may rest. None: it never rests."""
    pairing: Pairing | None = None
    """How far the way to a room is, while the display has none."""
    expiries: tuple[Expiry, ...] = ()
    """When what the display signs in with ends; staff hear of it, the glass does not."""
    presence: Presence | None = None
    """What a sensor at the door told last."""
