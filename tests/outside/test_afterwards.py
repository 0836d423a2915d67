"""What happens to a booking after it was made: ended offline, taken away in Outlook, extended onto another, answered late."""

import re
import signal
import socket
import subprocess
import time

import pytest

from .display import KIOSK
from .faults import UNAVAILABLE, Wait, error, throttled
from .glass import ALERTS
from .stage import AURORA, BOOK, EVENTS, SYSTEM, Stage, alive, minutes, moment, now

VIEW = "/calendarView$"


def test_an_end_while_the_server_is_down_outlives_kill_9(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Done")
    stage.graph.tenant.post.settle()
    stage.graph.down()
    display.glass.press("End now")
    display.glass.press("Tap again")
    display.until(lambda s: s["outbox"], "the promise")
    display.kill()
    display.start()
    stage.graph.up()
    display.until(lambda s: s["state"] == "free" and not s["outbox"], "free and nothing owed", 40)
    stage.graph.tenant.post.settle()
    assert not [event for event in alive(stage.graph.events(AURORA)) if event.end > now() + minutes(1)]


@pytest.mark.parametrize("polls", [0, 2], ids=["at once", "later"])
def test_a_booking_that_is_cancelled_in_outlook_is_gone(stage: Stage, booking: str, polls: int) -> None:
    display = stage.free(booking)
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Done")
    display.glass.label("Busy")
    stage.graph.tenant.post.settle()
    stage.graph.wait_for("GET", VIEW, polls, time.monotonic())
    owner = stage.graph.tenant.mailboxes[SYSTEM if booking == "invite" else AURORA]
    stage.system.cancel(next(iter(owner.events.values())))
    display.glass.label("Free")
    display.until(lambda s: s["state"] == "free" and not s["outbox"], "nothing owed")
    assert len(stage.graph.requests("POST", EVENTS)) == 1


def test_an_extension_onto_another_meeting_keeps_what_one_had(stage: Stage, booking: str) -> None:
    display = stage.free(booking, graph={"poll_seconds": 60})
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Done")
    stage.graph.tenant.post.settle()
    (before,) = stage.graph.events(SYSTEM if booking == "invite" else AURORA)
    with stage.graph.polls(0, AURORA):  # the display has not read of hers when it asks for more
        hers = stage.lena.place(AURORA, before.end + minutes(5), before.end + minutes(60))
        display.glass.press("Extend 15 minutes")
    display.glass.see(
        ALERTS, re.compile("Not free any longer|starts at|booked this|Nothing was", re.IGNORECASE), 20
    )
    display.until(lambda s: not s["outbox"], "nothing owed", 30)
    stage.graph.tenant.post.settle()
    times = [(event.start, event.end) for event in alive(stage.graph.events(AURORA))]
    assert times == [(before.start, before.end), (hers.start, hers.end)]
    assert display.sync().returncode == 0
    current = display.status()["current"]
    assert (current["made_here"], moment(current["end"])) == (True, before.end)


def test_ended_here_after_its_organizer_moved_it_it_stays_where_it_was_moved_to(
    stage: Stage, booking: str
) -> None:
    display = stage.free(booking, graph={"poll_seconds": 60})
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Done")
    stage.graph.tenant.post.settle()
    owner = stage.graph.tenant.mailboxes[SYSTEM if booking == "invite" else AURORA]
    (own,) = owner.events.values()
    pressed = time.monotonic()
    later = own.start + minutes(180)
    with stage.graph.polls(0, AURORA):  # the display has not read of the new time when it is ended
        stage.system.move(own, later, later + minutes(15))
        display.glass.press("End now")
        display.glass.press("Tap again")
        stage.graph.wait_for("GET", "/events/", 1, pressed)
    display.glass.see(ALERTS, re.compile("is over or was moved"), 20)
    display.until(lambda s: not s["outbox"] and s["state"] == "free", "settled", 30)
    stage.graph.tenant.post.settle()
    assert [event.start for event in alive(stage.graph.events(AURORA))] == [later]


def test_a_late_answer_is_waited_for(stage: Stage) -> None:
    stage.aurora.answers_after = 7
    display = stage.free(booking={"confirm_timeout_seconds": 5})
    display.glass.press(BOOK)
    display.glass.until(
        lambda things: any("Taking longer than usual" in t.name for t in things) or None, "the text"
    )
    display.glass.label("Yours", 20)
    assert len(stage.graph.requests("POST", EVENTS)) == 1


def test_a_throttled_booking_keeps_everything_silent(stage: Stage) -> None:
    display = stage.free()
    stage.graph.faults.add("POST", EVENTS, throttled("3.3"))
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    refused = next(one for one in stage.graph.requests("POST", EVENTS) if one.status == 429)
    later = [
        one.at - refused.at for one in stage.graph.requests(path="^/v1.0/") if one.number > refused.number
    ]
    assert min(later) >= 3.3


def test_unavailable_with_a_time_is_obeyed_too(stage: Stage) -> None:
    display = stage.free()
    busy = error(503, "ServiceUnavailable", "The service is temporarily unavailable.", Retry_After="2.5")
    begun = time.monotonic()
    assert stage.graph.faults.add("GET", VIEW, busy).wait(15)
    assert display.sync().returncode == 1
    refused = next(one for one in stage.graph.requests("GET", VIEW, begun) if one.status == 503)
    (after, *_) = stage.graph.wait_for("GET", VIEW, 1, refused.at + 0.001)
    assert after.at - refused.at >= 2.5


def test_entra_that_answers_garbage_is_survived(stage: Stage) -> None:
    stage.graph.faults.add("POST", "/token$", UNAVAILABLE, 2)
    stage.graph.faults.add("GET", "/openid-configuration$", error(200, "?", "?"), 1)
    display = stage.display()
    display.glass.label("Free", 40)


def test_a_caller_of_sync_that_goes_away_disturbs_nothing(stage: Stage) -> None:
    display = stage.free()
    hanging = stage.graph.faults.add("GET", VIEW, Wait(4))
    assert hanging.wait(15)
    command = [str(KIOSK), "sync", "--data-dir", str(display.data)]
    with subprocess.Popen(command, env=display.environment) as caller:
        assert display.status()["state"] == "free"
        caller.send_signal(signal.SIGKILL)
    stage.lena.meet([AURORA], now() - minutes(1), now() + minutes(30))
    display.glass.label("Busy", 20)
    assert display.sync().returncode == 0


def test_a_subject_is_text_and_never_markup(stage: Stage) -> None:
    stage.aurora.adds_organizer_to_subject = False
    with socket.create_server(("127.0.0.1", 0)) as lure:
        lure.settimeout(0.01)
        url = f"http://127.0.0.1:{lure.getsockname()[1]}/pixel.png"
        subject = f'<b>Bold</b> <img src="{url}"> [x]({url})'
        stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), subject=subject)
        display = stage.display()
        display.glass.label("Busy", 20)
        display.glass.until(
            lambda things: any("<b>Bold</b>" in t.name for t in things) or None, "the subject as it is"
        )
        assert display.sync().returncode == 0
        try:
            lure.accept()[0].close()
        except TimeoutError:
            return
    raise AssertionError("the display fetched what a subject named")


def test_odd_subjects_are_shown_in_one_plain_line(stage: Stage) -> None:
    stage.aurora.adds_organizer_to_subject = False
    stage.lena.place(
        AURORA,
        now() - minutes(5),
        now() + minutes(50),
        subject="Line\r\nbreak \u202etfel \U0001f600 " + "x" * 250,
    )
    display = stage.display()
    display.glass.label("Busy", 20)
    subject = display.status()["current"]["subject"]
    assert "\n" not in subject
    assert "\r" not in subject
    assert subject.startswith("Line")


def test_an_empty_subject_is_a_meeting(stage: Stage) -> None:
    stage.aurora.adds_organizer_to_subject = False
    stage.lena.place(AURORA, now() - minutes(5), now() + minutes(50), subject="  \t ")
    display = stage.display()
    display.glass.label("Busy", 20)
    assert display.status()["current"]["subject"] == "Meeting"
