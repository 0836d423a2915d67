"""What the admin wants: the policies that faces and decisions depend on. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import Enum

from kiosk.room.reach import EasyReach
from kiosk.room.reports import Reportable


class Privacy(Enum):
    """What the glass may tell about somebody's meeting (DESIGN.md §11)."""

    FULL = "full"
    NO_SUBJECT = "no_subject"
    NO_ORGANIZER = "no_organizer"
    INITIALS = "initials"
    NONE = "none"

    @property
    def shows_subject(self) -> bool:
        return self in (Privacy.FULL, Privacy.NO_ORGANIZER)

    @property
    def shows_organizer(self) -> bool:
        return self in (Privacy.FULL, Privacy.NO_SUBJECT, Privacy.INITIALS)


class Mode(Enum):
    """How the system user books: by inviting the room, or straight into the room's calendar."""

    INVITE = "invite"
    DIRECT = "direct"


Week = tuple[tuple[time, time] | None, ...]
"""For each day from Monday on, when the room opens and when it closes, on its own clock; None: it does not open. Hours that
end at or before their begin end on the day after."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The policies of the configuration that faces and decisions depend on."""

    durations: tuple[int, ...] = (15, 30, 45, 60)
    max_length: timedelta = timedelta(minutes=240)
    days_ahead: int = 1
    hold_offline: bool = True
    confirm_timeout: timedelta = timedelta(seconds=30)
    stale_after: timedelta = timedelta(seconds=120)
    check_in: bool = False
    check_in_opens: timedelta = timedelta(minutes=10)
    release_after: timedelta = timedelta(minutes=10)
    decline_others: bool = False
    exempt_longer: timedelta = timedelta(hours=8)
    """Who books a room for longer is not asked to check in."""
    exempt_created: timedelta = timedelta(0)
    """Neither is who books it within this time of its start; zero: nobody is spared for that."""
    exempt_organizers: frozenset[str] = frozenset()
    """Neither are these, addresses in lower case."""
    privacy: Privacy = Privacy.NONE
    mode: Mode = Mode.INVITE
    for_somebody: bool = False
    easy_reach: EasyReach = EasyReach.AUTO
    languages: tuple[str, ...] = ()
    """Codes of those that a person may choose at the door, the configured one first."""
    report: Reportable = field(default_factory=Reportable)
    outlook: str = ""
    """Host of Outlook on the web that the code for phones opens; "": there is no code."""
    work_start: int = 8
    """Hours of the day scale, in the room's zone."""
    work_end: int = 18
    hours: Week | None = None
    """When the room may be booked; None: always."""
    night: tuple[time, time] | None = None
    """From when to when, on the room's clock, an unused display goes dark; None: never."""
    orbit: bool = False
    """The whole picture moves a little every three minutes, so that nothing burns in."""
