"""What can happen in a run: to requests, to people, to machines. Plain data; seconds are those since the run's begin."""

from dataclasses import dataclass
from enum import Enum


class Trouble(Enum):
    """What befalls a request on its way."""

    REFUSED = "no connection"
    LOST_REQUEST = "lost on its way"
    LOST_REPLY = "done, reply lost"
    LATE = "done, reply late"
    LATE_WRITE = "504, done a little later"
    TWICE = "delivered twice"
    SLOW = "slow both ways"
    THROTTLED = "429"
    BUSY = "503"
    BROKEN = "500, not done"
    GATEWAY = "504, done"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    MISSING = "404 mailbox"
    CONFLICT = "412"
    TRUNCATED = "done, half of the answer"
    GARBLED = "done, answer is no JSON"
    MALFORMED = "done, answer of another shape"
    PORTAL = "a guest network's page"


@dataclass(frozen=True, slots=True)
class Fault:
    """For some seconds requests meet a trouble, each with this chance. `on`: all, reads, writes, creates, or sign-in."""

    at: float
    trouble: Trouble
    seconds: float
    chance: float
    on: str = "all"


@dataclass(frozen=True, slots=True)
class Lag:
    """calendarView shows what was so many seconds ago."""

    at: float
    seconds: float
    behind: float


@dataclass(frozen=True, slots=True)
class Attendant:
    """The room's attendant is late, silent, or leaves requests to a delegate."""

    at: float
    seconds: float
    manner: str
    thinks: float = 0.0


@dataclass(frozen=True, slots=True)
class Press:
    """A person at the door wants something; `choice` picks among the keys that offer it."""

    at: float
    wish: str
    choice: float
    display: int = 0
    patience: int = 5
    """How many more keys are pressed on the way there."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Somebody in Outlook; `choice` and `length` pick which meeting, whose, when and for how long."""

    at: float
    does: str
    choice: float
    start: float = 0.0
    minutes: int = 30
    more: str = ""


@dataclass(frozen=True, slots=True)
class ClockStep:
    """A display's wall clock jumps, and is put right after a while."""

    at: float
    by: float
    seconds: float
    display: int = 0


@dataclass(frozen=True, slots=True)
class Suspend:
    """All displays sleep."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Kill:
    """The process ends: now, or at its n-th step, line, statement or request from here on; or after one of those."""

    at: float
    moment: str
    count: int
    dark: float
    """Seconds until it starts again."""
    display: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """The service is stopped as it should be, and started again."""

    at: float
    dark: float
    display: int = 0


@dataclass(frozen=True, slots=True)
class DiskFull:
    at: float
    seconds: float
    display: int = 0


@dataclass(frozen=True, slots=True)
class TokensExpire:
    """Every token given so far is worthless from now on."""

    at: float


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """An admin gives the room's mailbox another time zone, and starts the displays anew."""

    at: float
    zone: str


@dataclass(frozen=True, slots=True)
class Compare:
    """All is calm since 90 s: the glass must equal the calendar."""

    at: float


Happening = (
    Fault | Lag | Attendant | Press | Outlook | ClockStep | Suspend | Kill | Stop | DiskFull | TokensExpire
    | ZoneChange | Compare
)  # fmt: skip
