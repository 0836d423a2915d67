"""Subscriptions and notifications (facts.md §2.11; §8, behaviour 17)."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from .conftest import AURORA, LENA, Office, iso, until


class Hook:
    """A subscriber's endpoint over HTTPS, with a certificate of the sandbox's own authority."""

    def __init__(self, directory: Path) -> None:
        self.heard: list[Any] = []
        self.echo: Callable[[str], str] = lambda token: token
        self.status = 202
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                token = parse_qs(urlsplit(self.path).query).get("validationToken")
                if token:
                    self._answer(200, hook.echo(token[0]).encode())
                    return
                if hook.status < 300:
                    hook.heard += json.loads(body)["value"]
                self._answer(hook.status, b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory / "server.pem")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_port}/hook"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def words(self) -> list[str]:
        return [str(one.get("changeType")) for one in self.heard]


@pytest.fixture
def hook(office: Office) -> Iterator[Hook]:
    made = Hook(office.started.directory)
    office.act("application", permissions=["Calendars.ReadWrite", "Calendars.Read"])
    yield made
    made.close()


def wish(office: Office, hook: Hook, **more: Any) -> dict[str, Any]:
    return {
        "changeType": "created,updated,deleted",
        "notificationUrl": hook.url,
        "resource": f"users/{AURORA}/events",
        "expirationDateTime": iso(office.now() + timedelta(hours=1)) + "Z",
        "clientState": "secret",
    } | more


def test_a_subscriber_that_echoes_its_token_hears_of_changes(office: Office, hook: Hook) -> None:
    made = office.ask("POST", "/subscriptions", wish(office, hook))
    assert made.status_code == 201, made.text
    office.act("clock", freeze=False)

    office.create()
    until(lambda: hook.words() == ["created", "updated"])

    notice = hook.heard[0]
    assert (notice["subscriptionId"], notice["clientState"]) == (made.json()["id"], "secret")
    assert notice["resourceData"]["@odata.type"] == "#Microsoft.Graph.Event"
    copy = office.view()[0]
    assert notice["resourceData"]["id"] == copy["id"]
    assert notice["resource"].endswith(f"/Events/{copy['id']}")


def test_a_subscriber_that_answers_with_another_token_is_refused(office: Office, hook: Hook) -> None:
    hook.echo = lambda _token: "something else"
    answer = office.ask("POST", "/subscriptions", wish(office, hook))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ValidationError")
    assert office.get("/subscriptions")["value"] == []


def test_a_subscriber_that_is_not_there_is_refused(office: Office, hook: Hook) -> None:
    nobody = wish(office, hook, notificationUrl="https://127.0.0.1:9/hook")
    assert office.ask("POST", "/subscriptions", nobody).status_code == 400
    both = wish(office, hook, lifecycleNotificationUrl="https://127.0.0.1:9/life")
    assert office.ask("POST", "/subscriptions", both).status_code == 400


def test_a_write_permission_alone_does_not_subscribe(office: Office, hook: Hook) -> None:
    office.act("application", permissions=["Calendars.ReadWrite"])
    assert office.ask("POST", "/subscriptions", wish(office, hook)).status_code == 403


def test_a_blocked_mailbox_refuses_with_an_extension_error(office: Office, hook: Hook) -> None:
    office.act("block", room=AURORA)
    answer = office.ask("POST", "/subscriptions", wish(office, hook))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ExtensionError")


@pytest.mark.parametrize(
    "change",
    [
        {"notificationUrl": "http://127.0.0.1/hook"},
        {"changeType": "moved"},
        {"resource": "users/x/messages"},
        {"expirationDateTime": "2026-03-09T00:00:00Z"},
        {"expirationDateTime": "2026-03-20T00:00:00Z"},
        {"clientState": "x" * 129},
        {"includeResourceData": True},
    ],
)
def test_a_wish_that_graph_does_not_grant(office: Office, hook: Hook, change: dict[str, Any]) -> None:
    assert office.ask("POST", "/subscriptions", wish(office, hook, **change)).status_code == 400


def test_a_subscription_can_be_read_renewed_and_ended(office: Office, hook: Hook) -> None:
    made = office.ask("POST", "/subscriptions", wish(office, hook)).json()
    path = f"/subscriptions/{made['id']}"
    longer = iso(office.now() + timedelta(hours=5)) + "Z"
    renewed = office.ask("PATCH", path, {"expirationDateTime": longer})
    assert renewed.json()["expirationDateTime"].startswith(longer[:-1])
    assert office.get(path)["resource"] == f"users/{AURORA}/events"
    assert office.ask("POST", f"{path}/reauthorize").status_code == 204
    assert office.ask("DELETE", path).status_code == 204
    assert office.ask("GET", path).status_code == 404


def test_a_subscription_ends_by_itself(office: Office, hook: Hook) -> None:
    office.ask("POST", "/subscriptions", wish(office, hook))
    office.later(3601)
    assert office.get("/subscriptions")["value"] == []


def test_a_notice_that_is_not_taken_comes_again(office: Office, hook: Hook) -> None:
    hook.status = 503
    office.ask("POST", "/subscriptions", wish(office, hook, resource=f"users('{LENA}')/events"))
    office.create(attendees=[])
    office.later(1)
    path = [one["path"] for one in office.act("requests", "GET")["value"]]
    assert path
    hook.status = 202

    def heard() -> bool:
        office.later(5)
        return hook.words()[:1] == ["created"] or "created" in hook.words()

    until(heard)


def test_lifecycle_events_go_to_those_who_asked_for_them(office: Office, hook: Hook) -> None:
    office.ask("POST", "/subscriptions", wish(office, hook, lifecycleNotificationUrl=hook.url))
    assert office.act("lifecycle", event="subscriptionRemoved") == {"told": 1}
    until(lambda: bool(hook.heard))
    assert hook.heard[0]["lifecycleEvent"] == "subscriptionRemoved"
    assert office.get("/subscriptions")["value"] == []
