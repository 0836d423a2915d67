"""How far a display is on its way to its room: values that cross from the pairing to the glass. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

CODE_LIVES = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(minutes=2)
"""Nobody said whether it is the right door: then it is not."""


class Stage(Enum):
    """What the display waits for."""

    PREPARING = "preparing"
    """Its key is made, its port opened."""
    CODE = "code"
    """Somebody types the code elsewhere."""
    TOUCH = "touch"
    """Too many wrong codes: somebody must touch the glass."""
    TRYING = "trying"
    """The room that was handed over is being tried."""
    FAILED = "failed"
    """It did not work; what was handed over is gone again."""
    DOOR = "door"
    """Somebody says whether it is the right door."""
    LEAVING = "leaving"
    """It begins anew, as what it became."""
    PARTING = "parting"
    """It is being disconnected: its bookings are being settled."""


class Trial(Enum):
    """What is tried before a room is taken on, in this order. Values are the ids of `kiosk doctor`."""

    SIGN_IN = "sign_in"
    MAILBOX = "room.mailbox"
    IS_ROOM = "room.type"
    READING = "room.calendar"
    SETTINGS = "room.attendant"
    BOOKING = "booking.test"
    OUTSIDE = "scope.outside"


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial as it stands. `well` None: it runs. `told` is what staff are told of it, in English."""

    trial: Trial
    well: bool | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What the glass needs to know. `address` is where the other side knocks; "": there is no network."""

    stage: Stage = Stage.PREPARING
    code: str = ""
    renews_at: datetime | None = None
    address: str = ""
    display: str = ""
    """The display's id, as an admin sees it too."""
    tried: tuple[Tried, ...] = ()
    room: str = ""
    next_at: datetime | None = None
    """When the room's next meeting begins, aware UTC; None: none is known."""
    ask_until: datetime | None = None
    replaces: str = ""
    """The room that this display showed until now."""
    zone: str = "UTC"
