"""A real sandbox on a free port of loopback, its clock stopped, and a client that checks every body."""

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant.company import Company
from kiosk.sandbox.tenant.office import contoso

from .shapes import complaints

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)  # a Tuesday, 12:00 in Berlin
QUICK = Switches(latency_from=0, latency_to=0, change_key_race="never")
AURORA, LENA, OMAR = "aurora@contoso.com", "lena@contoso.com", "omar@contoso.com"
DISPLAYS = "displays@contoso.com"


@dataclass
class Started:
    """A sandbox in a thread of its own."""

    directory: Path
    facts: dict[str, Any]
    running: Running
    end: Callable[[], None]


def start(plan: Plan) -> Started:
    ready = threading.Event()
    held: dict[str, Any] = {}

    async def serve() -> None:
        ended = asyncio.Event()
        held["loop"], held["ended"] = asyncio.get_running_loop(), ended
        try:
            running = Running(plan)
            held["running"], held["facts"] = running, await running.start()
        finally:
            ready.set()
        await ended.wait()
        await running.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)

    def end() -> None:
        held["loop"].call_soon_threadsafe(held["ended"].set)
        thread.join(10)
        assert not thread.is_alive()

    return Started(plan.directory, held["facts"], held["running"], end)


class Office:
    """What tests hold: Graph as the application sees it, and the control surface."""

    def __init__(self, started: Started) -> None:
        self.started = started
        self.facts = started.facts
        self.base = str(started.facts["base_url"])
        self.trust = ssl.create_default_context(cafile=started.facts["ca_file"])
        self.client = httpx.Client(
            verify=self.trust, trust_env=False, timeout=20, event_hooks={"response": [self._check]}
        )
        control = json.loads((started.directory / "sandbox.json").read_text())
        self._control_url = control["control"]
        self.controller = httpx.Client(
            verify=self.trust,
            trust_env=False,
            timeout=20,
            headers={"Authorization": f"Bearer {control['key']}"},
        )
        self.wrong: list[str] = []
        self.client.headers["Authorization"] = f"Bearer {self.token()}"

    def close(self) -> None:
        self.client.close()
        self.controller.close()

    # Entra

    @property
    def application(self) -> dict[str, str]:
        secret = (self.started.directory / "secret").read_text().strip()
        sandbox = self.started.running.sandbox
        return {
            "client_id": sandbox.application.client_id,
            "client_secret": secret,
            "grant_type": "client_credentials",
            "scope": "https://graph.microsoft.com/.default",
        }

    def ask_token(self, tenant: str = "", **changes: str) -> httpx.Response:
        tenant = tenant or self.started.running.sandbox.company.domain
        form = {name: value for name, value in {**self.application, **changes}.items() if value}
        return self.client.post(f"{self.facts['authority']}/{tenant}/oauth2/v2.0/token", data=form)

    def token(self) -> str:
        return str(self.ask_token().json()["access_token"])

    # Graph

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> httpx.Response:
        url = path if path.startswith("https:") else f"{self.base}{path}"
        return self.client.request(method, url, json=body, **more)

    def get(self, path: str, **headers: str) -> Any:
        answer = self.ask(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def view(self, mailbox: str = AURORA, hours: float = 24, back: float = 12, extra: str = "") -> list[Any]:
        start, end = self.now() - timedelta(hours=back), self.now() + timedelta(hours=hours)
        return list(
            self.get(
                f"/users/{mailbox}/calendarView?startDateTime={iso(start)}&endDateTime={iso(end)}&$top=1000{extra}"
            )["value"]
        )

    def create(self, mailbox: str = LENA, start: float = 60, length: float = 30, **more: Any) -> Any:
        """Invite Aurora (or nobody: attendees=[]) from that mailbox; minutes from now."""
        answer = self.try_create(mailbox, start, length, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def try_create(
        self, mailbox: str = LENA, start: float = 60, length: float = 30, **more: Any
    ) -> httpx.Response:
        begin = self.now() + timedelta(minutes=start)
        body = {
            "subject": "Design review",
            "body": {"contentType": "text", "content": "Bring the drawings"},
            "start": {"dateTime": iso(begin), "timeZone": "UTC"},
            "end": {"dateTime": iso(begin + timedelta(minutes=length)), "timeZone": "UTC"},
            "attendees": [room(AURORA)],
        } | more
        return self.ask("POST", f"/users/{mailbox}/events", body)

    def event(self, mailbox: str, event_id: str) -> Any:
        return self.get(f"/users/{mailbox}/events/{event_id}")

    def room_status(self, event: Any, mailbox: str = LENA, address: str = AURORA) -> str:
        attendees = self.event(mailbox, event["id"])["attendees"]
        return next(
            str(a["status"]["response"]) for a in attendees if a["emailAddress"]["address"] == address
        )

    # the control surface

    def act(self, path: str, method: str = "POST", /, **sent: Any) -> Any:
        reading = method == "GET"
        answer = self.controller.request(
            method,
            f"{self._control_url}/{path}",
            params=sent if reading else None,
            json=None if reading else sent,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def now(self) -> datetime:
        return datetime.fromisoformat(self.act("clock")["now"])

    def later(self, seconds: float) -> None:
        """Let time pass, at once."""
        self.act("clock", shift=seconds)

    def _check(self, response: httpx.Response) -> None:
        response.read()
        if not response.content or "json" not in response.headers.get("content-type", ""):
            return
        request = response.request
        if str(request.url).startswith(self.base):
            try:
                body = response.json()
            except ValueError:
                return  # a fault that was ordered
            self.wrong += complaints(request.method, str(request.url), response.status_code, body)


def unscoped() -> Company:
    """Contoso, with an application that may open people's calendars too."""
    company = contoso()
    company.scope = None
    return company


def iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def room(address: str) -> dict[str, Any]:
    return {"type": "resource", "emailAddress": {"address": address}}


def until(fact: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


Open = Callable[..., Office]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens sandboxes with the switches a test wants; the clock stands at noon unless `frozen` is False."""
    offices: list[Office] = []

    def open_one(*, frozen: bool = True, plan: Plan | None = None, **switches: Any) -> Office:
        plan = plan or Plan(tmp_path, unscoped(), switches=replace(QUICK, **switches))
        office = Office(start(plan))
        offices.append(office)
        if frozen:
            office.act("clock", set=NOON.isoformat(), freeze=True)
        return office

    yield open_one
    for office in offices:
        office.close()
        office.started.end()
        assert office.wrong == []


@pytest.fixture
def office(opened: Open) -> Office:
    return opened()
