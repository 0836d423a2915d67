"""What an organizer does: create, change and withdraw meetings, and the messages that follow from it."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from kiosk.sandbox.model.edit import Edit, apply
from kiosk.sandbox.model.event import Attendee, Event, Response, Span
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.messages import Bump, Cancellation, Request
from kiosk.sandbox.model.occurrences import neighbours, occurrence
from kiosk.sandbox.model.refusals import bad_request, duplicate_transaction, not_found


def create(exchange: Exchange, box: Mailbox, edit: Edit, now: datetime) -> Event:
    """A new event in the mailbox's own calendar; its attendees are invited (facts.md §2.4, §3.1)."""
    if edit.transaction and edit.transaction[0] in box.transactions:
        return _created_before(exchange, box, edit.transaction)
    blank = Event(0, exchange.new_uid(now), _next_half_hour(now), box.who, response=Response("organizer"))
    event = _checked(apply(edit, blank))
    event = _named(exchange, replace(event, key=box.new_key(), revision=1))
    if edit.transaction:
        event = replace(event, transaction_id=edit.transaction[0])
        box.transactions[edit.transaction[0]] = (edit.transaction[1], event.key)
    event = box.put(event, now)
    invite(exchange, event, None, [a.who.address for a in event.attendees], now)
    exchange.post(Bump(box.guid, event.key), now, (0.8, 2.5), f"bump {box.guid}")
    return event


def update(exchange: Exchange, box: Mailbox, event: Event, edit: Edit, now: datetime) -> Event:
    """Change an organizer's event, or one occurrence of it, and tell whom it concerns (facts.md §2.5)."""
    if event.day is not None:
        return _update_occurrence(exchange, box, event, edit, now)
    wished = _named(exchange, _checked(apply(edit, event)))
    new_times = wished.span != event.span or wished.recurrence != event.recurrence
    if new_times:
        wished = replace(_forgotten(wished), exceptions={}, dropped=frozenset())
    elif event.exceptions:
        wished = replace(wished, exceptions={day: apply(edit, one) for day, one in event.exceptions.items()})
    stored = box.put(replace(wished, revision=event.revision + 1), now)
    _tell(exchange, event, stored, edit, now)
    return stored


def withdraw(exchange: Exchange, box: Mailbox, event: Event, now: datetime) -> None:
    """Cancel or delete an organizer's event or occurrence: it goes, attendees are told (facts.md §3.5)."""
    stored = box.items[event.key]
    invited = {a.who.address.lower() for a in event.attendees}
    if event.day is None:
        for one in stored.exceptions.values():
            invited |= {a.who.address.lower() for a in one.attendees}
        box.remove(event.key, now)
    else:
        exceptions = {day: one for day, one in stored.exceptions.items() if day != event.day}
        box.put(replace(stored, exceptions=exceptions, dropped=stored.dropped | {event.day}), now)
    uninvite(exchange, event, sorted(invited), now)


def invite(exchange: Exchange, meeting: Event, day: date | None, who: Iterable[str], now: datetime) -> None:
    """Send the meeting as it stands now to these addresses; outsiders get a mail nobody here sees."""
    between = (exchange.switches.delivery_from, exchange.switches.delivery_to)
    for address in who:
        box = exchange.find(address)
        if box is not None and not meeting.organizer.same(address):
            exchange.post(Request(box.guid, meeting, day), now, between, f"to {box.guid}")


def uninvite(exchange: Exchange, event: Event, who: Iterable[str], now: datetime) -> None:
    between = (exchange.switches.delivery_from, exchange.switches.delivery_to)
    for address in who:
        box = exchange.find(address)
        if box is not None:
            exchange.post(Cancellation(box.guid, event.uid, event.day), now, between, f"to {box.guid}")


def _update_occurrence(exchange: Exchange, box: Mailbox, event: Event, edit: Edit, now: datetime) -> Event:
    if event.day is None or "recurrence" in edit.fields:
        raise bad_request("ErrorInvalidPropertySet", "An occurrence has no recurrence of its own.")
    master = box.items[event.key]
    wished = _named(exchange, apply(edit, event))
    if wished.span != event.span:
        before, after = neighbours(master, event.day)
        if (before and wished.span.start < before) or (after and wished.span.end > after):
            raise bad_request(
                "ErrorOccurrenceCrossingBoundary",
                "Modified occurrence is crossing or overlapping adjacent occurrence.",
            )
        wished = _forgotten(wished)
    wished = replace(
        wished, is_exception=True, revision=event.revision + 1, change=event.change + 1, modified=now
    )
    stored = box.put(replace(master, exceptions={**master.exceptions, event.day: wished}), now)
    _tell(exchange, event, stored.exceptions[event.day], edit, now, master=stored)
    return stored.exceptions[event.day]


def _tell(
    exchange: Exchange, old: Event, new: Event, edit: Edit, now: datetime, master: Event | None = None
) -> None:
    before = {a.who.address.lower() for a in old.attendees}
    after = {a.who.address.lower() for a in new.attendees}
    uninvite(exchange, new, sorted(before - after), now)
    told = sorted(after if edit.concerns_attendees() else after - before)
    invite(exchange, master or new, new.day, told, now)


def _forgotten(event: Event) -> Event:
    """New times: nobody has answered to them yet."""
    return replace(event, attendees=tuple(Attendee(a.who, a.kind) for a in event.attendees))


def _checked(event: Event) -> Event:
    if event.recurrence is not None:
        found = list(itertools.islice(event.recurrence.dates(), 1))
        if not found:
            raise bad_request("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence.")
        return replace(event, span=event.span.on(found[0]))
    return event


def _named(exchange: Exchange, event: Event) -> Event:
    named = tuple(replace(a, who=exchange.named(a.who)) for a in event.attendees)
    return replace(event, attendees=named)


def _created_before(exchange: Exchange, box: Mailbox, transaction: tuple[str, str]) -> Event:
    fingerprint, key = box.transactions[transaction[0]]
    event = box.items.get(key)
    if fingerprint != transaction[1] or event is None:
        known = exchange.id_of(box, event) if event else ""
        raise duplicate_transaction(known, exchange.switches.duplicate_transaction)
    return event


def _next_half_hour(now: datetime) -> Span:
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=30 * (now.minute // 30 + 1))
    return Span.at(start, timedelta(minutes=30), "UTC")


def occurrence_of(box: Mailbox, key: int, day: date | None) -> Event:
    """The stored event, or the occurrence of that date; raises Refusal when there is none."""
    event = box.items.get(key)
    found = occurrence(event, day) if event is not None and day is not None else event
    if found is None:
        raise not_found()
    return found
