"""When the picture may next differ though nothing new is heard: an idle display sleeps until then. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.room import days
from kiosk.room.agenda import GAP, slots
from kiosk.room.cards import ASK_BEFORE_END, ASK_FOR
from kiosk.room.model import Facts
from kiosk.room.survey import GIVE_BACK_FACE, NO_STATUS_AFTER, REFUSAL_HOLDS, SOON, YOURS_FOR
from kiosk.room.visit import SELECTION_KEPT, WARN_LAST, closes_at

SECOND = timedelta(seconds=1)
EPSILON = timedelta(microseconds=1)


def next_change(facts: Facts, now: datetime) -> datetime:
    """The next instant (aware UTC, later than `now`) at which `project` may give another face."""
    coming = (moment for moment in _moments(facts, now) if moment > now)
    return min(coming, default=days.next_minute(now))


def _moments(facts: Facts, now: datetime) -> Iterator[datetime]:
    yield days.next_minute(now)
    yield from _of_knowledge(facts)
    yield from _of_visit(facts, now)
    for notice in facts.notices:
        yield notice.until
    for promise in facts.promises:
        yield from (promise.start, promise.end)
        if promise.open:
            yield now + SECOND - (now - promise.tapped_at) % SECOND
            yield promise.tapped_at + GIVE_BACK_FACE
        elif promise.answered_at is not None:
            yield promise.answered_at + YOURS_FOR
    for slot in slots(facts):
        yield from (slot.start - SOON, slot.start - GAP, slot.start, slot.end)
        yield from (slot.end - ASK_BEFORE_END, slot.end - ASK_BEFORE_END + ASK_FOR)


def _of_knowledge(facts: Facts) -> Iterator[datetime]:
    heard = facts.heard
    if heard.as_of is not None:
        yield heard.as_of + facts.settings.stale_after + EPSILON
        yield heard.as_of + facts.settings.stale_after / 2 + EPSILON
        yield heard.as_of + NO_STATUS_AFTER + EPSILON
    if heard.booking_refused_at is not None:
        yield heard.booking_refused_at + REFUSAL_HOLDS


def _of_visit(facts: Facts, now: datetime) -> Iterator[datetime]:
    visit = facts.visit
    if visit.armed_until is not None:
        yield visit.armed_until
    if visit.touched_at is not None:
        yield visit.touched_at + SELECTION_KEPT
    closes = closes_at(visit)
    if closes is not None:
        yield closes - WARN_LAST
        yield closes
        if timedelta(0) < closes - now < WARN_LAST:
            yield now + (closes - now) % SECOND + EPSILON
