"""What Exchange says when asked for the day: throttled, forbidden, garbage, nothing, too much."""

import time
from email.utils import formatdate

import pytest

from .display import Display
from .faults import UNAVAILABLE, Answer, Cut, Fault, Truncate, Wait, answer, page, throttled
from .graph import Graph, Seen
from .stage import AURORA, BOOK, Stage, minutes, moment, now, soon_full_minute, word

VIEW = "/calendarView$"
JSON = {"Content-Type": "application/json"}
UTC_TIME = {"dateTime": "2026-01-05T09:00:00.0000000", "timeZone": "UTC"}
GARBAGE: dict[str, Fault] = {
    "html": Answer(
        200, b"<html><body>Guest network, please sign in</body></html>", {"Content-Type": "text/html"}
    ),
    "empty": Answer(200, b"", JSON),
    "not json": Answer(200, b'{"value": [', JSON),
    "not utf-8": Answer(200, b'{"value": ["\xff\xfe"]}', JSON),
    "a list": Answer(200, b"[]", JSON),
    "a number": Answer(200, b"7", JSON),
    "value is null": answer(200, {"value": None}),
    "no value": answer(200, {"error": "?"}),
    "events are numbers": page(1, 2, 3),
    "an event without times": page({"id": "AAMk1=", "subject": "x"}),
    "a time that is none": page(
        {"id": "AAMk1=", "start": UTC_TIME | {"dateTime": "yesterday"}, "end": UTC_TIME}
    ),
    "a zone that is none": page({"id": "AAMk1=", "start": UTC_TIME | {"timeZone": "Mars"}, "end": UTC_TIME}),
    "half": Truncate(),
    "cut": Cut(),
    "redirect": Answer(302, b"", {"Location": "https://127.0.0.1:1/login"}),
    "teapot": Answer(418, b"short and stout", {"Content-Type": "text/plain"}),
    "deep": Answer(200, b'{"value": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", JSON),
}


def in_use(stage: Stage) -> Display:
    stage.lena.place(AURORA, now() - minutes(10), now() + minutes(60), subject="Design review")
    display = stage.display()
    display.glass.label("Busy", 20)
    return display


def next_after(graph: Graph, refused: Seen) -> Seen:
    """The first request to Graph that came after this one."""
    deadline = time.monotonic() + 25
    while not (later := [one for one in graph.requests(path="^/v1.0/") if one.number > refused.number]):
        assert time.monotonic() < deadline, "nothing was ever asked again"
        time.sleep(0.05)
    return later[0]


def test_garbage_changes_nothing_but_the_age(stage: Stage) -> None:
    display = in_use(stage)
    pid = display.pid
    for name, fault in GARBAGE.items():
        met = stage.graph.faults.add("GET", VIEW, fault)
        display.sync()
        assert met.wait(15), name
        assert display.sync().returncode == 0, name
        assert display.glass.until(word("Busy", "Free", "Free?", "No status"), "a status word") == "Busy", (
            name
        )
    assert display.status()["process"]["pid"] == pid


def test_a_day_that_is_empty_once_is_not_believed(stage: Stage) -> None:
    display = in_use(stage)
    with stage.graph.polls(1, AURORA) as gate:
        met = stage.graph.faults.add("GET", VIEW, page())
        assert met.wait(15)
        assert gate.held.wait(15), "it was not read a second time"
        display.glass.label("Busy")
        assert display.status()["state"] == "busy"
    stage.graph.wait_for("GET", VIEW, 2, time.monotonic())
    display.glass.label("Busy")


@pytest.mark.parametrize("asked", ["2.128", "3"])
def test_retry_after_is_obeyed_to_the_letter(stage: Stage, asked: str) -> None:
    display = in_use(stage)
    begun = time.monotonic()
    assert stage.graph.faults.add("GET", VIEW, throttled(asked)).wait(15)
    display.sync()
    refused = next(one for one in stage.graph.requests("GET", VIEW, begun) if one.status == 429)
    first = next_after(stage.graph, refused)
    assert first.at - refused.at >= float(asked)
    display.glass.label("Busy")
    display.until(lambda s: s["exchange"]["problem"] is None and s["exchange"]["reachable"], "recovered", 30)


def test_a_retry_after_that_is_a_date_is_obeyed(stage: Stage) -> None:
    in_use(stage)
    begun, until = time.monotonic(), int(time.time()) + 5
    due = begun + until - time.time()
    assert stage.graph.faults.add("GET", VIEW, throttled(formatdate(until, usegmt=True))).wait(15)
    refused = next(one for one in stage.graph.requests("GET", VIEW, begun) if one.status == 429)
    assert next_after(stage.graph, refused).at >= due - 0.01


def test_throttling_that_names_no_time_is_survived(stage: Stage) -> None:
    display = in_use(stage)
    bare = throttled("1")
    met = stage.graph.faults.add("GET", VIEW, Answer(429, bare.body, JSON), 2)
    assert met.wait(15)
    display.until(lambda s: s["exchange"]["age_seconds"] <= 1, "a good read again", 30)
    display.glass.label("Busy")


def test_a_tenant_policy_that_forbids_the_room_is_a_problem_and_ends(stage: Stage) -> None:
    stage.graph.api.blocked[AURORA] = "all"
    display = stage.display()
    display.glass.label("No status", 20)
    status = display.status()
    assert status["state"] == "problem"
    assert status["exchange"]["problem"]
    stage.graph.api.blocked.clear()
    assert display.sync().returncode == 0
    display.glass.label("Free")


def test_a_policy_that_comes_later_is_not_hammered(stage: Stage) -> None:
    display = in_use(stage)
    stage.graph.api.blocked[AURORA] = "all"
    display.glass.label("No status", 20)
    begun = time.monotonic()
    display.until(lambda s: s["exchange"]["age_seconds"] >= 5, "five seconds without a good read")
    assert len(stage.graph.requests("GET", VIEW, begun)) <= 1, (
        "403 is configuration: slow retry (facts.md 4.2)"
    )


def test_a_room_that_does_not_exist_is_a_problem(stage: Stage) -> None:
    display = stage.display(room={"mailbox": "nowhere@contoso.test"})
    display.glass.label("No status", 20)
    assert display.status()["state"] == "problem"


def test_a_wrong_secret_is_a_problem(stage: Stage) -> None:
    stage.graph.entra.secret = "another"
    display = stage.prepare()
    stage.graph.entra.secret = "rotated"
    display.start()
    display.glass.label("No status", 20)
    assert "another" not in display.words()


def test_a_token_that_dies_is_replaced_once(stage: Stage) -> None:
    display = in_use(stage)
    begun = time.monotonic()
    stage.graph.entra.revoke_all()
    stage.graph.wait_for("GET", VIEW, 3, begun)
    display.glass.label("Busy")
    assert len(stage.graph.requests("POST", "/token$", begun)) == 1


def test_unavailable_for_a_while_keeps_the_day(stage: Stage) -> None:
    display = in_use(stage)
    assert stage.graph.faults.add("*", "^/v1.0/", UNAVAILABLE, 2).wait(15)
    display.until(
        lambda s: s["exchange"]["reachable"] and s["exchange"]["age_seconds"] <= 2, "a good read", 40
    )
    display.glass.label("Busy")


def test_the_token_is_never_shown_to_another_host(stage: Stage) -> None:
    display = in_use(stage)
    with Graph() as stranger:
        elsewhere = {
            "value": [],
            "@odata.nextLink": f"{stranger.base_url}/users/{AURORA}/calendarView?$skip=10",
        }
        assert stage.graph.faults.add("GET", VIEW, answer(200, elsewhere), 2).wait(15)
        stage.graph.wait_for("GET", VIEW, 3, time.monotonic(), timeout=40)
        assert not [one for one in stranger.requests() if "authorization" in one.headers]
    display.glass.label("Busy")


def test_pages_that_go_in_a_circle_end(stage: Stage) -> None:
    display = in_use(stage)
    circle = {"value": [], "@odata.nextLink": f"{stage.graph.base_url}/users/{AURORA}/calendarView?$skip=0"}
    met = stage.graph.faults.add("GET", VIEW, answer(200, circle), 300)
    assert met.wait(15)
    display.until(lambda s: s["exchange"]["age_seconds"] >= 3, "it is not believed", 20)
    stage.graph.faults.clear()
    display.until(
        lambda s: s["exchange"]["reachable"] and s["exchange"]["age_seconds"] <= 1, "a good read again", 30
    )
    display.glass.label("Busy")


def test_two_thousand_events_are_loaded_with_progress(stage: Stage) -> None:
    first = soon_full_minute(30)
    starts = [first + minutes(40 * number) for number in range(2000)]
    for start in starts:
        stage.lena.place(AURORA, start, start + minutes(30), subject="One of many")
    stage.graph.faults.add("GET", VIEW, Wait(2), 4)
    display = stage.display(booking={"days_ahead": 60})
    synced = display.command("sync", "--data-dir", str(display.data))
    assert "500 bookings loaded so far" in synced.stderr
    assert "up to date" in synced.stdout
    display.glass.label("Free", 40)
    status = display.status()
    assert [moment(event["start"]) for event in status["next"]] == starts
    assert moment(status["until"]) == first
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)


def test_a_quiet_display_asks_little(stage: Stage) -> None:
    display = in_use(stage)
    stage.graph.wait_for("GET", VIEW, 2, time.monotonic())
    begun = time.monotonic()
    polls = stage.graph.wait_for("GET", VIEW, 4, begun)
    asked = [one for one in stage.graph.requests(path="^/v1.0/", since=polls[0].at) if one.at < polls[3].at]
    assert len(asked) <= 3 * 3
    assert stage.graph.most_inside <= 4
    assert display.status()["exchange"]["problem"] is None


def test_only_what_is_needed_is_asked_for(stage: Stage) -> None:
    in_use(stage)
    for one in stage.graph.requests("GET", VIEW):
        names = one.query["$select"].split(",")
        assert not {"body", "bodyPreview", "attendees", "onlineMeeting", "webLink"} & set(names)
    assert [one.path for one in stage.graph.requests() if one.status in (400, 404)] == []
