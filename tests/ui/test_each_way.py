"""Each journey at the door, once with a keyboard alone and once with a screen reader alone: the same ends in the same wish."""

from __future__ import annotations

import pytest

from kiosk.room import intents
from kiosk.room.model import ViewingBlock
from kiosk.room.reports import Category
from tests.room.aurora import OURS, at
from tests.ui.alone import Alone, Listening, alone

pytestmark = pytest.mark.parametrize("way", [Alone, Listening], ids=["keyboard", "reader"])
Way = type[Alone]


def test_the_next_half_hour_is_booked(way: Way) -> None:
    with alone("free", way) as person:
        person.choose("Book until 10:11")
        assert person.decided == [intents.Book(at("09:41"), at("10:11"))]


def test_a_meeting_is_checked_in(way: Way) -> None:
    with alone("check-in", way) as person:
        person.choose("Check in")
        assert [type(intent) for intent in person.decided] == [intents.CheckIn]


def test_a_room_is_released_after_it_was_asked_twice(way: Way) -> None:
    with alone("release-offered", way) as person:
        person.choose("Release room")
        assert person.decided == []
        person.choose("Tap again")
        assert [type(intent) for intent in person.decided] == [intents.ReleaseRoom]


def test_a_release_is_undone(way: Way) -> None:
    with alone("released", way) as person:
        person.choose("Undo")
        assert [type(intent) for intent in person.decided] == [intents.Book]


def test_a_booking_is_taken_back_while_it_is_new(way: Way) -> None:
    with alone("yours", way) as person:
        person.choose("Undo")
        assert person.decided == [intents.Withdraw(OURS)]


def test_what_runs_is_extended_and_ended(way: Way) -> None:
    with alone("busy-here", way) as person:
        person.choose("Extend 15 minutes", "End now", "Tap again")
        assert [type(intent) for intent in person.decided] == [intents.Extend, intents.Withdraw]


def test_a_booking_is_moved(way: Way) -> None:
    with alone("block", way) as person:
        person.choose("Move", "Later")
        person.choose(f"Move to {person.glass.property('span')}")
        assert [type(intent) for intent in person.decided] == [intents.Move]


def test_a_booking_is_named(way: Way) -> None:
    with alone("block", way) as person:
        person.choose("Add a name or subject")
        person.fill("Subject", "Vendor demo")
        person.choose("Save")
        renamed = person.decided[0]
        assert isinstance(renamed, intents.Rename)
        assert renamed.subject.endswith("Vendor demo")


def test_a_booking_is_cancelled(way: Way) -> None:
    with alone("block", way) as person:
        person.choose("Cancel booking", "Tap again")
        assert person.decided == [intents.Withdraw(OURS)]


def test_it_is_booked_for_somebody(way: Way) -> None:
    with alone("free", way, {"for_somebody": True}) as person:
        person.choose("Pick a time")
        person.fill("E-mail", "lena@contoso.com")
        person.choose(f"Book {person.glass.property('span')}")
        booked = person.decided[0]
        assert isinstance(booked, intents.Book)
        assert booked.email == "lena@contoso.com"


def test_another_room_is_booked(way: Way) -> None:
    with alone("rooms", way) as person:
        person.choose("Book Cirrus")
        assert [type(intent) for intent in person.decided] == [intents.BookElsewhere]


def test_a_trouble_is_reported_with_a_note(way: Way) -> None:
    with alone("report-asked", way) as person:
        person.choose("Wi-Fi")
        person.fill("Note", "Since Monday")
        person.choose("Send")
        assert person.decided == [intents.SendReport(Category.WIFI, note="Since Monday")]


def test_another_day_is_looked_at_and_left(way: Way) -> None:
    with alone("free", way) as person:
        person.choose("More", "Day view", "Next day", "Previous day", "Close")
        assert person.facts.visit.sheet is None
        assert person.decided == []


def test_a_booking_is_left_for_the_day_view(way: Way) -> None:
    with alone("block", way) as person:
        assert isinstance(person.facts.visit.sheet, ViewingBlock)
        person.choose("Day view", "Close")
        assert person.facts.visit.sheet is None


def test_another_language_is_chosen(way: Way) -> None:
    with alone("free", way) as person:
        person.choose("More", "Language", "Deutsch")
        assert person.glass.property("word") == "Frei"
