"""Everything that can be done at the door is done here with a keyboard alone: Tab, Enter, Escape, arrows and letters."""

# ruff: noqa: RUF001 - the dash is the glass's own

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.room import intents
from kiosk.room.model import InMenu, PickingTime, ViewingDay
from tests.room.aurora import OURS, at
from tests.ui.alone import alone


def test_the_next_half_hour_is_booked_with_two_keys() -> None:
    with alone("free") as person:
        person.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
        assert person.decided == [intents.Book(at("09:41"), at("10:11"))]


def test_another_length_is_booked() -> None:
    with alone("free") as person:
        person.choose("45 minutes", "Book until 10:26")
        assert person.decided == [intents.Book(at("09:41"), at("10:26"))]


def test_a_later_time_is_picked_and_given_a_subject_and_a_name() -> None:
    with alone("free") as person:
        person.choose("Pick a time", "Later")
        person.press(Qt.Key.Key_Return)
        sheet = person.facts.visit.sheet
        assert isinstance(sheet, PickingTime)
        assert sheet.start == at("10:15")
        person.go_to("Subject")
        person.write("Vendor demo")
        person.go_to("Your name")
        person.write("Lena")
        person.choose("Book 10:15 – 10:45")
        assert person.decided == [intents.Book(at("10:15"), at("10:45"), "Vendor demo", "Lena")]


def test_arrows_move_the_block_on_the_scale() -> None:
    with alone("free") as person:
        person.choose("Pick a time")
        begun = person.glass.property("span")
        person.go_to(begun)
        person.press(Qt.Key.Key_Right)
        assert person.glass.property("startTime") == "10:00"
        person.press(Qt.Key.Key_Left)
        assert person.glass.property("span") == begun


def test_what_was_booked_here_is_extended() -> None:
    with alone("busy-here") as person:
        person.choose("Extend 15 minutes")
        assert [type(intent) for intent in person.decided] == [intents.Extend]


def test_what_was_booked_here_is_ended_with_a_second_press() -> None:
    with alone("busy-here") as person:
        person.choose("End now")
        assert person.decided == []
        person.choose("Tap again")
        assert person.decided == [intents.Withdraw(OURS)]


def test_a_meeting_is_checked_in() -> None:
    with alone("check-in") as person:
        person.choose("Check in")
        assert [type(intent) for intent in person.decided] == [intents.CheckIn]


def test_a_free_time_is_taken_from_the_day_view() -> None:
    with alone("free") as person:
        person.choose("More", "Day view")
        assert person.facts.visit.sheet == ViewingDay()
        person.go_to("11:45 – 12:00")
        person.press(Qt.Key.Key_Space)
        assert isinstance(person.facts.visit.sheet, PickingTime)


def test_another_language_is_chosen_for_the_visit() -> None:
    with alone("free") as person:
        person.choose("More", "Language", "Deutsch")
        assert person.glass.property("word") == "Frei"


def test_escape_leaves_the_keyboard_first_and_then_the_sheet() -> None:
    with alone("free") as person:
        person.choose("Pick a time")
        person.go_to("Subject")
        person.go_to("q")
        person.press(Qt.Key.Key_Escape)
        assert person.facts.visit.sheet is not None
        person.press(Qt.Key.Key_Escape)
        assert person.facts.visit.sheet is None


def test_escape_without_a_sheet_does_nothing() -> None:
    with alone("free") as person:
        person.press(Qt.Key.Key_Escape)
        assert person.decided == []
        person.choose("More")
        assert person.facts.visit.sheet == InMenu()


def test_easy_reach_is_entered_and_left() -> None:
    with alone("free") as person:
        person.choose("More", "Easy reach")
        assert person.facts.visit.easy
        person.choose("Normal view")
        assert not person.facts.visit.easy
