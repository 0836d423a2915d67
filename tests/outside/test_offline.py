"""Exchange is not there: what is known is shown with its age, what was promised outlives kill -9."""

import re

import pytest

from .display import Display
from .faults import Cut, LoseReply
from .glass import BUTTONS, LABELS
from .stage import AURORA, BOOK, EVENTS, SYSTEM, Stage, alive, minutes, moment, now, soon_full_minute

IMPATIENT = {"stale_after_seconds": 5}
HOLD = re.compile(r"^Hold until \d")
STALE = re.compile(r"^Offline\. Last updated \d")


def cut_off(stage: Stage, display: Display) -> None:
    """The server vanishes, and the display has noticed for long enough."""
    stage.graph.down()
    display.glass.label(STALE, 30)


def held(stage: Stage, mode: str = "invite") -> Display:
    """A display that promised the room while the server was down."""
    display = stage.free(mode, booking=IMPATIENT)
    cut_off(stage, display)
    display.glass.press(HOLD)
    display.glass.label("Held")
    return display


def test_a_free_room_is_not_called_free_when_nothing_is_heard(stage: Stage) -> None:
    display = stage.free(booking=IMPATIENT)
    cut_off(stage, display)
    display.glass.label("Free?")
    assert "Free" not in display.glass.names(LABELS)
    assert not [name for name in display.glass.names(BUTTONS) if BOOK.match(name)]
    status = display.status()
    assert (status["state"], status["exchange"]["reachable"]) == ("unknown", False)
    assert status["exchange"]["problem"]
    failed = display.sync()
    assert (failed.returncode, len(failed.stderr.strip().splitlines())) == (1, 1)
    stage.graph.up()
    assert display.sync().returncode == 0
    display.glass.label("Free")


def test_a_busy_room_stays_busy_when_nothing_is_heard(stage: Stage) -> None:
    end = soon_full_minute(50)
    stage.lena.place(AURORA, now() - minutes(10), end)
    display = stage.display(booking=IMPATIENT)
    display.glass.label("Busy", 20)
    cut_off(stage, display)
    display.glass.label("Busy")
    status = display.status()
    assert (status["state"], moment(status["until"])) == ("unknown", end)
    assert status["current"]["organizer"] == "Lena Fischer"


def test_nothing_heard_ever_is_unknown(stage: Stage) -> None:
    stage.graph.down()
    display = stage.display(booking=IMPATIENT)
    status = display.status()
    assert (status["state"], status["exchange"]["last_success"]) == ("unknown", None)
    assert "Free" not in display.glass.names(LABELS)
    stage.graph.up()
    display.glass.label("Free", 30)


def test_a_hold_that_somebody_else_had_booked_is_told(stage: Stage, booking: str) -> None:
    display = held(stage, booking)
    stage.lena.place(AURORA, now() - minutes(1), now() + minutes(60))
    stage.graph.up()
    display.glass.alert(re.compile("could not be booked|had booked", re.IGNORECASE), 40)
    display.until(lambda s: s["state"] == "busy" and not s["outbox"], "Lena's meeting", 20)
    stage.graph.tenant.post.settle()
    (kept,) = alive(stage.graph.events(AURORA))
    assert kept.organizer[1] == "Lena Fischer"
    assert not alive(stage.graph.events(SYSTEM))


def test_a_hold_that_is_ended_is_never_sent(stage: Stage) -> None:
    display = held(stage)
    display.glass.press("End hold now")
    display.until(lambda s: not s["outbox"], "nothing owed")
    stage.graph.up()
    display.glass.label("Free", 30)
    assert stage.graph.requests("POST", EVENTS) == []


def test_holding_can_be_forbidden(stage: Stage) -> None:
    display = stage.free(booking=IMPATIENT | {"when_offline": "refuse"})
    cut_off(stage, display)
    assert not [name for name in display.glass.names(BUTTONS) if HOLD.match(name) or BOOK.match(name)]


def test_a_hold_outlives_kill_9_with_the_server_down(stage: Stage, booking: str) -> None:
    display = held(stage, booking)
    before = display.status()["outbox"]
    assert [one["state"] for one in before] == ["queued"]
    display.kill()
    display.start()
    display.glass.label("Held", 20)
    after = display.status()
    assert (after["state"], [one["id"] for one in after["outbox"]]) == ("held", [one["id"] for one in before])
    stage.graph.up()
    display.until(lambda s: s["current"] and s["current"]["confirmed"], "confirmed", 40)
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1


def test_the_day_outlives_kill_9_with_the_server_down(stage: Stage) -> None:
    end = soon_full_minute(50)
    stage.lena.place(AURORA, now() - minutes(10), end, subject="Design review")
    display = stage.display(booking=IMPATIENT)
    display.glass.label("Busy", 20)
    display.kill()
    stage.graph.down()
    display.start()
    display.glass.label("Busy", 20)
    display.glass.label(f"until {end.astimezone(stage.graph.local):%H:%M}")
    display.glass.label(STALE, 30)
    assert display.status()["exchange"]["last_success"] is not None


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not"])
def test_a_request_in_doubt_outlives_kill_9(stage: Stage, booking: str, arrived: bool) -> None:
    display = stage.free(booking)
    sent = stage.graph.faults.add("POST", EVENTS, LoseReply() if arrived else Cut())
    display.glass.press(BOOK)
    assert sent.wait(15)
    display.kill()
    stage.graph.down()
    stage.graph.tenant.post.settle()
    display.start()
    display.until(lambda s: s["outbox"], "the promise", 10)
    stage.graph.up()
    display.until(
        lambda s: s["current"] and s["current"]["made_here"] and s["current"]["confirmed"], "confirmed", 60
    )
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1
    assert len({one.body["transactionId"] for one in stage.graph.requests("POST", EVENTS)}) == 1


def test_kill_9_at_any_moment_after_the_tap_books_at_most_once(stage: Stage) -> None:
    display = stage.free()
    display.glass.press(BOOK)
    display.kill()
    display.start()
    display.until(
        lambda s: s["exchange"]["reachable"] and not [o for o in s["outbox"] if o["state"] != "confirmed"],
        "rest",
        60,
    )
    stage.graph.tenant.post.settle()
    assert len(alive(stage.graph.events(AURORA))) <= 1
    assert len(alive(stage.graph.events(SYSTEM))) == len(alive(stage.graph.events(AURORA)))


def test_a_cancellation_outlives_kill_9(stage: Stage) -> None:
    stage.aurora.deaf = True
    display = stage.free()
    display.glass.press(BOOK)
    display.until(
        lambda s: s["outbox"] and s["outbox"][0]["state"] == "awaiting_exchange", "awaiting_exchange"
    )
    stage.graph.down()
    display.glass.press("Cancel request")
    display.until(lambda s: s["state"] != "holding", "the request is withdrawn")
    display.kill()
    display.start()
    stage.graph.up()
    display.until(lambda s: s["state"] == "free" and not s["outbox"], "free and nothing owed", 40)
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    assert not alive(stage.graph.events(AURORA))
