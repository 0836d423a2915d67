"""What the glass shows, as one frozen value without a word of any language. No rule lives here (project.py has them).

A `Say` is a sentence by name with what goes into it; ui/text.py gives it words, numbers and zones.
A `Key` carries the intent that its press submits, so the glass arranges keys and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from kiosk.room.phrases import Phrase
from kiosk.room.saying import Icon as Icon  # noqa: PLC0414 - the house knows them by this module
from kiosk.room.saying import Key as Key  # noqa: PLC0414 - as above
from kiosk.room.saying import Place as Place  # noqa: PLC0414 - as above
from kiosk.room.saying import Say as Say  # noqa: PLC0414 - as above
from kiosk.room.saying import Told as Told  # noqa: PLC0414 - as above
from kiosk.room.staff_face import Cover as Cover  # noqa: PLC0414 - as above
from kiosk.room.staff_face import DiagnosticsSheet as DiagnosticsSheet  # noqa: PLC0414 - as above
from kiosk.room.staff_face import PinSheet as PinSheet  # noqa: PLC0414 - as above


class State(Enum):
    """The closed union of what a room display can be in; values are those of `kiosk status`."""

    UNPAIRED = "unpaired"
    PROBLEM = "problem"
    HOLDING = "holding"
    HELD = "held"
    UNKNOWN = "unknown"
    CHECK_IN = "check_in"
    BUSY = "busy"
    SOON = "soon"
    FREE = "free"


class Tone(Enum):
    """Colour and glyph of the plane (DESIGN.md §3)."""

    FREE = "free"
    BUSY = "busy"
    SOON = "soon"
    CHECK_IN = "checkin"
    HOLD = "hold"
    YOURS = "yours"
    OFFLINE = "offline"
    PROBLEM = "problem"
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Plane:
    """The coloured part: one word, until when, and at most two lines more."""

    tone: Tone
    word: Say
    until: Say | None = None
    subs: tuple[Say, ...] = ()
    hatched: bool = False
    doubtful: bool = False
    """Knowledge is stale: the offline glyph stands in place of the tone's own."""
    instant: bool = False
    """A tap's own answer: word and colour stand in the first frame, nothing fades."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of the list of what comes: a time, and what it is."""

    at: datetime | None
    say: Say
    free: bool = False


class Mark(Enum):
    """State of a step in a short list of steps."""

    DONE = auto()
    RUNNING = auto()
    OPEN = auto()
    NOT_POSSIBLE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    mark: Mark
    say: Say
    detail: Say | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Label and value on the confirmed card; or, with a key, an offer that can be taken."""

    label: Say
    value: Say | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Time that runs out: the fraction that is left, and how much that is."""

    left: float
    say: Say


@dataclass(frozen=True, slots=True)
class Card:
    """The neutral part: information on top, keys at the bottom, the filled key last. Absent parts are empty."""

    header: bool = True
    """Clock, date and the More key are shown."""
    title: Say | None = None
    title_icon: Icon = Icon.NONE
    intro: Say | None = None
    told: Told | None = None
    """A reason told as title and text, in place of title and intro."""
    list_title: Say | None = None
    lines: tuple[AgendaLine, ...] = ()
    rows: tuple[Row, ...] = ()
    steps: tuple[Step, ...] = ()
    checks: tuple[Step, ...] = ()
    """Small one-line steps: what works while offline."""
    progress: float | None = None
    ring: Ring | None = None
    note: Say | None = None
    note_icon: Icon = Icon.INFO
    caption: Say | None = None
    keys: tuple[Key, ...] = ()
    footer: Say | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class CodePlate:
    """The code that staff type elsewhere, and all that they need for it (board 09a)."""

    code: str
    """ "K7M-4QX"; "": none is shown."""
    left: float
    """The fraction of its life that is left."""
    renews: Say
    steps: tuple[tuple[Say, Say], ...]
    """What to do, and a line under it."""
    facts: tuple[tuple[Say, Say], ...]
    link: str
    """For a phone, as a QR code. There is no secret in it."""


class View(Enum):
    """How much of the glass somebody needs: keys, or what can be read along the corridor, or almost nothing."""

    NEAR = "near"
    FAR = "far"
    NIGHT = "night"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Rest:
    """What the glass does while nobody stands at it (DESIGN.md §13)."""

    view: View = View.NEAR
    place: int = 0
    """FAR: 0 the word is low, 1 high. NIGHT: one of six places."""
    line: Say | None = None
    """NIGHT: what comes next, or what is wrong. Never a name."""
    evening: bool = False
    """The room's working hours are over: the backlight is lower."""
    orbit: int | None = None
    """The step, 0 to 7, of the path on which the whole picture moves; None: it stands still."""


class BarKind(Enum):
    TAKEN = auto()
    PAST = auto()
    RUNNING = auto()
    SELECTED = auto()
    PROVISIONAL = auto()


@dataclass(frozen=True, slots=True)
class Bar:
    """A block on a scale. Positions are fractions of the scale's length, 0 at its begin."""

    begin: float
    end: float
    kind: BarKind
    lane: int = 0
    """0: full height; 1 and 2: half-height lanes of overlapping bookings."""
    elapsed: float = 0.0
    """Position of now within a RUNNING bar, in fractions of the scale."""
    say: Say | None = None
    at: datetime | None = None
    to: datetime | None = None
    who: str = ""
    private: bool = False
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """An hour on a scale."""

    position: float
    at: datetime
    repeated: bool = False
    """The second of two hours of one name, on the day the clocks go back."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The day on a line, `begin` to `end` (aware UTC)."""

    begin: datetime
    end: datetime
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    needle: float | None
    """Now as a fraction; None on another day."""


@dataclass(frozen=True, slots=True)
class PickTimeSheet:
    """Choosing a later time. Text fields (subject, name) live in the glass alone until the filled key is pressed."""

    day: date
    title: Say
    scale: Scale
    start: datetime
    end: datetime
    limit: datetime | None
    """The start of the next meeting after the chosen time."""
    earlier: Key | None
    later: Key | None
    lengths: tuple[Key, ...]
    book: Key | None
    previous_day: Key | None
    next_day: Key | None
    close: Key
    notice: Say | None = None
    for_somebody: bool = False
    misspelt: Told | None = None
    """Nothing was booked, because what was typed as an address is none."""
    moving: bool = False
    """For a booking that stands already: nothing is typed."""


@dataclass(frozen=True, slots=True)
class DayViewSheet:
    """One whole day and its free times, which can be tapped to book."""

    day: date
    title: Say
    scale: Scale
    """Its bars carry words, organizers and times."""
    notes: tuple[Say, ...]
    free: tuple[Key, ...]
    previous_day: Key | None
    next_day: Key | None
    close: Key
    blocks: tuple[Key, ...] = ()
    """For each bar of the scale the key that opens it."""


@dataclass(frozen=True, slots=True)
class BlockSheet:
    """One meeting in full, and what can be done with it here."""

    day: date
    title: Say
    when: Say
    subject: Say
    who: str
    note: Say
    keys: tuple[Key, ...]
    filled: Key | None
    close: Key


@dataclass(frozen=True, slots=True)
class DetailsSheet:
    """Name and subject for a booking that stands already. The save key's intent takes the typed text."""

    title: Say
    save: Key
    close: Key


@dataclass(frozen=True, slots=True)
class MenuSheet:
    """What the More key opens."""

    title: Say
    keys: tuple[Key, ...]
    close: Key


@dataclass(frozen=True, slots=True)
class RoomOffer:
    """Another room: its name, whether it is free, and what tells it from the next one. Untold parts are empty."""

    name: str
    free: Say
    floor: str
    seats: int | None
    equipment: tuple[str, ...]
    way: Say | None
    book: Key | None = None


@dataclass(frozen=True, slots=True)
class FindRoomSheet:
    """Other rooms for one time, the nearest first, and the filters. Where none is free, what is told in their place."""

    title: Say
    span: Say
    filters: tuple[Key, ...]
    rooms: tuple[RoomOffer, ...]
    told: tuple[Say, ...]
    keys: tuple[Key, ...]
    close: Key


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What is wrong here: a tile for each kind of trouble. Note and address live in the glass alone until it is sent."""

    title: Say
    intro: Say
    tiles: tuple[Key, ...]
    hint: Say
    send: Key | None
    close: Key
    misspelt: Told | None = None


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What became of what somebody sent. Without a text it closes by itself, or more is about to be known."""

    title: Say
    text: Say | None
    done: Key | None
    close: Key


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """A link to be read by a phone, as a QR code."""

    title: Say
    hint: Say
    link: str
    close: Key


Sheet = (
    PickTimeSheet
    | DayViewSheet
    | BlockSheet
    | DetailsSheet
    | MenuSheet
    | FindRoomSheet
    | ReportSheet
    | AnswerSheet
    | CodeSheet
    | PinSheet
    | DiagnosticsSheet
)


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that is to be seen. Two equal faces are the same picture."""

    state: State
    minute: datetime
    """Now, cut to the minute, aware UTC: the clock on the card."""
    zone: str
    room: str
    place: tuple[str, ...] = ()
    """Floor and seats are told by `floor` and `seats`; this holds equipment."""
    floor: str = ""
    seats: int | None = None
    plane: Plane = Plane(Tone.SETUP, Say(Phrase.NEW_DISPLAY))
    card: Card = Card()
    scale: Scale | None = None
    sheet: Sheet | None = None
    alert: Told | Say | None = None
    """The sentence that assistive technology is told at once."""
    hint_offline: bool = False
    """Half of stale_after has passed unheard: a small icon by the clock."""
    closing_in: int | None = None
    """Seconds until the open sheet or card closes by itself; only during the last ten."""
    booking_possible: bool = True
    language: str = ""
    """The code of the language that the person at the door chose; "": the configured one."""
    easy_reach: bool = False
    """Status above, all controls low and large, nothing in a hurry (board 14)."""
    clock_wrong: bool = False
    """The display's own clock is wrong: `minute` is not to be shown."""
    plate: CodePlate | None = None
    """Only while the display belongs to no room."""
    cover: Cover | None = None
    """Drawn over everything else: for staff."""
    rest: Rest = Rest()
    """Plane, card and keys are told all the same: assistive technology reads and works them whatever is drawn."""
