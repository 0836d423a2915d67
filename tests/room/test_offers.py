"""What can be booked: quick lengths that fit, later times that stop at their neighbours, extensions where it is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from kiosk.room import offers
from kiosk.room.agenda import is_free, slots
from kiosk.room.model import Event, Facts, PickingTime
from tests.room.aurora import MINUTE, at, aurora, event
from tests.room.worlds import search, worlds

ZONE = "Europe/Berlin"


def quick(now: str, *events: Event, offered: int | None = None, **policy: object) -> list[str]:
    """The lengths from `now`; the chosen one in brackets."""
    facts = aurora(at(now), *events, **policy)
    found = offers.quick(facts, slots(facts), at(now), offered)
    if found is None:
        return []
    names = [("until" if length.to_next else str(length.minutes)) for length in found.lengths]
    chosen = found.lengths.index(found.chosen)
    return [f"[{name}]" if index == chosen else name for index, name in enumerate(names)]


def picked(now: str, sheet: PickingTime, *events: Event, **policy: object) -> offers.Picked | None:
    facts = aurora(at(now), *events, **policy)
    return offers.picked(facts, slots(facts), at(now), ZONE, sheet)


def span(found: offers.Picked | None) -> tuple[datetime, datetime] | None:
    return None if found is None else (found.start, found.end)


@pytest.mark.parametrize(
    ("gap", "lengths"),
    [
        ("09:53", ["[until]"]),
        ("09:56", ["[until]"]),
        ("10:01", ["15", "[until]"]),
        ("10:11", ["15", "[until]"]),
        ("10:20", ["15", "[30]", "until"]),
        ("11:00", ["15", "[30]", "45", "60", "until"]),
        ("13:41", ["15", "[30]", "45", "60", "until"]),
        ("13:42", ["15", "[30]", "45", "60", "90"]),
    ],
)
def test_quick_lengths_fit_the_gap_and_until_stands_where_policy_allows_it(
    gap: str, lengths: list[str]
) -> None:
    assert quick("09:41", event(f"{gap}-17:00")) == lengths


def test_with_nothing_booked_ninety_minutes_stand_in_for_until() -> None:
    assert quick("09:41") == ["15", "[30]", "45", "60", "90"]


def test_a_length_that_policy_forbids_is_not_offered() -> None:
    assert quick("09:41", max_length=45) == ["15", "[30]", "45"]
    assert quick("09:41", event("10:41-11:00"), max_length=45) == ["15", "[30]", "45"]


def test_where_no_length_fits_nothing_is_offered() -> None:
    assert quick("09:41", max_length=10) == []


def test_a_chosen_length_stays_chosen_and_falls_back_when_it_no_longer_fits() -> None:
    assert quick("09:41", offered=60) == ["15", "30", "45", "[60]", "90"]
    assert quick("09:41", event("10:20-11:00"), offered=60) == ["15", "30", "[until]"]
    assert quick("09:41", event("11:00-12:00"), offered=0)[-1] == "[until]"
    assert quick("09:41", offered=0) == ["15", "[30]", "45", "60", "90"]


def test_the_shortest_is_chosen_where_all_are_longer_than_half_an_hour() -> None:
    assert quick("09:41", durations=(45, 60)) == ["[45]", "60", "90"]


def test_a_quick_booking_begins_with_the_minute_or_where_the_last_meeting_ended_within_it() -> None:
    now = at("09:41") + timedelta(seconds=50)
    ended = replace(event("09:00-09:41"), end=at("09:41") + timedelta(seconds=30))

    assert offers.quick_start((), now) == at("09:41")
    assert offers.quick_start(slots(aurora(now, ended)), now) == ended.end


def test_the_first_free_slot_is_the_next_quarter() -> None:
    assert span(picked("09:41", PickingTime())) == (at("09:45"), at("10:15"))
    assert span(picked("09:41", PickingTime(), event("09:45-11:00"))) == (at("11:00"), at("11:30"))


def test_another_day_begins_with_its_working_hours() -> None:
    assert span(picked("09:41", PickingTime(1))) == (at("+1 08:00"), at("+1 08:30"))


def test_before_work_the_sheet_offers_working_hours_first() -> None:
    assert span(picked("05:00", PickingTime())) == (at("08:00"), at("08:30"))


def test_a_day_that_is_full_from_seven_still_offers_what_is_free_before() -> None:
    assert span(picked("05:00", PickingTime(), event("07:00 - +1 00:00"))) == (at("05:00"), at("05:30"))


def test_a_gap_that_holds_no_full_quarter_is_offered_as_it_is() -> None:
    around = (event("09:00-10:10"), event("10:25-23:59"))
    assert span(picked("09:41", PickingTime(), *around)) == (at("10:10"), at("10:25"))


def test_a_full_day_offers_nothing() -> None:
    assert picked("09:41", PickingTime(), event("09:00 - +1 00:00")) is None
    assert picked("23:50", PickingTime()) is None


def test_the_block_stops_at_its_neighbour_and_names_the_limit() -> None:
    found = picked("09:41", PickingTime(0, at("13:15"), 60), event("14:00-15:00"))

    assert found is not None
    assert span(found) == (at("13:15"), at("14:00"))
    assert (found.limit, found.lengths) == (at("14:00"), (15, 30, 45))


def test_earlier_and_later_stop_at_the_neighbours() -> None:
    around = (event("09:00-13:00"), event("14:00-15:00"))

    def steps(start: str) -> tuple[datetime | None, datetime | None]:
        found = picked("09:41", PickingTime(0, at(start), 30), *around)
        assert found is not None
        return found.earlier, found.later

    assert steps("13:00") == (None, at("13:15"))
    assert steps("13:15") == (at("13:00"), at("13:30"))
    assert steps("13:45") == (at("13:30"), None)
    assert steps("13:20") == (at("13:15"), at("13:30"))


def test_a_wish_that_was_taken_moves_to_the_nearest_free_time_and_says_so() -> None:
    found = picked("09:41", PickingTime(0, at("10:30"), 30), event("10:30-11:00"))

    assert found is not None
    assert (found.start, found.taken_at) == (at("10:15"), at("10:30"))


def test_a_wish_that_has_passed_moves_without_a_word() -> None:
    found = picked("09:41", PickingTime(0, at("09:30"), 30))

    assert found is not None
    assert (found.start, found.taken_at) == (at("09:45"), None)


def test_a_gap_shorter_than_any_length_is_offered_whole() -> None:
    found = picked("09:41", PickingTime(), event("10:05-23:59"), durations=(30, 60))

    assert found is not None
    assert span(found) == (at("09:45"), at("10:05"))
    assert found.lengths == (20,)


def test_the_length_chosen_at_first_is_one_that_has_a_key() -> None:
    found = picked("09:41", PickingTime(), durations=(45, 60))

    assert found is not None
    assert span(found) == (at("09:45"), at("10:30"))


@pytest.mark.parametrize(
    ("follows", "minutes"),
    [("10:11-11:00", ()), ("10:20-11:00", ()), ("10:26-11:00", (15,)), ("10:41-11:00", (15, 30))],
)
def test_an_extension_is_offered_only_where_it_is_free(follows: str, minutes: tuple[int, ...]) -> None:
    facts = aurora(at("09:58"), event(follows))
    assert offers.extensions(facts, slots(facts), at("10:11"), at("09:41")) == minutes


def test_an_extension_keeps_to_the_longest_booking_allowed() -> None:
    facts = aurora(at("09:58"), max_length=45)
    assert offers.extensions(facts, (), at("10:11"), at("09:41")) == (15,)


@given(worlds())
@search
def test_what_is_offered_is_free_and_within_policy(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    taken, longest = slots(facts), facts.settings.max_length
    zone = facts.room.zone if facts.room else "UTC"

    found = offers.picked(facts, taken, now, zone, PickingTime())
    if found is not None:
        assert is_free(taken, found.start, found.end)
        assert timedelta(0) < found.end - found.start <= longest
        assert found.start >= now
        assert found.lengths
    quickly = offers.quick(facts, taken, now)
    if quickly is not None and is_free(taken, quickly.start, quickly.start + MINUTE):
        assert all(is_free(taken, quickly.start, length.end) for length in quickly.lengths)
        assert all(length.end - quickly.start <= longest for length in quickly.lengths)
        assert len({length.end for length in quickly.lengths}) == len(quickly.lengths)
