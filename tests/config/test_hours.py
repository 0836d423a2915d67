"""`[hours]`: when the room may be booked, as an admin writes it and as the rules know it."""

from __future__ import annotations

from datetime import time

import pytest

from kiosk.config.desired import Config, parse, parse_json
from kiosk.config.problems import ConfigProblem

EIGHT, SIX = time(8), time(18)


def hours(text: str) -> Config:
    return parse(f"[hours]\n{text}")


def test_without_the_table_or_with_an_empty_one_the_room_has_no_hours() -> None:
    assert parse("").settings() == hours("").settings()
    assert parse("").settings().hours is None


def test_a_day_that_is_left_out_is_closed_once_another_is_named() -> None:
    week = hours('monday = "08:00-18:00"\nsunday = "closed"').settings().hours
    assert week == ((EIGHT, SIX), None, None, None, None, None, None)


def test_a_day_may_last_until_midnight_and_past_it() -> None:
    week = hours('friday = "18:00-02:00"\nsaturday = "00:00-24:00"').settings().hours
    assert week is not None
    assert week[4:6] == ((time(18), time(2)), (time(0), time(0)))


@pytest.mark.parametrize(
    ("written", "working"),
    [
        ('monday = "07:30-17:15"\ntuesday = "09:00-20:00"', (7, 20)),
        ('monday = "09:00-24:00"', (9, 24)),
        ('monday = "18:00-02:00"', (0, 24)),
        ("", (8, 18)),
    ],
)
def test_the_day_scale_spans_the_hours(written: str, working: tuple[int, int]) -> None:
    settings = hours(written).settings()
    assert (settings.work_start, settings.work_end) == working


@pytest.mark.parametrize(
    "wrong", ["8:00-18:00", "08:00", "08:00 - 18:00", "24:00-08:00", "08:00-08:00", "08:00-25:00", "open", ""]
)
def test_what_is_no_opening_is_told_with_its_key_and_an_example(wrong: str) -> None:
    with pytest.raises(ConfigProblem) as told:
        hours(f'monday = "{wrong}"')
    (line,) = told.value.lines
    assert line.startswith("hours.monday must be")
    assert '"08:00-18:00"' in line


def test_a_room_that_never_opens_is_refused() -> None:
    with pytest.raises(ConfigProblem) as told:
        hours('monday = "closed"\ntuesday = "closed"')
    assert told.value.lines == ("hours must name a day on which the room can be booked, or be left out.",)


def test_a_document_says_it_as_the_file_does() -> None:
    assert parse_json('{"hours": {"monday": "08:00-18:00"}}') == hours('monday = "08:00-18:00"')
