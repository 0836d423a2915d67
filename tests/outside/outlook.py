"""What people do in Outlook: they meet, move, swap rooms, cancel. Never through HTTP, so the record shows the display only."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from .events import ZONES, Attendee, Event, midnights, new_id
from .tenant import Tenant

_serial = itertools.count(1)


class Details(TypedDict, total=False):
    """What else a person may set; the words are Exchange's."""

    subject: str
    body: str
    show_as: str
    sensitivity: str


class Outlook:
    """One person's Outlook."""

    def __init__(self, tenant: Tenant, address: str) -> None:
        self._tenant = tenant
        mailbox = tenant.find(address)
        assert mailbox is not None, f"nobody has the address {address}"
        self._me = (mailbox.address, mailbox.name)

    def meet(self, rooms: list[str], start: datetime, end: datetime, **details: Unpack[Details]) -> Event:
        """Invites the rooms and waits until they have answered."""
        event = self._draft(start, end, rooms, details)
        return self._sent(event)

    def meet_all_day(
        self, rooms: list[str], first: date, last: date, zone: str, **details: Unpack[Details]
    ) -> Event:
        """A meeting of whole days in the zone of that Windows name; `last` is no longer part of it."""
        start, end = midnights(first, last, zone)
        event = self._draft(start, end, rooms, details)
        event.days = (first, last)
        return self._sent(event)

    def meet_daily(
        self,
        rooms: list[str],
        start: datetime,
        minutes: int,
        days: int,
        zone: str,
        **details: Unpack[Details],
    ) -> list[Event]:
        """A daily series, fixed on the wall clock of the zone; returns the master and then its occurrences."""
        wall = start.astimezone(ZoneInfo(ZONES[zone]))
        length = timedelta(minutes=minutes)
        master = self._draft(start, start + length, rooms, details)
        master.kind = "seriesMaster"
        events = [master]
        for day in range(days):
            begin = (wall + timedelta(days=day)).astimezone(UTC)
            occurrence = replace(
                master,
                id=new_id(),
                start=begin,
                end=begin + length,
                ical=f"{master.ical}-{day}",
                kind="occurrence",
                master=master.id,
                original_start=begin,
                attendees=[replace(attendee) for attendee in master.attendees],
            )
            events.append(occurrence)
        with self._tenant.lock:
            mine = self._tenant.mailboxes[self._me[0].lower()].events
            mine.update({event.id: event for event in events})
            self._tenant.ask_rooms(master)
        self._tenant.post.settle()
        return events

    def move(self, event: Event, start: datetime, end: datetime) -> None:
        """Another time; of a series' occurrence it makes an exception."""
        with self._tenant.lock:
            event.start, event.end, event.days = start, end, None
            if event.kind == "occurrence":
                event.kind = "exception"
            self._tenant.ask_rooms(event)
        self._tenant.post.settle()

    def change_rooms(self, event: Event, rooms: list[str]) -> None:
        """Only these rooms from now on; those that are no longer asked hear a cancellation."""
        with self._tenant.lock:
            for attendee in event.attendees:
                if attendee.address not in rooms:
                    self._tenant.withdraw(event, attendee.address)
            event.attendees = self._invite(rooms)
            if event.kind == "occurrence":
                event.kind = "exception"
            self._tenant.ask_rooms(event)
        self._tenant.post.settle()

    def cancel(self, event: Event) -> None:
        """Cancels a meeting, a whole series by its master, or one occurrence."""
        self._tenant.cancel(event)
        self._tenant.post.settle()

    def place(self, room: str, start: datetime, end: datetime, **details: Unpack[Details]) -> Event:
        """A meeting the room accepted long ago: both copies are there at once."""
        event = self._draft(start, end, [room], details)
        event.attendees[0].response = "accepted"
        subject = details.get("subject", "Meeting")
        copy = Event(room, self._me, subject, start, end, event.ical, response="accepted")
        copy.show_as, copy.sensitivity, copy.body = event.show_as, event.sensitivity, event.body
        with self._tenant.lock:
            self._tenant.mailboxes[self._me[0].lower()].events[event.id] = event
            self._tenant.mailboxes[room.lower()].events[copy.id] = copy
        return copy

    def _invite(self, rooms: list[str]) -> list[Attendee]:
        names = {room: mailbox.name for room in rooms if (mailbox := self._tenant.find(room))}
        return [Attendee(room, names[room], "resource") for room in rooms]

    def _draft(self, start: datetime, end: datetime, rooms: list[str], details: Details) -> Event:
        serial = f"040000008200E00074C5B7101A82E008{next(_serial):08d}"
        event = Event(self._me[0], self._me, details.get("subject", "Meeting"), start, end, serial)
        event.attendees = self._invite(rooms)
        event.show_as = details.get("show_as", "busy")
        event.sensitivity = details.get("sensitivity", "normal")
        event.body = details.get("body", "")
        return event

    def _sent(self, event: Event) -> Event:
        self._tenant.keep(event)
        self._tenant.post.settle()
        return event
