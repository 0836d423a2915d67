"""What becomes of our own bookings when the display is taken away from its room. Pure.

A meeting that has begun and that Exchange agreed to is left alone: people sit in it, and it ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.room.model import Facts, Life, Promise, Wish


@dataclass(frozen=True, slots=True)
class Remaining:
    """What Exchange goes on with when nothing is taken back. Numbers of bookings, and of reports."""

    stay: int = 0
    """Stand in Exchange, and have not begun."""
    unsent: int = 0
    """Were promised at the door and never sent: they will not be."""
    unsure: int = 0
    """Sent or withdrawn, and no answer came: whether they stand is not known."""
    reports: int = 0
    """Reports to facilities that have not left; they go with the display."""


def to_take_back(facts: Facts, now: datetime) -> tuple[Promise, ...]:
    """Bookings of ours still to come, and those that Exchange has not agreed to yet."""
    return tuple(
        promise
        for promise in facts.promises
        if promise.wish is not Wish.CANCEL
        and promise.life is not Life.WEDGED
        and (_is_asked_for(promise) or max(promise.start, promise.begin) > now)
    )


def owed(facts: Facts) -> tuple[Promise, ...]:
    """Withdrawn, and Exchange has not said yet that they are gone."""
    return tuple(promise for promise in facts.promises if promise.wish is Wish.CANCEL and promise.unfinished)


def remaining(facts: Facts, now: datetime) -> Remaining:
    """What is left as it is when the display goes now."""
    ours = to_take_back(facts, now)
    known = [promise for promise in ours if promise.event_id is not None]
    sent = [promise for promise in ours if promise.event_id is None and promise.sent_at is not None]
    return Remaining(
        stay=len(known),
        unsent=len(ours) - len(known) - len(sent),
        unsure=len(sent) + len(owed(facts)),
        reports=waiting(facts),
    )


def waiting(facts: Facts) -> int:
    """Reports to facilities that have not left."""
    return sum(not report.ended for report in facts.reports)


def _is_asked_for(promise: Promise) -> bool:
    return promise.open and promise.wish is Wish.CREATE
