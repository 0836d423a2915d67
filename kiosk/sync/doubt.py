"""What may have been created though no answer said so: how long it is looked for, and when it may be sent again. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.room.model import Life, Promise, Wish

DOUBT_READS = 2
DOUBT_READS_APART = timedelta(seconds=5)
MAY_TURN_UP = timedelta(seconds=60)
"""How long a calendar may lag behind what was sent (facts.md §3.5: seconds): withdrawn, it is looked for so long."""


def never_created(promise: Promise) -> Promise:
    """The last request created nothing. One before it may have, which was never answered and no calendar shows yet.

    Then it is looked for as long as a calendar may lag, and taken back: nobody at the door has it any more.
    """
    if promise.read_at is None:  # it was never looked for, so this was the first that left
        return replace(promise, life=Life.SETTLED)
    return replace(
        promise, wish=Wish.CANCEL, life=Life.IN_DOUBT, good_reads=0, read_at=None, provisional=False,
        throttled=False,
    )  # fmt: skip


def one_more_blank(promise: Promise, now: datetime) -> Promise:
    """One good read more without a trace; after the second the promise may be sent again.

    Sent again it would be known by its transactionId, however late the calendar is. Forgotten too soon it would stand
    in the calendar, and nobody would take it back. What Exchange says it has, and no calendar shows, somebody cancelled.
    """
    apart = promise.read_at is None or promise.good_reads == 0 or now - promise.read_at >= DOUBT_READS_APART
    reads = promise.good_reads + 1 if apart else promise.good_reads
    if reads < DOUBT_READS:
        read_at = now if apart else promise.read_at
        again = (read_at or now) + DOUBT_READS_APART
        return replace(promise, good_reads=reads, read_at=read_at, next_try_at=again)
    if promise.wish is Wish.CANCEL or promise.exists:
        if promise.sent_at is not None and now < promise.sent_at + MAY_TURN_UP:
            return replace(promise, good_reads=reads, next_try_at=now + DOUBT_READS_APART)
        return replace(promise, life=Life.SETTLED, good_reads=0, next_try_at=None)
    return replace(promise, life=Life.QUEUED, good_reads=0, next_try_at=None)
