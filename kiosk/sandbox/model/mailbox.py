"""One mailbox: who it is, what is set on it, and its default calendar with a version per change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from kiosk.sandbox.model.event import Address, Event
from kiosk.sandbox.model.occurrences import in_window
from kiosk.sandbox.model.settings import CalendarProcessing, Place, WorkingHours

_GRAVES = 5000  # how many removed items delta can still tell of
Kind = Literal["room", "person", "system", "outside"]
ChangeKind = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened to an item of a calendar; what subscriptions hear of."""

    mailbox: UUID
    kind: ChangeKind
    event: Event
    at: datetime


@dataclass(slots=True)
class Mailbox:
    """State of one mailbox. `outside` stands for organizers of other organizations: Graph knows none."""

    guid: UUID
    address: str
    name: str
    kind: Kind = "person"
    zone: str = "W. Europe Standard Time"
    hours: WorkingHours = field(default_factory=WorkingHours)
    processing: CalendarProcessing = field(default_factory=CalendarProcessing)
    place: Place = field(default_factory=Place)
    preserve_declined: bool = False
    title: str = ""
    enabled: bool = True
    heard: Callable[[Change], None] | None = None
    items: dict[int, Event] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    graves: dict[int, tuple[int, Event]] = field(default_factory=dict)
    version: int = 0
    last_key: int = 0
    transactions: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def who(self) -> Address:
        return Address(self.name, self.address)

    def new_key(self) -> int:
        self.last_key += 1
        return self.last_key

    def put(self, event: Event, now: datetime) -> Event:
        """Store an item, as a new version with a new change key."""
        is_new = event.key not in self.items
        self.version += 1
        stored = replace(
            event, change=event.change + 1, modified=now, created=now if is_new else event.created
        )
        self.items[event.key] = stored
        self.versions[event.key] = self.version
        self._tell(Change(self.guid, "created" if is_new else "updated", stored, now))
        return stored

    def remove(self, key: int, now: datetime) -> None:
        """Take an item out of the calendar (it goes to Deleted Items, which nobody here reads)."""
        event = self.items.pop(key, None)
        if event is None:
            return
        self.version += 1
        self.versions.pop(key, None)
        self.graves[key] = (self.version, event)
        while len(self.graves) > _GRAVES:
            del self.graves[next(iter(self.graves))]
        self._tell(Change(self.guid, "deleted", event, now))

    def by_uid(self, uid: str) -> Event | None:
        return next((event for event in self.items.values() if event.uid == uid), None)

    def window(self, start: datetime, end: datetime) -> list[Event]:
        """What calendarView returns, ordered by start; includes what ends exactly at `start`."""
        found = [one for event in self.items.values() for one in in_window(event, start, end, self.zone)]
        return sorted(found, key=lambda one: (one.span.instants(self.zone)[0], one.key, one.day or date.min))

    def others(self, uid: str) -> Iterator[Event]:
        """Every stored item that is not this meeting."""
        return (event for event in self.items.values() if event.uid != uid)

    def _tell(self, change: Change) -> None:
        if self.heard is not None:
            self.heard(change)
