"""The day on a line: range, hours, bars, lanes and needle."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from kiosk.room import days, scale
from kiosk.room.agenda import Slot, slots
from kiosk.room.face import BarKind, Scale
from kiosk.room.model import Event, Facts, Settings
from tests.room.aurora import at, aurora, event
from tests.room.worlds import search, worlds

BERLIN, LORD_HOWE = "Europe/Berlin", "Australia/Lord_Howe"


def day_scale(now: str, *events: Event) -> Scale:
    return scale.day_scale(slots(aurora(at(now), *events)), at(now), BERLIN, Settings())


def span(found: Scale) -> tuple[datetime, datetime]:
    return found.begin, found.end


@pytest.mark.parametrize(
    ("now", "events", "begin", "end"),
    [
        ("09:41", [], "08:00", "18:00"),
        ("06:20", [], "06:00", "18:00"),
        ("17:59", [], "08:00", "18:00"),
        ("18:00", [], "14:00", "+1 00:00"),
        ("22:12", [], "18:00", "+1 04:00"),
        ("09:41", ["07:15-08:30"], "07:00", "18:00"),
        ("09:41", ["17:30-18:10"], "08:00", "19:00"),
        ("09:41", ["17:00-18:00"], "08:00", "18:00"),
        ("09:41", ["16:00 - +1 02:00"], "08:00", "+1 00:00"),
        ("09:41", ["-1 22:00 - 01:00"], "00:00", "18:00"),
        ("00:30", ["-1 22:00 - 02:00"], "00:00", "18:00"),
        ("09:41", ["+1 07:00 - +1 09:00"], "08:00", "18:00"),
    ],
)
def test_the_range_is_the_working_day_widened_to_hold_bookings_and_now(
    now: str, events: list[str], begin: str, end: str
) -> None:
    assert span(day_scale(now, *map(event, events))) == (at(begin), at(end))


def test_an_all_day_event_does_not_widen_the_day() -> None:
    found = day_scale("09:41", event("00:00 - +1 00:00", all_day=True))

    assert span(found) == (at("08:00"), at("18:00"))
    assert [(bar.begin, bar.end, bar.kind) for bar in found.bars] == [(0.0, 1.0, BarKind.RUNNING)]


def test_the_needle_steps_by_the_minute() -> None:
    facts = aurora(at("09:41"))
    at_minute = scale.day_scale((), at("09:41"), BERLIN, facts.settings).needle
    within = scale.day_scale((), at("09:41") + timedelta(seconds=59.9), BERLIN, facts.settings).needle

    assert at_minute == within == pytest.approx(101 / 600, abs=1e-5)


def test_another_day_has_no_needle() -> None:
    found = scale.sheet_scale((), date(2026, 10, 14), at("09:41"), BERLIN, Settings())
    assert (span(found), found.needle) == ((at("+1 08:00"), at("+1 18:00")), None)


def test_the_sheets_scale_begins_with_the_present_hour_and_keeps_four_hours() -> None:
    assert span(scale.sheet_scale((), at("11:20").date(), at("11:20"), BERLIN, Settings()))[0] == at("11:00")
    assert span(scale.sheet_scale((), at("16:20").date(), at("16:20"), BERLIN, Settings()))[0] == at("14:00")


@pytest.mark.parametrize(
    ("begin", "end", "holds"),
    [("18:15", "18:45", ("09:00", "19:00")), ("+1 06:30", "+1 07:00", ("+1 06:00", "+1 18:00"))],
)
def test_the_sheets_scale_widens_to_hold_the_block(begin: str, end: str, holds: tuple[str, str]) -> None:
    block = (at(begin), at(end))
    day = days.local_date(block[0], BERLIN)
    found = scale.sheet_scale((), day, at("09:41"), BERLIN, Settings(), block)
    assert span(found) == (at(holds[0]), at(holds[1]))


def test_the_whole_day_holds_now_also_at_night() -> None:
    found = scale.whole_day_scale((), at("22:12").date(), at("22:12"), BERLIN, Settings())
    assert span(found) == (at("08:00"), at("23:00"))


def test_bars_are_past_running_or_still_to_come() -> None:
    found = day_scale("09:41", event("08:30-09:15"), event("09:30-10:00"), event("11:00-11:45"))

    assert [bar.kind for bar in found.bars] == [BarKind.PAST, BarKind.RUNNING, BarKind.TAKEN]
    assert [bar.elapsed for bar in found.bars] == [0.0, found.needle, 0.0]


@pytest.mark.parametrize(
    ("events", "lanes"),
    [
        (["09:00-10:00", "10:00-11:00"], [0, 0]),
        (["09:00-10:00", "09:30-11:00"], [1, 2]),
        (["09:00-10:00", "09:15-09:45", "09:30-11:00"], [1, 2, 2]),
        (["09:00-10:00", "09:30-11:00", "10:30-12:00"], [1, 2, 1]),
        (["09:00-10:00", "09:30-11:00", "11:00-12:00"], [1, 2, 0]),
    ],
)
def test_overlapping_bookings_share_two_lanes(events: list[str], lanes: list[int]) -> None:
    assert [bar.lane for bar in day_scale("09:41", *map(event, events)).bars] == lanes


def hours(found: Scale, zone: str) -> list[str]:
    return [
        f"{tick.at.astimezone(days.zone(zone)).hour}{'b' if tick.repeated else ''}" for tick in found.ticks
    ]


def night(day: date, zone: str) -> Scale:
    """The scale of a day whose clocks change, held wide open by a booking around midnight at both ends."""
    begin, end = days.midnight(day, zone), days.midnight(day + timedelta(days=1), zone)
    taken = (Slot(begin, begin + timedelta(hours=1), "a"), Slot(end - timedelta(hours=1), end, "b"))
    return scale.whole_day_scale(taken, day, datetime(2026, 1, 1, tzinfo=UTC), zone, Settings())


def test_the_day_the_clocks_go_forward_has_23_hours_and_no_two() -> None:
    found = night(date(2026, 3, 29), BERLIN)

    assert found.end - found.begin == timedelta(hours=23)
    assert hours(found, BERLIN)[:4] == ["0", "1", "3", "4"]


def test_the_day_the_clocks_go_back_has_25_hours_and_two_twice() -> None:
    found = night(date(2026, 10, 25), BERLIN)

    assert found.end - found.begin == timedelta(hours=25)
    assert hours(found, BERLIN)[:5] == ["0", "1", "2", "2b", "3"]


def test_where_clocks_move_by_half_an_hour_ticks_stay_on_whole_hours() -> None:
    back, forward = night(date(2026, 4, 5), LORD_HOWE), night(date(2026, 10, 4), LORD_HOWE)

    for found in (back, forward):
        assert {tick.at.astimezone(days.zone(LORD_HOWE)).minute for tick in found.ticks} == {0}
    assert hours(back, LORD_HOWE)[:4] == ["0", "1", "2", "3"]
    assert hours(forward, LORD_HOWE)[:4] == ["0", "1", "3", "4"]


@given(worlds())
@search
def test_everything_on_a_scale_lies_on_it(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    zone = facts.room.zone if facts.room else "UTC"
    taken = slots(facts)
    today = days.local_date(now, zone)
    shown = (
        scale.day_scale(taken, now, zone, facts.settings),
        scale.sheet_scale(taken, today, now, zone, facts.settings),
        scale.whole_day_scale(taken, today, now, zone, facts.settings),
    )
    for found in shown:
        assert found.begin <= now < found.end
        assert all(0 <= bar.begin <= bar.end <= 1 for bar in found.bars)
        assert all(bar.lane in (0, 1, 2) for bar in found.bars)
        places = [tick.position for tick in found.ticks]
        assert places == sorted(places)
        assert all(0 <= place <= 1 for place in places)
        assert found.needle is not None
        assert 0 <= found.needle <= 1
