"""What a finger can wish. Frozen values that cross from the glass to the core; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.room.model import EventId, PromiseId
from kiosk.room.nearby import FindingRoom
from kiosk.room.reports import Category
from kiosk.room.staff import AsStaff as AsStaff  # noqa: PLC0414 - one of the wishes


@dataclass(frozen=True, slots=True)
class Book:
    """Book this room from `start` to `end` (aware UTC). Subject, name and e-mail as typed; each may be empty."""

    start: datetime
    end: datetime
    subject: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class BookElsewhere:
    """Book another room, by its mailbox, from `start` to `end` (aware UTC)."""

    room: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Extend:
    """Let a booking that was made here end later, at `end` (aware UTC)."""

    promise: PromiseId
    end: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """Let a booking that was made here be from `start` to `end` (aware UTC) instead."""

    promise: PromiseId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a booking that was made here a subject or a name."""

    promise: PromiseId
    subject: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Undo, end now, cancel the request, end the hold: this booking shall not be."""

    promise: PromiseId


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody is here: this meeting takes place. `event` is the slot's id, `end` aware UTC."""

    event: str
    end: datetime


@dataclass(frozen=True, slots=True)
class ReleaseRoom:
    """The room shall say no to this one occurrence of a meeting that was made in Outlook."""

    event: EventId


@dataclass(frozen=True, slots=True)
class SendReport:
    """Tell facilities what is wrong. `note` and `reply_to` as typed, both may be empty."""

    category: Category
    thing: str = ""
    note: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Arm:
    """First of two taps: for some seconds the key reads "Tap again". Names a promise, or somebody's meeting."""

    booking: str


@dataclass(frozen=True, slots=True)
class Done:
    """The person has seen that the booking stands."""

    promise: PromiseId


@dataclass(frozen=True, slots=True)
class Dismiss:
    """The person has read the notice."""


@dataclass(frozen=True, slots=True)
class SelectLength:
    """Choose a quick length: minutes, or until the next meeting (`None`)."""

    minutes: int | None


@dataclass(frozen=True, slots=True)
class OpenPickTime:
    """Open the booking sheet, at a wished start if there is one; `moving`: for a booking that stands already."""

    start: datetime | None = None
    minutes: int | None = None
    moving: PromiseId | None = None


@dataclass(frozen=True, slots=True)
class OpenDayView:
    pass


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """One meeting of a day in full: a promise's id or a slot's, and the day's number from today."""

    block: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class OpenMenu:
    pass


@dataclass(frozen=True, slots=True)
class FindRoom:
    """Look for another room: as long as was wished, from then on, and with the filters of the sheet."""

    wish: FindingRoom = field(default_factory=FindingRoom)


@dataclass(frozen=True, slots=True)
class OpenLanguages:
    pass


@dataclass(frozen=True, slots=True)
class OpenReport:
    pass


@dataclass(frozen=True, slots=True)
class ChooseTrouble:
    """On the report sheet: this is wrong; `thing` names one of the room's own, "": the kind alone."""

    category: Category
    thing: str = ""


@dataclass(frozen=True, slots=True)
class OpenCode:
    """The code that opens a new meeting in Outlook on a phone."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Another language for this visit, by its code; "": the configured one."""

    language: str


@dataclass(frozen=True, slots=True)
class ReachEasily:
    """All controls low and large, for this visit; or back to the usual view."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class Clean:
    """The glass is to be wiped: for some seconds a touch means nothing."""


@dataclass(frozen=True, slots=True)
class OpenDetails:
    promise: PromiseId


@dataclass(frozen=True, slots=True)
class Close:
    """Close the open sheet."""


@dataclass(frozen=True, slots=True)
class MoveStart:
    """On the booking sheet: the block shall begin here (tapped, dragged, or by the minus and plus keys)."""

    start: datetime


@dataclass(frozen=True, slots=True)
class SetLength:
    """On the booking sheet: the block shall be this long, in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class ShowDay:
    """On a sheet: another day, by its number from today."""

    offset: int


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody touched the glass; `typing` when it was the keyboard."""

    typing: bool = False


@dataclass(frozen=True, slots=True)
class NewCode:
    """Somebody stands in front of a display without a room, and wants another code."""


@dataclass(frozen=True, slots=True)
class AnswerDoor:
    """Whether the display hangs at the door of the room that it is to show."""

    right: bool


@dataclass(frozen=True, slots=True)
class KeepRoom:
    """The display shall go on showing the room that it showed."""


Decision = Book | BookElsewhere | Extend | Move | Rename | Withdraw
AtTheDoor = CheckIn | ReleaseRoom
"""What a person at the door says of somebody's meeting."""
WithoutRoom = NewCode | AnswerDoor | KeepRoom
"""What staff say to a display that belongs to no room."""
ByStaff = WithoutRoom | AsStaff
Opening = (
    OpenPickTime
    | OpenDayView
    | OpenBlock
    | OpenMenu
    | FindRoom
    | OpenLanguages
    | OpenDetails
    | OpenReport
    | ChooseTrouble
    | OpenCode
)
"""What opens a sheet."""
Gesture = (
    Opening
    | Arm
    | Done
    | Dismiss
    | SelectLength
    | Speak
    | ReachEasily
    | Clean
    | Close
    | MoveStart
    | SetLength
    | ShowDay
    | Touch
)
Intent = Decision | AtTheDoor | SendReport | ByStaff | Gesture
