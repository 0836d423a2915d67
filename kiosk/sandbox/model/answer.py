"""What an attendee does with a copy: accept, decline, delete or scribble on it (facts.md §2.6, §3.5)."""

from dataclasses import replace
from datetime import datetime

from kiosk.sandbox.model import booking
from kiosk.sandbox.model.copies import without_day
from kiosk.sandbox.model.edit import Edit, apply
from kiosk.sandbox.model.event import Answer, Event
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import bad_request

_VERBS: dict[Answer, str] = {
    "accepted": "Accept",
    "declined": "Decline",
    "tentativelyAccepted": "TentativelyAccept",
}


def respond(
    exchange: Exchange, box: Mailbox, event: Event, answer: Answer, now: datetime, *, tell: bool = True
) -> None:
    """Answer an invitation, or one occurrence of it."""
    verb = _VERBS[answer]
    if event.is_organizer:
        raise bad_request(
            f"ErrorCalendarIsOrganizerFor{verb}",
            "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
        )
    if event.cancelled:
        raise bad_request(
            f"ErrorCalendarIsCancelledFor{verb}",
            "Your request can't be completed. You can't respond to this meeting because it's been cancelled.",
        )
    copy = box.items[event.key]
    if answer == "declined":
        booking.decline(exchange, box, copy, event.day, now, tell=tell)
        return
    if event.day is not None:
        one = replace(event, is_exception=True)
        copy = replace(copy, exceptions={**copy.exceptions, event.day: one})
    booking.settle(exchange, box, copy, event.day, answer, now, tell=tell)


def discard(exchange: Exchange, box: Mailbox, event: Event, now: datetime) -> None:
    """DELETE of a copy: the slot is free; whether the organizer hears of it is a switch."""
    copy = box.items[event.key]
    if exchange.switches.delete_tells_organizer and not event.cancelled:
        booking.decline(exchange, box, copy, event.day, now, tell=True)
    elif event.day is not None:
        box.put(without_day(copy, event.day), now)
    else:
        box.remove(event.key, now)


def scribble(exchange: Exchange, box: Mailbox, event: Event, edit: Edit, now: datetime) -> Event:
    """PATCH of a copy: local, never told, undone by the organizer's next update."""
    if "attendees" in edit.fields or "recurrence" in edit.fields:
        raise bad_request("ErrorInvalidPropertySet", "Set action is invalid for property.")
    if edit.moves and exchange.switches.attendee_patch == "refused":
        raise bad_request("ErrorInvalidPropertySet", "Set action is invalid for property.")
    changed = apply(edit, event)
    if event.day is None:
        return box.put(changed, now)
    copy = box.items[event.key]
    changed = replace(changed, is_exception=True, change=event.change + 1, modified=now)
    box.put(replace(copy, exceptions={**copy.exceptions, event.day: changed}), now)
    return changed
