"""When a display may be exchanged for a newer one: facts, one moment, what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from kiosk.room.clock_health import ClockHealth
from kiosk.room.model import Event, Facts, Life, Promise, Visit, Wish
from kiosk.room.presence import Presence
from kiosk.room.update import Quiet
from kiosk.room.updating import Hindrance, hindrance
from tests.room.aurora import MINUTE, at, aurora, event, kept, promise

LATE = at("23:00")
QUIET = Quiet()


def held(facts: Facts, now: datetime = LATE, quiet: Quiet = QUIET) -> Hindrance | None:
    return hindrance(facts, quiet, "UTC", now)


@pytest.mark.parametrize(
    ("wall", "why"),
    [
        ("21:59", Hindrance.HOUR),
        ("22:00", None),
        ("23:59", None),
        ("00:00", None),
        ("04:59", None),
        ("05:00", Hindrance.HOUR),
        ("12:00", Hindrance.HOUR),
    ],
)
def test_the_quiet_hours_go_past_midnight_on_the_rooms_clock(wall: str, why: Hindrance | None) -> None:
    assert held(aurora(at(wall)), at(wall)) is why


@pytest.mark.parametrize(
    ("hours", "wall", "why"),
    [
        ((time(12), time(14)), "11:59", Hindrance.HOUR),
        ((time(12), time(14)), "12:00", None),
        ((time(12), time(14)), "14:00", Hindrance.HOUR),
        (None, "23:00", Hindrance.HOUR),
    ],
)
def test_other_hours_and_none(hours: tuple[time, time] | None, wall: str, why: Hindrance | None) -> None:
    assert held(aurora(at(wall)), at(wall), Quiet(hours=hours)) is why


def test_without_a_room_the_machines_clock_counts() -> None:
    """23:00 in Berlin is 21:00 in UTC and 06:00 in Tokyo."""
    found = [hindrance(Facts(), QUIET, zone, LATE) for zone in ("Europe/Berlin", "UTC", "Asia/Tokyo")]
    assert found == [None, Hindrance.HOUR, Hindrance.HOUR]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("22:00-23:00", None),
        ("22:00-23:01", Hindrance.MEETING),
        ("23:00-23:30", Hindrance.MEETING),
        ("23:29-23:50", Hindrance.SOON),
        ("23:30-23:50", None),
    ],
)
def test_a_meeting_that_runs_and_one_that_begins_soon(when: str, why: Hindrance | None) -> None:
    assert held(aurora(LATE, event(when))) is why


def test_how_soon_is_the_admins_to_say() -> None:
    facts = aurora(LATE, event("23:29-23:50"))
    assert held(facts, quiet=Quiet(before=29 * MINUTE)) is None


def test_who_has_the_room_for_days_is_not_there_at_night() -> None:
    whole = replace(event("00:00-23:59"), all_day=True)
    assert held(aurora(LATE, whole)) is None


def test_the_time_of_checking_in_is_left_alone() -> None:
    facts = aurora(LATE, event("23:40-23:55"), check_in=True, check_in_opens=60)
    facts = replace(facts, seeing_since=at("20:00"))
    assert held(facts) is Hindrance.CHECK_IN


@pytest.mark.parametrize("life", [Life.QUEUED, Life.IN_DOUBT, Life.AWAITING])
def test_a_booking_that_waits_for_its_answer(life: Life) -> None:
    assert held(replace(aurora(LATE), promises=(promise("23:00-23:30", life),))) is Hindrance.ASKED


@pytest.mark.parametrize(
    "waits",
    [
        promise("23:45-23:55"),
        promise("23:45-23:55", room="lyra@example.org"),
        promise("22:00-22:30", wish=Wish.MOVE, wanted_start=at("23:45"), wanted_end=at("23:55")),
        promise("23:45-23:55", Life.WEDGED, wish=Wish.CANCEL, event_id="own", next_try_at=at("23:10")),
    ],
)
def test_a_booking_for_later_waits_for_its_answer_too(waits: Promise) -> None:
    assert held(replace(aurora(LATE), promises=(waits,))) is Hindrance.ASKED


@pytest.mark.parametrize("gone", [kept("23:45-23:55"), promise("22:00-22:30", Life.IN_DOUBT)])
def test_a_booking_that_was_agreed_to_and_one_that_is_over_wait_for_nothing(gone: Promise) -> None:
    assert held(replace(aurora(LATE), promises=(gone,))) is not Hindrance.ASKED


@pytest.mark.parametrize(("ago", "why"), [(9, Hindrance.TOUCHED), (10, None)])
def test_a_touch_and_somebody_at_the_sensor(ago: int, why: Hindrance | None) -> None:
    then, facts = LATE - ago * MINUTE, aurora(LATE)
    assert held(replace(facts, visit=Visit(touched_at=then))) is why
    assert held(replace(facts, presence=Presence(here=True, at=then))) is why


def test_that_nobody_is_there_stands_against_nothing() -> None:
    assert held(replace(aurora(LATE), presence=Presence(here=False, at=LATE))) is None


def test_a_wrong_clock_knows_no_hour() -> None:
    assert held(replace(aurora(LATE), clock=ClockHealth(wrong=True))) is Hindrance.CLOCK


def test_it_can_be_turned_off() -> None:
    assert held(aurora(LATE), quiet=Quiet(automatic=False)) is Hindrance.OFF


def test_what_holds_everybody_is_told_before_what_binds_the_display_alone() -> None:
    """Who asks for an update by hand is held by a meeting, not by the hour: the order of the enumeration is theirs."""
    noon = at("12:00")
    busy = aurora(noon, event("11:30-12:30"))
    wrong = replace(busy, clock=ClockHealth(wrong=True))
    assert held(wrong, noon, Quiet(automatic=False)) is Hindrance.MEETING
    touched = replace(busy, visit=Visit(touched_at=noon - timedelta(seconds=5)))
    assert held(touched, noon) is Hindrance.TOUCHED


def test_an_old_calendar_counts_as_last_known() -> None:
    """Exchange was not heard for an hour: the meeting that was known is still taken to be there."""
    facts: Facts = aurora(LATE - 60 * MINUTE, *tuple[Event, ...]((event("22:30-23:30"),)))
    assert held(facts) is Hindrance.MEETING
