"""Booking for somebody: whom it invites, and what is told when Exchange would not invite them. Pure."""

from __future__ import annotations

from kiosk.room.model import Mode, Promise
from kiosk.room.reasons import Reason


def invites(promise: Promise) -> bool:
    """The room is invited, and answers. In a person's own calendar there is no other way, whatever the mode."""
    return promise.mode is Mode.INVITE or bool(promise.owner)


def not_invited(promise: Promise) -> Reason | None:
    """What must be told when the room accepts a booking whose guest could not be invited."""
    return Reason.NOT_INVITED if promise.guest and promise.reason is Reason.NOT_INVITED else None


def called(promise: Promise) -> str:
    """The guest as the glass may name them: "lena@"."""
    return promise.guest.partition("@")[0] + "@" if promise.guest else ""
