"""What answers make of a booking for somebody: into their own calendar, or ours with an invitation. Pure.

Nothing is sent twice: a look-up only reads, and another way is taken only where Exchange has said that nothing was
created by the first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.room.model import Life, Promise, Wish
from kiosk.room.reasons import Reason
from kiosk.sync.steps import After, Answer, Denied, Insider, Outsider

LOOK_UPS = 3
"""So often a mailbox is asked for that does not answer (it may be on the move, facts.md §4.2); then its owner is invited."""


def looked_up(promise: Promise, answer: Answer) -> After:
    """Known now whose address it is: their own calendar (200), or a guest of ours (404, 403)."""
    if promise.wish is Wish.CANCEL or not promise.email:
        return After(promise)
    known = replace(promise, email="", attempts=0, next_try_at=None, throttled=False)
    match answer:
        case Insider():
            return After(replace(known, owner=promise.email))
        case Outsider():
            return After(replace(known, guest=promise.email))
        case Denied(reason):
            return After(replace(known, life=Life.SETTLED, reason=reason), reason)
        case _:
            return After(promise)


def not_answered(promise: Promise, again: datetime) -> After:
    """The look-up left and came to nothing: once more at `again`, and in the end without it."""
    if promise.attempts + 1 < LOOK_UPS:
        return After(replace(promise, attempts=promise.attempts + 1, next_try_at=again))
    return looked_up(promise, Outsider())


def otherwise(promise: Promise, reason: Reason) -> After | None:
    """What follows from a create that was refused for the sake of somebody; None: it was not.

    A calendar that can be read and not written (403) is the guest's case. A guest that Exchange does not take (400) is
    left out: under the same transactionId, for should it have been created after all, then this finds it
    (facts.md §2.4). In another calendar the transactionId is unknown, so only after the first try is that one used.
    """
    if promise.wish is Wish.CANCEL:
        return None
    if promise.owner and reason is Reason.BOOKING_REFUSED:
        if promise.attempts > 1:
            failed = Reason.SERVER_FAULT  # booking here is not off: only their calendar is closed
            return After(replace(promise, life=Life.SETTLED, reason=failed), failed)
        return After(
            replace(promise, life=Life.QUEUED, owner="", guest=promise.owner, attempts=0, sent_at=None)
        )
    if promise.guest and reason is Reason.SERVER_FAULT and promise.reason is not Reason.NOT_INVITED:
        return After(replace(promise, life=Life.QUEUED, reason=Reason.NOT_INVITED))
    return None
