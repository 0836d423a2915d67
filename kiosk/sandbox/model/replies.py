"""Answers of attendees: sent to the organizer, and noted there when they arrive."""

from dataclasses import replace
from datetime import date, datetime

from kiosk.sandbox.model import ids
from kiosk.sandbox.model.event import Answer, Event, Response
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.messages import Reply
from kiosk.sandbox.model.occurrences import occurrence


def send(
    exchange: Exchange, box: Mailbox, copy: Event, answer: Answer, now: datetime, day: date | None = None
) -> None:
    """Send an answer to the organizer, if the organizer's mailbox is here."""
    organizer = exchange.find(copy.organizer.address)
    if organizer is not None:
        between = (exchange.switches.reply_from, exchange.switches.reply_to)
        message = Reply(organizer.guid, box.address, copy.uid, answer, copy.revision, day)
        exchange.post(message, now, between, f"to {organizer.guid}")


def arrive(exchange: Exchange, message: Reply, now: datetime) -> None:
    """Note an answer in the organizer's copy; an answer to an older request is not counted."""
    box = exchange.mailboxes[message.to]
    meeting, day = _meeting(box, message.uid, message.day)
    if meeting is None:
        return
    status = Response(message.answer, now)
    if day is not None:
        one = occurrence(meeting, day)
        if one is None or one.revision > message.revision:
            return
        noted = replace(one.with_status(message.sender, status), is_exception=True)
        box.put(replace(meeting, exceptions={**meeting.exceptions, day: noted}), now)
    elif meeting.revision <= message.revision:
        exceptions = {
            when: one.with_status(message.sender, status) for when, one in meeting.exceptions.items()
        }
        box.put(replace(meeting.with_status(message.sender, status), exceptions=exceptions), now)


def _meeting(box: Mailbox, uid: str, day: date | None) -> tuple[Event | None, date | None]:
    found = box.by_uid(uid)
    if found is not None:
        return found, day
    for event in box.items.values():
        for when in event.exceptions:
            if ids.occurrence_uid(event.uid, when) == uid:
                return event, when
    return None, None
