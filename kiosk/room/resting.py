"""What the glass does while nobody stands at it: far view, night, and what keeps the screen from burning in. Pure.

DESIGN.md §8 (overlays far and night) and §13. All but `idle_from` falls on full minutes, or on a start or end that
next_change.py knows: an idle display is not woken for any of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from kiosk.room import days, offers
from kiosk.room.face import Card, Plane, Rest, Say, State, View
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.survey import SOON, Scene
from kiosk.room.visit import idle_limit

AWAKE_FOR = timedelta(seconds=60)
"""After a touch, and after the display began."""
SEEN_FOR = timedelta(seconds=90)
"""A sensor tells every minute that somebody is there."""
QUIET_FOR = timedelta(minutes=30)
"""No meeting begins for so long: only then a night begins."""
FAR_SWAPS, NIGHT_MOVES, ORBIT_STEPS = timedelta(minutes=20), timedelta(minutes=10), timedelta(minutes=3)
NIGHT_PLACES, ORBIT_PLACES = 6, 8
BLACK_FROM, BLACK_TO = time(3), time(3, 10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rest(scene: Scene, plane: Plane, card: Card, *, awake: bool) -> Rest:
    """`awake`: the face has something that must not be hidden, whoever is there."""
    facts, now = scene.facts, scene.now
    orbit = _turn(now, ORBIT_STEPS, ORBIT_PLACES) if facts.settings.orbit else None
    hour = days.local_time(now, scene.zone).hour
    evening = not facts.settings.work_start <= hour < facts.settings.work_end
    since = idle_from(facts)
    if awake or since is None or now < since or _must_be_seen(scene, card):
        return Rest(evening=evening, orbit=orbit)
    if not _is_night(scene, since):
        return Rest(View.FAR, _turn(now, FAR_SWAPS, 2), evening=evening, orbit=orbit)
    if BLACK_FROM <= days.local_time(now, scene.zone) < BLACK_TO:
        return Rest(View.BLACK, evening=evening)
    place = _turn(now, NIGHT_MOVES, NIGHT_PLACES)
    return Rest(View.NIGHT, place, _line(scene, plane), evening=evening)


def idle_from(facts: Facts) -> datetime | None:
    """From when on nobody is taken to stand at the glass, aware UTC; None: somebody always is."""
    if facts.started_at is None:
        return None
    touched, seen = facts.visit.touched_at, facts.presence
    moments = [facts.started_at + AWAKE_FOR]
    if touched is not None:
        moments.append(touched + max(AWAKE_FOR, idle_limit(facts.visit)))
    if seen is not None and seen.here:
        moments.append(seen.at + SEEN_FOR)
    return max(moments)


def _must_be_seen(scene: Scene, card: Card) -> bool:
    asking = card.note is not None and card.note.phrase is Phrase.STILL_NEED
    asked = scene.state in (State.CHECK_IN, State.HOLDING, State.HELD)
    return asked or asking or scene.yours is not None


def _is_night(scene: Scene, since: datetime) -> bool:
    """A night begins when no meeting does for half an hour, and ends ten minutes before one does."""
    hours, now = scene.facts.settings.night, scene.now
    if hours is None or scene.run is not None or scene.facts.clock.wrong:
        return False
    began, ended = (days.last_time(wall, now, scene.zone) for wall in hours)
    if began <= ended:
        return False
    coming = offers.next_start(scene.taken, now)
    if coming is None:
        return True
    quiet_since = max([began, since, *(slot.end for slot in scene.taken if slot.end <= now)])
    return coming - quiet_since >= QUIET_FOR and coming - now > SOON


def _line(scene: Scene, plane: Plane) -> Say | None:
    if scene.state is not State.FREE:
        return plane.subs[0] if plane.subs else None
    coming = offers.next_start(scene.taken, scene.now)
    if coming is None:
        return Say(Phrase.NIGHT_NOTHING, text=scene.room)
    today = days.local_date(coming, scene.zone) == days.local_date(scene.now, scene.zone)
    return Say(Phrase.NIGHT_NEXT if today else Phrase.NIGHT_NEXT_DAY, at=coming, text=scene.room)


def _turn(now: datetime, every: timedelta, places: int) -> int:
    return (now - EPOCH) // every % places
