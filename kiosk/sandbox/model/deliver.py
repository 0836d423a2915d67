"""Meeting messages arriving in an attendee's mailbox: requests and cancellations."""

from dataclasses import replace
from datetime import date, datetime

from kiosk.sandbox.model import ids
from kiosk.sandbox.model.copies import arrived, called_off, without_day
from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.messages import Cancellation, Decide, Request
from kiosk.sandbox.model.occurrences import occurrence


def request(exchange: Exchange, message: Request, now: datetime) -> None:
    """The Calendar Attendant puts or renews the copy as tentative (facts.md §3.5, t1)."""
    box = exchange.mailboxes[message.to]
    meeting, day = message.meeting, message.day
    if box.kind == "outside" or (box.kind == "room" and not _attended(exchange, box, meeting)):
        return
    known = box.by_uid(meeting.uid)
    if day is not None and known is not None and known.recurrence is not None:
        fresh = arrived(meeting.exceptions[day], known.exceptions.get(day) or occurrence(known, day), box)
        exceptions = {**known.exceptions, day: replace(fresh, key=known.key)}
        box.put(replace(known, exceptions=exceptions, dropped=known.dropped - {day}), now)
        _await_decision(exchange, box, known.uid, fresh.revision, day, now)
        return
    if day is not None:  # invited to this one occurrence only: it arrives as a meeting of its own
        alone = ids.occurrence_uid(meeting.uid, day)
        meeting = replace(meeting.exceptions[day], uid=alone, day=None, is_exception=False)
        known = box.by_uid(alone)
    key = known.key if known else box.new_key()
    fresh = replace(arrived(meeting, known, box), key=key, created=known.created if known else now)
    exceptions = {when: replace(arrived(one, None, box), key=key) for when, one in meeting.exceptions.items()}
    box.put(replace(fresh, exceptions=exceptions), now)
    _await_decision(exchange, box, fresh.uid, fresh.revision, None, now)


def cancellation(exchange: Exchange, message: Cancellation, now: datetime) -> None:
    """The organizer called it off, or took this mailbox off the list (facts.md §3.5)."""
    box = exchange.mailboxes[message.to]
    if box.kind == "room" and box.processing.automate_processing == "None":
        return
    day = message.day
    copy = box.by_uid(message.uid)
    if copy is None and day is not None:
        copy, day = box.by_uid(ids.occurrence_uid(message.uid, day)), None
    if copy is None or copy.is_organizer:
        return
    if box.kind == "room":
        exchange.note(now, f"It's a meeting cancellation. {box.address}")
    if day is not None and copy.recurrence is not None:
        box.put(without_day(copy, day), now)
    elif box.kind == "room" and _drops_cancelled(exchange, box):
        box.remove(copy.key, now)
    elif not copy.cancelled:
        box.put(called_off(copy), now)


def _drops_cancelled(exchange: Exchange, room: Mailbox) -> bool:
    rules = room.processing
    dropped_anyway = exchange.switches.cancelled_disappear and rules.automate_processing == "AutoAccept"
    return rules.remove_canceled_meetings or dropped_anyway


def _attended(exchange: Exchange, room: Mailbox, meeting: Event) -> bool:
    if room.processing.automate_processing == "None":
        return False
    sender = exchange.find(meeting.organizer.address)
    internal = sender is not None and sender.kind != "outside"
    return internal or room.processing.process_external_meeting_messages


def _await_decision(
    exchange: Exchange, box: Mailbox, uid: str, revision: int, day: date | None, now: datetime
) -> None:
    if box.kind == "room" and box.processing.automate_processing == "AutoAccept":
        between = (exchange.switches.decision_from, exchange.switches.decision_to)
        exchange.note(now, f"Begin ProcessUpdateRequest {box.address}")
        exchange.post(Decide(box.guid, uid, revision, day), now, between, f"attendant {box.guid}")
