"""What time and the calendar do to promises, with nobody touching the glass. Pure.

Runs after every read and whenever a promise is due: acceptance seen in the room, bookings that ended or were
cancelled by somebody, requests that nobody answered until their time was over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.room import privacy
from kiosk.room.agenda import READ_LAG, belongs, maker
from kiosk.room.changing import as_before, asked_back, lost
from kiosk.room.model import Event, Facts, Life, Notice, Promise, Wish
from kiosk.room.reasons import Reason
from kiosk.room.somebody import called, invites, not_invited
from kiosk.room.survey import CLOCK_SLACK, YOURS_FOR
from kiosk.room.visit import as_of as visit_as_of
from kiosk.room.visit import is_about
from kiosk.system_user.decide import withdrawn

TOLD_FOR = timedelta(seconds=45)
WEDGED_FOR = timedelta(hours=24)
showable = privacy.showable


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Promises to be written anew, and what must be told."""

    changed: tuple[Promise, ...] = ()
    notices: tuple[Notice, ...] = ()


def upkeep(facts: Facts, now: datetime) -> Upkeep:
    """One look at all promises. Safe to repeat: with nothing new it changes nothing."""
    changed: list[Promise] = []
    notices: list[Notice] = []
    for promise in facts.promises:
        after, reason = _look_at(promise, facts, now)
        if after != promise:
            changed.append(after)
        if reason is not None:
            notices.append(tell(promise, reason, now))
    return Upkeep(tuple(changed), tuple(notices))


def tell(promise: Promise, reason: Reason, now: datetime) -> Notice:
    """The notice for a promise that could not be kept as asked."""
    minutes = int((promise.until - promise.begin).total_seconds() // 60)
    who = called(promise) if reason is Reason.NOT_INVITED else ""
    return Notice(reason, now + TOLD_FOR, minutes=minutes, start=promise.start, made_at=now, who=who)


def _look_at(promise: Promise, facts: Facts, now: datetime) -> tuple[Promise, Reason | None]:
    copy = _copy_of(promise, facts)
    if promise.life is Life.WEDGED:
        over = now >= promise.tapped_at + WEDGED_FOR
        return (replace(promise, life=Life.SETTLED) if over else promise), None
    if promise.wish is Wish.CANCEL:
        return _taken_back(promise, copy, facts, now), None
    if copy is not None and not promise.seen:
        promise = replace(promise, seen=True, uid=promise.uid or copy.uid)
    if promise.open:
        return _waiting(promise, copy, now)
    return _standing(promise, copy, facts, now)


def _copy_of(promise: Promise, facts: Facts) -> Event | None:
    likely = (event for event in facts.events if belongs(event, promise))
    return next((event for event in likely if maker(event, facts.promises) is promise), None)


def _waiting(promise: Promise, copy: Event | None, now: datetime) -> tuple[Promise, Reason | None]:
    if now >= promise.until:
        return _out_of_time(promise, now)
    agreed = (
        promise.wish is Wish.CREATE
        and promise.life is Life.AWAITING
        and promise.event_id is not None
        and copy is not None
        and copy.accepted
        and (copy.start, copy.end) == (promise.start, promise.end)
        and invites(promise)
    )
    return (agreed_to(promise, now), not_invited(promise)) if agreed else (promise, None)


def _out_of_time(promise: Promise, now: datetime) -> tuple[Promise, Reason | None]:
    """Nobody answered until the asked time was over: an invitation is withdrawn, a change has become pointless."""
    if promise.wish is Wish.CREATE:
        return withdrawn(promise, now), Reason.NOT_ANSWERED_IN_TIME
    if promise.wish is Wish.MOVE and now < promise.end:
        return _stays(promise)
    told = None
    if promise.wish in (Wish.EXTEND, Wish.MOVE):
        told = lost(promise) if promise.restoring else Reason.NOT_ANSWERED_IN_TIME
    return replace(promise, life=Life.SETTLED), told


def _stays(promise: Promise) -> tuple[Promise, Reason | None]:
    """It was to be earlier, and that time is over. What never left is forgotten; else the times before are asked back."""
    if promise.sent_at is not None:
        return asked_back(promise), None
    return as_before(promise), Reason.CHANGE_REFUSED


def _taken_back(promise: Promise, copy: Event | None, facts: Facts, now: datetime) -> Promise:
    """A booking that was deleted is forgotten once the room's calendar does not show it any more."""
    if promise.life is not Life.KEPT or promise.answered_at is None:
        return promise
    read_since = copy is None and _read_since(promise.answered_at, facts, now)
    if read_since or now >= promise.answered_at + READ_LAG:
        return replace(promise, life=Life.SETTLED)
    return promise


def _read_since(moment: datetime, facts: Facts, now: datetime) -> bool:
    """A good read began after `moment`; one that lies ahead was timed by a clock that was set back since.

    What was read before this start was timed by a clock that may have been another one when `moment` was.
    """
    as_of = facts.heard.as_of
    return as_of is not None and not facts.heard.remembered and moment < as_of <= now + CLOCK_SLACK


def _standing(
    promise: Promise, copy: Event | None, facts: Facts, now: datetime
) -> tuple[Promise, Reason | None]:
    """A booking that Exchange agreed to: it ends, or somebody cancels it in Outlook."""
    as_of, agreed_at = facts.heard.as_of, promise.answered_at or promise.tapped_at
    if promise.elsewhere:  # once the person has read it, it is the other room's affair
        over = now >= min(promise.end, agreed_at + YOURS_FOR) or promise.id in facts.visit.done
        return (replace(promise, life=Life.SETTLED) if over else promise), None
    read_since = _read_since(agreed_at, facts, now)
    if copy is not None and read_since and (copy.start, copy.end) != (promise.start, promise.end):
        promise = replace(promise, start=copy.start, end=copy.end)
    if now >= promise.end:
        return replace(promise, life=Life.SETTLED), None
    if copy is None and as_of is not None and read_since:
        lagging = not promise.seen and as_of <= agreed_at + READ_LAG
        if not lagging:
            read = is_about(
                visit_as_of(facts.visit, now), promise.id
            )  # whoever has it open is told why it closes
            return replace(promise, life=Life.SETTLED), Reason.CANCELLED_ELSEWHERE if read else None
    over = now >= agreed_at + YOURS_FOR or promise.id in facts.visit.done
    if promise.life is Life.CONFIRMED and over and (copy is not None or now >= agreed_at + READ_LAG):
        return replace(promise, life=Life.KEPT), None
    return promise, None


def agreed_to(promise: Promise, now: datetime) -> Promise:
    """The promise once Exchange has accepted it as it was asked for."""
    return replace(
        promise, life=Life.CONFIRMED, wish=Wish.CREATE, start=promise.begin, end=promise.until,
        wanted_start=None, wanted_end=None, answered_at=now,
        next_try_at=None, attempts=0, throttled=False, provisional=False, restoring=False, reason=None,
    )  # fmt: skip


def due(facts: Facts, now: datetime) -> datetime | None:
    """When the next look is needed though nothing else happens; None: never."""
    moments: list[datetime] = []
    for promise in facts.promises:
        agreed = promise.answered_at or promise.tapped_at
        moments += [promise.end, promise.until, agreed + YOURS_FOR, agreed + READ_LAG]
        if promise.life is Life.WEDGED:
            moments.append(promise.tapped_at + WEDGED_FOR)
    return min((moment for moment in moments if moment > now), default=None)
