"""What is to be heard with a new face, or with a finger on a key (DESIGN.md §12). Pure. Never the only signal."""

from __future__ import annotations

from enum import Enum, auto

from kiosk.room import intents
from kiosk.room.face import Face, Told, Tone
from kiosk.room.intents import Intent
from kiosk.room.reasons import Reason


class Sound(Enum):
    """Whether a person hears them at all is the admin's wish."""

    TICK = auto()
    """A key was pressed."""
    BOOKED = auto()
    """Two rising notes: the room is theirs."""
    REFUSED = auto()
    """One low note: it is not."""


GOOD_NEWS = (Reason.NOT_INVITED,)
"""What is told beside a booking that stands."""


def of_key(intent: Intent) -> Sound | None:
    """With a finger's wish; a mere touch is none."""
    return None if isinstance(intent, intents.Touch) else Sound.TICK


def of_face(before: Face | None, after: Face) -> Sound | None:
    """With what has just become of it."""
    if before is None:
        return None
    if after.plane.tone is Tone.YOURS and before.plane.tone is not Tone.YOURS:
        return Sound.BOOKED
    told = after.alert if isinstance(after.alert, Told) else None
    if told is None or told.reason in GOOD_NEWS or told == before.alert:
        return None
    return Sound.REFUSED
