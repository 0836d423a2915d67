"""Whether the display may be exchanged for a newer one now, and how far that is. Pure.

An update takes the picture away for a second or two, and in the worst case for some minutes until the version before is back: only
where nobody stands before it, and nobody is about to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from kiosk.room import days
from kiosk.room.agenda import Slot
from kiosk.room.face import State
from kiosk.room.model import Facts
from kiosk.room.survey import survey
from kiosk.room.update import Quiet

TOUCHED_FOR = timedelta(minutes=10)
"""After a touch, or after a sensor saw somebody."""


class Hindrance(Enum):
    """Why not now. Those before `CLOCK` hold whoever asks; from there on they bind only the display's own updates."""

    TOUCHED = "touched"
    ASKED = "asked"
    """A booking made here waits for Exchange."""
    CHECK_IN = "check_in"
    MEETING = "meeting"
    SOON = "soon"
    CLOCK = "clock"
    """It is wrong, so nobody knows the hour."""
    OFF = "off"
    HOUR = "hour"


def hindrance(facts: Facts, quiet: Quiet, machine_zone: str, now: datetime) -> Hindrance | None:
    """None: it may be exchanged. `now`: aware UTC; the machine's zone counts only while there is no room."""
    scene = survey(facts, now)
    met = [
        slot for slot in scene.taken if not slot.all_day
    ]  # who has the room for days is not there at night
    if _somebody(facts, now):
        return Hindrance.TOUCHED
    if scene.state in (State.HOLDING, State.HELD) or _waits(facts, now):
        return Hindrance.ASKED
    if scene.waiting is not None:
        return Hindrance.CHECK_IN
    if any(slot.start <= now < slot.end for slot in met):
        return Hindrance.MEETING
    if _begins(met, now, quiet.before):
        return Hindrance.SOON
    if facts.clock.wrong:
        return Hindrance.CLOCK
    if not quiet.automatic:
        return Hindrance.OFF
    return None if _is_quiet(quiet, facts.room.zone if facts.room else machine_zone, now) else Hindrance.HOUR


def _somebody(facts: Facts, now: datetime) -> bool:
    seen = facts.presence.at if facts.presence is not None and facts.presence.here else None
    return any(at is not None and now - at < TOUCHED_FOR for at in (facts.visit.touched_at, seen))


def _waits(facts: Facts, now: datetime) -> bool:
    """For later or in another room, too. What is over by now waits for nobody at the door, and may wait for ever."""
    return any(one.unfinished and max(one.end, one.until) > now for one in facts.promises)


def _begins(met: list[Slot], now: datetime, before: timedelta) -> bool:
    return any(now <= slot.start < now + before for slot in met)


def _is_quiet(quiet: Quiet, zone: str, now: datetime) -> bool:
    """Past midnight, too: from 22:00 to 05:00."""
    if quiet.hours is None:
        return False
    (begin, end), wall = quiet.hours, days.local_time(now, zone)
    return begin <= wall < end if begin < end else wall >= begin or wall < end
