"""The same Exchange without any wire: a simulation brings its own time and calls it directly."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.tenant.office import contoso
from kiosk.sandbox.web import entra, graph
from kiosk.sandbox.web.call import Answer, Call, read_query
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.sandbox import Sandbox, build

from .conftest import AURORA, DISPLAYS, NOON, iso, room


class Virtual:
    """Time that somebody turns by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def ask(sandbox: Sandbox, token: str, method: str, path: str, body: object = None) -> Answer:
    path, _, query = path.partition("?")
    headers = {"authorization": f"Bearer {token}"}
    call = Call(method, path, read_query(query), headers, json.dumps(body or {}).encode(), sandbox.now())
    answer = graph.answer(sandbox, call)
    assert isinstance(answer, Answer)
    return answer


def sign_in(sandbox: Sandbox) -> str:
    form = {
        "client_id": sandbox.application.client_id,
        "client_secret": "secret",
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }
    answer = entra.token(sandbox, "contoso.com", {}, urlencode(form).encode())
    assert answer.body is not None
    return str(answer.body["access_token"])


def course(seed: int) -> list[Any]:
    """A year's first booking, second by second, in no time."""
    time = Virtual()
    sandbox = build(contoso(), seed=seed, secret="secret", switches=Switches(), clock=SandboxClock(time))
    token = sign_in(sandbox)
    event = {
        "subject": "Walk-up",
        "start": {"dateTime": iso(NOON), "timeZone": "UTC"},
        "end": {"dateTime": iso(NOON + timedelta(minutes=30)), "timeZone": "UTC"},
        "attendees": [room(AURORA)],
    }
    seen: list[Any] = [ask(sandbox, token, "POST", f"/users/{DISPLAYS}/events", event).body]
    window = f"startDateTime={iso(NOON)}&endDateTime={iso(NOON + timedelta(hours=1))}"
    for _ in range(40):
        time.now += timedelta(seconds=0.1)
        seen.append(ask(sandbox, token, "GET", f"/users/{AURORA}/calendarView?{window}").body)
    return seen


def test_virtual_time_drives_the_very_same_exchange() -> None:
    shown = [body["value"][0]["showAs"] for body in course(1)[1:] if body["value"]]
    assert shown[0] == "tentative"
    assert shown[-1] == "busy"


def test_a_seed_repeats_a_course_to_the_last_byte() -> None:
    assert course(5) == course(5)
    assert course(5) != course(6)


def test_a_token_of_virtual_time_expires_in_virtual_time() -> None:
    time = Virtual()
    sandbox = build(contoso(), seed=1, secret="secret", switches=Switches(), clock=SandboxClock(time))
    token = sign_in(sandbox)
    assert ask(sandbox, token, "GET", "/organization").status == 200
    time.now += timedelta(seconds=3600)
    assert ask(sandbox, token, "GET", "/organization").status == 401
