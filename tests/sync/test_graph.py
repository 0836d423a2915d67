"""The bounds that hold for every request to Exchange, over real TLS on loopback."""

import asyncio
import contextlib
import gzip
import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.sync import graph as graph_file
from kiosk.sync import received as received_file
from kiosk.sync.errors import (
    AccessLost,
    Garbled,
    GraphFault,
    NeverLeft,
    NoAnswer,
    WaitAsked,
)
from kiosk.sync.graph import Graph
from tests.fakes.certificates import Authority
from tests.sync.conftest import (
    Heard,
    Server,
    SteppedClock,
    Tokens,
    always,
    graph_at,
    in_turn,
    listening,
    reply,
)

GET_ROOM = "users/aurora@contoso.com/calendarView"


async def fault_of(graph: Graph, path: str = GET_ROOM) -> GraphFault:
    with pytest.raises(GraphFault) as caught:
        await graph.get(path)
    return caught.value


# --- what is sent


async def test_a_request_says_who_it_is_and_what_it_prefers(server: Server, graph: Graph) -> None:
    await graph.get(GET_ROOM, {"$top": "500", "$select": "id,start"})
    heard = server.heard[0]
    assert heard.target == "/v1.0/users/aurora@contoso.com/calendarView?%24top=500&%24select=id%2Cstart"
    assert heard.headers["authorization"] == "bearer t1"
    assert 'outlook.timezone="utc"' in heard.headers["prefer"]
    assert 'idtype="immutableid"' in heard.headers["prefer"]
    assert len(heard.headers["client-request-id"]) == 36


async def test_every_page_is_asked_for_with_the_same_preferences(server: Server, graph: Graph) -> None:
    await graph.get(f"https://127.0.0.1:{server.port}/v1.0/{GET_ROOM}?$skip=10")
    assert server.heard[0].target == "/v1.0/users/aurora@contoso.com/calendarView?$skip=10"
    assert "immutableid" in server.heard[0].headers["prefer"]


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users/aurora@contoso.com/calendarView?$skip=10",
        "https://127.0.0.1:1/v1.0/users",
        "http://127.0.0.1:{port}/v1.0/users",
        "https://127.0.0.1.:{port}/v1.0/users",
        "https://localhost:{port}/v1.0/users",
        "https://127.0.0.1:{port}/beta/users",
        "https://127.0.0.1:{port}/v1.0/../beta/users",
        "https://user:password@127.0.0.1:{port}/v1.0/users",
        "//evil.example/v1.0/users",
        "file:///etc/passwd",
        "https://[::1",
        "https://\ud800.example/",
        "\x00",
        "https://127.0.0.1:99999999/",
    ],
)
async def test_a_next_link_to_elsewhere_is_never_followed(server: Server, graph: Graph, link: str) -> None:
    assert isinstance(await fault_of(graph, link.replace("{port}", str(server.port))), Garbled)
    assert server.heard == []


async def test_a_redirect_is_not_followed(server: Server, graph: Graph) -> None:
    server.answer = always(302, b"", f"Location: https://127.0.0.1:{server.port}/v1.0/elsewhere")
    assert isinstance(await fault_of(graph), NoAnswer)
    assert len(server.heard) == 1


# --- tokens


async def test_after_401_one_new_token_is_tried_once(server: Server, graph: Graph, tokens: Tokens) -> None:
    server.answer = in_turn(reply(401), reply(200, b'{"value": []}'))
    assert await graph.get(GET_ROOM) == {"value": []}
    assert [heard.headers["authorization"] for heard in server.heard] == ["bearer t1", "bearer t2"]
    assert tokens.rejected == ["t1"]


async def test_a_second_401_is_a_loss_of_access(server: Server, graph: Graph) -> None:
    server.answer = always(401)
    assert isinstance(await fault_of(graph), AccessLost)
    assert len(server.heard) == 2


# --- waiting when asked to


async def test_while_exchange_wants_to_be_left_alone_no_request_leaves(
    server: Server, graph: Graph, clock: SteppedClock
) -> None:
    server.answer = in_turn(reply(429, b"{}", "Retry-After: 7.25"), reply(200))
    waits = await fault_of(graph)
    assert isinstance(waits, WaitAsked)
    assert waits.wait == timedelta(seconds=7.25)
    with pytest.raises(WaitAsked):
        await graph.post("users/displays@contoso.com/events", {})
    with pytest.raises(WaitAsked):
        await graph.delete("users/displays@contoso.com/events/1")
    clock.skip = 7.0
    with pytest.raises(WaitAsked):
        await graph.get(GET_ROOM)
    assert len(server.heard) == 1
    clock.skip = 7.26
    assert graph.waiting == timedelta(0)
    await graph.get(GET_ROOM)
    assert len(server.heard) == 2


async def test_a_429_that_says_nothing_is_a_short_wait(server: Server, graph: Graph) -> None:
    server.answer = always(429)
    waits = await fault_of(graph)
    assert isinstance(waits, WaitAsked)
    assert timedelta(0) < graph.waiting <= timedelta(seconds=2)


async def test_those_that_were_queued_behind_a_429_do_not_leave(server: Server, graph: Graph) -> None:
    async def throttled(_: Heard, line: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        line.write(reply(429, b"{}", "Retry-After: 30"))

    server.answer = throttled
    answers = await asyncio.gather(*(graph.get(GET_ROOM) for _ in range(12)), return_exceptions=True)
    assert all(isinstance(answer, WaitAsked) for answer in answers)
    assert len(server.heard) == 4


# --- bounds


async def test_no_more_than_four_are_in_flight(server: Server, graph: Graph) -> None:
    async def slow(_: Heard, line: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        line.write(reply(200))

    server.answer = slow
    await asyncio.gather(*(graph.get(GET_ROOM) for _ in range(20)))
    assert len(server.heard) == 20
    assert server.most_in_flight == 4


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    assert timedelta(seconds=10) == graph_file.LONGEST
    monkeypatch.setattr(graph_file, "LONGEST", timedelta(seconds=0.3))


@pytest.mark.usefixtures("short_patience")
async def test_silence_ends(server: Server, graph: Graph) -> None:
    async def silent(_: Heard, __: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    server.answer = silent
    assert type(await fault_of(graph)) is NoAnswer


@pytest.mark.usefixtures("short_patience")
async def test_an_answer_that_trickles_ends_too(server: Server, graph: Graph) -> None:
    async def trickling(_: Heard, line: asyncio.StreamWriter) -> None:
        line.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            line.write(b" ")
            await line.drain()
            await asyncio.sleep(0.01)

    server.answer = trickling
    assert type(await fault_of(graph)) is NoAnswer


async def test_an_answer_without_end_is_left(
    server: Server, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received_file, "LARGEST_BODY", 1_000_000)

    async def endless(_: Heard, line: asyncio.StreamWriter) -> None:
        line.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            line.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            await line.drain()

    server.answer = endless
    assert isinstance(await fault_of(graph), Garbled)


@pytest.mark.parametrize("layers", [1, 2, 3])
async def test_a_bomb_does_not_go_off(server: Server, graph: Graph, layers: int) -> None:
    bomb = b" " * (64 * 1024 * 1024)
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    server.answer = always(200, bomb, "Content-Encoding: " + ", ".join(["gzip"] * layers))
    assert isinstance(await fault_of(graph), Garbled)


async def test_gzip_is_asked_for_and_read(server: Server, graph: Graph) -> None:
    content = json.dumps({"value": list(range(1000))}).encode()
    server.answer = always(200, gzip.compress(content), "Content-Encoding: gzip")
    assert (await graph.get(GET_ROOM))["value"][-1] == 999
    assert server.heard[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (b"no gzip", "gzip"),
        (gzip.compress(b"{}", mtime=0)[:-4], "gzip"),
        (b"{}", "br"),
        (b"{}", "zstd"),
        (b"{}", "something"),
        (b"{}", "gzip, gzip"),
        (b"", "identity"),
        (b"{", "identity"),
        (b"<html></html>", "identity"),
        (b"\xff\xfe", "identity"),
        (b"[" * 200_000, "identity"),
        (b"1" * 10_000, "identity"),
    ],
)
async def test_what_is_no_json_is_garbled(server: Server, graph: Graph, content: bytes, coding: str) -> None:
    server.answer = always(200, content, f"Content-Encoding: {coding}")
    assert isinstance(await fault_of(graph), Garbled)


async def test_a_refusal_that_nobody_can_read_is_still_a_refusal(server: Server, graph: Graph) -> None:
    server.answer = always(429, b"\x00\x01", "Content-Encoding: br", "Retry-After: 3")
    waits = await fault_of(graph)
    assert isinstance(waits, WaitAsked)
    assert waits.wait == timedelta(seconds=3)


async def test_a_deletion_needs_no_body(server: Server, graph: Graph) -> None:
    server.answer = always(204, b"")
    await graph.delete("users/displays@contoso.com/events/1")


# --- never left, or left and not answered


async def test_a_refused_connection_never_left(
    tokens: Tokens, clock: SteppedClock, authority: Authority
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        graph = graph_at(nobody.getsockname()[1], tokens, clock, authority.ca_file)
        assert isinstance(await fault_of(graph), NeverLeft)
        await graph.close()


async def test_a_name_that_nobody_knows_never_left(tokens: Tokens, clock: SteppedClock) -> None:
    graph = Graph("https://graph.invalid/v1.0", tokens, clock)
    assert isinstance(await fault_of(graph), NeverLeft)
    await graph.close()


async def test_a_server_that_is_not_trusted_hears_nothing(
    server: Server, tokens: Tokens, clock: SteppedClock
) -> None:
    graph = graph_at(server.port, tokens, clock, None)
    assert isinstance(await fault_of(graph), NeverLeft)
    assert server.heard == []
    await graph.close()


async def test_a_server_that_speaks_no_tls_hears_nothing(
    tokens: Tokens, clock: SteppedClock, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_file, "CONNECT", timedelta(seconds=0.3))
    async with listening(None) as plain:
        graph = graph_at(plain.port, tokens, clock, authority.ca_file)
        assert isinstance(await fault_of(graph), NeverLeft)
        assert plain.heard == []
        await graph.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 2",
        b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
    ],
)
async def test_a_line_that_is_cut_after_the_request_left_it_unanswered(
    server: Server, graph: Graph, said: bytes
) -> None:
    async def cut(_: Heard, line: asyncio.StreamWriter) -> None:
        line.write(said)
        await line.drain()
        line.close()

    server.answer = cut
    with pytest.raises(NoAnswer):
        await graph.post("users/displays@contoso.com/events", {"subject": "x"})
    assert len(server.heard) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504, 507])
async def test_a_5xx_to_a_write_is_no_answer(server: Server, graph: Graph, status: int) -> None:
    server.answer = always(status)
    with pytest.raises(NoAnswer):
        await graph.post("users/displays@contoso.com/events", {})
    assert len(server.heard) == 1


# --- nothing personal in what is said of it


async def test_a_fault_tells_no_words_of_the_answer(server: Server, graph: Graph) -> None:
    content = json.dumps(
        {"error": {"code": "ErrorInvalidRequest", "message": "Merger with Fabrikam"}}
    ).encode()
    server.answer = always(400, content)
    fault = await fault_of(graph)
    assert "Fabrikam" not in str(fault)
    assert "Fabrikam" not in repr(fault)


async def test_a_file_of_trust_anchors_is_added_to_those_of_the_system(
    server: Server, tokens: Tokens, clock: SteppedClock, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path, "other")
    graph = graph_at(server.port, tokens, clock, other.ca_file)
    assert isinstance(await fault_of(graph), NeverLeft)
    await graph.close()
    trusting = graph_at(server.port, tokens, clock, authority.ca_file)
    await trusting.get(GET_ROOM)
    await trusting.close()


# --- what time it is there


@pytest.mark.parametrize("status", [200, 403, 429, 503])
async def test_every_answer_tells_exchanges_time(
    server: Server, tokens: Tokens, clock: SteppedClock, authority: Authority, status: int
) -> None:
    said: list[datetime] = []
    ca, base = authority.ca_file, f"https://127.0.0.1:{server.port}/v1.0"
    graph = Graph(base, tokens, clock, ca_file=ca, hear_time=said.append)
    server.answer = always(status, b"{}", "Date: Tue, 13 Oct 2026 08:41:09 GMT")
    with contextlib.suppress(GraphFault):
        await graph.get(GET_ROOM)
    await graph.close()
    assert said == [datetime(2026, 10, 13, 8, 41, 9, tzinfo=UTC)]


@pytest.mark.parametrize("header", ["X: y", "Date: yesterday", "Date: ", "Date: 0"])
async def test_an_answer_without_a_date_tells_nothing(
    server: Server, tokens: Tokens, clock: SteppedClock, authority: Authority, header: str
) -> None:
    said: list[datetime] = []
    ca, base = authority.ca_file, f"https://127.0.0.1:{server.port}/v1.0"
    graph = Graph(base, tokens, clock, ca_file=ca, hear_time=said.append)
    server.answer = always(200, b"{}", header)
    await graph.get(GET_ROOM)
    await graph.close()
    assert said == []


async def test_a_retry_after_that_is_a_date_is_reckoned_by_exchanges_clock(
    server: Server, graph: Graph
) -> None:
    date, until = "Date: Fri, 13 Oct 2028 08:41:00 GMT", "Retry-After: Fri, 13 Oct 2028 08:41:07 GMT"
    server.answer = always(429, b"{}", date, until)
    waits = await fault_of(graph)
    assert isinstance(waits, WaitAsked)
    assert waits.wait == timedelta(seconds=7)
