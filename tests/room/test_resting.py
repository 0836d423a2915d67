"""What the glass does while nobody stands at it; each state by itself is a pair in tests/faces."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.room.face import Rest, View
from kiosk.room.model import Facts, Visit
from kiosk.room.next_change import next_change
from kiosk.room.presence import Presence
from kiosk.room.project import project
from kiosk.room.resting import EPOCH
from tests.room.aurora import at, aurora, copy_of, event, kept

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NIGHT = {"night": ("20:00", "06:00")}


def resting(now: datetime, *events: object, **settings: object) -> Facts:
    """Aurora, which nobody has touched since eight in the morning."""
    return replace(aurora(now, *events, **settings), started_at=at("08:00"))  # type: ignore[arg-type]  # because the events are the test's


def rest(facts: Facts, now: datetime) -> Rest:
    return project(replace(facts, heard=replace(facts.heard, as_of=now)), now).rest


def test_facts_that_do_not_run_never_rest() -> None:
    assert rest(aurora(at("09:41")), at("09:41")).view is View.NEAR


def test_the_far_view_comes_a_minute_after_the_touch_and_the_display_wakes_for_it() -> None:
    touched = at("09:41:20")
    facts = replace(resting(touched), visit=Visit(touched_at=touched))
    moments, now = [], touched
    while now < touched + 2 * MINUTE:
        now = next_change(replace(facts, heard=replace(facts.heard, as_of=now)), now)
        moments.append(now)
    assert touched + MINUTE in moments
    assert rest(facts, touched + 59.9 * SECOND).view is View.NEAR
    assert rest(facts, touched + MINUTE).view is View.FAR


def test_at_rest_the_display_wakes_once_a_minute_and_no_more() -> None:
    now = at("09:41")
    facts = resting(now, orbit=True)
    wakes = []
    while now < at("10:11"):
        now = next_change(replace(facts, heard=replace(facts.heard, as_of=now)), now)
        wakes.append(now)
    whole = [wake for wake in wakes if wake.second == 0 and wake.microsecond == 0]
    assert len(whole) == 30
    assert len([wake for wake in wakes if wake.second > 0 or wake.microsecond > 1]) == 0


def test_who_is_seen_keeps_the_face_near_and_wakes_it() -> None:
    now = at("09:41")
    seen = replace(resting(now), presence=Presence(here=True, at=now))
    assert rest(seen, now + 89 * SECOND).view is View.NEAR
    assert rest(seen, now + 90 * SECOND).view is View.FAR  # a sensor that says nothing more has gone
    gone = replace(seen, presence=Presence(here=False, at=now))
    assert rest(gone, now).view is View.FAR
    assert rest(replace(gone, visit=Visit(touched_at=now)), now + 59 * SECOND).view is View.NEAR


def test_a_question_stays_on_the_glass_for_its_minute() -> None:
    ours = kept("09:16-09:46")
    facts = replace(resting(at("09:41"), copy_of(ours)), promises=(ours,))
    views = [rest(facts, at(when)).view for when in ("09:40:59", "09:41", "09:41:59", "09:42")]
    assert views == [View.FAR, View.NEAR, View.NEAR, View.FAR]


@pytest.mark.parametrize(
    ("when", "view"),
    [
        ("19:59", View.FAR),
        ("20:00", View.NIGHT),
        ("23:59", View.NIGHT),
        ("03:00", View.BLACK),
        ("03:10", View.NIGHT),
        ("05:59", View.NIGHT),
        ("06:00", View.FAR),
    ],
)
def test_the_night_is_what_the_rooms_clock_says(when: str, view: View) -> None:
    now = at(when)
    facts = replace(aurora(now, **NIGHT), started_at=now - timedelta(days=2))
    assert rest(facts, now).view is view


def test_a_meeting_in_the_night_is_told_from_afar() -> None:
    facts = resting(at("19:00"), event("22:00-23:00"), **NIGHT)
    views = [rest(facts, at(when)).view for when in ("21:49", "22:00", "22:59", "23:00")]
    assert views == [View.NIGHT, View.FAR, View.FAR, View.NIGHT]


def test_who_is_asked_whether_anyone_is_here_finds_the_face_near() -> None:
    facts = resting(at("09:00"), event("10:00-11:00"), check_in=True)
    views = [rest(facts, at(when)).view for when in ("09:59", "10:00", "10:09", "10:10")]
    assert views == [View.FAR, View.NEAR, View.NEAR, View.FAR]


def test_a_night_by_day_and_one_that_is_never() -> None:
    now = at("09:41")
    assert rest(resting(now, night=("09:00", "10:00")), now).view is View.NIGHT
    assert rest(resting(now, night=("09:00", "09:30")), now).view is View.FAR


def test_a_night_waits_until_half_an_hour_is_quiet() -> None:
    late = event("20:25-21:00"), event("21:40-22:00")
    facts = resting(at("19:00"), *late, **NIGHT)
    views = [rest(facts, at(when)).view for when in ("20:05", "21:00", "21:29", "21:30", "22:00")]
    assert views == [View.FAR, View.NIGHT, View.NIGHT, View.FAR, View.NIGHT]


def test_who_touched_late_gets_no_night_of_some_minutes() -> None:
    now = at("21:15")
    facts = replace(resting(now, event("21:40-22:00"), **NIGHT), visit=Visit(touched_at=at("21:12")))
    assert rest(facts, now).view is View.FAR
    assert rest(replace(facts, visit=Visit(touched_at=at("21:08"))), now).view is View.NIGHT


@pytest.mark.parametrize("day", ["2026-10-24", "2026-03-28"])
def test_on_the_night_of_a_change_of_the_clocks_it_is_dark_all_the_same(day: str) -> None:
    begin = datetime.fromisoformat(f"{day}T22:00").replace(tzinfo=ZoneInfo("Europe/Berlin"))
    views = set()
    for minutes in range(7 * 60):
        now = (begin.astimezone(EPOCH.tzinfo)) + minutes * MINUTE
        facts = replace(aurora(now, **NIGHT), started_at=now - MINUTE)
        views.add(rest(facts, now).view)
    assert views == {View.NIGHT, View.BLACK}


def test_the_night_stands_in_each_of_six_places_for_ten_minutes() -> None:
    facts = resting(at("20:00"), **NIGHT)
    places = [rest(facts, at("20:00") + minutes * MINUTE).place for minutes in range(60)]
    assert all(len(set(places[n : n + 10])) == 1 for n in range(0, 60, 10))
    assert sorted(places[::10]) == [0, 1, 2, 3, 4, 5]


def test_the_far_word_is_low_for_twenty_minutes_and_then_high() -> None:
    facts = resting(at("09:00"))
    places = [rest(facts, at("09:00") + minutes * MINUTE).place for minutes in range(0, 80, 5)]
    assert places in ([0] * 4 + [1] * 4 + [0] * 4 + [1] * 4, [1] * 4 + [0] * 4 + [1] * 4 + [0] * 4)


def test_the_picture_goes_round_eight_points_in_24_minutes_near_and_far() -> None:
    facts = resting(at("09:00"), orbit=True)
    steps = [rest(facts, at("09:00") + minutes * MINUTE).orbit for minutes in range(0, 27, 3)]
    assert sorted(step for step in steps[:8] if step is not None) == list(range(8))
    assert steps[8] == steps[0]
    assert rest(aurora(at("09:00"), orbit=True), at("09:00")).orbit is not None
    assert rest(aurora(at("09:00")), at("09:00")).orbit is None


def test_after_working_hours_it_is_evening() -> None:
    facts = resting(at("08:00"))
    found = [rest(facts, at(when)).evening for when in ("07:59", "08:00", "17:59", "18:00")]
    assert found == [True, False, False, True]
