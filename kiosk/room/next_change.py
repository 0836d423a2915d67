"""When the picture may next differ though nothing new is heard: an idle display sleeps until then. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.room import days, sheet_report, unpaired
from kiosk.room.agenda import GAP, Slot, slots
from kiosk.room.attendance import TOLD_RELEASE_FOR, UNDO_FOR, deadline, opens_at, waits
from kiosk.room.cards import ASK_BEFORE_END, ASK_FOR, SLOW_START
from kiosk.room.model import Facts, Promise
from kiosk.room.resting import idle_from
from kiosk.room.staff import EnteringPin
from kiosk.room.survey import CLOCK_SLACK, NO_STATUS_AFTER, REFUSAL_HOLDS, SOON, YOURS_FOR, is_stale
from kiosk.room.visit import SELECTION_KEPT, WARN_LAST, cleaning, closes_at, easy_until, selection_kept

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
EPSILON = timedelta(microseconds=1)


def next_change(facts: Facts, now: datetime) -> datetime:
    """The next instant (aware UTC, later than `now`) at which `project` may give another face."""
    return min(moment for moment in _moments(facts, now) if moment > now)


def _moments(facts: Facts, now: datetime) -> Iterator[datetime]:
    yield days.next_minute(now)
    yield days.floor_minute(now) + EPSILON
    if facts.pairing is not None:
        yield from unpaired.changes(facts.pairing, now)
    if facts.started_at is not None:
        yield facts.started_at + SLOW_START
    yield from _of_knowledge(facts, now)
    yield from _of_visit(facts, now)
    if facts.nearby.as_of is not None:
        yield facts.nearby.as_of + facts.settings.stale_after + EPSILON
    yield from sheet_report.moments(facts)
    for notice in facts.notices:
        yield from _of_closing(notice.until, now)
    for promise in facts.promises:
        yield from _of_promise(promise, facts, now)
    for one in facts.check_ins:
        yield one.at + TOLD_RELEASE_FOR
    for release in facts.releases:
        if release.done_at is not None:
            yield from (release.done_at + TOLD_RELEASE_FOR, release.done_at + UNDO_FOR)
    for slot in slots(facts):
        if facts.settings.check_in:
            yield from _of_check_in(slot, facts, now)
        yield from (slot.start - SOON, slot.start - GAP, slot.start, slot.end)
        yield from (slot.end - ASK_BEFORE_END, slot.end - ASK_BEFORE_END + ASK_FOR)
        yield from (_one_less(slot.start, now), _one_less(slot.end, now))


def _one_less(mark: datetime, now: datetime) -> datetime:
    """When the whole minutes until `mark`, rounded down, are one less."""
    return now + (mark - now) % MINUTE + EPSILON


def _one_more(mark: datetime, now: datetime, unit: timedelta) -> datetime:
    """When the whole units since `mark` are one more; or those until it, rounded up, one less."""
    return now + unit - (now - mark) % unit


def _of_promise(promise: Promise, facts: Facts, now: datetime) -> Iterator[datetime]:
    yield from (promise.start, promise.end, promise.begin, promise.until)
    if promise.answered_at is not None:
        yield promise.answered_at + YOURS_FOR
    if not promise.open:
        return
    yield _one_more(promise.tapped_at, now, SECOND)
    yield promise.tapped_at + facts.settings.confirm_timeout
    if promise.next_try_at is not None and promise.next_try_at > now:
        yield _one_more(promise.next_try_at, now, SECOND)


def _of_check_in(slot: Slot, facts: Facts, now: datetime) -> Iterator[datetime]:
    opens, closes = opens_at(slot, facts), deadline(slot, facts)
    yield from (opens, closes)
    if slot.start <= now < closes and waits(slot, facts, now):
        yield _one_more(closes, now, SECOND)


def _of_knowledge(facts: Facts, now: datetime) -> Iterator[datetime]:
    heard = facts.heard
    if heard.as_of is not None:
        yield heard.as_of - CLOCK_SLACK
        yield heard.as_of + facts.settings.stale_after + EPSILON
        yield heard.as_of + facts.settings.stale_after / 2 + EPSILON
        yield heard.as_of + NO_STATUS_AFTER + EPSILON
        if is_stale(facts, now):
            yield _one_more(heard.as_of, now, MINUTE)
    if heard.booking_refused_at is not None:
        yield heard.booking_refused_at + REFUSAL_HOLDS


def _of_visit(facts: Facts, now: datetime) -> Iterator[datetime]:
    visit, idle = facts.visit, idle_from(facts)
    if idle is not None:
        yield idle
    if visit.armed_until is not None:
        yield visit.armed_until
    if visit.touched_at is not None:
        yield visit.touched_at + selection_kept(visit)
        yield visit.touched_at + SELECTION_KEPT
    ends = easy_until(visit)
    if ends is not None:
        yield ends
    if cleaning(facts, now) is not None and visit.cleaning_until is not None:
        yield _one_more(visit.cleaning_until, now, SECOND)
    if isinstance(visit.sheet, EnteringPin) and visit.sheet.until is not None and visit.sheet.until > now:
        yield _one_more(visit.sheet.until, now, SECOND)
    closes = closes_at(visit)
    if closes is not None:
        yield from _of_closing(closes, now)


def _of_closing(closes: datetime, now: datetime) -> Iterator[datetime]:
    """The last seconds of what closes by itself are counted down."""
    yield closes - WARN_LAST
    yield closes
    if timedelta(0) < closes - now <= WARN_LAST:
        yield _one_more(closes, now, SECOND)
