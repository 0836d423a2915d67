"""The world breaks while a booking is under way: exactly one booking, or none, and never a second POST on suspicion."""

import threading

import pytest

from .display import Display
from .faults import UNAVAILABLE, Answer, Cut, Fault, Instead, LoseReply, Truncate, error, throttled
from .stage import AURORA, BOOK, EVENTS, SYSTEM, Stage, alive, minutes, now

GARBLED = Answer(201, b"<html>Signed in to the guest network</html>", {"Content-Type": "text/html"})
GATEWAY = error(504, "UnknownError", "")


def settled(display: Display, state: str) -> None:
    display.until(lambda s: s["state"] == state and not s["outbox"], f"{state} and nothing owed", 30)


def posts(stage: Stage) -> list[str]:
    return [one.body["transactionId"] for one in stage.graph.requests("POST", EVENTS)]


@pytest.mark.parametrize("fault", [LoseReply(), Truncate()], ids=["reply lost", "reply cut short"])
def test_a_lost_reply_never_books_twice(stage: Stage, booking: str, fault: Fault) -> None:
    display = stage.free(booking)
    stage.graph.faults.add("POST", EVENTS, fault)
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1
    assert len(posts(stage)) == 1


@pytest.mark.parametrize("fault", [GARBLED, GATEWAY], ids=["html for an answer", "gateway timeout"])
def test_an_answer_that_says_nothing_is_doubted(stage: Stage, fault: Answer) -> None:
    display = stage.free()
    stage.graph.faults.add("POST", EVENTS, Instead(fault))
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    assert len(stage.graph.events(SYSTEM)) == 1


def test_a_request_that_never_arrived_is_sent_again_after_two_looks(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    stage.graph.faults.add("POST", EVENTS, GATEWAY)
    display.glass.press(BOOK)
    first, again = stage.graph.wait_for("POST", EVENTS, 2, timeout=40)
    display.glass.label("Yours", 30)
    calendar = SYSTEM if booking == "invite" else AURORA
    reads = [
        one for one in stage.graph.requests("GET", f"/users/{calendar}/") if first.at < one.at < again.at
    ]
    looks = [one for one in reads if one.status == 200]
    assert looks[-1].at - looks[0].at >= 5, "two good reads at least 5 s apart (architecture.md)"
    assert first.body["transactionId"] == again.body["transactionId"]
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1


def test_a_lost_reply_is_found_where_exchange_cannot_filter(stage: Stage) -> None:
    stage.graph.api.filters_by_transaction = False
    display = stage.free()
    stage.graph.faults.add("POST", EVENTS, LoseReply())
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    assert len(posts(stage)) == 1


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not"])
def test_a_request_cancelled_while_its_reply_is_lost_leaves_nothing(
    stage: Stage, booking: str, arrived: bool
) -> None:
    stage.aurora.deaf = True
    display = stage.free(booking)
    stage.graph.faults.add("POST", EVENTS, LoseReply() if arrived else Cut())
    lost = stage.graph.faults.add("GET", "/users/", UNAVAILABLE, 10_000)
    display.glass.press(BOOK)
    assert lost.wait(15)
    display.glass.press("Cancel request")
    stage.graph.faults.clear()
    settled(display, "free")
    display.glass.label("Free")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    assert not alive(stage.graph.events(AURORA))
    assert len(posts(stage)) == 1


def test_a_cancellation_whose_reply_is_lost_is_made_sure_of(stage: Stage) -> None:
    stage.aurora.deaf = True
    display = stage.free()
    display.glass.press(BOOK)
    display.until(
        lambda s: s["outbox"] and s["outbox"][0]["state"] == "awaiting_exchange", "awaiting_exchange"
    )
    for method, path in (("DELETE", "/events/"), ("POST", "/cancel$")):
        stage.graph.faults.add(method, path, LoseReply())
    display.glass.press("Cancel request")
    settled(display, "free")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    assert not alive(stage.graph.events(AURORA))


def test_a_change_key_that_moved_is_read_again(stage: Stage) -> None:
    stage.graph.api.touchy_seconds = 60
    display = stage.free()
    display.glass.press(BOOK)
    display.glass.label("Yours")
    display.glass.press("Undo")
    settled(display, "free")
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(AURORA))


def test_a_throttled_booking_is_sent_again_when_it_may(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    stage.graph.faults.add("POST", EVENTS, throttled("2.128"))
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    first, again = stage.graph.requests("POST", EVENTS)
    assert again.at - (first.answered or first.at) >= 2.128
    assert first.body == again.body
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1


def test_booking_refused_while_reading_works(stage: Stage) -> None:
    display = stage.free()
    stage.graph.api.blocked[SYSTEM] = "write"
    display.glass.press(BOOK)
    display.until(lambda s: s["state"] == "free", "free again")
    stage.lena.meet([AURORA], now() - minutes(1), now() + minutes(40))
    display.glass.label("Busy")
    assert len(posts(stage)) == 1


def test_another_tap_during_a_lost_reply_cannot_book_again(stage: Stage) -> None:
    display = stage.free()
    stage.graph.faults.add("POST", EVENTS, LoseReply())
    key = display.glass.button(BOOK)
    pokes = threading.Thread(target=display.glass.poke, args=(key, 5))
    pokes.start()
    pokes.join(30)
    display.glass.label("Yours", 30)
    stage.graph.tenant.post.settle()
    assert len(stage.graph.events(AURORA)) == 1
