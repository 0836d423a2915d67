"""The resource booking attendant's turn: what its decision does to the room's copy and who hears of it."""

from dataclasses import replace
from datetime import date, datetime

from kiosk.sandbox.model import replies
from kiosk.sandbox.model.attendant import Decision, Verdict, decide
from kiosk.sandbox.model.copies import answered, without_day
from kiosk.sandbox.model.event import Answer, Event, Response
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.messages import Decide


def take_turn(exchange: Exchange, message: Decide, now: datetime) -> None:
    """Decide on a request and carry it out, unless a newer one or a cancellation came (facts.md §3.5, t2)."""
    room = exchange.mailboxes[message.room]
    copy = room.by_uid(message.uid)
    if copy is None or copy.cancelled:
        return
    subject = copy if message.day is None else copy.exceptions.get(message.day)
    if subject is None or subject.revision != message.revision:
        return
    sender = exchange.find(copy.organizer.address)
    internal = sender is not None and sender.kind != "outside"
    decision = decide(room, copy, now, internal=internal, day=message.day)
    exchange.note(now, f"{decision.verdict.value} {room.address}: {decision.why}")
    match decision.verdict:
        case Verdict.SKIP:
            pass
        case Verdict.ACCEPT:
            _accept(exchange, room, copy, message.day, decision, now)
        case Verdict.DECLINE:
            decline(exchange, room, copy, message.day, now, tell=True)
        case Verdict.TENTATIVE:
            _leave_to_delegates(exchange, room, copy, message.day, now)


def decline(
    exchange: Exchange, box: Mailbox, copy: Event, day: date | None, now: datetime, *, tell: bool
) -> None:
    """The copy, or one occurrence of it, leaves the calendar; the organizer hears of it if `tell`."""
    if tell:
        known = copy.exceptions.get(day) if day is not None else None
        revision = known.revision if known else copy.revision
        replies.send(exchange, box, replace(copy, revision=revision), "declined", now, day)
    if day is not None:
        box.put(without_day(copy, day), now)
    elif box.preserve_declined:
        box.put(answered(copy, box, "declined", now), now)
    else:
        box.remove(copy.key, now)


def settle(
    exchange: Exchange,
    box: Mailbox,
    copy: Event,
    day: date | None,
    answer: Answer,
    now: datetime,
    *,
    tell: bool,
) -> None:
    """Mark the copy, or one occurrence of it, as accepted or tentatively accepted."""
    if day is None:
        box.put(answered(copy, box, answer, now), now)
        revision = copy.revision
    else:
        one = copy.exceptions[day]
        done = answered(one, box, answer, now)
        box.put(replace(copy, exceptions={**copy.exceptions, day: done}), now)
        revision = one.revision
    if tell:
        replies.send(exchange, box, replace(copy, revision=revision), answer, now, day)


def _accept(
    exchange: Exchange, room: Mailbox, copy: Event, day: date | None, decision: Decision, now: datetime
) -> None:
    if decision.cut is not None and copy.recurrence is not None:
        copy = replace(copy, recurrence=replace(copy.recurrence, range_kind="endDate", last=decision.cut))
    if day is None:
        for clash in decision.conflicts:
            copy = without_day(copy, clash)
    settle(exchange, room, copy, day, "accepted", now, tell=True)
    if day is None:
        for clash in decision.conflicts:
            replies.send(exchange, room, copy, "declined", now, clash)


def _leave_to_delegates(
    exchange: Exchange, room: Mailbox, copy: Event, day: date | None, now: datetime
) -> None:
    rules = room.processing
    if not rules.resource_delegates:
        settle(exchange, room, copy, day, "tentativelyAccepted", now, tell=True)
        return
    shows = (
        "tentative"
        if rules.tentative_pending_approval or exchange.switches.pending_shows_tentative
        else "free"
    )
    if day is None:
        room.put(replace(copy, show_as=shows, pending=False, response=Response("notResponded")), now)
        return
    waiting = replace(copy.exceptions[day], show_as=shows, pending=False)
    room.put(replace(copy, exceptions={**copy.exceptions, day: waiting}), now)
