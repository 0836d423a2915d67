"""What becomes of a booking whose change was not agreed to: it stands as before, or its times are asked back. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.room.model import Life, Promise, Wish
from kiosk.room.reasons import Reason


def as_before(promise: Promise) -> Promise:
    """It stands as Exchange last agreed to it, and nothing more is asked."""
    return replace(
        promise, life=Life.KEPT, wish=Wish.CREATE, wanted_start=None, wanted_end=None, restoring=False,
        next_try_at=None, attempts=0,
    )  # fmt: skip


def asked_back(promise: Promise) -> Promise:
    """Other times have lost it the room: those that Exchange last agreed to are asked for again."""
    moved = promise.wish is Wish.MOVE
    return replace(
        promise, wish=Wish.MOVE if moved else Wish.EXTEND, life=Life.QUEUED,
        wanted_start=promise.start if moved else None, wanted_end=promise.end, restoring=True, next_try_at=None,
        attempts=0,
    )  # fmt: skip


def lost(promise: Promise) -> Reason:
    """What is told when the times that were wished for are somebody else's."""
    return Reason.MOVE_TAKEN if promise.wish is Wish.MOVE else Reason.EXTENSION_TAKEN


def as_wished(promise: Promise, start: datetime, end: datetime) -> bool:
    """It has the times that were asked for. Where only the end was, it may begin whenever somebody wants."""
    return end == (promise.wanted_end or promise.end) and promise.wanted_start in (None, start)
