"""Somebody finds this room busy, and books another one from its door."""

import re
from typing import Any

from .display import Display
from .faults import RAOP as FORBIDDEN
from .faults import UNAVAILABLE, LoseReply
from .glass import BUTTONS
from .stage import AURORA, BOREALIS, EVENTS, SYSTEM, Stage, alive, minutes, now

FIND = "Find another room"
BOOK_BOREALIS = "Book Borealis"
PLACES, SCHEDULE = r"/places/", r"/getSchedule$"


def busy(stage: Stage, mode: str = "invite", **tables: dict[str, Any]) -> Display:
    """A display whose room is taken by Lena's meeting."""
    stage.lena.meet([AURORA], now() - minutes(10), now() + minutes(50))
    display = stage.display(mode, **tables)
    display.glass.label("Busy", 20)
    return display


def test_a_room_next_door_is_booked_from_a_busy_one(stage: Stage, booking: str) -> None:
    display = busy(stage, booking)
    assert not stage.graph.requests("GET", PLACES + "microsoft"), "at rest nobody asks for other rooms"
    display.glass.press(FIND)
    display.glass.press(BOOK_BOREALIS)
    display.glass.alert(re.compile(r"^Booked\. Borealis is yours until \d"))
    display.glass.label("Busy")
    stage.graph.tenant.post.settle()
    (event,) = alive(stage.graph.events(BOREALIS))
    assert event.end - event.start == minutes(30)
    assert len(alive(stage.graph.events(AURORA))) == 1
    display.until(lambda s: not s["outbox"] and s["state"] == "busy", "settled")
    assert len(alive(stage.graph.events(BOREALIS))) == 1, "once it is read it is the other room's affair"
    assert len(stage.graph.requests("POST", EVENTS)) == 1


def test_another_room_can_be_taken_back_at_once(stage: Stage) -> None:
    display = busy(stage)
    display.glass.press(FIND)
    display.glass.press(BOOK_BOREALIS)
    display.glass.press("Undo")
    display.until(lambda s: not s["outbox"] and s["state"] == "busy", "settled")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(BOREALIS))
    assert not alive(stage.graph.events(SYSTEM))


def test_a_room_that_was_taken_meanwhile_declines_and_nothing_is_left(stage: Stage) -> None:
    display = busy(stage, graph={"poll_seconds": 60})
    display.glass.press(FIND)
    display.glass.button(BOOK_BOREALIS)
    stage.milo.place(BOREALIS, now() + minutes(5), now() + minutes(20))
    display.glass.press(BOOK_BOREALIS)
    display.glass.alert(re.compile("booked this"))
    display.until(lambda s: not s["outbox"], "an empty outbox")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    (kept,) = alive(stage.graph.events(BOREALIS))
    assert kept.organizer[1] == "Milo Okafor"
    assert FIND in display.glass.names(BUTTONS)


def test_a_booking_whose_answer_was_cut_off_is_made_once(stage: Stage) -> None:
    display = busy(stage)
    display.glass.press(FIND)
    display.glass.button(BOOK_BOREALIS)
    stage.graph.faults.add("POST", EVENTS, LoseReply())
    display.glass.press(BOOK_BOREALIS)
    display.glass.alert(re.compile(r"^Booked\. Borealis is yours"), 30)
    stage.graph.tenant.post.settle()
    assert len(alive(stage.graph.events(BOREALIS))) == 1


def test_without_exchange_no_room_is_called_free_and_none_is_held(stage: Stage) -> None:
    display = busy(stage, booking={"stale_after_seconds": 60})
    display.glass.press(FIND)
    display.glass.button(BOOK_BOREALIS)
    stage.graph.down()
    display.glass.press(BOOK_BOREALIS)
    display.glass.alert(re.compile(r"^That did not work"))
    display.until(lambda s: not s["outbox"], "an empty outbox")
    stage.graph.up()
    display.until(lambda s: s["exchange"]["reachable"], "Exchange is back")
    assert not stage.graph.events(BOREALIS)


def test_where_exchange_does_not_tell_of_rooms_the_way_to_them_goes(stage: Stage) -> None:
    stage.graph.faults.add("GET", PLACES + "microsoft", FORBIDDEN, 10)
    display = busy(stage)
    display.glass.press(FIND)
    display.glass.label("No other room can be booked from here.")
    display.glass.press("Close")
    display.glass.label("Busy")
    assert FIND not in display.glass.names(BUTTONS)


def test_after_a_crash_a_room_that_was_asked_for_is_looked_for_there_and_booked_once(stage: Stage) -> None:
    display = busy(stage)
    display.glass.press(FIND)
    display.glass.button(BOOK_BOREALIS)
    stage.graph.faults.add("POST", EVENTS, LoseReply())
    lost = stage.graph.faults.add("GET", "/users/", UNAVAILABLE, 10_000)
    display.glass.press(BOOK_BOREALIS)
    assert lost.wait(15)
    display.until(lambda s: s["outbox"], "a promise in the outbox")
    display.kill()
    stage.graph.faults.clear()
    display.start()
    display.until(lambda s: not s["outbox"] and s["state"] == "busy", "settled", 40)
    stage.graph.tenant.post.settle()
    assert len(alive(stage.graph.events(BOREALIS))) == 1
    assert len(alive(stage.graph.events(AURORA))) == 1
    assert len(stage.graph.requests("POST", EVENTS)) == 1
