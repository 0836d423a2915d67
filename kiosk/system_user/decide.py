"""What a finger's wish becomes: a promise, or a polite no. Pure.

A promise is the command of the house: kept in the outbox until the world agrees with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from kiosk.room import days, find_room, hours, intents, offers
from kiosk.room.agenda import is_free, slots, without
from kiosk.room.model import Facts, Life, Mode, Promise, PromiseId, Wish
from kiosk.room.reasons import Reason
from kiosk.room.survey import REFUSAL_HOLDS, is_stale, problem
from kiosk.room.text import is_email, one_line

SUBJECT_MOST = 80
NAME_MOST = 60
LATE_TAP = timedelta(minutes=2)
"""A key drawn in one minute may be pressed in the next; what begins earlier has passed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The polite no. `reason` None: nothing to do and nothing to say, as with a double tap."""

    reason: Reason | None
    at: datetime | None = None
    minutes: int | None = None
    start: datetime | None = None
    """When the wished booking was to begin."""


def decide(intent: intents.Decision, facts: Facts, now: datetime, new_id: PromiseId) -> Promise | Refused:
    """The promise as it shall stand from now on (new, or in the place of its older self), or the refusal."""
    match intent:
        case intents.Book():
            return _book(intent, facts, now, new_id)
        case intents.BookElsewhere():
            return _book_elsewhere(intent, facts, now, new_id)
        case intents.Extend(promise_id, end):
            found = _find(facts, promise_id)
            return _extend(found, end, facts, now) if found else Refused(None)
        case intents.Move(promise_id, start, end):
            found = _find(facts, promise_id)
            return _move(found, start, end, facts, now) if found else Refused(Reason.NOTHING_TO_CHANGE)
        case intents.Rename(promise_id, subject, name):
            found = _find(facts, promise_id)
            if found is None or not _stands(found) or not (subject or name):
                return Refused(None)
            return replace(
                found, wish=Wish.RENAME, life=Life.QUEUED, subject=one_line(subject, SUBJECT_MOST) or found.subject,
                name=one_line(name, NAME_MOST) or found.name, attempts=0, next_try_at=None, tapped_at=now,
            )  # fmt: skip
        case intents.Withdraw(promise_id):
            found = _find(facts, promise_id)
            return Refused(None) if found is None or _under_way(found) else withdrawn(found, now)
        case never:
            assert_never(never)


def _find(facts: Facts, promise_id: PromiseId) -> Promise | None:
    return next((p for p in facts.promises if p.id == promise_id and p.life is not Life.SETTLED), None)


def _stands(promise: Promise) -> bool:
    """Exchange agreed to it, and nobody has taken it back: deleted, it is known until the calendar shows it gone."""
    return promise.life in (Life.CONFIRMED, Life.KEPT) and promise.wish is not Wish.CANCEL


def _under_way(promise: Promise) -> bool:
    """It is being taken back already, and nothing has gone wrong with that."""
    return promise.wish is Wish.CANCEL and (
        promise.life is Life.KEPT or (promise.open and not promise.attempts)
    )


def _book(intent: intents.Book, facts: Facts, now: datetime, new_id: PromiseId) -> Promise | Refused:
    policy = facts.settings
    start, end = intent.start, intent.end
    taken = slots(facts)
    ours = [slot for slot in taken if slot.promise is not None and slot.promise.wish is not Wish.CANCEL]
    if any((slot.start, slot.end) == (start, end) for slot in ours):
        return Refused(None)  # a double tap
    email = intent.email.strip() if policy.for_somebody else ""
    if email and not _is_somebody(email, facts):
        return Refused(Reason.EMAIL)
    refusal = _may_book(facts, now) or _fits_policy(start, end, facts, now) or _closed(start, end, facts)
    if refusal:
        return refusal
    minutes = days.whole_minutes(end - start)
    if not is_free(taken, start, end):
        return Refused(Reason.SLOT_TAKEN, minutes=minutes, start=start)
    stale = is_stale(facts, now)
    if stale and not policy.hold_offline:
        return Refused(Reason.HOLD_REFUSED)
    return Promise(
        new_id, start, end, now, mode=policy.mode,
        subject=one_line(intent.subject, SUBJECT_MOST), name=one_line(intent.name, NAME_MOST),
        email=email, provisional=stale, code=hold_code(new_id),
    )  # fmt: skip


def _is_somebody(email: str, facts: Facts) -> bool:
    """Has the shape of an address, and is not this room's own."""
    return is_email(email) and (facts.room is None or email.casefold() != facts.room.mailbox.casefold())


def _book_elsewhere(
    intent: intents.BookElsewhere, facts: Facts, now: datetime, new_id: PromiseId
) -> Promise | Refused:
    """Another room, where its plan is known and free. Nothing of it is promised that could not be sent at once."""
    room, start, end = facts.nearby.neighbour(intent.room), intent.start, intent.end
    mine = [p for p in facts.promises if p.room == intent.room and p.wish is not Wish.CANCEL]
    if room is None or any(p.start < end and start < p.until for p in mine):
        return Refused(None)  # it is not there any more, or a double tap
    if facts.clock.wrong:
        return Refused(Reason.CLOCK)
    if facts.settings.mode is Mode.INVITE and _refused_lately(facts, now):
        return Refused(Reason.BOOKING_REFUSED)
    if room.mailbox.lower() in facts.nearby.refused:
        return Refused(Reason.ELSEWHERE_REFUSED)
    refusal = _fits_policy(start, end, facts, now)
    if refusal:
        return refusal
    minutes, taken = days.whole_minutes(end - start), find_room.plan(facts, room.mailbox, now)
    if taken is None:
        return Refused(Reason.ROOMS_UNSEEN, minutes=minutes, start=start)
    if not find_room.is_free(taken, start, end):
        return Refused(Reason.SLOT_TAKEN, minutes=minutes, start=start)
    return Promise(
        new_id, start, end, now, mode=facts.settings.mode, room=room.mailbox, room_name=room.name,
        code=hold_code(new_id),
    )  # fmt: skip


def _refused_lately(facts: Facts, now: datetime) -> bool:
    at = facts.heard.booking_refused_at
    return at is not None and now - at < REFUSAL_HOLDS


def _may_book(facts: Facts, now: datetime) -> Refused | None:
    room, heard = facts.room, facts.heard
    wrong = problem(facts, now)
    if wrong is not None:
        return Refused(wrong)
    if room is None or not room.verified or heard.as_of is None:
        return Refused(Reason.NOT_READY)
    return Refused(Reason.BOOKING_REFUSED) if _refused_lately(facts, now) else None


def _fits_policy(start: datetime, end: datetime, facts: Facts, now: datetime) -> Refused | None:
    policy, zone = facts.settings, facts.room.zone if facts.room else "UTC"
    if start < now - LATE_TAP or end <= now or end <= start:
        length = max(end - start, offers.STEP)
        free = offers.next_free(facts, slots(facts), now, length, zone)
        return Refused(Reason.PAST, at=free[0] if free else None, minutes=days.whole_minutes(length))
    if end - start > policy.max_length:
        return Refused(Reason.TOO_LONG, minutes=days.whole_minutes(policy.max_length))
    last = days.local_date(now, zone) + timedelta(days=policy.days_ahead)
    if days.local_date(start, zone) > last:
        return Refused(Reason.TOO_FAR_AHEAD, at=days.at_hour(last, 12, zone))
    return None


def _closed(start: datetime, end: datetime, facts: Facts) -> Refused | None:
    """Of this room; what the hours of another one are, nobody here knows."""
    return None if hours.holds(facts, start, end) else Refused(Reason.OUTSIDE_HOURS, start=start)


def _extend(promise: Promise, end: datetime, facts: Facts, now: datetime) -> Promise | Refused:
    if not _stands(promise) or end <= promise.end:
        return Refused(None)
    others = without(facts, promise)
    if not is_free(others, promise.end, end):
        return Refused(Reason.EXTENSION_TAKEN, at=offers.next_start(others, promise.end))
    if closed := _closed(promise.end, end, facts):
        return closed
    if end - promise.start > facts.settings.max_length:
        return Refused(Reason.TOO_LONG, minutes=days.whole_minutes(facts.settings.max_length))
    refusal = _may_book(facts, now)
    if refusal:
        return refusal
    if is_stale(facts, now) and not facts.settings.hold_offline:
        return Refused(Reason.HOLD_REFUSED)
    return replace(
        promise, wish=Wish.EXTEND, life=Life.QUEUED, wanted_start=None, wanted_end=end, tapped_at=now, attempts=0, sent_at=None,
        next_try_at=None, good_reads=0, restoring=False, provisional=is_stale(facts, now),
    )  # fmt: skip


def _move(promise: Promise, start: datetime, end: datetime, facts: Facts, now: datetime) -> Promise | Refused:
    if not _stands(promise) or (start, end) == (promise.start, promise.end):
        return Refused(None)
    if now >= promise.end or promise.elsewhere:
        return Refused(Reason.NOTHING_TO_CHANGE)
    refusal = _may_book(facts, now) or _fits_policy(start, end, facts, now) or _closed(start, end, facts)
    if refusal:
        return refusal
    if not is_free(without(facts, promise), start, end):
        return Refused(Reason.MOVE_TAKEN, minutes=days.whole_minutes(end - start))
    if is_stale(facts, now):  # a booking that stands is not given up for one that nobody can ask for
        return Refused(Reason.CHANGE_REFUSED)
    return replace(
        promise, wish=Wish.MOVE, life=Life.QUEUED, wanted_start=start, wanted_end=end, tapped_at=now, attempts=0,
        sent_at=None, next_try_at=None, good_reads=0, restoring=False, provisional=False,
    )  # fmt: skip


def withdrawn(promise: Promise, now: datetime) -> Promise:
    """The promise as one that shall not be. What never left is settled at once; the rest is taken back."""
    if promise.event_id is None and promise.sent_at is None:
        return replace(promise, wish=Wish.CANCEL, life=Life.SETTLED, subject="", name="", email="", guest="")
    life = Life.QUEUED if promise.event_id is not None else Life.IN_DOUBT
    return replace(
        promise, wish=Wish.CANCEL, life=life, next_try_at=None, attempts=0, tapped_at=now, subject="", name="",
        email="", guest="", reason=None,
    )  # fmt: skip


def hold_code(new_id: PromiseId) -> str:
    """A short name for a hold that a person can quote, made from its id: H-10 to H-99."""
    return f"H-{10 + sum(new_id.encode()) % 90}"
