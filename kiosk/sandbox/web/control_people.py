"""The control surface, people: book, move, call off, answer in Outlook, and look into a calendar."""

from datetime import timedelta

from kiosk.sandbox.model import organize
from kiosk.sandbox.model.event import Address, Event
from kiosk.sandbox.model.event import Answer as EventAnswer
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.outlook import Meeting
from kiosk.sandbox.web.call import JsonObject, Wishes
from kiosk.sandbox.web.control import Control, Handler
from kiosk.sandbox.web.control_values import Wrong, begin, mailbox, minutes, which
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import event_json

_ANSWERS: dict[str, EventAnswer] = {
    "accept": "accepted",
    "decline": "declined",
    "tentative": "tentativelyAccepted",
}


def book(control: Control, sent: JsonObject) -> JsonObject:
    """A person (or the room itself, `direct`) makes a meeting."""
    sandbox = control.sandbox
    room = mailbox(sandbox, sent, "room") if sent.get("room") else None
    person = str(sent.get("person") or "")
    if sent.get("direct"):
        box = mailbox(sandbox, sent, "room")
    elif "@" in person and not person.lower().endswith("@" + sandbox.company.domain):
        box = outlook.outsider(sandbox.exchange, person)
    else:
        box = mailbox(sandbox, sent, "person")
    now = sandbox.clock.now()
    people = tuple(_address(sandbox, str(one)) for one in sent.get("attendees") or ())
    meeting = Meeting(
        str(sent.get("subject") or "Meeting"),
        begin(sandbox, sent, box.zone) or now.replace(microsecond=0),
        minutes(sent) or timedelta(minutes=30),
        room,
        people,
        "private" if sent.get("private") else "normal",
        str(sent.get("show_as") or "busy"),
        all_day=bool(sent.get("all_day")),
        repeats=str(sent.get("repeats") or ""),
        times=int(sent.get("times") or 0),
        body=str(sent.get("body") or ""),
    )
    return _told(sandbox, box, outlook.book(sandbox.exchange, box, meeting, now))


def move(control: Control, sent: JsonObject) -> JsonObject:
    """The organizer gives it another time: `start`, `in`, `by` minutes later, or another length."""
    box, event = _organizers(control.sandbox, sent)
    old_start, old_end = event.span.instants(box.zone)
    later = minutes(sent, "by") or timedelta()
    start = begin(control.sandbox, sent, box.zone) or old_start + later
    length = minutes(sent) or old_end - old_start
    now = control.sandbox.clock.now()
    moved = outlook.move(control.sandbox.exchange, box, event, now, start=start, length=length)
    return _told(control.sandbox, box, moved)


def rename(control: Control, sent: JsonObject) -> JsonObject:
    box, event = _organizers(control.sandbox, sent)
    named = outlook.rename(control.sandbox.exchange, box, event, str(sent["to"]), control.sandbox.clock.now())
    return _told(control.sandbox, box, named)


def cancel(control: Control, sent: JsonObject) -> JsonObject:
    box, event = _organizers(control.sandbox, sent)
    outlook.call_off(control.sandbox.exchange, box, event, control.sandbox.clock.now())
    return _told(control.sandbox, box, event)


def leave(control: Control, sent: JsonObject) -> JsonObject:
    """The organizer takes the room off the list, or another room (`to`) instead."""
    sandbox = control.sandbox
    box, event = _organizers(sandbox, sent)
    other = mailbox(sandbox, sent, "to") if sent.get("to") else None
    room = mailbox(sandbox, sent, "room")
    changed = outlook.take_elsewhere(sandbox.exchange, box, event, room, other, sandbox.clock.now())
    return _told(sandbox, box, changed)


def respond(control: Control, sent: JsonObject) -> JsonObject:
    """Whoever holds the mailbox accepts or declines: a person, or a room's delegate."""
    sandbox = control.sandbox
    box = mailbox(sandbox, sent, "person", "room")
    event = which(sandbox, sent, box)
    words = str(sent.get("answer") or "decline")
    if words not in _ANSWERS:
        raise Wrong("answer with accept, decline or tentative")
    outlook.respond(sandbox.exchange, box, event, _ANSWERS[words], sandbox.clock.now())
    return _told(sandbox, box, event)


def delete(control: Control, sent: JsonObject) -> JsonObject:
    """Somebody deletes the copy in this mailbox only."""
    sandbox = control.sandbox
    box = mailbox(sandbox, sent, "room", "person")
    event = which(sandbox, sent, box)
    stored = box.items[event.key]
    if stored.is_organizer:
        organize.withdraw(sandbox.exchange, box, event, sandbox.clock.now())
    else:
        box.remove(event.key, sandbox.clock.now())
    return _told(sandbox, box, event)


def events(control: Control, sent: JsonObject) -> JsonObject:
    """A calendar from `back` hours ago for `hours`; everything, as the mailbox's owner sees it."""
    sandbox = control.sandbox
    box = mailbox(sandbox, sent, "room", "person", "mailbox")
    now = sandbox.clock.now()
    start = now - timedelta(hours=float(sent.get("back") or 0))
    found = box.window(start, start + timedelta(hours=float(sent.get("hours") or 24)))
    return {"value": [event_json(sandbox.exchange, box, one, Wishes()) for one in found]}


def _organizers(sandbox: Sandbox, sent: JsonObject) -> tuple[Mailbox, Event]:
    box = mailbox(sandbox, sent, "room", "person")
    found = outlook.organizers_copy(sandbox.exchange, which(sandbox, sent, box))
    if found is None:
        raise Wrong("its organizer does not have it any more")
    return found


def _address(sandbox: Sandbox, text: str) -> Address:
    address = text if "@" in text else f"{text}@{sandbox.company.domain}"
    return sandbox.exchange.named(Address("", address))


def _told(sandbox: Sandbox, box: Mailbox, event: Event) -> JsonObject:
    start, end = event.span.instants(box.zone)
    return {
        "mailbox": box.address,
        "id": sandbox.exchange.id_of(box, event),
        "uid": event.uid,
        "subject": event.subject,
        "start": start.isoformat(),
        "end": end.isoformat(),
    }


HANDLERS: dict[tuple[str, str], Handler] = {
    ("POST", "book"): book,
    ("POST", "move"): move,
    ("POST", "rename"): rename,
    ("POST", "cancel"): cancel,
    ("POST", "leave"): leave,
    ("POST", "answer"): respond,
    ("POST", "delete"): delete,
    ("GET", "events"): events,
}
