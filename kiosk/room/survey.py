"""facts + now → Scene: which state the room is in (DESIGN.md §8), decided top to bottom. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.room import attendance, offers
from kiosk.room.agenda import Run, Slot, running, slots
from kiosk.room.face import State
from kiosk.room.model import Facts, Life, Promise, Wish
from kiosk.room.reasons import Reason
from kiosk.room.visit import as_of

SOON = timedelta(minutes=10)
CLOCK_SLACK = timedelta(seconds=5)
"""A read that lies further in the future than this was timed by a clock that was set back since: its age is unknown."""
YOURS_FOR = timedelta(seconds=12)
STILL_CHECKING = timedelta(seconds=8)
GIVE_BACK_FACE = timedelta(seconds=120)
NO_STATUS_AFTER = timedelta(hours=24)
REFUSAL_HOLDS = timedelta(minutes=10)
"""A refused write is tried again by the next person after this long."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the verbs below share: the facts, read once."""

    facts: Facts
    now: datetime
    zone: str
    taken: tuple[Slot, ...]
    run: Run | None
    state: State
    stale: bool
    asked: Promise | None
    """The open promise that the glass is about."""
    yours: Promise | None
    """The booking that was just agreed to."""
    waiting: Slot | None
    """The meeting that somebody can check in to, and nobody has."""

    @property
    def room(self) -> str:
        """What the room is called."""
        room = self.facts.room
        return "" if room is None else room.name or room.mailbox


def survey(facts: Facts, now: datetime) -> Scene:
    """Decides the state, top to bottom; the first that is true wins."""
    notices = tuple(notice for notice in facts.notices if notice.until > now)
    facts = replace(facts, visit=as_of(facts.visit, now), notices=notices)
    zone = facts.room.zone if facts.room else "UTC"
    taken = slots(facts)
    run = running(taken, now)
    asked = _asked(facts, run, now)
    yours = _yours(facts, now)
    stale = is_stale(facts, now)
    waiting = attendance.waiting(facts, taken, run, now)
    state = _state(facts, now, taken, run, asked, waiting, stale=stale)
    return Scene(facts, now, zone, taken, run, state, stale, asked, yours, waiting)


def can_book(scene: Scene) -> bool:
    """Whether keys that book may be offered at all."""
    room, heard = scene.facts.room, scene.facts.heard
    if room is None or not room.verified or scene.state is State.PROBLEM:
        return False
    return heard.booking_refused_at is None or scene.now - heard.booking_refused_at >= REFUSAL_HOLDS


def may_wish(scene: Scene) -> bool:
    """Whether a booking may be asked for now: sent, or held where Exchange is unheard."""
    return can_book(scene) and (not scene.stale or scene.facts.settings.hold_offline)


def is_blind(facts: Facts, now: datetime) -> bool:
    """The display does not see the calendar, or not by a right clock."""
    return facts.clock.wrong or is_stale(facts, now) or problem(facts, now) is not None


def is_stale(facts: Facts, now: datetime) -> bool:
    """Exchange was last heard longer ago than the settings allow."""
    as_of = facts.heard.as_of
    if as_of is None or facts.heard.age_unknown:
        return True
    return now - as_of > facts.settings.stale_after or as_of - now > CLOCK_SLACK


def _state(
    facts: Facts, now: datetime, taken: Sequence[Slot], run: Run | None, asked: Promise | None, waiting: Slot | None,
    *, stale: bool,
) -> State:  # fmt: skip
    if facts.room is None:
        return State.UNPAIRED
    if problem(facts, now) is not None:
        return State.PROBLEM
    if asked is not None:
        return State.HELD if asked.provisional and asked.stored and not asked.elsewhere else State.HOLDING
    if stale:
        return State.UNKNOWN
    if run is not None:
        return State.BUSY if waiting is None else State.CHECK_IN
    upcoming = offers.next_start(taken, now)
    return State.SOON if upcoming is not None and upcoming - now <= SOON else State.FREE


def problem(facts: Facts, now: datetime) -> Reason | None:
    """What a person must mend before the display can work; None when there is nothing of the kind."""
    heard = facts.heard
    if facts.clock.wrong:  # first: Entra refuses a wrong clock too, and then the clock is what must be mended
        return Reason.CLOCK
    if heard.problem is not None and heard.problem.is_setup:
        return heard.problem
    if heard.as_of is not None and now - heard.as_of > NO_STATUS_AFTER:
        return heard.problem or Reason.UNREACHABLE
    return None


def _asked(facts: Facts, run: Run | None, now: datetime) -> Promise | None:
    """The promise that makes the plane *Holding* or *Held*.

    One for later counts only while the room is not taken by somebody else: the plane stays true.
    """
    for promise in reversed(facts.promises):
        if not promise.open or promise.wish in (Wish.CANCEL, Wish.RENAME):
            continue
        if promise.wish in (Wish.EXTEND, Wish.MOVE) and promise.restoring:
            continue
        if promise.elsewhere and facts.visit.asked != promise.id:
            continue  # nobody waits for it here any more, as after a restart: this room is what the glass is about
        covers_now = promise.begin <= now < promise.until and not promise.elsewhere
        others = run is not None and any(
            slot.start <= now < slot.end and slot.promise != promise for slot in run.slots
        )
        waited = now - promise.tapped_at
        if covers_now or (
            (promise.elsewhere or not others) and facts.visit.asked == promise.id and waited < GIVE_BACK_FACE
        ):
            return promise
    return None


def _yours(facts: Facts, now: datetime) -> Promise | None:
    for promise in reversed(facts.promises):
        if (
            promise.life is Life.CONFIRMED
            and promise.wish is not Wish.CANCEL
            and promise.answered_at is not None
            and now < promise.answered_at + YOURS_FOR
            and promise.id not in facts.visit.done
        ):
            return promise
    return None
