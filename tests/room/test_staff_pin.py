"""Tries at the staff PIN in virtual time: at most twenty are ever looked at, whatever is restarted."""

from __future__ import annotations

import random

import pytest

from kiosk.room.staff_pin import (
    LONGEST_LOCK,
    Locked,
    Off,
    Wrong,
    after_wrong,
    hindered,
    lock_after,
    well_formed,
)


def test_four_wrong_tries_lock_nothing_and_the_fifth_does_for_thirty_seconds() -> None:
    assert [after_wrong(wrong) for wrong in range(1, 6)] == [
        Wrong(4),
        Wrong(3),
        Wrong(2),
        Wrong(1),
        Locked(30.0),
    ]


def test_each_further_wrong_try_locks_twice_as_long_up_to_an_hour() -> None:
    assert [lock_after(wrong) for wrong in range(5, 14)] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_after_twenty_it_is_off_however_long_somebody_waits() -> None:
    assert isinstance(hindered(19, LONGEST_LOCK - 1), Locked)
    assert hindered(19, LONGEST_LOCK) is None
    assert hindered(20, 1e12) == Off()


def test_time_that_runs_backwards_makes_no_lock_longer_or_shorter() -> None:
    assert hindered(5, -1e9) == Locked(30.0)


def test_of_a_million_guesses_twenty_are_looked_at_across_restarts() -> None:
    chance = random.Random(0)
    wrong, passed, looked_at = 0, 0.0, 0
    for _ in range(1_000_000):
        passed = 0.0 if chance.random() < 0.001 else passed + chance.random() * 600
        if hindered(wrong, passed) is None:
            looked_at, wrong, passed = looked_at + 1, wrong + 1, 0.0
    assert looked_at == 20


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345", "12 456"])
def test_only_six_digits_of_the_keys_are_a_pin(typed: str) -> None:
    assert not well_formed(typed)
    assert well_formed("012345")
