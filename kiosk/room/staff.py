"""What staff may see and wish at the glass, behind the display's own PIN. Values only; nothing of it is kept when it closes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from kiosk.room.explained import Names, Refusal
from kiosk.room.staff_pin import Answer
from kiosk.room.update import Update


class Page(Enum):
    """What the open staff menu shows."""

    DIAGNOSTICS = auto()
    DETAILS = auto()
    MORE = auto()
    MOVE = auto()
    """Whether this display shall get another room."""
    IDENTIFY = auto()
    PATTERN = auto()


class Outcome(Enum):
    """What became of what staff asked for last."""

    ANSWERED = auto()
    NO_ANSWER = auto()
    LOG_SAVED = auto()
    NO_DRIVE = auto()
    LOG_REFUSED = auto()
    STICK_EMPTY = auto()
    """No configuration lies on a USB drive, or there is no drive."""
    STICK_OTHERS = auto()
    """Configurations lie there, and none is this display's."""
    STICK_CROWDED = auto()
    STICK_UNREADABLE = auto()
    STICK_TAKEN = auto()
    """It is tried when nobody is at the door any more."""
    STICK_SAME = auto()
    STICK_REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Done:
    """With what its sentence names: a revision, or the reason why not."""

    outcome: Outcome
    text: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the machine told when it was asked last. No name of a person is in it."""

    display: str = ""
    """ "rd-k7m4qx2p"; "": it has no key of its own."""
    version: str = ""
    address: str = ""
    """What others reach this machine by; "": there is no network."""
    wireless: bool = False
    speed: int | None = None
    """Of a cable, in Mb/s; None: it does not say."""
    host: str = ""
    """Where Exchange is asked."""
    by_file: bool = False
    """The room stands in a file that an admin wrote: it cannot be changed here."""
    revision: int = 0
    """Of the configuration that was pushed and holds; 0: none was."""
    refused_config: str = ""
    """What became of a later one, as its code; "": nothing is wrong."""
    update: Update | None = None
    """How far one is; None: nothing is told."""
    disk: str | None = None
    """Why the data directory takes nothing; None: it does."""
    refusal: Refusal | None = None
    """What Entra or Exchange refused last, and has not allowed since."""
    names: Names = field(default_factory=Names)
    """What the explanation of the refusal speaks of."""


@dataclass(frozen=True, slots=True)
class EnteringPin:
    """The keys for the PIN are shown. What was typed is not in here."""

    answer: Answer | None = None
    """To the last PIN."""
    until: datetime | None = None
    """When the lock is over, aware UTC."""
    checking: bool = False


@dataclass(frozen=True, slots=True)
class StaffMenu:
    """The PIN was right."""

    seen: Seen = field(default_factory=Seen)
    page: Page = Page.DIAGNOSTICS
    pattern: int = 0
    """Which of the test pictures is shown."""
    asking: bool = False
    """Exchange is being asked, or a log is being written."""
    outcome: Outcome | None = None
    outcome_text: str = ""
    """What the outcome's sentence names."""


@dataclass(frozen=True, slots=True)
class BeingIdentified:
    """An admin asks from afar which display this is."""

    display: str


@dataclass(frozen=True, slots=True)
class OpenStaff:
    """Somebody held the room's name, or pressed F12."""


@dataclass(frozen=True, slots=True)
class TryPin:
    """Six digits, as typed."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShowPage:
    page: Page
    pattern: int = 0


@dataclass(frozen=True, slots=True)
class SyncNow:
    pass


@dataclass(frozen=True, slots=True)
class SaveLog:
    """What the display wrote down, on a drive that somebody plugged in."""


@dataclass(frozen=True, slots=True)
class TakeStick:
    """The configuration that lies on a USB drive."""


@dataclass(frozen=True, slots=True)
class Restart:
    pass


@dataclass(frozen=True, slots=True)
class GetAnotherRoom:
    """The display shows a pairing code; until it is used, it can go back to its room."""


AsStaff = OpenStaff | TryPin | ShowPage | SyncNow | SaveLog | TakeStick | Restart | GetAnotherRoom
PATTERNS = 6
"""Pictures of the test: white, black, red, green, blue, and a grid."""
