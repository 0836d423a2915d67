"""Everything a server can do to one request, over real TLS: it ends with a named reason, in time, and leaves nothing open."""

import asyncio
import gzip
import json
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import nullcontext, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.sync import graph as graph_file
from kiosk.sync.engine import Engine
from kiosk.sync.errors import Garbled, GraphFault, NeverLeft, NoAnswer
from kiosk.sync.graph import Graph
from tests.fakes.certificates import Authority
from tests.fakes.wait import eventually
from tests.hostile.line import BEGIN, END, READING
from tests.hostile.wires import (
    VIEW,
    Saying,
    a_graph,
    bytes_then_close,
    bytes_then_silence,
    drip,
    flood,
    hasty,
    named,
    open_files,
    saying,
)
from tests.sync.conftest import Server, Tokens, always, in_turn, listening, reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
MOST_MEMORY = 40 * 1024 * 1024


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
async def pair(authority: Authority) -> AsyncIterator[tuple[Graph, Server]]:
    async with a_graph(authority.server_context(), authority.ca_file) as pair:
        yield pair


STALLING = {
    "silence": bytes_then_silence(b""),
    "half a status": bytes_then_silence(b"HTTP/1.1 2"),
    "no body": bytes_then_silence(HEAD + b"Content-Length: 10\r\n\r\n"),
    "half a body": bytes_then_silence(HEAD + b"Content-Length: 10\r\n\r\n{"),
    "a chunk that is awaited": bytes_then_silence(CHUNKED + b"5\r\n{}"),
    "a dripping status": drip(b"HTTP/1.1 200 ", b"O"),
    "dripping headers": drip(HEAD, b"X-A: b\r\n"),
    "one dripping header": drip(HEAD + b"X-A: ", b"b"),
    "a dripping body": drip(HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "dripping chunks": drip(CHUNKED, b"1\r\n \r\n"),
    "a chunk's dripping size": drip(CHUNKED, b"0"),
    "please continue for ever": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints for ever": flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 50),
    "packed in nothing": flood(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff"),
}  # fmt: skip


@pytest.mark.parametrize("say", STALLING.values(), ids=STALLING)
async def test_an_answer_that_does_not_come_to_its_end_ends(
    pair: tuple[Graph, Server], monkeypatch: pytest.MonkeyPatch, say: Saying
) -> None:
    graph, server = pair
    await graph.get(VIEW)  # the line is there: only the answer is measured by the short patience
    saying(server, say)
    with hasty(monkeypatch):
        assert isinstance(await named(graph), NoAnswer)
    assert len(server.heard) <= 2, "it is not asked again"


def whole(status: int, body: bytes) -> Saying:
    return bytes_then_silence(reply(status, body))


ZEROS = gzip.compress(b" " * (64 * 1024 * 1024), 9)
WITHOUT_END = {
    "chunks": flood(CHUNKED, b"10000\r\n" + b" " * 0x10000 + b"\r\n"),
    "no length": flood(HEAD + b"\r\n", b" " * 0x10000),
    "a length beyond reason": flood(HEAD + b"Content-Length: 99999999999999\r\n\r\n", b" " * 0x10000),
    "gzip": bytes_then_close(HEAD + b"Content-Encoding: gzip\r\n\r\n" + ZEROS),
    "gzip in gzip": bytes_then_close(HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(ZEROS)),
    "deflate": bytes_then_close(
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b" " * 10_000_000)
    ),
    "brotli": bytes_then_close(HEAD + b"Content-Encoding: br\r\n\r\n" + b"\x1b\xff\xff\xff" * 9),
    "more after the end of gzip": flood(
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}"), b"\x00" * 0x10000
    ),
    "lists": whole(200, b"[" + b"[]," * 1_300_000 + b"[]]"),
    "a few lists less": whole(200, b"[" + b"[]," * 90_000 + b"[]]"),
    "numbers": whole(200, b"[" + b"1.5," * 1_000_000 + b"1]"),
    "depth": whole(200, b"[" * 150_000),
    "one word": whole(200, b'"' + b"a" * 4_000_000 + b'"'),
    "an error's lists": whole(400, b'{"error":[' + b"[]," * 1_300_000 + b"[]]}"),
    "an error's body": flood(b"HTTP/1.1 400 Bad\r\n\r\n", b" " * 0x10000),
}


@pytest.mark.parametrize("say", WITHOUT_END.values(), ids=WITHOUT_END)
async def test_an_answer_of_any_size_fits_into_a_small_machine(
    pair: tuple[Graph, Server], say: Saying
) -> None:
    graph, server = pair
    await graph.get(VIEW)  # what is imported once is not counted
    saying(server, say)
    tracemalloc.start()
    try:
        with suppress(GraphFault):
            assert isinstance(await graph.get(VIEW), str | list), "small enough to be read"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


BROKEN = {
    "nothing": b"",
    "old junk": b"<html>hello</html>",
    "an old answer": b"{}",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "zeros": b"\x00" * 100,
    "a shorter body": HEAD + b"Content-Length: 100\r\n\r\n{}",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a negative length": HEAD + b"Content-Length: -2\r\n\r\n{}",
    "a length in words": HEAD + b"Content-Length: two\r\n\r\n{}",
    "a chunk's size in words": CHUNKED + b"zz\r\n{}\r\n",
    "a chunk's size beyond numbers": CHUNKED + b"f" * 400 + b"\r\n{}\r\n",
    "cut in a chunk": CHUNKED + b"5\r\n{}",
    "another coding of transfer": HEAD + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "a huge header": HEAD + b"X-A: " + b"a" * 300_000 + b"\r\n\r\n{}",
    "many headers": HEAD + b"X-A: b\r\n" * 50_000 + b"\r\n{}",
    "a bare return in a header": HEAD + b"X-A: a\rb\r\n\r\n{}",
    "a header without a name": HEAD + b": a\r\n\r\n{}",
    "status 0": b"HTTP/1.1 000 Zero\r\n\r\n{}",
    "status 99999": b"HTTP/1.1 99999 Much\r\n\r\n{}",
    "status 999": b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\n{}",
    "switching protocols": b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "reset content": b"HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n",
    "not modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "a page of words": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
    "a body in another alphabet": HEAD + b"Content-Length: 8\r\n\r\n\xff\xfe{\x00\x00\xd8}\x00",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
async def test_what_is_no_answer_is_named_and_the_next_one_counts(
    pair: tuple[Graph, Server], content: bytes
) -> None:
    graph, server = pair
    saying(server, bytes_then_close(content))
    assert isinstance(await named(graph), NoAnswer)
    server.answer = always(200, b'{"value": []}')
    with suppress(NoAnswer):  # the line that was kept open turns out to be closed
        await graph.get(VIEW)
    assert await graph.get(VIEW) == {"value": []}


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_no_redirect_takes_the_token_along(
    pair: tuple[Graph, Server], status: int, scheme: str
) -> None:
    graph, server = pair
    async with listening(None) as foreign:
        server.answer = always(status, b"{}", f"Location: {scheme}://127.0.0.1:{foreign.port}/v1.0/users")
        assert isinstance(await named(graph), NoAnswer)
        server.answer = always(status, b"{}", "Location: /v1.0/elsewhere")
        assert isinstance(await named(graph), NoAnswer)
        assert foreign.heard == []
    assert len(server.heard) == 2


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:{foreign}/v1.0/users",
        "https://127.0.0.1:{foreign}/v1.0/users",
        "https://127.0.0.1:{port}@127.0.0.1:{foreign}/v1.0/users",
        "https://127.0.0.1:{port}\\@127.0.0.1:{foreign}/v1.0/users",
        "https://me:secret@127.0.0.1:{port}/v1.0/users",
        "//127.0.0.1:{foreign}/v1.0/users",
        "\\\\127.0.0.1:{foreign}/v1.0/users",
        "https:/127.0.0.1:{foreign}/v1.0/users",
        "https:127.0.0.1:{foreign}/v1.0/users",
        " https://127.0.0.1:{foreign}/v1.0/users",
        "ht\ttps://127.0.0.1:{foreign}/v1.0/users",
        "https://127.0.0.1:{port}#@127.0.0.1:{foreign}/v1.0/users",
        "https://127.0.0.1:{port}?@127.0.0.1:{foreign}/v1.0/users",
        "HTTPS://127.0.0.1:{foreign}/V1.0/users",
        "https://[::ffff:127.0.0.1]:{foreign}/v1.0/users",
        "https://2130706433:{foreign}/v1.0/users",
        "ftp://127.0.0.1:{foreign}/v1.0/users",
        "data:application/json,{{}}",
    ],
)
async def test_a_next_link_to_elsewhere_is_never_followed(pair: tuple[Graph, Server], link: str) -> None:
    """The read ends garbled, or it asks our own host; the foreign one hears nothing and never sees a token."""
    graph, server = pair
    async with listening(None) as foreign:
        lines = 0
        listener = foreign

        async def count(*_: object) -> None:
            nonlocal lines
            lines += 1

        listener.answer = count
        told = link.format(port=server.port, foreign=foreign.port)
        page = json.dumps({"value": [], "@odata.nextLink": told}).encode()
        server.answer = in_turn(reply(200, page), reply(404))
        with pytest.raises(Garbled):
            await Engine(graph, "aurora@contoso.com", "displays@contoso.com", "k").read_room(
                BEGIN, END, READING
            )
        assert lines == 0
        assert foreign.heard == []


async def test_no_cookie_is_kept(pair: tuple[Graph, Server]) -> None:
    graph, server = pair
    server.answer = always(200, b"{}", *(f"Set-Cookie: c{n}=v; Path=/; Max-Age=9999999" for n in range(100)))
    for _ in range(3):
        await graph.get(VIEW)
    assert all("cookie" not in heard.headers for heard in server.heard)
    assert len(graph._client.cookies.jar) == 0


# --- certificates


async def refused(authority: Authority, tls: ssl.SSLContext) -> None:
    async with a_graph(tls, authority.ca_file) as (graph, server):
        assert isinstance(await named(graph), NeverLeft)
        assert server.heard == []


async def test_a_certificate_of_another_host_is_not_taken(authority: Authority) -> None:
    await refused(authority, authority.context_for("graph.example", "10.0.0.1"))


async def test_a_certificate_that_is_over_is_not_taken(authority: Authority) -> None:
    await refused(authority, authority.context_for("localhost", "127.0.0.1", days=-1))


async def test_a_certificate_that_signs_itself_is_not_taken(authority: Authority, tmp_path: Path) -> None:
    await refused(authority, Authority(tmp_path, "itself").server_context())


async def test_a_handshake_that_does_not_end_never_left(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0)
        lines.append(line)

    assert 2 * graph_file.CONNECT < graph_file.LONGEST
    monkeypatch.setattr(graph_file, "CONNECT", timedelta(seconds=0.2))
    lines: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with a_graph(None, authority.ca_file) as (graph, _):
        port = server.sockets[0].getsockname()[1]
        graph._base = graph._base.copy_with(port=port)
        before = open_files()
        for _ in range(5):
            assert isinstance(await named(graph), NeverLeft)
        await eventually(lambda: len(lines) == 5)
        assert open_files() <= before + len(lines), "but for the server's"
        for line in lines:
            line.close()
        server.close()


async def test_many_broken_answers_leave_no_line_open(pair: tuple[Graph, Server]) -> None:
    graph, server = pair

    async def a_round() -> int:
        for content in BROKEN.values():
            saying(server, bytes_then_close(content))
            with suppress(GraphFault):
                await graph.get(VIEW)
        return open_files()

    before = await a_round()
    for _ in range(3):
        after = await a_round()
    assert after <= before + 8, "the server may not have closed its side of the last ones yet"


PROXIES = {
    "silence": bytes_then_silence(b""),
    "dripping headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "junk": bytes_then_close(b"SSH-2.0\r\n"),
    "a refusal without end": flood(b"HTTP/1.1 407 No\r\n\r\n", b" " * 0x10000),
    "a line that it then breaks": bytes_then_close(b"HTTP/1.1 200 OK\r\n\r\n"),
    "another than TLS behind it": bytes_then_close(b"HTTP/1.1 200 OK\r\n\r\n" + b"\x00" * 100),
}


@pytest.mark.parametrize("kind", PROXIES)
async def test_a_proxy_of_any_kind_holds_nobody_and_sees_no_token(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    say, stalls = PROXIES[kind], kind in ("silence", "dripping headers")
    async with (
        a_graph(authority.server_context(), authority.ca_file) as (_, server),
        listening(None) as proxy,
    ):
        saying(proxy, say)
        address = f"https://127.0.0.1:{server.port}/v1.0"
        graph = Graph(
            address, Tokens(), Clock(), ca_file=authority.ca_file, proxy=f"http://127.0.0.1:{proxy.port}"
        )
        with hasty(monkeypatch) if stalls else nullcontext():
            await named(graph)
        await graph.close()
        assert server.heard == []
        assert all("authorization" not in heard.headers for heard in proxy.heard)
