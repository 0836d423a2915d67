"""Dates and wall-clock hours of the room's zone, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.room import days
from tests.room.worlds import ZONES, moments

BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("India Standard Time", "Asia/Calcutta"),
        ("Nepal Standard Time", "Asia/Katmandu"),
        ("Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_exchange_names_zones_as_windows_does(name: str, iana: str) -> None:
    assert days.zone(name).key == iana


@pytest.mark.parametrize(
    "name", ["Customized Time Zone", "tzone://Microsoft/Custom", "Nowhere", "", "../etc"]
)
def test_a_zone_that_is_no_place_is_an_error_with_its_name(name: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        days.zone(name)


def test_a_day_of_the_room_begins_at_its_own_midnight() -> None:
    assert days.midnight(date(2026, 10, 13), BERLIN) == utc("2026-10-12T22:00")
    assert days.local_date(utc("2026-10-12T22:30"), BERLIN) == date(2026, 10, 13)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 13), 24)]
)
def test_a_day_on_which_clocks_change_is_shorter_or_longer(day: date, hours: int) -> None:
    begin, end = days.whole_days(day, day + timedelta(days=1), BERLIN)
    assert end - begin == hours * HOUR


def test_an_all_day_event_is_at_least_a_day_long() -> None:
    begin, end = days.whole_days(date(2026, 10, 13), date(2026, 10, 13), BERLIN)
    assert end - begin == 24 * HOUR


def test_a_day_that_has_no_midnight_begins_with_its_first_instant() -> None:
    first = days.midnight(date(2026, 4, 24), "Africa/Cairo")  # clocks go from 24:00 to 01:00

    assert days.local_date(first, "Africa/Cairo") == date(2026, 4, 24)
    assert days.local_date(first - timedelta(microseconds=1), "Africa/Cairo") == date(2026, 4, 23)


def test_the_hours_of_a_day_run_from_its_begin_to_its_end() -> None:
    day = date(2026, 10, 13)
    assert days.at_hour(day, 8, BERLIN) == utc("2026-10-13T06:00")
    assert days.at_hour(day, 24, BERLIN) == days.midnight(date(2026, 10, 14), BERLIN)


@pytest.mark.parametrize(
    ("day", "eight", "end"),
    [
        (date(2026, 3, 29), "2026-03-29T06:00", "2026-03-29T22:00"),
        (date(2026, 10, 25), "2026-10-25T07:00", "2026-10-25T23:00"),
    ],
)
def test_the_hours_of_a_day_on_which_clocks_change_are_those_of_the_clock(
    day: date, eight: str, end: str
) -> None:
    assert days.at_hour(day, 8, BERLIN) == utc(eight)
    assert days.at_hour(day, 24, BERLIN) == utc(end)


@pytest.mark.parametrize(
    ("at", "quarter"),
    [
        ("2026-10-13T07:41", "2026-10-13T07:45"),
        ("2026-10-13T07:45", "2026-10-13T07:45"),
        ("2026-10-13T07:45:00.000001", "2026-10-13T08:00"),
        ("2026-10-25T00:59:59", "2026-10-25T01:00"),
    ],
)
def test_the_next_quarter_is_on_the_rooms_clock(at: str, quarter: str) -> None:
    assert days.next_quarter(utc(at), BERLIN) == utc(quarter)


def test_minutes_are_rounded_down_and_countdowns_up() -> None:
    assert days.whole_minutes(timedelta(minutes=8, seconds=59)) == 8
    assert days.whole_minutes(timedelta(minutes=-1)) == 0
    assert days.seconds_left(timedelta(seconds=2, milliseconds=1)) == 3
    assert days.seconds_left(timedelta(0)) == 1


def test_what_is_read_begins_yesterday_and_ends_two_weeks_after_what_can_be_booked() -> None:
    begin, end = days.read_window(utc("2026-10-13T07:41"), 1, BERLIN)

    assert begin == days.midnight(date(2026, 10, 12), BERLIN)
    assert end == days.midnight(date(2026, 10, 29), BERLIN)


@given(moments(), st.sampled_from(ZONES))
def test_midnight_never_lies_after_the_moment_it_belongs_to(at: datetime, zone: str) -> None:
    today = days.local_date(at, zone)

    assert days.midnight(today, zone) <= at < days.midnight(today + timedelta(days=1), zone)


@given(moments(), st.sampled_from(ZONES))
def test_the_next_quarter_is_one_and_less_than_a_quarter_away(at: datetime, zone: str) -> None:
    quarter = days.next_quarter(at, zone)

    assert timedelta(0) <= quarter - at < timedelta(minutes=15)
    assert quarter.astimezone(days.zone(zone)).minute % 15 == 0
