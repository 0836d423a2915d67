"""What the coloured plane says of a paired room: the word, until when, and two lines more. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.room import attendance, days
from kiosk.room.agenda import Run, Slot
from kiosk.room.face import Plane, Say, State, Tone
from kiosk.room.model import Promise
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.say import bookable_from, day_of, meeting, until, who_and_left, who_from_to
from kiosk.room.survey import GIVE_BACK_FACE, STILL_CHECKING, Scene, problem

OVERLAP_AT_LEAST = 2


def plane(scene: Scene) -> Plane:
    """Word, until line and sub lines of a paired room."""
    match scene.state:
        case State.PROBLEM:
            return _problem_plane(scene)
        case State.HOLDING | State.HELD:
            return _asked_plane(scene)
        case State.UNKNOWN:
            return _unknown_plane(scene)
        case State.CHECK_IN:
            return _check_in_plane(scene)
        case State.BUSY:
            return _busy_plane(scene)
        case State.SOON:
            return _soon_plane(scene)
        case _:
            return _free_plane(scene)


def _problem_plane(scene: Scene) -> Plane:
    match problem(scene.facts, scene.now):
        case Reason.CLOCK:
            line = Say(Phrase.CLOCK_WRONG)
        case Reason.MAILBOX_MISSING:
            line = Say(Phrase.NOT_LINKED)
        case Reason.ACCESS_LOST:
            line = Say(Phrase.LOST_ACCESS)
        case _:
            line = Say(Phrase.CANNOT_REACH_CALENDAR)
    return Plane(
        Tone.PROBLEM, Say(Phrase.NO_STATUS), Say(Phrase.AT_THE_MOMENT), (line, Say(Phrase.LOOK_INSIDE))
    )


def _span(promise: Promise, scene: Scene) -> Say:
    """ "until 10:11" for a booking that runs; both ends of one that is to come."""
    if promise.begin <= scene.now:
        return until(promise.until, scene.now, scene.zone)
    return Say(Phrase.FROM_TO, at=promise.begin, to=promise.until)


def _asked_plane(scene: Scene) -> Plane:
    promise = scene.asked
    assert promise is not None  # noqa: S101 - the state says so
    if scene.state is State.HELD:
        since = scene.facts.heard.as_of
        code = (
            Say(Phrase.HOLD_CODE_SINCE, text=promise.code, at=since)
            if since
            else Say(Phrase.HOLD_CODE, text=promise.code)
        )
        return Plane(
            Tone.OFFLINE, Say(Phrase.HELD), _span(promise, scene), (Say(Phrase.PROVISIONAL), code),
            hatched=True, doubtful=True, instant=True,
        )  # fmt: skip
    waited = scene.now - promise.tapped_at
    if promise.throttled and promise.next_try_at is not None and promise.next_try_at > scene.now:
        line = Say(Phrase.ONE_MOMENT)
    elif waited >= GIVE_BACK_FACE:
        line = Say(Phrase.NOT_CONFIRMED_YET)
    elif waited >= scene.facts.settings.confirm_timeout:
        line = Say(Phrase.TAKING_LONGER)
    elif waited >= STILL_CHECKING:
        line = Say(Phrase.STILL_CHECKING)
    else:
        line = Say(Phrase.USUALLY_SECONDS)
    about = (
        Say(Phrase.SUBJECT, text=promise.room_name) if promise.elsewhere else Say(Phrase.WAITING_FOR_CALENDAR)
    )
    return Plane(Tone.HOLD, Say(Phrase.HOLDING), _span(promise, scene), (about, line), instant=True)


def _unknown_plane(scene: Scene) -> Plane:
    heard = scene.facts.heard.as_of
    if heard is None:  # nothing is known of the room, so nothing is claimed of it
        lines = (Say(Phrase.CANNOT_REACH_CALENDAR), Say(Phrase.LOOK_INSIDE))
        return Plane(Tone.PROBLEM, Say(Phrase.NO_STATUS), Say(Phrase.AT_THE_MOMENT), lines)
    offline = Say(Phrase.OFFLINE_SINCE, at=heard)
    throttled = scene.facts.heard.problem is Reason.THROTTLED
    asked_to_wait = Say(Phrase.ASKED_TO_WAIT) if throttled else None
    if scene.run is not None:
        return replace(
            _busy_plane(scene),
            subs=(offline, asked_to_wait or Say(Phrase.MAY_HAVE_MOVED)),
            hatched=True,
            doubtful=True,
            instant=False,
        )
    free = _free_plane(scene)
    ago = Say(Phrase.AGO_MAY_MISS, minutes=days.whole_minutes(scene.now - heard))
    return Plane(
        Tone.OFFLINE, Say(Phrase.FREE_DOUBT), free.until, (offline, asked_to_wait or ago),
        hatched=True, doubtful=True,
    )  # fmt: skip


def _check_in_plane(scene: Scene) -> Plane:
    slot = scene.waiting
    assert slot is not None  # noqa: S101 - the state says so
    by = Say(Phrase.BY, at=attendance.deadline(slot, scene.facts))
    return Plane(Tone.CHECK_IN, Say(Phrase.CHECK_IN), by, (meeting(slot), who_from_to(slot)))


def _busy_plane(scene: Scene) -> Plane:
    run, now = scene.run, scene.now
    assert run is not None  # noqa: S101 - the state says so
    slot = run.current(now)
    yours = _yours_of(slot, scene)
    if yours is not None:
        return Plane(Tone.YOURS, Say(Phrase.YOURS), _span(yours, scene), _yours_lines(yours, now))
    if any(s.all_day and s.start <= now and s.end == run.end for s in run.slots):
        lines = (*day_of(run.end, now, scene.zone), *_busy_lines(scene, run, slot))
        return Plane(Tone.BUSY, Say(Phrase.BUSY), Say(Phrase.ALL_DAY), lines[:2])
    lines = (*day_of(run.end, now, scene.zone), *_busy_lines(scene, run, slot))
    return Plane(Tone.BUSY, Say(Phrase.BUSY), until(run.end, now, scene.zone), lines[:2])


def _yours_of(slot: Slot, scene: Scene) -> Promise | None:
    """The booking that was just agreed to, where it is what runs and the knowledge is fresh."""
    yours, here = scene.yours, slot.promise
    fresh = scene.state is State.BUSY
    return yours if fresh and yours is not None and here is not None and here.id == yours.id else None


def _yours_lines(yours: Promise, now: datetime) -> tuple[Say, ...]:
    if yours.extended:
        return Say(Phrase.BOOKED_HERE), Say(Phrase.LEFT, minutes=days.whole_minutes(yours.end - now))
    length = days.whole_minutes(yours.end - yours.start)
    return Say(Phrase.BOOKED_HERE), Say(Phrase.LENGTH_FROM_NOW, minutes=length)


def _busy_lines(scene: Scene, run: Run, slot: Slot) -> tuple[Say, ...]:
    now = scene.now
    overlapping = [s for s in run.slots if s.start <= now < s.end]
    following = [s for s in run.slots if s.start >= slot.end and s is not slot]
    if len(overlapping) >= OVERLAP_AT_LEAST:
        return meeting(slot), Say(Phrase.OVERLAP, number=len(overlapping))
    if following:
        return meeting(slot), Say(Phrase.THEN, what=meeting(following[0]))
    if slot.all_day:
        return (meeting(slot),)
    return meeting(slot), who_and_left(slot, run.end, now)


def _soon_plane(scene: Scene) -> Plane:
    coming = next(slot for slot in scene.taken if slot.start >= scene.now)
    left = days.whole_minutes(coming.start - scene.now)
    return Plane(
        Tone.SOON, Say(Phrase.FREE), Say(Phrase.FOR_MINUTES, minutes=left),
        (Say(Phrase.STARTING_SOON, what=meeting(coming)), who_from_to(coming)),
    )  # fmt: skip


def _free_plane(scene: Scene) -> Plane:
    """Free is what the calendar says. Outside its hours the room says beside it from when it can be booked."""
    plane, closed = _free_of_meetings(scene), bookable_from(scene.facts, scene.now)
    return plane if closed is None else replace(plane, subs=(*plane.subs[:1], closed))


def _free_of_meetings(scene: Scene) -> Plane:
    coming = next((slot for slot in scene.taken if slot.start >= scene.now), None)
    word = Say(Phrase.FREE)
    if coming is None:
        return Plane(Tone.FREE, word, Say(Phrase.REST_OF_TODAY), (Say(Phrase.NOTHING_BOOKED),))
    if days.local_date(coming.start, scene.zone) != days.local_date(scene.now, scene.zone):
        return Plane(Tone.FREE, word, Say(Phrase.REST_OF_TODAY), (Say(Phrase.NEXT_DAY_AT, at=coming.start),))
    length = days.whole_minutes(coming.start - scene.now)
    lines = (Say(Phrase.LENGTH_THEN, minutes=length, what=meeting(coming)),)
    return Plane(Tone.FREE, word, Say(Phrase.UNTIL, at=coming.start), lines)
