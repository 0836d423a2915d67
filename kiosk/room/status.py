"""What `kiosk status --json` tells of the room: the same truth as the glass, as plain data. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.room import expiry, offers
from kiosk.room.agenda import Slot
from kiosk.room.attendance import checked_in
from kiosk.room.face import State
from kiosk.room.model import Facts, Life, Promise, Wish
from kiosk.room.reports import Course
from kiosk.room.survey import Scene, problem, survey

AGREED_READS = 2
IN_OUTBOX = (Life.QUEUED, Life.IN_DOUBT, Life.AWAITING, Life.CONFIRMED, Life.WEDGED)


def status(facts: Facts, now: datetime) -> dict[str, object]:
    """Everything of interface.md's object but version, config and process."""
    scene = survey(facts, now)
    room = facts.room
    return {
        "room": None
        if room is None
        else {"mailbox": room.mailbox, "name": room.name or room.mailbox, "verified": room.verified},
        "state": scene.state.value,
        "until": _instant(_until(scene)),
        "current": _current(scene),
        "next": [_slot(slot, facts) for slot in scene.taken if slot.start > now],
        "exchange": _exchange(facts, now),
        "reports": _reports(facts),
        "no_shows": [
            {"series": one.series, "times": one.times, "last": _instant(one.last)} for one in facts.missed
        ],
        "warnings": expiry.warnings(facts.expiries, now),
        "outbox": [_command(p) for p in facts.promises if p.life in IN_OUTBOX and not _only_watched(p)],
    }


def _only_watched(promise: Promise) -> bool:
    """Taken back before Exchange was known to have it, and two good reads found nothing of it.

    The world agrees; that a late calendar may still bring it to light is our care alone.
    """
    return (
        promise.wish is Wish.CANCEL and promise.life is Life.IN_DOUBT and promise.good_reads >= AGREED_READS
    )


def _until(scene: Scene) -> datetime | None:
    if scene.state in (State.HOLDING, State.HELD) and scene.asked is not None:
        return scene.asked.until
    if scene.run is not None:
        return scene.run.end
    return offers.next_start(scene.taken, scene.now)


def _current(scene: Scene) -> dict[str, object] | None:
    if scene.run is None:
        return None
    slot = scene.run.current(scene.now)
    return _slot(slot, scene.facts) if slot.start <= scene.now < slot.end else None


def _slot(slot: Slot, facts: Facts) -> dict[str, object]:
    told: dict[str, object] = {
        "id": slot.id,
        "subject": "Private meeting" if slot.private else slot.subject or "Meeting",
        "organizer": None if slot.private else slot.organizer or None,
        "start": _instant(slot.start),
        "end": _instant(slot.end),
        "made_here": slot.made_here,
        "confirmed": slot.confirmed and slot.accepted,
        "checked_in": checked_in(slot, facts) is not None,
    }
    if slot.all_day:
        told["all_day"] = True
    return told


def _exchange(facts: Facts, now: datetime) -> dict[str, object]:
    heard = facts.heard
    age = None
    if heard.as_of is not None and not heard.age_unknown:
        age = max(0, int((now - heard.as_of).total_seconds()))
    wrong = heard.problem or problem(facts, now)
    return {
        "reachable": heard.reachable,
        "last_success": _instant(heard.as_of),
        "age_seconds": age,
        "loaded": facts.loaded,
        "problem": None if wrong is None else wrong.value,
    }


def _command(promise: Promise) -> dict[str, object]:
    return {
        "id": promise.id,
        "kind": promise.wish.value,
        "state": promise.life.value,
        "attempts": promise.attempts,
        "reason": None if promise.reason is None else promise.reason.value,
    }


def _reports(facts: Facts) -> dict[str, int]:
    """How many are on their way to facilities, and how many were given up. Nothing of what they say."""
    given_up = sum(any(one.course is Course.GIVEN_UP for one in r.deliveries) for r in facts.reports)
    return {"waiting": sum(not report.ended for report in facts.reports), "given_up": given_up}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
