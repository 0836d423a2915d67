"""The judge's tenant: mailboxes, rooms with their settings, and what the resource booking attendant does (facts.md 3)."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from .events import Attendee, Event


@dataclass(slots=True)
class Mailbox:
    address: str
    name: str
    zone: str = "UTC"
    events: dict[str, Event] = field(default_factory=dict)

    def copy_of(self, ical: str) -> Event | None:
        return next((event for event in self.events.values() if event.ical == ical), None)


@dataclass(slots=True)
class Room(Mailbox):
    """A resource mailbox. Delays are in seconds after the request was sent."""

    arrives_after: float = 0.05
    answers_after: float = 0.4
    deaf: bool = False
    removes_cancelled: bool = False
    adds_organizer_to_subject: bool = True
    removes_private: bool = True
    maximum: timedelta = timedelta(hours=24)


AnyMailbox = TypeVar("AnyMailbox", bound=Mailbox)


class PostOffice:
    """Does things later, in order, on a thread of its own, each under the tenant's lock."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._jobs: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._wake = threading.Condition(lock)
        self._open = True
        self._thread = threading.Thread(target=self._work, name="post office", daemon=True)
        self._thread.start()

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        with self._wake:
            heapq.heappush(self._jobs, (time.monotonic() + seconds, next(self._count), job))
            self._wake.notify_all()

    def settle(self, seconds: float = 10.0) -> None:
        """Waits until nothing is under way."""
        with self._wake:
            assert self._wake.wait_for(lambda: not self._jobs, seconds), "the post office never came to rest"

    def close(self) -> None:
        with self._wake:
            self._open = False
            self._wake.notify_all()
        self._thread.join(5)

    def _work(self) -> None:
        with self._wake:
            while self._open:
                due = self._jobs[0][0] - time.monotonic() if self._jobs else None
                if due is not None and due <= 0:
                    heapq.heappop(self._jobs)[2]()
                    self._wake.notify_all()
                else:
                    self._wake.wait(due)


class Tenant:
    """All mailboxes, under one lock."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.post = PostOffice(self.lock)
        self.mailboxes: dict[str, Mailbox] = {}

    def add(self, mailbox: AnyMailbox) -> AnyMailbox:
        self.mailboxes[mailbox.address.lower()] = mailbox
        return mailbox

    def find(self, address: str) -> Mailbox | None:
        return self.mailboxes.get(address.lower())

    def room(self, address: str) -> Room | None:
        mailbox = self.find(address)
        return mailbox if isinstance(mailbox, Room) else None

    def keep(self, event: Event) -> Event:
        """Puts the event into its mailbox and asks the rooms it names."""
        with self.lock:
            self.mailboxes[event.mailbox.lower()].events[event.id] = event
            self.ask_rooms(event)
        return event

    def ask_rooms(self, event: Event) -> None:
        """Sends the request to every invited room; a later one overtakes it."""
        event.sequence += 1
        event.touch()
        for attendee in event.attendees:
            room = self.room(attendee.address)
            if room is None or not event.mine:
                continue
            attendee.response, attendee.answered = "none", None
            sequence = event.sequence
            self.post.later(room.arrives_after, partial(self._arrive, event, room, sequence))
            if not room.deaf:
                self.post.later(room.answers_after, partial(self._answer, event, room, sequence))

    def _current(self, event: Event, room: Room, sequence: int) -> Attendee | None:
        organizer = self.mailboxes[event.mailbox.lower()]
        if event.id not in organizer.events or event.sequence != sequence:
            return None
        return next((a for a in event.attendees if a.address.lower() == room.address.lower()), None)

    def _group(self, event: Event) -> list[Event]:
        """The event, and when it is a series all its occurrences that were not cancelled."""
        organizer = self.mailboxes[event.mailbox.lower()]
        return [event, *(other for other in organizer.events.values() if other.master == event.id)]

    def _arrive(self, event: Event, room: Room, sequence: int) -> None:
        if self._current(event, room, sequence) is None:
            return
        for part in self._group(event):
            copy = room.copy_of(part.ical)
            if copy is None:
                copy = Event(room.address, part.organizer, part.subject, part.start, part.end, part.ical)
                room.events[copy.id] = copy
            copy.subject, copy.start, copy.end, copy.days = part.subject, part.start, part.end, part.days
            copy.kind, copy.original_start, copy.sensitivity = (
                part.kind,
                part.original_start,
                part.sensitivity,
            )
            copy.body, copy.extras = part.body, {}
            if part.master is not None:
                above = room.copy_of(self._group_master(part).ical)
                copy.master = above.id if above else None
            copy.show_as, copy.response, copy.pending, copy.cancelled = (
                "tentative",
                "notResponded",
                True,
                False,
            )
            copy.touch()

    def _group_master(self, part: Event) -> Event:
        return self.mailboxes[part.mailbox.lower()].events[part.master or ""]

    def _answer(self, event: Event, room: Room, sequence: int) -> None:
        attendee = self._current(event, room, sequence)
        if attendee is None or event.end <= datetime.now(UTC):
            return
        group = self._group(event)
        icals = {part.ical for part in group}
        times = [part for part in group if part.kind != "seriesMaster"]
        taken = any(
            other.blocks()
            and other.kind != "seriesMaster"
            and other.ical not in icals
            and other.overlaps(p.start, p.end)
            for other in room.events.values()
            for p in times
        )
        refused = taken or any(part.end - part.start > room.maximum for part in times)
        attendee.response = "declined" if refused else "accepted"
        attendee.answered = datetime.now(UTC)
        event.touch()
        for part in group:
            copy = room.copy_of(part.ical)
            if copy is not None and refused:
                del room.events[copy.id]
            elif copy is not None:
                self._accept(part, copy, room)

    def _accept(self, part: Event, copy: Event, room: Room) -> None:
        copy.show_as, copy.response, copy.pending, copy.body = part.show_as, "accepted", False, ""
        if room.adds_organizer_to_subject:
            copy.subject = part.organizer[1]
        if room.removes_private:
            copy.sensitivity = "normal"
        copy.touch()

    def withdraw(self, event: Event, address: str) -> None:
        """The room hears that the meeting, or its part in it, is cancelled."""
        room = self.room(address)
        if room is not None:
            icals = [part.ical for part in self._group(event)]
            self.post.later(room.arrives_after, lambda: self._cancelled(icals, room))

    def _cancelled(self, icals: list[str], room: Room) -> None:
        for ical in icals:
            copy = room.copy_of(ical)
            if copy is not None and room.removes_cancelled:
                del room.events[copy.id]
            elif copy is not None:
                copy.cancelled, copy.show_as, copy.pending = True, "free", False
                copy.subject = f"Canceled: {copy.subject}"
                copy.touch()

    def cancel(self, event: Event) -> None:
        """The organizer cancels: the event leaves the organizer's calendar, the rooms hear of it."""
        with self.lock:
            group = self._group(event)
            for attendee in event.attendees:
                self.withdraw(event, attendee.address)
            for part in group:
                with suppress(KeyError):
                    del self.mailboxes[event.mailbox.lower()].events[part.id]

    def declined_by(self, room: Mailbox, copy: Event) -> None:
        """The room says no to a meeting it had: its copy goes, the organizer's event stays and knows."""
        with self.lock:
            del room.events[copy.id]
            organizer = self.find(copy.organizer[0])
            event = organizer.copy_of(copy.ical) if organizer else None
            for attendee in event.attendees if event else []:
                if attendee.address.lower() == room.address.lower():
                    attendee.response, attendee.answered = "declined", datetime.now(UTC)
