"""The one QObject: what it tells QML of, and what a press submits."""

from __future__ import annotations

from dataclasses import replace

from kiosk.room import intents
from kiosk.room.intents import Intent
from kiosk.ui.agenda_model import KeyRow, Rows
from kiosk.ui.glass import Glass
from tests.pixels import boards


def open_glass() -> tuple[Glass, list[Intent]]:
    heard: list[Intent] = []
    return Glass(heard.append), heard


def keys(glass: Glass, model: str) -> dict[str, str]:
    """Idents by accessible name."""
    rows = glass.property(model)
    assert isinstance(rows, Rows)
    return {row.name: row.ident for row in rows.rows if isinstance(row, KeyRow)}


def counted(glass: Glass) -> dict[str, int]:
    counts = dict.fromkeys(("plane", "card", "head", "scale", "sheet", "where"), 0)

    def count(part: str) -> None:
        counts[part] += 1

    glass.planeChanged.connect(lambda: count("plane"))
    glass.cardChanged.connect(lambda: count("card"))
    glass.headChanged.connect(lambda: count("head"))
    glass.scaleChanged.connect(lambda: count("scale"))
    glass.sheetChanged.connect(lambda: count("sheet"))
    glass.whereChanged.connect(lambda: count("where"))
    return counts


def test_only_the_part_that_changed_is_told() -> None:
    glass, _ = open_glass()
    glass.show(boards.free())
    counts = counted(glass)
    glass.show(replace(boards.free(), minute=boards.at("09:42")))
    assert counts == {"plane": 0, "card": 0, "head": 1, "scale": 0, "sheet": 0, "where": 0}


def test_the_same_face_again_is_silent() -> None:
    glass, _ = open_glass()
    glass.show(boards.busy_here())
    counts = counted(glass)
    glass.show(boards.busy_here())
    assert not any(counts.values())


def test_a_new_minute_is_no_turn_but_a_new_word_is() -> None:
    glass, _ = open_glass()
    glass.show(boards.free())
    turns: list[str] = []
    glass.turned.connect(lambda: turns.append(glass.property("word")))
    plane = boards.free().plane
    glass.show(replace(boards.free(), plane=replace(plane, subs=())))
    glass.show(boards.holding())
    assert turns == ["Holding"]
    assert glass.property("leavingWord") == "Free"


def test_a_press_submits_what_the_key_carries() -> None:
    glass, heard = open_glass()
    glass.show(boards.free())
    glass.press(keys(glass, "gridKeys")["45 minutes"])
    glass.press(keys(glass, "filledKeys")["Book until 10:11"])
    assert heard == [intents.SelectLength(45), intents.Book(boards.at("09:41"), boards.at("10:11"))]


def test_a_key_that_is_gone_submits_nothing() -> None:
    glass, heard = open_glass()
    glass.show(boards.free())
    gone = keys(glass, "filledKeys")["Book until 10:11"]
    glass.show(boards.holding())
    glass.press(gone)
    assert heard == []


def test_the_keys_behind_a_sheet_are_other_keys() -> None:
    glass, heard = open_glass()
    glass.show(boards.pick_time())
    glass.press(keys(glass, "lengthKeys")["15 minutes"])
    assert heard == [intents.SetLength(15)]


def test_two_taps_within_600_ms_on_a_filled_key_count_once() -> None:
    glass, heard = open_glass()
    glass.show(boards.free())
    ident = keys(glass, "filledKeys")["Book until 10:11"]
    glass.pressFilled(ident, 1000.0)
    glass.pressFilled(ident, 1500.0)
    glass.pressFilled(ident, 2200.0)
    assert len(heard) == 2


def test_typed_words_go_into_the_booking_and_are_forgotten_with_the_sheet() -> None:
    glass, heard = open_glass()
    glass.show(boards.pick_time())
    glass.setProperty("subject", " Vendor demo ")
    glass.setProperty("name", "Lena")
    glass.press(keys(glass, "bookKeys")["Book 13:00 – 13:30"])  # noqa: RUF001 - the board's dash
    assert heard == [intents.Book(boards.at("13:00"), boards.at("13:30"), "Vendor demo", "Lena")]
    glass.show(boards.free())
    assert (glass.property("subject"), glass.property("name")) == ("", "")


def test_typed_words_name_a_booking_that_stands() -> None:
    glass, heard = open_glass()
    glass.show(boards.details())
    glass.setProperty("subject", "Vendor demo")
    glass.press(keys(glass, "bookKeys")["Save"])
    assert heard == [intents.Rename(boards.OURS, "Vendor demo", "")]


def test_typed_words_do_not_go_into_a_quick_booking() -> None:
    glass, heard = open_glass()
    glass.show(boards.pick_time())
    glass.setProperty("subject", "Vendor demo")
    glass.show(boards.free())
    glass.press(keys(glass, "filledKeys")["Book until 10:11"])
    assert heard == [intents.Book(boards.at("09:41"), boards.at("10:11"))]


def test_a_touch_is_reported() -> None:
    glass, heard = open_glass()
    glass.touched(True)
    assert heard == [intents.Touch(typing=True)]


def test_an_answer_is_told_as_a_sentence() -> None:
    glass, _ = open_glass()
    glass.show(boards.conflict())
    assert glass.property("alert") == (
        "Someone just booked this. Another booking reached the calendar first. Nothing was booked for you."
    )


def test_the_face_in_one_breath() -> None:
    glass, _ = open_glass()
    glass.show(boards.free())
    assert glass.property("summary") == "Aurora. Free until 11:00. Next: Design review"
