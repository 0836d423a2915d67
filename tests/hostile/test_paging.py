"""Pages that do not end, lead in a circle, come too slowly or hold more than a room can: the read ends with a named reason."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from kiosk.room.model import Mode, Promise, PromiseId
from kiosk.sync import pages as pages_file
from kiosk.sync import steps
from kiosk.sync.engine import MOST_EVENTS, Engine
from kiosk.sync.errors import Garbled, NoAnswer
from kiosk.sync.graph import Graph
from kiosk.sync.pages import MOST_ITEMS, MOST_PAGES, PAGE
from kiosk.sync.steps import Step
from tests.fakes.certificates import Authority
from tests.hostile import good
from tests.hostile.line import BASE, BEGIN, END, NOW, READING, Line, Said
from tests.hostile.wires import Heartbeat, a_graph
from tests.sync.conftest import Heard, Server, reply


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with Line() as line:
        yield line


def page(events: list[Any], following: str | None = None) -> Said:
    link = {} if following is None else {"@odata.nextLink": f"{BASE}/users/{following}"}
    return Said(json.dumps({"value": events, **link}).encode())


def many(count: int, first: int = 0) -> list[Any]:
    """So many meetings, one each minute."""
    return [
        good.event(
            id=f"e{n}", **good.span((BEGIN + timedelta(minutes=n % 20_000)).isoformat(), (END).isoformat())
        )
        for n in range(first, first + count)
    ]


async def read(line: Line) -> int:
    return len(await line.engine.read_room(BEGIN, END, READING))


def test_pages_in_a_circle_end(line: Line) -> None:
    line.says(page([], "a"), page([], "b"), page([], "a"), page([]))
    with pytest.raises(Garbled):
        line.run(read(line))
    assert len(line.asked) == 3


def test_empty_pages_without_end_end(line: Line) -> None:
    line.says(*(page([], f"p{n}") for n in range(MOST_PAGES + 50)))
    with pytest.raises(Garbled):
        line.run(read(line))
    assert len(line.asked) == MOST_PAGES + 1


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """So many pages are all that may come."""
    assert MOST_ITEMS == 20_000
    monkeypatch.setattr(pages_file, "MOST_ITEMS", 4 * PAGE)
    return 4


def test_the_same_event_on_every_page_is_one_and_ends(line: Line, few: int) -> None:
    same = [good.event()] * PAGE
    line.says(*(page(same, f"p{n}") for n in range(10)))
    with pytest.raises(Garbled):
        line.run(read(line))
    assert len(line.asked) == few + 1


def test_a_hundred_thousand_events_are_no_room(line: Line) -> None:
    line.says(*(page(many(PAGE, PAGE * n), f"p{n}") for n in range(100_000 // PAGE)))
    with pytest.raises(Garbled, match="more events"):
        line.run(read(line))
    assert len(line.asked) == MOST_EVENTS // PAGE + 1


def test_a_full_room_is_read(line: Line) -> None:
    line.says(page(many(PAGE), "p1"), page(many(PAGE, PAGE), "p2"), page(many(700, 2 * PAGE)))
    assert line.run(read(line)) == 1700


def test_pages_that_come_too_slowly_are_given_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_file, "LONGEST_READ", timedelta(seconds=0))
    line.says(page(many(1), "p1"), page(many(1, 1), "p2"), page([]))
    with pytest.raises(NoAnswer):
        line.run(read(line))
    assert len(line.asked) == 1


def test_a_search_for_our_own_booking_is_bounded_too(line: Line, few: int) -> None:
    promise = Promise(PromiseId("mine"), NOW, NOW + timedelta(minutes=30), NOW, mode=Mode.INVITE)
    line.says(*(page(many(PAGE), f"p{n}") for n in range(10)))
    answer = line.run(line.engine.take(Step.FIND_TRACE, promise, "Aurora", frozenset()))
    assert answer == steps.Unanswered()
    assert len(line.asked) == few + 1


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_what_is_nested_to_the_brink_is_read_or_named_each_time(line: Line, opening: bytes) -> None:
    """Read on a thread, compared on the loop: each has another stack below it."""
    closing = b"]" if opening == b"[" else b"}"
    for depth in range(880, 1000, 4):
        deep = opening * depth + b"1" + closing * depth
        content = (
            json.dumps({"value": [good.event(extra="deep", more="x" * 40_000)]})
            .encode()
            .replace(b'"deep"', deep)
        )
        line.says(Said(content))
        for _ in range(2):
            try:
                line.run(read(line))
            except Garbled:
                break


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
async def pair(authority: Authority) -> AsyncIterator[tuple[Graph, Server]]:
    async with a_graph(authority.server_context(), authority.ca_file) as pair:
        yield pair


async def test_while_a_flood_of_pages_comes_the_loop_goes_round(pair: tuple[Graph, Server], few: int) -> None:
    """Over real TLS: the glass is drawn by the same loop."""
    graph, server = pair
    content = json.dumps({"value": many(PAGE), "@odata.nextLink": "NEXT"}).encode()

    async def next_page(_: Heard, writer: Any) -> None:
        following = f"https://127.0.0.1:{server.port}/v1.0/users/{len(server.heard)}"
        writer.write(reply(200, content.replace(b"NEXT", following.encode())))

    server.answer = next_page
    async with Heartbeat() as heart:
        with pytest.raises(Garbled):
            await Engine(graph, good.ROOM, good.USER, "k").read_room(BEGIN, END, READING)
    assert len(server.heard) == few + 1
    assert heart.beats >= few
