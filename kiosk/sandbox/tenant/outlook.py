"""What a person does in Outlook, for office life and the control surface: book, move, call off, answer."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from kiosk.sandbox.model import answer, ids, organize
from kiosk.sandbox.model.edit import Edit
from kiosk.sandbox.model.event import Address, Attendee, Body, Event, Location
from kiosk.sandbox.model.event import Answer as EventAnswer
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import occurrence
from kiosk.sandbox.model.recurrence import DAYS, Recurrence
from kiosk.sandbox.model.zones import to_utc, to_wall
from kiosk.sandbox.tenant.company import guid_of


@dataclass(frozen=True, slots=True)
class Meeting:
    """What somebody types into Outlook's form. `start` is an instant; `room` None writes no location."""

    subject: str
    start: datetime
    length: timedelta
    room: Mailbox | None = None
    people: tuple[Address, ...] = ()
    sensitivity: str = "normal"
    show_as: str = "busy"
    all_day: bool = False
    repeats: str = ""
    times: int = 0
    body: str = ""


def book(exchange: Exchange, box: Mailbox, meeting: Meeting, now: datetime) -> Event:
    """Create it in that person's calendar; the room and the people are invited."""
    start = to_wall(meeting.start, box.zone)
    end = to_wall(meeting.start + meeting.length, box.zone)
    if meeting.all_day:
        start = datetime.combine(start.date(), time(0))
        end = start + max(timedelta(days=round(meeting.length / timedelta(days=1))), timedelta(days=1))
    invited = [Attendee(who) for who in meeting.people if not who.same(box.address)]
    places: tuple[Location, ...] = ()
    if meeting.room is not None:
        room = meeting.room
        places = (Location(room.name, room.address, "conferenceRoom", room.address),)
        if room is not box:
            invited.append(Attendee(room.who, "resource"))
    fields = {
        "subject": meeting.subject,
        "attendees": tuple(invited),
        "locations": places,
        "sensitivity": meeting.sensitivity,
        "show_as": meeting.show_as,
        "body": Body("html", meeting.body),
        "recurrence": _rule(meeting, start, box.zone) if meeting.repeats else None,
    }
    edit = Edit(fields, (start, box.zone), (end, box.zone), meeting.all_day)
    return organize.create(exchange, box, edit, now)


def move(
    exchange: Exchange, box: Mailbox, event: Event, now: datetime, *, start: datetime, length: timedelta
) -> Event:
    """Give it a new time; the zone it was made in stays."""
    zone = event.span.zone
    wish = Edit(start=(to_wall(start, zone), zone), end=(to_wall(start + length, zone), zone))
    return organize.update(exchange, box, event, wish, now)


def rename(exchange: Exchange, box: Mailbox, event: Event, subject: str, now: datetime) -> Event:
    return organize.update(exchange, box, event, Edit({"subject": subject}), now)


def take_elsewhere(
    exchange: Exchange, box: Mailbox, event: Event, leave: Mailbox, go: Mailbox | None, now: datetime
) -> Event:
    """Take a room off the list, and another one instead if there is one."""
    kept = tuple(a for a in event.attendees if not a.who.same(leave.address))
    if go is None:
        return organize.update(exchange, box, event, Edit({"attendees": kept, "locations": ()}), now)
    place = Location(go.name, go.address, "conferenceRoom", go.address)
    kept = (*kept, Attendee(go.who, "resource"))
    return organize.update(exchange, box, event, Edit({"attendees": kept, "locations": (place,)}), now)


def call_off(exchange: Exchange, box: Mailbox, event: Event, now: datetime) -> None:
    organize.withdraw(exchange, box, event, now)


def respond(exchange: Exchange, box: Mailbox, event: Event, words: EventAnswer, now: datetime) -> None:
    answer.respond(exchange, box, event, words, now)


def organizers_copy(exchange: Exchange, event: Event) -> tuple[Mailbox, Event] | None:
    """The organizer's mailbox and event behind a copy in another mailbox, if it is in this tenant."""
    box = exchange.find(event.organizer.address)
    if box is None:
        return None
    stored = box.by_uid(event.uid)
    if stored is None:
        return _single(box, event)
    if event.day is None:
        return box, stored
    found = occurrence(stored, event.day)
    return (box, found) if found is not None else None


def outsider(exchange: Exchange, address: str) -> Mailbox:
    """The mailbox of somebody of another organization; made when first heard of."""
    known = exchange.find(address)
    if known is not None:
        return known
    name = address.split("@", maxsplit=1)[0].replace(".", " ").title()
    return exchange.add(Mailbox(guid_of(address), address, name, "outside"))


def _single(box: Mailbox, event: Event) -> tuple[Mailbox, Event] | None:
    for stored in box.items.values():
        for day, one in stored.exceptions.items():
            if ids.occurrence_uid(stored.uid, day) == event.uid:
                return box, one
    return None


def _rule(meeting: Meeting, start: datetime, zone: str) -> Recurrence:
    days = (DAYS[start.weekday()],) if meeting.repeats == "weekly" else ()
    rule = Recurrence(meeting.repeats, start.date(), days=days, zone=zone, first_day_of_week="monday")
    if meeting.times:
        return replace(rule, range_kind="numbered", count=meeting.times)
    return rule


def instant(text: str, zone: str) -> datetime:
    """A time somebody wrote: with an offset an instant, without one a wall clock of the zone."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else to_utc(moment, zone)
