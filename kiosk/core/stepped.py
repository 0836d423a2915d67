"""What becomes of our own stamps when somebody sets the wall clock. Pure.

An age is the difference of two looks at the clock: a stamp that lies in the future would stay fresh until the clock has
come there again. Times of the calendar are not ours and stay. A clock that was put forward needs little: what looks
too old is asked for again; but how far two reads lie apart is not known any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from kiosk.room.model import Facts, Heard, Notice, Promise, Visit
from kiosk.room.nearby import Nearby
from kiosk.room.presence import Presence
from kiosk.room.reports import Delivery, Report

OURS: dict[type, tuple[str, ...]] = {
    Heard: ("as_of", "retry_at", "since", "booking_refused_at"),
    Promise: ("tapped_at", "sent_at", "next_try_at", "read_at", "answered_at"),
    Notice: ("until", "made_at"),
    Visit: ("touched_at", "armed_until"),
    Nearby: ("as_of",),
    Presence: ("at",),
    Report: ("at", "delivered_at"),
    Delivery: ("next_try_at",),
}
"""Fields that hold a look at our own clock."""

T = TypeVar("T", Heard, Promise, Notice, Visit, Nearby, Presence, Report, Delivery)


def set_back(facts: Facts, by: timedelta) -> Facts:
    """The facts with every stamp of ours moved back as the clock was; `by` is how far."""
    return replace(
        facts,
        heard=_moved(facts.heard, by),
        promises=tuple(_moved(promise, by) for promise in facts.promises),
        notices=tuple(_moved(notice, by) for notice in facts.notices),
        visit=_moved(facts.visit, by),
        nearby=_moved(facts.nearby, by),
        reports=tuple(_with_deliveries(report, by) for report in facts.reports),
        seeing_since=None,
        started_at=None if facts.started_at is None else facts.started_at - by,
        presence=None if facts.presence is None else _moved(facts.presence, by),
    )


def put_forward(facts: Facts) -> Facts:
    """The facts after a clock was put forward: reads without a trace are counted anew."""
    if not any(promise.good_reads for promise in facts.promises):
        return facts
    return replace(facts, promises=tuple(replace(p, good_reads=0) for p in facts.promises))


def not_ahead(facts: Facts, now: datetime) -> Facts:
    """The facts of a start, when the clock was set back while nobody looked: a promise is not younger than now."""
    return replace(facts, promises=tuple(_stamped(p, lambda stamp: min(stamp, now)) for p in facts.promises))


def _with_deliveries(report: Report, by: timedelta) -> Report:
    return replace(_moved(report, by), deliveries=tuple(_moved(one, by) for one in report.deliveries))


def _moved(value: T, by: timedelta) -> T:
    return _stamped(value, lambda stamp: stamp - by)


def _stamped(value: T, anew: Callable[[datetime], datetime]) -> T:
    stamps = {name: getattr(value, name) for name in OURS[type(value)]}
    changed: dict[str, Any] = {name: anew(stamp) for name, stamp in stamps.items() if stamp is not None}
    return replace(value, **changed)
