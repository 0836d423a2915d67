"""A fault of the world as the answer to a step of a promise. Pure."""

from __future__ import annotations

from datetime import timedelta

from kiosk.room.reasons import Reason
from kiosk.sync import errors, steps
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
