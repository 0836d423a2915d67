"""Where a finger on the booking sheet's scale puts the block."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.room.face import PickTimeSheet
from kiosk.ui.picking import dragged, stretched, tapped
from tests.pixels.boards import at, pick_time

NOW = at("09:41")


def sheet(start: str = "13:00", end: str = "13:30") -> PickTimeSheet:
    opened = pick_time().sheet
    assert isinstance(opened, PickTimeSheet)
    return replace(opened, start=at(start), end=at(end))


def fraction(time: str) -> float:
    scale = sheet().scale
    return (at(time) - scale.begin) / (scale.end - scale.begin)


@pytest.mark.parametrize(
    ("tap", "start"),
    [
        ("15:20", "15:15"),  # the quarter that was tapped
        ("13:50", "13:45"),  # the last quarter before a meeting
        ("11:50", "11:45"),  # a gap of a quarter
        ("09:50", "09:45"),  # the first quarter that is not past
        ("17:58", "17:45"),
    ],
)
def test_a_tap_on_a_free_time_moves_the_block_there(tap: str, start: str) -> None:
    assert tapped(sheet(), NOW, fraction(tap)) == at(start)


@pytest.mark.parametrize("tap", ["12:30", "14:00", "09:10", "09:42", "13:10"])
def test_a_tap_on_what_is_taken_or_past_or_the_block_does_nothing(tap: str) -> None:
    assert tapped(sheet(), NOW, fraction(tap)) is None


def test_a_tap_beyond_the_end_of_the_scale_does_nothing() -> None:
    assert tapped(sheet(), NOW, 1.2) is None


def test_a_gap_shorter_than_a_quarter_cannot_be_tapped() -> None:
    opened = sheet()
    bars = tuple(replace(bar, to=at("11:50")) if bar.at == at("11:00") else bar for bar in opened.scale.bars)
    crowded = replace(opened, scale=replace(opened.scale, bars=bars))
    assert tapped(crowded, NOW, fraction("11:55")) is None


@pytest.mark.parametrize(
    ("finger", "start"),
    [("13:20", "13:15"), ("13:40", "13:30"), ("16:30", "13:30"), ("09:00", None), ("13:05", None)],
)
def test_a_dragged_block_stops_at_its_neighbours(finger: str, start: str | None) -> None:
    assert dragged(sheet(), NOW, fraction(finger)) == (at(start) if start else None)


def test_a_dragged_block_does_not_go_into_the_past() -> None:
    assert dragged(sheet("10:15", "10:45"), NOW, fraction("09:00")) == at("09:45")


@pytest.mark.parametrize(
    ("finger", "minutes"),
    [("13:44", 45), ("13:58", 60), ("16:00", 60), ("13:02", 15), ("09:00", 15), ("13:33", None)],
)
def test_the_knob_lengthens_in_quarters_up_to_the_next_meeting(finger: str, minutes: int | None) -> None:
    assert stretched(sheet(), NOW, fraction(finger)) == minutes


def test_a_block_up_to_an_odd_minute_can_be_asked_for() -> None:
    opened = sheet("15:00", "15:30")
    bars = tuple(replace(bar, at=at("15:50")) if bar.at == at("16:00") else bar for bar in opened.scale.bars)
    assert stretched(replace(opened, scale=replace(opened.scale, bars=bars)), NOW, fraction("16:30")) == 50


def test_a_block_that_somebody_else_took_is_not_dragged() -> None:
    opened = sheet("12:00", "12:30")
    assert dragged(opened, NOW, fraction("13:00")) is None
    assert stretched(opened, NOW, fraction("13:00")) is None


def test_another_day_begins_with_its_scale() -> None:
    opened = sheet()
    yesterday: datetime = NOW - timedelta(days=1)
    assert tapped(opened, yesterday, fraction("09:20")) == at("09:15")
