"""Whatever a client sends, Graph answers: random bodies in random places, in line, none of them a crash."""

import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.web import graph
from kiosk.sandbox.web.call import Call, Handshake, read_query
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.sandbox import Sandbox, build

from .conftest import AURORA, LENA, unscoped
from .test_inline import Virtual, sign_in

MOMENTS: list[Any] = [
    {"dateTime": "2026-03-10T12:00:00", "timeZone": "UTC"},
    {"dateTime": "2026-03-11T00:00:00", "timeZone": "Tokyo Standard Time"},
    {"dateTime": "9999-12-31T23:00:00", "timeZone": "Tokyo Standard Time"},
    {"dateTime": "0001-01-01T00:00:00+14:00", "timeZone": "UTC"},
]
SERIES: list[Any] = [
    {"pattern": {"type": kind, "interval": interval, "daysOfWeek": ["monday"], "dayOfMonth": day, "month": month},
     "range": {"type": limit, "startDate": start, "endDate": "9999-12-31", "numberOfOccurrences": count}}
    for kind, interval, day, month, limit, start, count in (
        ("weekly", 1, 1, 1, "noEnd", "2026-03-10", 0), ("absoluteMonthly", 0, 31, 2, "numbered", "2026-03-10", -3),
        ("relativeYearly", 1, 1, 13, "noEnd", "9999-12-30", 1), ("daily", 999, 1, 1, "numbered", "2026-03-10", 999),
        ("absoluteYearly", 5, -4, 0, "endDate", "0001-01-01", 5),
    )
]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 10**12, 1.5, "", "x", "2026-03-10T12:00:00Z", "9999-12-31T23:59:59", [], {}, [{}], ["x"], [None],
    {"emailAddress": {"address": AURORA}}, [{"emailAddress": {"address": AURORA}}], *MOMENTS, *SERIES,
]  # fmt: skip
NAMES = (
    "subject", "body", "attendees", "location", "locations", "showAs", "sensitivity", "importance", "categories",
    "recurrence", "isReminderOn", "reminderMinutesBeforeStart", "isOnlineMeeting", "singleValueExtendedProperties",
    "extensions", "start", "end", "isAllDay", "transactionId", "id", "nonsense", "schedules", "startTime", "endTime",
    "availabilityViewInterval", "requests", "method", "url", "dependsOn", "headers", "comment", "sendResponse",
    "proposedNewTime", "changeType", "notificationUrl", "resource", "expirationDateTime",
)  # fmt: skip
_EVENT_NAMES = 19  # the first so many of them belong to an event
PATHS = (
    "POST /users/{user}/events", "POST /users/{user}/events", "PATCH /users/{user}/events/{id}",
    "GET /users/{user}/events/{id}?$expand=exceptionOccurrences,extensions", "DELETE /users/{user}/events/{id}",
    "GET /users/{user}/events/{id}/instances?startDateTime=2026-03-01&endDateTime=2026-04-01",
    "GET /users/{user}/calendarView?startDateTime={when}&endDateTime=2026-03-12T00:00:00Z&$top=5&$skip={text}",
    "GET /users/{user}/calendarView?startDateTime=9999-12-30&endDateTime={when}",
    "GET /users/{user}/calendarView/delta?startDateTime=2026-03-09&endDateTime=2026-03-12",
    "GET /users/{user}/events?$filter={text} eq {text}&$orderby={text},subject desc&$select={text}",
    "POST /users/{user}/calendar/getSchedule", "POST /users/{user}/events/{id}/cancel",
    "POST /users/{user}/events/{id}/decline", "POST /users/{user}/events/{id}/accept", "POST /$batch",
    "POST /subscriptions",
)  # fmt: skip
TEXTS = ("x", "subject", "start/dateTime", "body", "5", "null", "isAllDay", "'2026'", "")


def sent(random: Random, depth: int = 2) -> dict[str, Any]:
    """Nonsense, or an event with one field of nonsense."""
    if random.random() < 0.6:
        event = {"start": MOMENTS[0], "end": MOMENTS[1], "recurrence": random.choice([None, SERIES[0]])}
        wrong = {random.choice(NAMES[:_EVENT_NAMES]): random.choice(VALUES)}
        return event | {"attendees": VALUES[16]} | (wrong if random.random() < 0.5 else {})
    body = {name: random.choice(VALUES) for name in random.sample(NAMES, random.randint(0, 6))}
    if depth and random.random() < 0.2:
        body["requests"] = [sent(random, depth - 1) for _ in range(2)]
    return body


def called(sandbox: Sandbox, random: Random, ids: list[str], token: str) -> Call:
    method, path = random.choice(PATHS).split(" ", 1)
    path = path.replace("{user}", LENA).replace("{id}", random.choice(ids))
    path = path.replace(
        "{when}", random.choice(("x", "2026-03-09T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59"))
    )
    while "{text}" in path:
        path = path.replace("{text}", random.choice(TEXTS), 1)
    path, _, query = path.partition("?")
    headers = {"authorization": f"Bearer {token}"}
    body = json.dumps(sent(random)).encode()
    return Call(method, path, read_query(query), headers, body, sandbox.now())


@pytest.mark.parametrize("seed", range(4))
def test_graph_answers_whatever_it_is_asked(seed: int) -> None:
    random, time = Random(seed), Virtual()
    switches = Switches(token_seconds=10**8, change_key_race="never")
    sandbox = build(unscoped(), seed=seed, secret="secret", switches=switches, clock=SandboxClock(time))
    sandbox.access.permissions += ("Calendars.Read",)
    token, ids = sign_in(sandbox), ["AAMk"]
    for _ in range(1500):
        call = called(sandbox, random, ids, token)
        answer = graph.answer(sandbox, call)
        if isinstance(answer, Handshake):
            answer = answer.then()
        json.dumps(answer.body)
        assert answer.status < 500, (call, answer)
        if answer.status == 201 and answer.body and "subject" in answer.body:
            ids.append(answer.body["id"])
        time.now += timedelta(seconds=random.choice((0, 1, 5)))
    assert len(ids) > 20
