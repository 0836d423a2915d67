"""A fault of the world, or what was found, as the answer to a step of a promise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kiosk.room.changing import as_wished
from kiosk.room.model import Promise
from kiosk.room.reasons import Reason
from kiosk.sync import errors, steps, wire
from kiosk.sync.steps import Answer, Step


def answer_of(fault: errors.GraphFault, step: Step) -> Answer:
    """A fault as an answer to a step. Only what surely never left is `Offline`."""
    match fault:
        case errors.WaitAsked(wait=wait):
            return steps.ToldToWait(wait or timedelta(seconds=2))
        case errors.NeverLeft() | errors.AccessLost():
            return steps.Offline()
        case errors.AlreadyCreated():
            return steps.UsedBefore()
        case errors.ItemGone():
            return steps.Gone() if step is not Step.CREATE else steps.Denied(Reason.SERVER_FAULT)
        case errors.ChangeKeyMoved():
            return steps.Moved()
        case errors.Forbidden() | errors.MailboxMissing():
            return steps.Denied(Reason.BOOKING_REFUSED)
        case errors.BadRequest():
            return steps.Denied(Reason.SERVER_FAULT)
        case _:
            return steps.Unanswered()


def done_meanwhile(promise: Promise, item: Mapping[str, Any]) -> Answer | None:
    """What somebody did with a booking that is to be moved; None: it stands as it was agreed to. Raises `Unreadable`."""
    start, end, _ = wire.span_of(item, "UTC")
    if item.get("isCancelled") is True:
        return steps.Gone()
    if as_wished(promise, start, end):
        return steps.Finished()  # an earlier try was heard, and its answer lost
    return None if (start, end) == (promise.start, promise.end) else steps.Overruled()
