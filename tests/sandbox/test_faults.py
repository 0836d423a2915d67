"""Faults that can be ordered, and what of a request has happened when they strike."""

import contextlib
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from .conftest import AURORA, DISPLAYS, LENA, Office, until

WINDOW = "startDateTime=2026-03-10&endDateTime=2026-03-11"
VIEW = f"/users/{AURORA}/calendarView?{WINDOW}"


def order(office: Office, kind: str, **more: Any) -> None:
    office.act("faults", kind=kind, **({"count": 1} | more))


def test_an_ordered_status_is_answered_so_often_and_no_more(office: Office) -> None:
    order(office, "status", status=503, code="ServiceUnavailable", retry_after="2.5", count=2)
    answers = [office.ask("GET", VIEW) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].json()["error"]["code"] == "ServiceUnavailable"
    assert answers[0].headers["Retry-After"] == "2.5"


def test_retry_after_may_be_a_date_or_missing(office: Office) -> None:
    order(office, "status", status=429, code="TooManyRequests", retry_after="date:30")
    order(office, "status", status=429)
    first, second = office.ask("GET", VIEW), office.ask("GET", VIEW)
    assert parsedate_to_datetime(first.headers["Retry-After"]) == office.now() + timedelta(seconds=30)
    assert "Retry-After" not in second.headers


def test_a_fault_strikes_only_what_it_matches(office: Office) -> None:
    order(office, "status", method="POST", path="/events$", room=DISPLAYS, count=None)
    assert office.ask("GET", VIEW).status_code == 200
    assert office.try_create(LENA).status_code == 201
    assert office.try_create(DISPLAYS).status_code == 503
    assert office.act("faults", "DELETE") == {"cleared": 1}
    assert office.try_create(DISPLAYS).status_code == 201


def test_a_probability_strikes_now_and_then(office: Office) -> None:
    order(office, "status", probability=0.5, count=None)
    assert {office.ask("GET", VIEW).status_code for _ in range(30)} == {200, 503}


def test_a_dropped_request_has_not_happened(office: Office) -> None:
    order(office, "drop", method="POST")
    with pytest.raises(httpx.TransportError):
        office.try_create()
    assert office.view(LENA) == []


def test_a_lost_reply_has_happened(office: Office) -> None:
    order(office, "lost_reply", method="POST")
    with pytest.raises(httpx.TransportError):
        office.try_create()
    assert len(office.view(LENA)) == 1


def test_an_error_may_follow_a_write(office: Office) -> None:
    order(office, "handled_status", method="POST", status=504, code="UnknownError")
    assert office.try_create().status_code == 504
    assert len(office.view(LENA)) == 1


def test_half_an_answer_is_cut(office: Office) -> None:
    order(office, "truncate")
    with pytest.raises(httpx.TransportError):
        office.ask("GET", VIEW)
    assert office.ask("GET", VIEW).status_code == 200


def test_an_answer_may_be_garbage_or_a_web_page(office: Office) -> None:
    order(office, "garbage")
    garbage = office.ask("GET", VIEW)
    assert garbage.status_code == 200
    with pytest.raises(ValueError, match="utf-8"):
        garbage.json()
    order(office, "wrong_type")
    page = office.ask("GET", VIEW)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html")


def test_a_calendar_may_look_empty_for_once(office: Office) -> None:
    office.create()
    order(office, "empty")
    path = f"/users/{LENA}/calendarView?{WINDOW}"
    assert office.get(path)["value"] == []
    assert len(office.get(path)["value"]) == 1


def test_the_next_change_meets_a_moved_change_key(office: Office) -> None:
    event = office.create()
    order(office, "conflict")
    assert office.ask("GET", f"/users/{LENA}/events/{event['id']}").status_code == 200
    path = f"/users/{LENA}/events/{event['id']}"
    assert office.ask("PATCH", path, {"subject": "X"}).json()["error"]["code"] == "ErrorIrresolvableConflict"
    order(office, "conflict")
    assert office.ask("POST", f"{path}/cancel", {}).status_code == 412
    assert office.ask("POST", f"{path}/cancel", {}).status_code == 202


@pytest.mark.parametrize("kind", ["delay", "slow_reply", "trickle"])
def test_an_answer_may_take_its_time(office: Office, kind: str) -> None:
    order(office, kind, seconds=0.3)
    begun = time.monotonic()
    assert office.ask("GET", VIEW).status_code == 200
    assert time.monotonic() - begun >= 0.25


def test_a_delay_before_another_fault_adds_up(office: Office) -> None:
    order(office, "delay", seconds=0.1)
    order(office, "status")
    assert office.ask("GET", VIEW).status_code == 503


def test_connections_are_refused_for_a_while(office: Office) -> None:
    assert office.act("refuse", seconds=0.4) == {"refusing": 0.4}
    with pytest.raises(httpx.TransportError):
        office.ask("GET", VIEW)

    def is_back() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return office.ask("GET", VIEW).status_code == 200
        return False

    until(is_back)


def test_entra_can_fail_too(office: Office) -> None:
    order(office, "status", path="/oauth2/")
    assert office.ask_token().status_code == 503
    assert office.ask_token().status_code == 200


def test_an_unknown_fault_is_refused_with_words(office: Office) -> None:
    answer = office.controller.post(f"{office.facts['control']}/faults", json={"kind": "earthquake"})
    assert answer.status_code == 400
    assert "a fault's kind is one of conflict" in answer.json()["error"]
    answer = office.controller.post(f"{office.facts['control']}/faults", json={"kind": "drop", "colour": 1})
    assert answer.json()["error"] == "a fault has no colour"
