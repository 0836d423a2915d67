"""What a touch does, and what goes back by itself when nobody touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.room import intents
from kiosk.room.model import (
    Facts,
    InMenu,
    NamingBooking,
    Notice,
    OpenSheet,
    PickingTime,
    PromiseId,
    ViewingDay,
    Visit,
)
from kiosk.room.next_change import next_change
from kiosk.room.project import project
from kiosk.room.reach import EasyReach
from kiosk.room.reasons import Reason
from kiosk.room.visit import as_of, closes_at, misspelt, patiently, touched
from tests.room.aurora import OURS, at, aurora, kept

NOW = at("09:41")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def after(*gestures: intents.Gesture, facts: Facts | None = None) -> Visit:
    """The visit after gestures a second apart, the last one at NOW."""
    known = facts or aurora(NOW)
    for index, gesture in enumerate(gestures):
        known = touched(known, gesture, NOW - (len(gestures) - 1 - index) * SECOND)
    return known.visit


@pytest.mark.parametrize(
    ("gesture", "sheet"),
    [
        (intents.OpenMenu(), InMenu()),
        (intents.OpenDayView(), ViewingDay()),
        (intents.OpenPickTime(), PickingTime()),
        (intents.OpenPickTime(at("13:00"), 45), PickingTime(0, at("13:00"), 45)),
        (intents.OpenPickTime(at("+1 08:00")), PickingTime(1, at("+1 08:00"))),
        (intents.OpenDetails(OURS), NamingBooking(OURS)),
    ],
)
def test_keys_open_sheets(gesture: intents.Gesture, sheet: OpenSheet) -> None:
    assert after(gesture) == Visit(NOW, sheet=sheet)
    assert after(gesture, intents.Close()).sheet is None


@pytest.mark.parametrize(
    ("sheet", "typing", "seconds"),
    [
        (InMenu(), False, 20),
        (ViewingDay(), False, 30),
        (PickingTime(), False, 45),
        (PickingTime(), True, 60),
        (NamingBooking(OURS), True, 60),
    ],
)
def test_a_sheet_closes_by_itself(sheet: OpenSheet, typing: bool, seconds: int) -> None:
    visit = Visit(NOW, typing, sheet=sheet)
    closes = NOW + seconds * SECOND

    assert closes_at(visit) == closes
    assert as_of(visit, closes - SECOND).sheet == sheet
    assert as_of(visit, closes).sheet is None
    assert not as_of(visit, closes).typing


def test_with_no_sheet_open_nothing_closes() -> None:
    assert closes_at(Visit(NOW)) is None
    assert closes_at(Visit(sheet=InMenu())) is None
    assert as_of(Visit(), NOW) == Visit()


def test_a_touch_keeps_the_sheet_open() -> None:
    visit = after(intents.OpenMenu(), intents.Touch())
    assert closes_at(visit) == NOW + 20 * SECOND


def test_a_key_of_the_keyboard_gives_a_minute() -> None:
    assert closes_at(after(intents.OpenPickTime(), intents.Touch(typing=True))) == NOW + 60 * SECOND


def test_a_touch_keeps_a_notice_open() -> None:
    notice = Notice(Reason.SLOT_TAKEN, NOW + SECOND, made_at=NOW - 44 * SECOND)
    facts = touched(replace(aurora(NOW), notices=(notice,)), intents.Touch(), NOW)

    assert facts.notices[0].until == NOW + 45 * SECOND


def test_a_touch_revives_no_notice_that_is_over_and_lengthens_none_without_a_begin() -> None:
    over = Notice(Reason.SLOT_TAKEN, NOW, made_at=NOW - 45 * SECOND)
    bare = Notice(Reason.SLOT_TAKEN, NOW + SECOND)
    facts = touched(replace(aurora(NOW), notices=(over, bare)), intents.Touch(), NOW)

    assert facts.notices == (over, bare)


def test_reading_a_notice_puts_it_away_but_none_that_was_not_on_the_glass_yet() -> None:
    notice = Notice(Reason.SLOT_TAKEN, NOW + SECOND, seen=True)
    behind = Notice(Reason.HOLD_LOST, NOW + SECOND)
    facts = touched(replace(aurora(NOW), notices=(behind, notice)), intents.Dismiss(), NOW)

    assert facts.notices == (behind,)
    assert facts.visit.dismissed_at == NOW


def test_a_chosen_length_is_kept_for_a_while() -> None:
    visit = after(intents.SelectLength(45))

    assert as_of(visit, NOW + 44 * SECOND).selected == 45
    assert as_of(visit, NOW + 45 * SECOND).selected is None
    assert after(intents.SelectLength(None)).selected == 0


def test_a_key_that_needs_two_taps_forgets_the_first_after_four_seconds() -> None:
    visit = after(intents.Arm(OURS))

    assert as_of(visit, NOW + 3.9 * SECOND).armed == OURS
    assert as_of(visit, NOW + 4 * SECOND).armed is None


def test_the_block_moves_and_changes_its_length_on_its_day() -> None:
    visit = after(
        intents.OpenPickTime(), intents.ShowDay(1), intents.MoveStart(at("+1 13:00")), intents.SetLength(60)
    )
    assert visit.sheet == PickingTime(1, at("+1 13:00"), 60)


def test_another_day_begins_with_its_first_free_time_and_keeps_the_length() -> None:
    visit = after(intents.OpenPickTime(at("13:00")), intents.SetLength(60), intents.ShowDay(1))
    assert visit.sheet == PickingTime(1, None, 60)


@pytest.mark.parametrize(("wished", "shown"), [(-1, 0), (0, 0), (1, 1), (2, 1)])
def test_days_stop_at_today_and_at_the_last_that_can_be_booked(wished: int, shown: int) -> None:
    assert after(intents.OpenDayView(), intents.ShowDay(wished)).sheet == ViewingDay(shown)


@pytest.mark.parametrize("gesture", [intents.MoveStart(at("13:00")), intents.SetLength(15)])
def test_what_moves_the_block_opens_its_sheet_if_it_has_just_closed(gesture: intents.Gesture) -> None:
    assert isinstance(after(gesture).sheet, PickingTime)


def test_done_is_remembered_for_bookings_that_are_known_only() -> None:
    booked = kept("09:30-10:00")
    facts = replace(aurora(NOW), promises=(booked,), visit=Visit(done=frozenset({PromiseId("old")})))

    assert touched(facts, intents.Done(OURS), NOW).visit.done == {OURS}


def test_before_there_is_a_room_days_are_counted_in_utc() -> None:
    facts = replace(aurora(NOW), room=None)
    assert touched(facts, intents.OpenPickTime(NOW + DAY), NOW).visit.sheet == PickingTime(1, NOW + DAY)


def test_the_close_of_a_sheet_is_counted_not_the_notices_beneath() -> None:
    notice = Notice(Reason.SLOT_TAKEN, NOW + 5 * SECOND, made_at=NOW - 40 * SECOND)
    facts = replace(aurora(NOW), notices=(notice,))

    assert project(facts, NOW).closing_in == 5
    assert project(replace(facts, visit=Visit(NOW, sheet=InMenu())), NOW).closing_in is None


EASY = Visit(NOW, easy=True)


def test_easy_reach_goes_back_to_the_usual_view_after_ninety_seconds() -> None:
    assert after(intents.OpenMenu(), intents.ReachEasily()) == EASY
    assert as_of(EASY, NOW + 89 * SECOND).easy
    assert not as_of(EASY, NOW + 90 * SECOND).easy


def test_easy_reach_ends_when_it_is_left() -> None:
    assert not after(intents.ReachEasily(), intents.ReachEasily(on=False)).easy


@pytest.mark.parametrize(
    ("sheet", "typing", "seconds"),
    [
        (InMenu(), False, 60),
        (ViewingDay(), False, 90),
        (PickingTime(), False, 135),
        (PickingTime(), True, 180),
    ],
)
def test_in_easy_reach_a_sheet_stays_three_times_as_long_and_the_view_with_it(
    sheet: OpenSheet, typing: bool, seconds: int
) -> None:
    visit = replace(EASY, sheet=sheet, typing=typing)

    assert closes_at(visit) == NOW + seconds * SECOND
    assert as_of(visit, NOW + (seconds - 1) * SECOND).sheet == sheet
    assert as_of(visit, NOW + (seconds - 1) * SECOND).easy
    assert as_of(visit, NOW + max(90, seconds) * SECOND) == Visit(NOW)


def test_in_easy_reach_the_second_tap_and_a_notice_have_three_times_as_long() -> None:
    notice = Notice(Reason.SLOT_TAKEN, NOW + 45 * SECOND, made_at=NOW)
    facts = replace(aurora(NOW), visit=EASY)

    assert touched(facts, intents.Arm(OURS), NOW).visit.armed_until == NOW + 12 * SECOND
    assert patiently(notice, facts).until == NOW + 135 * SECOND
    assert patiently(notice, aurora(NOW)) == notice


def test_a_language_chosen_before_does_not_outlast_easy_reach() -> None:
    facts = replace(aurora(NOW), visit=replace(EASY, language="de"))

    assert touched(facts, intents.Touch(), NOW + 89 * SECOND).visit.language == "de"
    assert touched(facts, intents.Touch(), NOW + 91 * SECOND).visit.language == ""


@pytest.mark.parametrize("wish", [EasyReach.NEVER, EasyReach.ALWAYS])
def test_where_the_admin_has_decided_nobody_at_the_door_does(wish: EasyReach) -> None:
    facts = aurora(NOW, easy_reach=wish.value)
    there = wish is EasyReach.ALWAYS

    for on in (True, False):
        assert project(touched(facts, intents.ReachEasily(on), NOW), NOW).easy_reach is there
    assert project(facts, NOW).easy_reach is there


def test_while_the_glass_is_wiped_no_touch_means_anything() -> None:
    facts = touched(aurora(NOW), intents.OpenMenu(), NOW)
    wiped = touched(facts, intents.Clean(), NOW)

    assert touched(wiped, intents.OpenMenu(), NOW + 19 * SECOND) == wiped
    assert project(wiped, NOW).sheet is None
    assert touched(wiped, intents.OpenMenu(), NOW + 20 * SECOND).visit.sheet == InMenu()


def test_the_end_of_the_cleaning_is_counted_down() -> None:
    facts = touched(aurora(NOW), intents.Clean(), NOW)

    assert [project(facts, NOW + n * SECOND).card.keys for n in (0, 19)] == [(), ()]
    assert project(facts, NOW + 20 * SECOND).card.keys
    assert next_change(facts, NOW + SECOND / 2) == NOW + SECOND


@pytest.mark.parametrize(
    "gesture", [intents.Touch(typing=True), intents.Touch(), intents.SetLength(15), intents.ShowDay(1)]
)
def test_an_address_that_booked_nothing_keeps_the_sheet_until_somebody_goes_on(
    gesture: intents.Gesture,
) -> None:
    opened = touched(aurora(NOW), intents.OpenPickTime(minutes=45), NOW).visit
    later = NOW + timedelta(seconds=40)
    told = misspelt(opened, later)
    assert told.sheet == PickingTime(minutes=45, misspelt=True)
    assert as_of(told, later + timedelta(seconds=44)).sheet == told.sheet
    went_on = touched(replace(aurora(NOW), visit=told), gesture, later).visit.sheet
    assert isinstance(went_on, PickingTime)
    assert not went_on.misspelt
