"""The sheets under a finger, a keyboard and assistive technology, on the real glass off screen."""

# ruff: noqa: RUF001 - the dash of a span of time is the boards' own
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.room import intents
from kiosk.room.face import BarKind, DayViewSheet, Icon, Key, PickTimeSheet, Place, Say
from kiosk.room.intents import MoveStart, OpenPickTime, Rename, SetLength, ShowDay
from kiosk.room.phrases import Phrase
from tests.pixels import boards
from tests.pixels.boards import OURS, at
from tests.pixels.stage import Stage, stage
from tests.ui.hand import drag, key, point, seen, tap, wishes, write
from tests.ui.test_access import names, press

LABEL, BUTTON = QAccessible.Role.StaticText, QAccessible.Role.Button
SMALL = (800, 480)


@pytest.fixture
def scene() -> Iterator[Stage]:
    QAccessible.setActive(True)
    with stage() as opened:
        opened.show(boards.pick_time(), ms=320)
        yield opened


@pytest.fixture
def small() -> Iterator[Stage]:
    QAccessible.setActive(True)
    with stage(SMALL) as opened:
        opened.show(boards.pick_time(), ms=320)
        yield opened


def block(scene: Stage) -> QQuickItem:
    """The item that spans the scale and draws the block on it."""
    (found,) = [item for item in seen(scene, kind="selected") if item.property("knobY") is not None]
    return found


def on_scale(scene: Stage, time: str, below: float = 0.0) -> QPoint:
    """A point on the scale's track at this time; `below` is in heights of the track."""
    item, scale = block(scene), boards.scale("09:41", first=9)
    y = float(item.property("trackTop")) + (0.35 + below) * float(item.property("trackHeight"))
    return point(item, (at(time) - scale.begin) / (scale.end - scale.begin), y / item.height())


def knob(scene: Stage, time: str) -> QPoint:
    place = on_scale(scene, time)
    return QPoint(place.x(), point(block(scene), 0, float(block(scene).property("knobY")) / block(scene).height()).y())  # fmt: skip


# -- picking a time ------------------------------------------------------------------------------------------------


def test_picking_a_time_has_the_names_that_others_rely_on(scene: Stage) -> None:
    assert names(scene, BUTTON) == [
        "Book 13:00 – 13:30", "Earlier", "Later", "15 minutes", "30 minutes", "45 minutes", "60 minutes", "Close",
    ]  # fmt: skip
    assert names(scene, QAccessible.Role.EditableText) == ["Subject", "Your name", "E-mail"]
    for label in ("Aurora", "Free", "until 11:00", "Pick a time", "Tuesday 13 October", "up to 14:00"):
        assert names(scene, LABEL).count(label) == 1


def test_the_keys_of_the_sheet_submit_what_they_carry(scene: Stage) -> None:
    for name in ("Earlier", "Later", "60 minutes", "Close"):
        press(scene, name)
    assert wishes(scene) == [
        MoveStart(at("12:45")), MoveStart(at("13:15")), SetLength(60), intents.Close(),
    ]  # fmt: skip


def test_a_tap_on_a_free_time_moves_the_block(scene: Stage) -> None:
    QTest.mouseClick(scene.quick, Qt.MouseButton.LeftButton, pos=on_scale(scene, "15:20"))
    assert wishes(scene) == [MoveStart(at("15:15"))]


def test_a_tap_on_a_meeting_moves_nothing(scene: Stage) -> None:
    QTest.mouseClick(scene.quick, Qt.MouseButton.LeftButton, pos=on_scale(scene, "16:30"))
    assert wishes(scene) == []


def test_a_dragged_block_wishes_each_quarter_and_stops_at_the_next_meeting(scene: Stage) -> None:
    drag(scene, on_scale(scene, "13:10"), on_scale(scene, "15:30"), steps=24)
    assert wishes(scene)[0] == MoveStart(at("13:15"))
    assert set(wishes(scene)) == {MoveStart(at("13:15")), MoveStart(at("13:30"))}


def test_the_knob_makes_the_block_longer(scene: Stage) -> None:
    drag(scene, knob(scene, "13:30"), knob(scene, "13:47"))
    assert wishes(scene)
    assert set(wishes(scene)) == {SetLength(45)}


def test_a_drag_on_small_glass_works_the_same(small: Stage) -> None:
    drag(small, on_scale(small, "13:10"), on_scale(small, "13:42"))
    assert MoveStart(at("13:30")) in wishes(small)


def test_the_block_follows_the_face(scene: Stage) -> None:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    moved = replace(
        face.sheet, start=at("15:00"), end=at("16:00"),
        scale=boards.scale("09:41", ("15:00", "16:00", BarKind.SELECTED), first=9),
    )  # fmt: skip
    scene.show(replace(face, sheet=moved))
    assert "15:00 – 16:00" in names(scene, LABEL)
    assert "15:00" in names(scene, LABEL)
    assert "13:00 – 13:30" not in names(scene, LABEL)


def test_a_day_without_free_time_says_so_and_offers_no_fields(scene: Stage) -> None:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    full = replace(
        face.sheet, start=at("12:00"), end=at("12:00"), limit=None, earlier=None, later=None, lengths=(), book=None,
        scale=boards.scale("09:41", first=9), notice=Say(Phrase.NO_FREE_TIME), next_day=_next_day(),
    )  # fmt: skip
    scene.show(replace(face, sheet=full))
    assert names(scene, BUTTON) == ["Next day", "Close"]
    assert names(scene, QAccessible.Role.EditableText) == []
    assert names(scene, QAccessible.Role.AlertMessage) == ["No free time on this day"]


def test_a_time_that_was_just_taken_is_told(scene: Stage) -> None:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    scene.show(replace(face, sheet=replace(face.sheet, notice=Say(Phrase.WAS_TAKEN, at=at("10:30")))))
    assert "10:30 was just taken" in names(scene, LABEL)


@pytest.mark.parametrize("board", ["04a-booking-sheet", "08-day-view", "08-details", "08-menu"])
@pytest.mark.parametrize("size", [(1280, 800), SMALL, (800, 1280), (720, 1280)], ids=str)
def test_every_sheet_says_when_it_is_about_to_close(board: str, size: tuple[int, int]) -> None:
    with stage(size) as scene:
        scene.show(replace(boards.BOARDS[board](), closing_in=10))
        (told,) = seen(scene, text="Closing in 10 s. Touch to stay.")
        assert not told.property("truncated")


def _next_day() -> Key:
    return Key(Say(Phrase.KEY_NEXT_DAY, at=at("12:00")), ShowDay(1), Place.HEADER, icon=Icon.FORWARD)


# -- details, day view, menu ---------------------------------------------------------------------------------------


def test_details_have_the_keyboard_at_once_and_save(scene: Stage) -> None:
    scene.show(boards.details(), ms=320)
    write(scene, "sync")
    tap(scene, key(scene, "Next field"))
    write(scene, "mo")
    tap(scene, key(scene, "Save"))
    assert wishes(scene) == [Rename(OURS, "sync", "mo")]


def test_the_day_view_tells_each_meeting_and_books_a_free_time(scene: Stage) -> None:
    scene.show(boards.day_view(), ms=320)
    labels = names(scene, BUTTON)
    assert "11:00 – 11:45, Design review, Mina Okafor" in labels
    assert "14:00 – 15:00, Private meeting" in labels
    press(scene, "13:00 – 14:00")
    press(scene, "Next day")
    assert wishes(scene) == [OpenPickTime(at("13:00")), ShowDay(1)]


def test_a_meeting_of_the_day_view_opens_for_a_finger_a_keyboard_and_assistive_technology(
    scene: Stage,
) -> None:
    scene.show(boards.day_view(), ms=320)
    (meeting,) = [item for item in seen(scene, span="11:00 – 11:45") if item.property("lined") is not None]
    tap(scene, meeting)
    press(scene, "11:00 – 11:45, Design review, Mina Okafor")
    meeting.forceActiveFocus()
    QTest.keyClick(scene.quick, Qt.Key.Key_Return)
    assert len(wishes(scene)) == 3
    assert len(set(wishes(scene))) == 1
    assert isinstance(wishes(scene)[0], intents.OpenBlock)


@pytest.mark.parametrize("size", [(1280, 800), SMALL, (720, 1280)], ids=str)
def test_an_open_meeting_tells_all_and_its_keys_submit_what_they_carry(size: tuple[int, int]) -> None:
    QAccessible.setActive(True)
    with stage(size) as scene:
        scene.show(boards.block(), ms=320)
        assert {"13:00 – 13:30", "Lena Fischer", boards.LONG_SUBJECT, "Booked at this display"} <= set(
            names(scene, LABEL)
        )
        told = [
            "Extend 15 minutes",
            "Extend 30 minutes",
            "Add a name or subject",
            "Cancel booking",
            "Day view",
            "Move",
        ]
        assert set(names(scene, BUTTON)) == {*told, "Close"}
        for name in ("Move", "Cancel booking", "Day view"):
            press(scene, name)
        assert wishes(scene) == [OpenPickTime(at("13:00"), 30, OURS), intents.Arm(OURS), ShowDay(0)]


def test_a_booking_that_is_moved_is_not_named_anew(scene: Stage) -> None:
    scene.show(boards.move())
    assert names(scene, QAccessible.Role.EditableText) == []
    assert names(scene, LABEL).count("Move booking") == 1
    press(scene, "Move to 13:00 – 13:30")
    assert wishes(scene) == [intents.Move(OURS, at("13:00"), at("13:30"))]


def test_free_times_that_find_no_room_come_on_the_next_page(small: Stage) -> None:
    small.show(boards.day_view(), ms=320)
    met: set[str] = set()
    for _ in range(3):
        met |= set(names(small, BUTTON))
        if "Later times" in names(small, BUTTON):
            press(small, "Later times")
    assert {"Now – 11:00", "11:45 – 12:00", "13:00 – 14:00", "15:00 – 16:00", "17:00 – 18:00"} <= met
    press(small, "First times")
    assert "Now – 11:00" in names(small, BUTTON)


def test_a_day_that_is_all_taken_says_so(scene: Stage) -> None:
    face = boards.day_view()
    assert isinstance(face.sheet, DayViewSheet)
    note = Say(Phrase.SUBJECT, text="Company holiday")
    scene.show(replace(face, sheet=replace(face.sheet, free=(), notes=(note,))), ms=320)
    assert "No free time on this day" in names(scene, LABEL)
    assert "All day: Company holiday" in names(scene, LABEL)


def test_the_menu_opens_the_other_sheets(scene: Stage) -> None:
    scene.show(boards.menu(), ms=320)
    for name in ("Day view", "Pick a time", "Close"):
        press(scene, name)
    assert wishes(scene) == [intents.OpenDayView(), OpenPickTime(), intents.Close()]
