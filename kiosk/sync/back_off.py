"""How long it is until the next try of a promise's step. Pure.

`jitter` is between 0.5 and 1 and spreads the retries of many displays.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room.model import Promise
from kiosk.sync.steps import Step

BACK_OFF_FIRST = timedelta(seconds=1)
BACK_OFF_MOST = timedelta(seconds=10)
QUESTIONS = (Step.FIND_TRACE, Step.OBSERVE, Step.VERIFY)
WAITED = 8
"""A question is asked again after this part of the time that somebody has waited already."""


def back_off(attempts: int, jitter: float) -> timedelta:
    """Doubled with every try that is counted."""
    doubled: timedelta = BACK_OFF_FIRST * (1 << min(max(attempts, 0), 6))
    return min(BACK_OFF_MOST, doubled) * jitter


def pause(promise: Promise, step: Step, now: datetime, jitter: float) -> timedelta:
    """Before a step that was not answered. Questions are not counted: the longer ago it was sent, the rarer they are."""
    if step in QUESTIONS and promise.sent_at is not None:
        waited = abs(now - promise.sent_at) / WAITED
        return min(BACK_OFF_MOST, max(BACK_OFF_FIRST, waited)) * jitter
    return back_off(promise.attempts, jitter)
