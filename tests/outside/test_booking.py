"""A finger books: accepted, declined, outrun, extended, ended, withdrawn."""

import re

from .glass import ALERTS, BUTTONS, LABELS
from .stage import AURORA, BOOK, EVENTS, SYSTEM, Stage, alive, minutes, moment, now, soon_full_minute, word


def calendar_of(booking: str) -> str:
    """Where the display writes."""
    return SYSTEM if booking == "invite" else AURORA


def test_a_walk_up_booking_reaches_exchange_and_is_yours(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press("15 minutes")
    pressed = display.glass.press(BOOK)
    display.glass.label("Yours")
    stage.graph.tenant.post.settle()
    (event,) = stage.graph.events(AURORA)
    assert event.end - now() <= minutes(15)
    ends = [event.end, event.end - minutes(1)]  # a minute may begin between reading the key and pressing it
    assert pressed in [f"Book until {end.astimezone(stage.graph.local):%H:%M}" for end in ends]
    status = display.until(lambda s: s["state"] == "busy", "busy")
    assert (status["current"]["made_here"], status["current"]["confirmed"]) == (True, True)
    assert moment(status["current"]["end"]) == event.end
    (post,) = stage.graph.requests("POST", EVENTS)
    assert post.path == f"/v1.0/users/{calendar_of(booking)}/events"
    assert post.body["transactionId"]


def test_a_booking_is_holding_until_the_room_answers(stage: Stage) -> None:
    stage.aurora.deaf = True
    display = stage.free()
    display.glass.press(BOOK)
    display.glass.label("Holding")
    stage.graph.wait_for("POST", EVENTS)
    status = display.until(
        lambda s: s["outbox"] and s["outbox"][0]["state"] == "awaiting_exchange", "awaiting_exchange"
    )
    assert status["state"] == "holding"
    display.glass.button("Cancel request")


def test_a_declined_booking_is_told_and_cleaned_up(stage: Stage) -> None:
    display = stage.free(graph={"poll_seconds": 60})
    stage.lena.place(AURORA, now() + minutes(5), now() + minutes(20))
    display.glass.press("30 minutes")
    display.glass.press(BOOK)
    display.glass.alert(re.compile("booked this|Nothing was booked", re.IGNORECASE))
    display.until(lambda s: not s["outbox"], "an empty outbox")
    stage.graph.tenant.post.settle()
    assert stage.graph.events(SYSTEM) == []
    (kept,) = alive(stage.graph.events(AURORA))
    assert kept.organizer[1] == "Lena Fischer"
    assert len(stage.graph.requests("POST", EVENTS)) == 1


def test_a_rule_of_the_room_declines_and_nothing_is_left_behind(stage: Stage) -> None:
    stage.aurora.maximum = minutes(5)
    display = stage.free()
    display.glass.press(BOOK)
    display.glass.until(lambda things: any(t.role in ALERTS for t in things) or None, "an answer")
    display.until(lambda s: not s["outbox"] and s["state"] == "free", "free")
    assert stage.graph.events(SYSTEM) == []


def test_a_direct_booking_that_came_second_is_withdrawn(stage: Stage) -> None:
    display = stage.free("direct", graph={"poll_seconds": 60})
    stage.lena.place(AURORA, now() + minutes(5), now() + minutes(20))
    display.glass.press("30 minutes")
    display.glass.press(BOOK)
    display.glass.alert(re.compile("booked this|Nothing was booked", re.IGNORECASE))
    display.until(lambda s: not s["outbox"], "an empty outbox")
    (kept,) = alive(stage.graph.events(AURORA))
    assert kept.organizer[1] == "Lena Fischer"


def test_a_direct_booking_that_came_first_stays(stage: Stage) -> None:
    display = stage.free("direct", graph={"poll_seconds": 60})
    reading = stage.graph.polls(0, AURORA)
    with reading as gate:
        display.glass.press(BOOK)
        assert gate.held.wait(10), "the booking was not verified by reading the room"
        stage.lena.place(AURORA, now() + minutes(5), now() + minutes(20))
    display.glass.label("Yours")
    display.until(lambda s: s["current"] and s["current"]["made_here"], "our own booking")
    assert len(alive(stage.graph.events(AURORA))) == 2


def test_a_booking_made_here_is_extended(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.glass.label("Yours")
    (before,) = stage.graph.events(calendar_of(booking))
    display.glass.press("Done")
    display.glass.press("Extend 15 minutes")

    display.until(
        lambda s: s["current"] and moment(s["current"]["end"]) == before.end + minutes(15), "a later end"
    )
    display.until(lambda s: not s["outbox"] and s["state"] == "busy", "settled")
    stage.graph.tenant.post.settle()
    (after,) = alive(stage.graph.events(AURORA))
    assert after.end == before.end + minutes(15)


def test_a_booking_made_here_ends_when_tapped_twice(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Done")
    display.glass.press("End now")
    display.glass.press("Tap again")
    display.glass.label("Free")
    display.until(lambda s: not s["outbox"] and s["state"] == "free", "settled")
    stage.graph.tenant.post.settle()
    assert not [event for event in alive(stage.graph.events(AURORA)) if event.end > now() + minutes(1)]


def test_undo_takes_the_booking_back(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Undo")
    display.glass.label("Free")
    display.until(lambda s: not s["outbox"] and s["state"] == "free", "settled")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(AURORA))


def test_a_request_that_waits_can_be_cancelled(stage: Stage) -> None:
    stage.aurora.deaf = True
    display = stage.free()
    display.glass.press(BOOK)
    stage.graph.wait_for("POST", EVENTS)
    display.glass.press("Cancel request")
    display.glass.label("Free")
    display.until(lambda s: not s["outbox"] and s["state"] == "free", "settled")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    assert not alive(stage.graph.events(AURORA))


def test_someone_elses_meeting_is_never_written_to(stage: Stage) -> None:
    meeting = stage.lena.meet([AURORA], now() - minutes(10), now() + minutes(50))
    display = stage.display()
    display.glass.label("Busy", 20)
    assert not {"End now", "Extend 15 minutes", "Cancel request", "Release room"} & set(
        display.glass.names(BUTTONS)
    )
    assert [
        one.method
        for one in stage.graph.requests(path="/users/")
        if one.method != "GET" and "getSchedule" not in one.path
    ] == []
    assert meeting.attendees[0].response == "accepted"


def test_quick_lengths_stop_at_the_next_meeting(stage: Stage) -> None:
    begins = soon_full_minute(40)
    stage.lena.meet([AURORA], begins, begins + minutes(30))
    display = stage.free()
    local = begins.astimezone(stage.graph.local)
    display.glass.label(f"until {local:%H:%M}")
    keys = display.glass.names(BUTTONS)
    assert "30 minutes" in keys
    assert "45 minutes" not in keys
    assert moment(display.status()["until"]) == begins


def test_holding_replaces_free_in_one_step(stage: Stage) -> None:
    stage.aurora.deaf = True
    display = stage.free()
    display.glass.press(BOOK)
    display.glass.until(word("Holding"), "Holding")
    assert "Free" not in display.glass.names(LABELS)


def test_pressing_twice_books_once(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    thing = display.glass.button(BOOK)
    display.glass.poke(thing, times=3)
    display.glass.label("Yours")
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1
    assert len({one.body["transactionId"] for one in stage.graph.requests("POST", EVENTS)}) == 1
