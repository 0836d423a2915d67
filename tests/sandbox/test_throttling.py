"""Limits of one application, alone and inside a batch (facts.md §2.12, §4.1; §8, behaviour 13)."""

from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from .conftest import AURORA, LENA, Office, Open
from .shapes import complaints

WINDOW = "startDateTime=2026-03-10&endDateTime=2026-03-11"


def at_once(office: Office, count: int) -> list[httpx.Response]:
    path = f"{office.base}/users/{AURORA}/calendarView?{WINDOW}"

    def ask(client: httpx.Client) -> httpx.Response:
        return client.get(path, headers={"Authorization": office.client.headers["Authorization"]})

    clients = [httpx.Client(verify=office.trust, trust_env=False, timeout=20) for _ in range(count)]
    for client in clients:
        client.get(f"{office.base}/organization")  # a warm connection each
    office.act("switches", latency_from=0.4, latency_to=0.4)
    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(ask, clients))
    for client in clients:
        client.close()
    return answers


def test_the_fifth_request_at_once_is_too_many_and_told_to_wait_a_fraction(opened: Open) -> None:
    office = opened()

    answers = at_once(office, 5)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["error"]["code"] == "TooManyRequests"
    assert "." in refused.headers["Retry-After"]
    assert 0 < float(refused.headers["Retry-After"]) < 3
    assert not complaints("GET", str(refused.request.url), 429, refused.json())


def test_by_switch_there_is_no_limit(opened: Open) -> None:
    office = opened(concurrency=0)
    assert {answer.status_code for answer in at_once(office, 6)} == {200}


@pytest.mark.parametrize(("style", "header"), [("one", "1"), ("missing", None), ("date", "GMT")])
def test_by_switch_retry_after_is_something_else(opened: Open, style: str, header: str | None) -> None:
    office = opened(
        concurrency=1,
        retry_after=style,
        throttle_code="ApplicationThrottled",
    )
    refused = next(answer for answer in at_once(office, 2) if answer.status_code == 429)
    assert refused.json()["error"]["code"] == "ApplicationThrottled"
    shown = refused.headers.get("Retry-After")
    if header == "GMT":
        assert parsedate_to_datetime(shown) > office.now()
    else:
        assert shown == header


def test_ten_thousand_requests_in_ten_minutes_are_enough(opened: Open) -> None:
    office = opened(requests_per_10_minutes=3)
    path = f"/users/{AURORA}/calendarView?{WINDOW}"
    assert [office.ask("GET", path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert office.ask("GET", f"/users/{LENA}/calendarView?{WINDOW}").status_code == 200
    office.later(601)
    assert office.ask("GET", path).status_code == 200


def parts(count: int, **more: Any) -> dict[str, Any]:
    url = f"/users/{AURORA}/calendarView?{WINDOW}"
    return {"requests": [{"id": str(n), "method": "GET", "url": url, **more} for n in range(count)]}


def statuses(answer: httpx.Response) -> dict[str, int]:
    assert answer.status_code == 200, answer.text
    return {one["id"]: one["status"] for one in answer.json()["responses"]}


def test_parts_of_a_batch_beyond_four_are_refused_inside_a_good_answer(office: Office) -> None:
    answer = office.ask("POST", "/$batch", parts(6))
    assert statuses(answer) == {"0": 200, "1": 200, "2": 200, "3": 200, "4": 429, "5": 429}
    refused = next(one for one in answer.json()["responses"] if one["status"] == 429)
    assert float(refused["headers"]["Retry-After"]) > 0
    for one in answer.json()["responses"]:
        assert not complaints("GET", f"{office.base}/users/x/calendarView", one["status"], one["body"])


def test_parts_that_wait_for_each_other_are_never_too_many(office: Office) -> None:
    chained = parts(8)
    for number, one in enumerate(chained["requests"][1:]):
        one["dependsOn"] = [str(number)]
    assert set(statuses(office.ask("POST", "/$batch", chained)).values()) == {200}


def test_a_part_that_depends_on_a_failure_is_not_tried(office: Office) -> None:
    body = {
        "requests": [
            {"id": "a", "method": "GET", "url": f"/users/{LENA}/events/AAMk-nonsense"},
            {"id": "b", "method": "POST", "url": f"users/{LENA}/events", "dependsOn": ["a"], "body": {},
             "headers": {"Content-Type": "application/json"}},
            {"id": "c", "method": "POST", "url": f"/users/{LENA}/events", "body": {"subject": "In a batch"},
             "headers": {"Content-Type": "application/json"}},
        ]
    }  # fmt: skip
    assert statuses(office.ask("POST", "/$batch", body)) == {"a": 400, "b": 424, "c": 201}
    assert [one["subject"] for one in office.view(LENA)] == ["In a batch"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"requests": []},
        parts(21),
        {"requests": [{"id": "1", "method": "GET", "url": "https://elsewhere.example/users"}]},
        {"requests": [{"id": "1", "method": "POST", "url": "/$batch", "body": {}}]},
        {"requests": [{"id": "1", "method": "POST", "url": f"/users/{LENA}/events", "body": {}}]},
        {"requests": [{"id": "1", "method": "GET", "url": "/organization", "dependsOn": ["1"]}]},
        {"requests": [{"id": "1", "method": "GET", "url": "/organization"}] * 2},
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(office: Office, body: dict[str, Any]) -> None:
    assert office.ask("POST", "/$batch", body).status_code == 400
