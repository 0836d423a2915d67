"""The hub speaks Graph to its displays: each reads and books its own room, nobody who was revoked is answered, and changes are told at once."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.clock import Clock
from kiosk.core.tokens import NoTokens
from kiosk.fleet_line import Pass
from kiosk.hub import process, store
from kiosk.hub.relay import booked, notices
from kiosk.room.model import EventId, Life, Privacy, Promise, PromiseId
from kiosk.sandbox.web.routes import ROUTES
from kiosk.sync import bodies, steps, wire
from kiosk.sync.engine import Engine
from kiosk.sync.graph import HEADERS, Graph
from kiosk.sync.steps import Step
from tests.hub.crowd import Crowd, Display
from tests.hub.relayed import World
from tests.hub.stage import FLEET, until

AURORA, BOREAL, DISPLAYS, LENA = (
    "aurora@contoso.com",
    "borealis@contoso.com",
    "displays@contoso.com",
    "lena@contoso.com",
)


@pytest.fixture
def world(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(process, "WATCH", timedelta(seconds=0.5))
    world = World(tmp_path, database)
    world.open()
    yield world
    world.close()


def as_display(world: World, one: Display, work: Callable[[Engine], Any], room: str = AURORA) -> Any:
    """With what the display itself asks with."""

    async def done() -> Any:
        graph = Graph(world.base, NoTokens(), Clock(), context=one.context(world.authority))
        try:
            return await work(Engine(graph, room, DISPLAYS, f"kiosk {room}"))
        finally:
            await graph.close()

    return asyncio.run(done())


def reading(privacy: Privacy = Privacy.FULL) -> wire.Reading:
    return wire.Reading("Europe/Berlin", privacy, DISPLAYS)


def promise(minutes: float = 5, length: float = 30, key: str = "k-1") -> Promise:
    start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return Promise(PromiseId(key), start, start + timedelta(minutes=length), start)


def booked_by(world: World, one: Display, wanted: Promise, room: str = AURORA) -> steps.Found:
    found = as_display(
        world, one, lambda engine: engine.take(Step.CREATE, wanted, room.partition("@")[0], frozenset()), room
    )
    assert isinstance(found, steps.Found), found
    return found


def test_a_display_reads_books_changes_and_ends_in_its_own_room(world: World) -> None:
    aurora = world.display("aurora")
    world.office.create(start=120)
    now = datetime.now(UTC)

    def read(engine: Engine) -> Any:
        return engine.read_room(now, now + timedelta(days=1), reading())

    until("it is in the room's calendar", world.office.view)
    assert [event.organizer for event in as_display(world, aurora, read)] == ["Lena Fischer"]
    wanted = promise()
    found = booked_by(world, aurora, wanted)
    made = Promise(
        wanted.id,
        wanted.start,
        wanted.end,
        wanted.tapped_at,
        life=Life.AWAITING,
        event_id=found.event_id,
        uid=found.uid,
    )
    until(
        "the room's answer",
        lambda: isinstance(
            as_display(world, aurora, lambda engine: engine.take(Step.OBSERVE, made, "Aurora", frozenset())),
            steps.Agreed,
        ),
    )
    seen = as_display(world, aurora, read)
    assert [event.ours for event in seen] == [True, False]
    trace = as_display(
        world, aurora, lambda engine: engine.take(Step.FIND_TRACE, wanted, "Aurora", frozenset())
    )
    assert trace == found
    assert as_display(world, aurora, lambda engine: engine.read_zone(now)) == "Europe/Berlin"
    assert (
        as_display(world, aurora, lambda engine: engine.take(Step.DELETE, made, "Aurora", frozenset()))
        == steps.Finished()
    )
    until("it is gone", lambda: len(as_display(world, aurora, read)) == 1)


def test_a_display_reaches_nothing_but_its_own_room_on_any_path_that_exchange_has(world: World) -> None:
    aurora, boreal = world.display("aurora"), world.display("borealis")
    theirs = booked_by(world, boreal, promise(key="b-1"), BOREAL)
    meeting = world.office.create(start=120)
    for route in ROUTES:
        for whose in (BOREAL, LENA, DISPLAYS):
            named = {"user": whose, "event": theirs.event_id if whose == DISPLAYS else meeting["id"], "place": whose, "calendar": "Calendar",
                     "subscription": "x"}  # fmt: skip
            path = "/".join(route.pattern).format(**named)
            answer = world.ask(aurora, route.method, path, None if route.method in ("GET", "DELETE") else {})
            if (whose, route.pattern) == (DISPLAYS, ("users", "{user}", "calendar")):
                assert set(answer.json()) == {
                    "id",
                    "name",
                    "canEdit",
                    "owner",
                }  # kiosk doctor looks whether it is there
                continue
            assert answer.status_code == 403, (route, whose, answer.text)
            assert "Fischer" not in answer.text
    now = datetime.now(UTC)
    window = bodies.window_params(now, now + timedelta(days=1), bodies.SELECT_TRACES, 100)
    calendar = f"users/{DISPLAYS}/calendarView"
    until("its own display sees it", lambda: world.ask(boreal, "GET", calendar, **window).json()["value"])
    (seen,) = world.ask(boreal, "GET", calendar, **window).json()["value"]
    assert seen["id"] == theirs.event_id
    assert world.ask(aurora, "GET", calendar, **window).json() == {"value": []}
    assert (
        world.ask(
            aurora, "PATCH", f"users/{DISPLAYS}/events/{theirs.event_id}", {"subject": "mine"}
        ).status_code
        == 403
    )
    assert world.ask(aurora, "DELETE", f"users/{DISPLAYS}/events/{theirs.event_id}").status_code == 403
    taken = bodies.create_body(promise(key="b-1"), AURORA, "Aurora", "kiosk")
    assert world.ask(aurora, "POST", f"users/{DISPLAYS}/events", taken).status_code == 403
    assert world.office.event(DISPLAYS, theirs.event_id)["subject"] == "Meeting"
    assert world.ask(aurora, "GET", f"users/{AURORA}/events/{meeting['id']}").status_code in (403, 404)


def test_nobody_without_a_displays_certificate_is_answered_and_a_revoked_one_no_more(world: World) -> None:
    aurora = world.display("aurora")
    assert world.ask(aurora, "GET", "me").json() == {"id": aurora.id, "displayName": "aurora"}
    held = world.client(aurora)
    assert held.get(f"{world.base}/places/{AURORA}").json()["displayName"] == "Aurora"
    world.line.post("/v1/displays/aurora/revoke", reason="stolen")
    for client in (held, world.client(aurora)):
        told = client.get(f"{world.base}/places/{AURORA}")
        assert (told.status_code, told.json()["error"]["code"]) == (401, "RelayStranger")
    with pytest.raises(httpx.HTTPError):
        httpx.get(
            f"{world.base}/me", verify=ssl.create_default_context(cadata=world.authority), trust_env=False
        )
    admin = Pass.read(world.stage.folder / "lena.hub")
    (world.stage.folder / "lena.pem").write_text(admin.certificate)
    context = ssl.create_default_context(cadata=world.authority)
    context.load_cert_chain(world.stage.folder / "lena.pem")
    assert httpx.get(f"{world.base}/me", verify=context, trust_env=False).status_code == 401


def test_a_booking_whose_answer_was_lost_is_found_by_its_display_alone(world: World) -> None:
    aurora = world.display("aurora")
    other = world.display("borealis")
    wanted = promise()
    body = bodies.create_body(wanted, AURORA, "Aurora", "kiosk")
    hub = store.opened(world.database or f"sqlite:///{world.stage.hub / 'hub.db'}")
    with closing(hub), hub.begin() as on:  # the hub ended between sending it and hearing of it
        assert booked.note(on, AURORA, booked.TRANSACTION, ["k-1"], datetime.now(UTC))
    made = world.office.ask("POST", f"/users/{DISPLAYS}/events", body, headers=HEADERS).json()
    assert world.ask(aurora, "DELETE", f"users/{DISPLAYS}/events/{made['id']}").status_code == 403
    find = lambda engine: engine.take(Step.FIND_TRACE, wanted, "Aurora", frozenset())  # noqa: E731 - twice the same
    assert as_display(world, other, find, BOREAL) == steps.NoTrace()
    assert as_display(world, aurora, find) == steps.Found(EventId(made["id"]), made["iCalUId"])
    assert world.ask(aurora, "DELETE", f"users/{DISPLAYS}/events/{made['id']}").status_code == 204


def test_a_stolen_display_cannot_fill_a_calendar(world: World) -> None:
    aurora = world.display("aurora")
    made = [
        world.ask(aurora, "POST", f"users/{DISPLAYS}/events",
                  bodies.create_body(promise(40 * n, 30, f"k-{n}"), AURORA, "Aurora", "kiosk")).status_code
        for n in range(7)
    ]  # fmt: skip
    assert made == [201] * 6 + [403]
    again = bodies.create_body(promise(0, 30, "k-0"), AURORA, "Aurora", "kiosk")
    assert world.ask(aurora, "POST", f"users/{DISPLAYS}/events", again).status_code in (201, 409)


def test_pages_lead_back_to_the_hub(world: World) -> None:
    aurora = world.display("aurora")
    for n in range(5):
        world.office.create(start=60 * (n + 1))
    now = datetime.now(UTC)
    window = bodies.window_params(now, now + timedelta(days=1), bodies.SELECT_EVENTS, 2)
    until("all are in the room's calendar", lambda: len(world.office.view()) == 5)
    page, seen = world.ask(aurora, "GET", f"users/{AURORA}/calendarView", **window).json(), 0
    while following := page.get("@odata.nextLink"):
        assert following.startswith(world.base)
        seen += len(page["value"])
        page = world.client(aurora).get(following).json()
    assert seen + len(page["value"]) == 5


def test_when_exchange_wants_to_be_left_alone_the_hub_leaves_it_alone_for_all(world: World) -> None:
    aurora, boreal = world.display("aurora"), world.display("borealis")
    world.office.act("faults", kind="status", status=429, retry_after="30", count=1, path="places")
    assert world.ask(aurora, "GET", f"places/{AURORA}").status_code == 429
    told = world.ask(boreal, "GET", f"places/{BOREAL}")
    assert told.status_code == 503
    assert 0 < float(told.headers["retry-after"]) <= 30


def test_a_change_in_outlook_nudges_the_rooms_display(world: World, on_loop: Callable[[Any], Any]) -> None:
    aurora, boreal = world.display("aurora"), world.display("borealis")
    crowd = Crowd([aurora, boreal], FLEET, world.authority, world.stage.broker_port)
    on_loop(crowd.join())
    until("both rooms are watched", lambda: len(world.office.get("/subscriptions")["value"]) == 2, 30)
    world.office.create(start=60)
    until("a nudge", lambda: aurora.asked)
    assert set(aurora.asked) == {"sync"}
    assert boreal.asked == []
    on_loop(crowd.leave())


def test_a_subscription_that_exchange_lost_is_made_again(world: World) -> None:
    world.display("aurora")
    until("it is watched", lambda: world.office.get("/subscriptions")["value"], 30)
    (first,) = world.office.get("/subscriptions")["value"]
    lost = {
        "value": [
            {
                "subscriptionId": first["id"],
                "clientState": first["clientState"],
                "lifecycleEvent": "subscriptionRemoved",
            }
        ]
    }
    world.office.ask("DELETE", f"/subscriptions/{first['id']}")
    told = httpx.post(f"https://127.0.0.1:{world.notices}/notices/lifecycle", json=lost,
                      verify=ssl.create_default_context(cadata=world.authority), trust_env=False)  # fmt: skip
    assert told.status_code == 202
    until("another one", lambda: world.office.get("/subscriptions")["value"], 30)
    (second,) = world.office.get("/subscriptions")["value"]
    assert second["id"] != first["id"]
    assert second["clientState"] != first["clientState"]


def test_who_does_not_know_the_secret_nudges_nobody(world: World, on_loop: Callable[[Any], Any]) -> None:
    aurora = world.display("aurora")
    crowd = Crowd([aurora], FLEET, world.authority, world.stage.broker_port)
    on_loop(crowd.join())
    until("it is watched", lambda: world.office.get("/subscriptions")["value"], 30)
    trust = ssl.create_default_context(cadata=world.authority)
    where = f"https://127.0.0.1:{world.notices}/notices"
    with httpx.Client(verify=trust, trust_env=False) as client:
        for body in (b"", b"[]", b"{", b'{"value": 1}', b'{"value": [1]}', b"[" * 100_000,
                     json.dumps({"value": [{"clientState": "guess"}] * 2000}).encode(), json.dumps({"value": [{"clientState": 1}]}).encode()):  # fmt: skip
            assert client.post(where, content=body).status_code == 202
        assert client.post(where, content=b"x" * (notices.LONGEST + 1)).status_code == 413
        hello = client.post(where, params={"validationToken": "<b>a token</b>"})
        assert (hello.status_code, hello.text) == (200, "<b>a token</b>")
        assert hello.headers["content-type"].startswith("text/plain")
        assert client.get(where).status_code == 405
        assert client.post(f"https://127.0.0.1:{world.notices}/v1/me").status_code == 404
    world.office.create(start=60)
    until("a nudge", lambda: aurora.asked)
    assert len(aurora.asked) <= 2
    on_loop(crowd.leave())


def test_the_first_notice_nudges_at_once_and_what_follows_once_more() -> None:
    nudged: list[str] = []
    due: list[tuple[float, Callable[[], None]]] = []
    clock = Clock()
    nudges = notices.Nudges(clock, nudged.append, lambda seconds, call: due.append((seconds, call)))
    for _ in range(5):
        nudges.changed(AURORA)
    nudges.changed(BOREAL)
    assert nudged == [AURORA, BOREAL]
    (later,) = due
    assert 1 < later[0] <= notices.QUIET
    later[1]()
    assert nudged == [AURORA, BOREAL, AURORA]


def test_the_hub_says_what_is_left_to_do(world: World) -> None:
    done = world.stage.command("hub", "relay", "--dir", str(world.stage.hub))
    assert done.returncode == 0, done.stderr
    assert 'sign_in = "device"' in done.stdout
    (world.stage.hub / "secret").write_text("wrong")
    done = world.stage.command("hub", "relay", "--dir", str(world.stage.hub))
    assert done.returncode == 1
    assert "Entra does not sign the hub in" in done.stderr
