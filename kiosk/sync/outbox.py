"""A promise's life: what is to be done for it next, and what each answer makes of it. Pure.

The rule of the house: what may have left is never sent again before two good reads, at least five seconds apart,
found no trace of it. `Offline` (never left) and `Unanswered` (left, no answer) are different answers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from kiosk.room.changing import as_before, asked_back, lost
from kiosk.room.model import EventId, Life, Promise, Wish
from kiosk.room.reasons import Reason
from kiosk.room.somebody import invites, not_invited
from kiosk.sync.back_off import BACK_OFF_FIRST, BACK_OFF_MOST, back_off, pause
from kiosk.sync.doubt import DOUBT_READS_APART, never_created, one_more_blank
from kiosk.sync.for_somebody import looked_up, not_answered, otherwise
from kiosk.sync.steps import (
    After,
    Agreed,
    Answer,
    Declined,
    Denied,
    Finished,
    Found,
    FoundCancelled,
    Gone,
    Moved,
    NoTrace,
    Offline,
    Overruled,
    Pending,
    Step,
    ToldToWait,
    Unanswered,
    UsedBefore,
)

OBSERVE_FIRST = timedelta(seconds=1)
OBSERVE_LATER = timedelta(seconds=5)
OBSERVE_QUICKLY_FOR = timedelta(seconds=30)
OLD_NEWS_FOR = timedelta(seconds=30)
"""After the old end was asked back, a *declined* may still be the answer to the later end."""
CHANGE_TRIES = 5
CHANGE_AGAIN = timedelta(seconds=1.5)
"""A change key moves by itself within seconds after a create (facts.md §2.5): read again, try again."""
REFUSED_AGAIN = timedelta(seconds=30)
"""A deletion that was refused waits for a person; whether somebody has put it right is asked as often as this."""


def next_step(promise: Promise, now: datetime) -> Step | None:
    """What is due for the promise at `now`; None: nothing, or not yet."""
    if not promise.unfinished or (promise.next_try_at is not None and now < promise.next_try_at):
        return None
    if promise.event_id is None:
        if promise.life is Life.IN_DOUBT:
            return Step.FIND_TRACE
        if promise.wish is not Wish.CREATE:
            return None
        return Step.LOOK_UP if promise.email else Step.CREATE
    if promise.wish is Wish.CANCEL:
        return Step.DELETE
    if promise.life is Life.AWAITING:
        return Step.OBSERVE if invites(promise) else Step.VERIFY
    return Step.CHANGE


def leaving(promise: Promise, step: Step, now: datetime) -> Promise:
    """The promise as it must be on disk before the step's request leaves: a crash then finds it in doubt."""
    if step is Step.CREATE:
        return replace(
            promise, life=Life.IN_DOUBT, sent_at=now, attempts=promise.attempts + 1, good_reads=0,
            next_try_at=None, throttled=False, held=promise.held or promise.provisional,
        )  # fmt: skip
    if step is Step.CHANGE:
        return replace(promise, sent_at=now, next_try_at=None, throttled=False)
    return promise


def answered(
    promise: Promise,
    step: Step,
    answer: Answer,
    now: datetime,
    jitter: float,
    *,
    clock_doubtful: bool = False,
) -> After:
    """The promise after `answer`; `promise` is its present self, which may have been withdrawn meanwhile.

    `jitter` is between 0.5 and 1 and spreads the retries of many displays. `clock_doubtful`: it may be wrong, and no
    booking is over because it says so.
    """
    over = now >= promise.end and not clock_doubtful
    match answer:
        case ToldToWait(wait):
            return After(_told_to_wait(promise, step, now + wait))
        case Offline():
            return _offline(promise, step, now, jitter)
        case Unanswered():
            return _unanswered(promise, step, now, jitter)
        case Moved() if step is Step.LOOK_UP:  # to a question that changes nothing: as good as no answer
            return _unanswered(promise, step, now, jitter)
        case _:
            pass
    match step:
        case Step.LOOK_UP:
            return looked_up(promise, answer)
        case Step.CREATE:
            return _created(promise, answer, now)
        case Step.FIND_TRACE:
            return _traced(promise, answer, now, over=over)
        case Step.OBSERVE | Step.VERIFY:
            return _observed(promise, answer, now, over=over)
        case Step.CHANGE:
            return _changed(promise, answer, now)
        case Step.DELETE:
            return _deleted(promise, answer, now, over=over)
        case never:
            assert_never(never)


def _told_to_wait(promise: Promise, step: Step, at: datetime) -> Promise:
    life = promise.life
    if step is Step.CREATE and promise.event_id is None:
        if promise.wish is Wish.CANCEL:
            return never_created(replace(promise, next_try_at=at))
        life = Life.QUEUED
    return replace(promise, life=life, next_try_at=at, throttled=True)


def _offline(promise: Promise, step: Step, now: datetime, jitter: float) -> After:
    """Nothing left. A booking is now promised by the display alone: *Held*."""
    looking_up = step is Step.LOOK_UP and promise.provisional  # whose tries are not counted
    again = now + (BACK_OFF_MOST * jitter if looking_up else pause(promise, step, now, jitter))
    if step in (Step.CREATE, Step.LOOK_UP):
        if promise.wish is Wish.CANCEL:
            return After(never_created(replace(promise, next_try_at=again)))
        return After(replace(promise, life=Life.QUEUED, sent_at=None, next_try_at=again, provisional=True))
    attempts = promise.attempts + (step in (Step.CHANGE, Step.DELETE))
    tell = Reason.END_UNANSWERED if step is Step.DELETE and promise.attempts == 0 else None
    return After(replace(promise, next_try_at=again, attempts=attempts), tell)


def _unanswered(promise: Promise, step: Step, now: datetime, jitter: float) -> After:
    if step is Step.CREATE:
        return After(
            replace(promise, life=Life.IN_DOUBT, provisional=False, next_try_at=now + BACK_OFF_FIRST * jitter)
        )
    if step is Step.LOOK_UP:
        return not_answered(promise, now + back_off(promise.attempts + 1, jitter))
    return _offline(promise, step, now, jitter)  # reads, changes and deletions are safe to repeat


def _created(promise: Promise, answer: Answer, now: datetime) -> After:
    match answer:
        case Found(event_id, uid):
            return After(_exists(promise, event_id, uid, now))
        case UsedBefore():
            return After(replace(promise, life=Life.IN_DOUBT, exists=True, next_try_at=None))
        case Denied(reason):
            refused = replace(promise, life=Life.SETTLED, reason=reason)
            made = otherwise(promise, reason) or After(refused, _unless_withdrawn(promise, reason))
            over = made.promise.life is Life.SETTLED
            return replace(made, promise=never_created(made.promise)) if over else made
        case _:
            return After(replace(promise, life=Life.IN_DOUBT, next_try_at=now + BACK_OFF_FIRST))


def _exists(promise: Promise, event_id: EventId, uid: str, now: datetime) -> Promise:
    life = Life.QUEUED if promise.wish is Wish.CANCEL else Life.AWAITING
    first = now + OBSERVE_FIRST / 2 if invites(promise) and promise.wish is not Wish.CANCEL else now
    return replace(
        promise, event_id=event_id, uid=uid, life=life, next_try_at=first, throttled=False, provisional=False,
        attempts=0 if promise.wish is Wish.CANCEL else promise.attempts,
        guest=promise.guest if promise.reason is Reason.NOT_INVITED else "",
    )  # fmt: skip


def _unless_withdrawn(promise: Promise, reason: Reason) -> Reason | None:
    return None if promise.wish is Wish.CANCEL else reason


def _traced(promise: Promise, answer: Answer, now: datetime, *, over: bool) -> After:
    match answer:
        case Found(event_id, uid):
            return After(_exists(promise, event_id, uid, now))
        case FoundCancelled():
            tell = _unless_withdrawn(promise, Reason.CANCELLED_ELSEWHERE)
            return After(replace(promise, life=Life.SETTLED), tell)
        case Denied() if promise.wish is Wish.CANCEL and over:
            unknown = Reason.OUTCOME_UNKNOWN
            return After(replace(promise, life=Life.WEDGED, reason=unknown, next_try_at=None), unknown)
        case Denied():
            return After(replace(promise, next_try_at=now + BACK_OFF_MOST))
        case Pending() if promise.wish is Wish.CANCEL and over:
            return After(replace(promise, life=Life.SETTLED))  # over, and nothing to be found to take back
        case NoTrace():
            after = one_more_blank(promise, now)
            gone = after.life is Life.SETTLED and promise.wish is not Wish.CANCEL
            return After(after, Reason.CANCELLED_ELSEWHERE if gone else None)
        case _:  # above all: the room shows it, the organizer's calendar not yet. No reason to send it again
            return After(replace(promise, good_reads=0, next_try_at=now + DOUBT_READS_APART))


def _observed(promise: Promise, answer: Answer, now: datetime, *, over: bool) -> After:
    if promise.wish is Wish.CANCEL:
        return After(promise)  # withdrawn while the question was under way
    just_sent = promise.sent_at is not None and now - promise.sent_at < OLD_NEWS_FOR
    old_news = promise.restoring and just_sent
    match answer:
        case Agreed():
            told = lost(promise) if promise.restoring else not_invited(promise)
            return After(_agreed(promise, now), told)
        case Declined(by_rule) if not old_news:
            return _declined(promise, by_rule=by_rule, over=over)
        case Overruled() if not just_sent:
            moved = promise.wish is Wish.MOVE
            return After(as_before(promise), Reason.NOTHING_TO_CHANGE if moved else Reason.EXTENSION_TAKEN)
        case Gone():
            return After(replace(promise, life=Life.SETTLED), Reason.CANCELLED_ELSEWHERE)
        case Denied():
            return After(replace(promise, next_try_at=now + BACK_OFF_MOST))
        case _:
            quick = now - promise.tapped_at < OBSERVE_QUICKLY_FOR
            return After(replace(promise, next_try_at=now + (OBSERVE_FIRST if quick else OBSERVE_LATER)))


def _agreed(promise: Promise, now: datetime) -> Promise:
    life = Life.KEPT if promise.restoring or promise.wish is Wish.RENAME else Life.CONFIRMED
    return replace(
        promise, life=life, wish=Wish.CREATE, start=promise.begin, end=promise.until, wanted_start=None,
        wanted_end=None, answered_at=now, next_try_at=None, attempts=0, throttled=False, provisional=False,
        restoring=False, extended=promise.wish in (Wish.EXTEND, Wish.MOVE),
        seen=promise.seen or not invites(promise),  # the room's calendar has just shown it
    )  # fmt: skip


def _declined(promise: Promise, *, by_rule: bool, over: bool) -> After:
    """A new booking is cleaned up and told. A declined change has lost the room: the times before are asked back."""
    changes = promise.wish in (Wish.EXTEND, Wish.RENAME) or (promise.wish is Wish.MOVE and not over)
    if changes and not promise.restoring:
        return After(asked_back(promise))
    taken = Reason.HOLD_LOST if promise.held else Reason.SLOT_TAKEN
    reason = Reason.DECLINED_BY_RULE if by_rule else taken
    clean_up = replace(
        promise,
        wish=Wish.CANCEL,
        life=Life.QUEUED,
        reason=reason,
        next_try_at=None,
        attempts=0,
        subject="",
        name="",
        guest="",
    )
    return After(clean_up, reason)


def _changed(promise: Promise, answer: Answer, now: datetime) -> After:
    if promise.wish is Wish.CANCEL:
        return After(promise)
    match answer:
        case Finished() if promise.wish is Wish.RENAME:
            return After(_agreed(promise, now))
        case Finished():
            first = now + OBSERVE_FIRST if invites(promise) else now
            return After(
                replace(promise, life=Life.AWAITING, next_try_at=first, attempts=promise.attempts + 1)
            )
        case Moved() if promise.attempts < CHANGE_TRIES:
            return After(replace(promise, attempts=promise.attempts + 1, next_try_at=now + CHANGE_AGAIN))
        case Gone():
            return After(replace(promise, life=Life.SETTLED), Reason.CANCELLED_ELSEWHERE)
        case Overruled():  # somebody gave it other times while it was being changed here
            return After(as_before(promise), Reason.NOTHING_TO_CHANGE)
        case _ if promise.restoring:  # the room is lost with the extension, and cannot be asked back
            return After(replace(promise, wish=Wish.CANCEL, attempts=0), Reason.CANCELLED_ELSEWHERE)
        case _:
            return After(as_before(promise), Reason.CHANGE_REFUSED)


def _deleted(promise: Promise, answer: Answer, now: datetime, *, over: bool) -> After:
    known = promise.life is Life.WEDGED
    match answer:
        case Finished() | Gone():
            return After(replace(promise, life=Life.KEPT, answered_at=now, next_try_at=None))
        case Overruled():
            return After(replace(as_before(promise), answered_at=now), Reason.NOTHING_TO_CHANGE)
        case Denied(reason):
            # Whoever withdrew it saw it go: it stands, so it is shown again. Once it is over nothing is left to free.
            tell = Reason.END_UNANSWERED if promise.reason is None else None
            again = None if over else now + REFUSED_AGAIN
            wedged = replace(promise, life=Life.WEDGED, reason=reason, next_try_at=again)
            return After(replace(wedged, attempts=promise.attempts + 1), None if known else tell)
        case _:
            tell = Reason.END_UNANSWERED if promise.attempts == CHANGE_TRIES and not known else None
            return After(
                replace(promise, attempts=promise.attempts + 1, next_try_at=now + CHANGE_AGAIN), tell
            )
