"""What an event is in one mailbox. The organizer's and each attendee's copy are separate events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from kiosk.sandbox.model.recurrence import Recurrence
from kiosk.sandbox.model.zones import to_utc, to_wall

Answer = Literal["none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"]
NEVER = datetime.min.replace(tzinfo=UTC)
Blocking = frozenset({"busy", "tentative", "oof"})


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    address: str

    def same(self, other: str) -> bool:
        return self.address.lower() == other.lower()


@dataclass(frozen=True, slots=True)
class Response:
    answer: Answer = "none"
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    who: Address
    kind: str = "required"
    status: Response = Response()


@dataclass(frozen=True, slots=True)
class Body:
    content_type: str = "html"
    content: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    name: str = ""
    address: str = ""
    kind: str = "default"
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, as a wall clock in `zone` shows it; all-day spans are dates at midnight."""

    start: datetime
    end: datetime
    zone: str = "UTC"
    all_day: bool = False
    end_zone: str = ""

    def instants(self, mailbox_zone: str) -> tuple[datetime, datetime]:
        """Start and end in UTC; an all-day span is a day of the mailbox's own zone.

        What begins in the hour that the clocks skip begins an hour later on them, and keeps its length.
        """
        name = mailbox_zone if self.all_day else self.zone
        start, end = to_utc(self.start, name), to_utc(self.end, name)
        return (start, end) if end > start else (start, start + max(self.end - self.start, timedelta()))

    def on(self, day: date) -> "Span":
        """The same wall-clock span on another day: 09:00 stays 09:00 over a change of the clocks."""
        length = self.end - self.start
        start = datetime.combine(day, self.start.time())
        end = (start + length).replace(fold=start.fold)  # the repeated hour holds both, or neither
        return replace(self, start=start, end=end)

    @staticmethod
    def at(start: datetime, length: timedelta, zone: str) -> "Span":
        """A timed span that begins at an instant."""
        return Span(to_wall(start, zone), to_wall(start + length, zone), zone)


@dataclass(frozen=True, slots=True)
class Event:
    """One item of a calendar. `day` is the original date of an occurrence, None for the item itself.

    `pending` marks a copy that claims a slot on which the attendant has not decided; `intended` is the
    organizer's showAs, which an acceptance takes over; `revision` counts the requests the organizer sent;
    `change` is the change key as a number.
    """

    key: int
    uid: str
    span: Span
    organizer: Address
    is_organizer: bool = True
    subject: str = ""
    body: Body = Body()
    attendees: tuple[Attendee, ...] = ()
    locations: tuple[Location, ...] = ()
    show_as: str = "busy"
    intended: str = "busy"
    sensitivity: str = "normal"
    importance: str = "normal"
    categories: tuple[str, ...] = ()
    response: Response = Response()
    cancelled: bool = False
    recurrence: Recurrence | None = None
    exceptions: Mapping[date, "Event"] = field(default_factory=dict)
    dropped: frozenset[date] = frozenset()
    day: date | None = None
    is_exception: bool = False
    transaction_id: str | None = None
    reminder_on: bool = True
    reminder_minutes: int = 15
    response_requested: bool = True
    new_time_proposals: bool = True
    hide_attendees: bool = False
    online: bool = False
    online_provider: str = "unknown"
    properties: tuple[tuple[str, str], ...] = ()
    extensions: tuple[Mapping[str, object], ...] = ()
    created: datetime = NEVER
    modified: datetime = NEVER
    change: int = 0
    revision: int = 0
    pending: bool = False

    @property
    def type(self) -> str:
        if self.day is not None:
            return "exception" if self.is_exception else "occurrence"
        return "seriesMaster" if self.recurrence else "singleInstance"

    def attendee(self, address: str) -> Attendee | None:
        return next((a for a in self.attendees if a.who.same(address)), None)

    def with_status(self, address: str, status: Response) -> "Event":
        """The same event with one attendee's answer noted."""
        noted = tuple(replace(a, status=status) if a.who.same(address) else a for a in self.attendees)
        return replace(self, attendees=noted)
