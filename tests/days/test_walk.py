"""Each golden day is walked through minute by minute, from before its first midnight to after its last.

Exchange is heard at the beginning of every minute, so nothing but the clock changes what is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from kiosk.room.face import Face, Say, Scale, State
from kiosk.room.model import Facts
from kiosk.room.next_change import next_change
from kiosk.room.phrases import Phrase
from kiosk.room.project import project
from kiosk.ui.text import Words
from tests.days import figured
from tests.days.chain import at, facts
from tests.days.figured import MINUTE
from tests.days.written import Day, names, read, write

TICK = timedelta(microseconds=1)
BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=30)
LOOKED_INTO = 30
"""Of so many minutes one is looked into more closely, and every fifth near a change of the clocks."""
NEAR = timedelta(minutes=75)


@dataclass(frozen=True)
class Minute:
    """One minute of the walk, and the face at its beginning."""

    at: datetime
    known: Facts
    face: Face


@lru_cache
def words(zone: str) -> tuple[Words, Words]:
    """On a 24-hour clock and on a 12-hour clock."""
    return Words("en", "24", zone), Words("en", "12", zone)


def walk(day: Day) -> list[Minute]:
    known = facts(day)
    steps = (day.end + AFTER - (day.begin - BEFORE)) // MINUTE
    moments = [day.begin - BEFORE + n * MINUTE for n in range(steps + 1)]
    return [Minute(now, at(known, now), project(at(known, now), now)) for now in moments]


each_day = pytest.mark.parametrize("name", names())


@each_day
def test_every_minute_of_the_day_is_told_as_it_is(name: str) -> None:
    day = read(name)
    minutes = walk(day)

    for minute in minutes:
        the_clock_shows_what_the_zone_says(day, minute)
        the_plane_says_what_the_meetings_say(day, minute)
        the_needle_is_where_the_time_is(minute)
    for before, after in pairwise(minutes):
        the_time_left_does_not_jump(before, after)
    changes = [offset.since for offset in day.offsets]
    for number, minute in enumerate(minutes):
        near = any(abs(minute.at - change) < NEAR for change in changes)
        if number % (5 if near else LOOKED_INTO) == 0:
            the_picture_stands_until_the_next_change(minute)


def the_clock_shows_what_the_zone_says(day: Day, minute: Minute) -> None:
    local = minute.at.astimezone(ZoneInfo(day.iana))
    long, twelve = words(minute.face.zone)
    assert long.time(minute.face.minute) == f"{local:%H:%M}"
    half = "AM" if local.hour < 12 else "PM"
    assert twelve.time(minute.face.minute) == f"{local.hour % 12 or 12}:{local:%M} {half}"
    assert long.long_date(minute.face.minute) == f"{local:%A} {local.day} {local:%B}"


def the_plane_says_what_the_meetings_say(day: Day, minute: Minute) -> None:
    wanted, plane = figured.state(day, minute.at), minute.face.plane
    long, twelve = words(minute.face.zone)
    assert long.say(plane.word) == wanted.word, write(minute.at)
    assert (long.say(plane.until), twelve.say(plane.until)) == wanted.until, write(minute.at)
    left = time_left(minute.face)
    assert left is None or left == wanted.left, write(minute.at)


def time_left(face: Face) -> int | None:
    """The minutes that the plane speaks of."""
    said: list[Say] = [face.plane.until, *face.plane.subs] if face.plane.until else list(face.plane.subs)
    of_time = (Phrase.FOR_MINUTES, Phrase.LENGTH_THEN, Phrase.LEFT, Phrase.WHO_LEFT)
    return next((say.minutes for say in said if say.phrase in of_time), None)


def the_needle_is_where_the_time_is(minute: Minute) -> None:
    scale = minute.face.scale
    assert scale is not None
    assert scale.needle is not None, write(minute.at)
    assert abs(scale.begin + scale.needle * (scale.end - scale.begin) - minute.at) < MINUTE
    assert the_hours_ascend(scale)


def the_hours_ascend(scale: Scale) -> bool:
    """Every whole hour of the room's clock stands on the scale once, in order."""
    return all(
        one.at < next_one.at and one.position < next_one.position for one, next_one in pairwise(scale.ticks)
    )


def the_time_left_does_not_jump(before: Minute, after: Minute) -> None:
    """Within one state that ends at one time, a minute is a minute."""
    first, second = time_left(before.face), time_left(after.face)
    same = (
        before.face.plane.word == after.face.plane.word and before.face.plane.until == after.face.plane.until
    )
    if before.face.state is State.SOON is after.face.state:
        same = True
    if same and first is not None and second is not None:
        assert second == first - 1, write(after.at)


def the_picture_stands_until_the_next_change(minute: Minute) -> None:
    """Whoever looks between two changes sees what was seen before; and no change is slept through."""
    now, face, end = minute.at, minute.face, minute.at + MINUTE
    assert project(minute.known, now) == face
    while now < end:
        change = next_change(minute.known, now)
        assert now < change <= end
        for moment in (now + (change - now) / 2, change - TICK):
            assert project(minute.known, moment) == face, write(moment)
        now = change
        face = project(minute.known, now)
    renewed = replace(minute.known, heard=replace(minute.known.heard, as_of=end))
    assert project(renewed, end) == replace(face, hint_offline=False)
