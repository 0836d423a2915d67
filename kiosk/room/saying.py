"""What every part of a face is made of: a sentence by name, a reason told, a key with its intent. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from kiosk.room.icons import Icon as Icon  # noqa: PLC0414 - keys are made of what this module names
from kiosk.room.intents import Intent
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence. Instants are aware UTC and are shown in the face's zone; minutes are whole, rounded down."""

    phrase: Phrase
    at: datetime | None = None
    to: datetime | None = None
    minutes: int | None = None
    number: int | None = None
    text: str = ""
    what: Say | None = None
    """A sentence within: LENGTH_THEN, STARTING_SOON and THEN name a meeting by it."""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A reason told to the person: title and text of DESIGN.md §10 for `reason`, with what goes into them."""

    reason: Reason
    room: str = ""
    at: datetime | None = None
    minutes: int | None = None
    who: str = ""
    what: Say | None = None
    """The meeting it is about, where its subject may be told."""


class Place(Enum):
    """Where on its card or sheet a key stands."""

    GRID = auto()
    WIDE = auto()
    PAIR = auto()
    FILLED = auto()
    ROW = auto()
    HEADER = auto()
    STEP_BACK = auto()
    STEP_FORWARD = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """A control: its words, its place and the intent that a press submits."""

    say: Say
    intent: Intent
    place: Place = Place.GRID
    selected: bool = False
    armed: bool = False
    icon: Icon = Icon.NONE
