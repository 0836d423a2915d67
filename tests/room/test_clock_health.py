"""When is the display's clock wrong, and when is it right again?"""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.room.clock_health import ClockHealth, judged, said, settles_in

NOON = datetime(2026, 10, 13, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RUNNING = 90 * SECOND


def heard(*servers: datetime, now: datetime = NOON, elapsed: timedelta = RUNNING) -> ClockHealth:
    health = ClockHealth()
    for server in servers:
        health = said(health, server, now, elapsed)
    return judged(health, now, elapsed, None)


def test_a_clock_that_nothing_was_compared_with_is_trusted() -> None:
    assert judged(ClockHealth(), NOON, RUNNING, None) == ClockHealth()


def test_a_clock_from_before_the_first_display_was_never_set() -> None:
    assert judged(ClockHealth(), datetime(1970, 1, 1, tzinfo=UTC), RUNNING, None).off


def test_a_clock_that_shows_less_than_the_last_read_was_lost_while_off() -> None:
    assert judged(ClockHealth(), NOON, RUNNING, NOON + 6 * MINUTE).off
    assert not judged(ClockHealth(), NOON, RUNNING, NOON + 4 * MINUTE).off


@pytest.mark.parametrize("off", [-299, -60, 0, 60, 299])
def test_up_to_five_minutes_off_is_right(off: int) -> None:
    health = heard(NOON - off * SECOND)
    assert not health.wrong
    assert not health.doubtful


@pytest.mark.parametrize("off", [-86400, -3600, -302, 302, 3600, 86400])
def test_more_than_five_minutes_off_is_wrong_once_exchange_said_so_twice(off: int) -> None:
    once, twice = heard(NOON - off * SECOND), heard(NOON - off * SECOND, NOON - off * SECOND)
    assert (once.off, once.doubtful) == (False, True)
    assert (twice.off, twice.doubtful) == (True, True)


def test_one_odd_date_among_good_ones_changes_nothing() -> None:
    health = heard(NOON, NOON + HOUR, NOON)
    assert not health.wrong
    assert not health.doubtful
    assert health.doubt is None


def test_exchange_that_means_it_is_believed_over_what_it_said_before() -> None:
    assert heard(NOON, NOON + HOUR, NOON + HOUR).off


def test_a_clock_that_is_set_while_offline_is_found_out() -> None:
    health = heard(NOON)
    assert judged(health, NOON + HOUR, RUNNING + SECOND, None).off
    assert judged(health, NOON - HOUR, RUNNING + SECOND, None).off
    assert not judged(health, NOON + HOUR, RUNNING + HOUR, None).off


def test_it_must_be_right_for_thirty_seconds() -> None:
    wrong = judged(heard(NOON), NOON + HOUR, RUNNING, None)
    begun = judged(wrong, NOON + SECOND, RUNNING + SECOND, None)
    assert (begun.off, begun.wrong) == (False, True)
    assert settles_in(begun, RUNNING + 11 * SECOND) == 20 * SECOND
    almost = judged(begun, NOON + 30 * SECOND, RUNNING + 30 * SECOND, None)
    assert almost.wrong
    assert not judged(almost, NOON + 31 * SECOND, RUNNING + 31 * SECOND, None).wrong


def test_wrong_again_within_the_thirty_seconds_begins_anew() -> None:
    wrong = judged(heard(NOON), NOON + HOUR, RUNNING, None)
    begun = judged(wrong, NOON, RUNNING, None)
    again = judged(begun, NOON + HOUR, RUNNING + 20 * SECOND, None)
    assert again.off
    assert settles_in(again, RUNNING + 20 * SECOND) is None


def test_steady_drift_is_followed() -> None:
    health, now, elapsed = ClockHealth(), NOON, RUNNING
    for _ in range(100):
        now, elapsed = now + MINUTE, elapsed + MINUTE + 6 * SECOND  # a bad oscillator
        health = judged(said(health, now, now, elapsed), now, elapsed, None)
        assert not health.wrong


@pytest.mark.parametrize("year", [1, 1601, 1970, 2999, 9999])
def test_a_date_of_no_such_year_is_no_date(year: int) -> None:
    assert heard(NOON.replace(year=year), NOON.replace(year=year)) == ClockHealth()
