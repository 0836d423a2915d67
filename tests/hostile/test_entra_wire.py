"""Everything a server can do to one sign-in, over real TLS: it ends with a named trouble, in time, and holds no thread."""

import asyncio
import gzip
import json
import threading
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.system_user import entra
from kiosk.system_user import line as line_file
from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable, Trouble
from tests.fakes.certificates import Authority
from tests.hostile.test_graph_wire import BROKEN, CHUNKED, HEAD, whole
from tests.hostile.wires import (
    Saying,
    bytes_then_close,
    bytes_then_silence,
    drip,
    flood,
    open_files,
    saying,
)
from tests.sync.conftest import Heard, Server, always, in_turn, listening, reply

TENANT = "contoso.onmicrosoft.com"
MOST_MEMORY = 20 * 1024 * 1024
SECRET = "s3cret-value"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
async def server(authority: Authority) -> AsyncIterator[Server]:
    """At its end no line and no thread of a sign-in is left."""
    threads, files = threading.active_count(), open_files()
    async with listening(authority.server_context()) as server:
        yield server
    await asyncio.get_running_loop().shutdown_default_executor()
    async with asyncio.timeout(20):
        while threading.active_count() > threads or open_files() > files:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.01)


@pytest.fixture
def account(server: Server, authority: Authority, tmp_path: Path) -> Account:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    return Account(
        f"https://127.0.0.1:{server.port}",
        TENANT,
        "1111",
        client_secret_file=secret,
        ca_file=authority.ca_file,
    )


async def trouble(account: Account) -> Trouble:
    with pytest.raises(SignInUnavailable) as met:
        await asyncio.to_thread(entra.sign_in, account)
    assert met.value.__context__ is None, "what hangs on it may hold the secret"
    return met.value.trouble


def described(account: Account, **changed: str) -> bytes:
    at = f"{account.authority}/{TENANT}"
    return json.dumps(
        {
            "issuer": f"{at}/v2.0",
            "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
            "token_endpoint": f"{at}/oauth2/v2.0/token",
            **changed,
        }
    ).encode()


STALLING = {
    "silence": bytes_then_silence(b""),
    "half a body": bytes_then_silence(HEAD + b"Content-Length: 10\r\n\r\n{"),
    "a dripping status": drip(b"HTTP/1.1 200 ", b"O"),
    "dripping headers": drip(HEAD, b"X-A: b\r\n", 0.1),
    "one dripping header": drip(HEAD + b"X-A: ", b"b"),
    "a dripping body": drip(HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "dripping chunks": drip(CHUNKED, b"1\r\n \r\n"),
    "please continue for ever": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("say", STALLING.values(), ids=STALLING)
async def test_a_sign_in_that_does_not_come_to_its_end_is_cut(
    server: Server, account: Account, monkeypatch: pytest.MonkeyPatch, say: Saying
) -> None:
    monkeypatch.setattr(line_file, "WHOLE", 0.4)
    saying(server, say)
    assert await trouble(account) in (Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.GARBLED)
    assert len(server.heard) <= 1, "it is not asked again"


async def test_one_that_drips_is_told_as_too_slow(
    server: Server, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_file, "WHOLE", 0.4)
    saying(server, STALLING["a dripping body"])
    assert await trouble(account) is Trouble.TIMEOUT


WITHOUT_END = {
    "chunks": flood(CHUNKED, b"10000\r\n" + b" " * 0x10000 + b"\r\n"),
    "no length": flood(HEAD + b"\r\n", b" " * 0x10000),
    "gzip": bytes_then_close(
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * (64 * 1024 * 1024), 9)
    ),
    "lists": whole(200, b"[" + b"[]," * 60_000 + b"[]]"),
    "depth": whole(200, b'{"token_endpoint":' + b"[" * 100_000),
    "headers": bytes_then_close(HEAD + b"X-A: b\r\n" * 50_000 + b"\r\n{}"),
    "a header": bytes_then_close(HEAD + b"X-A: " + b"b" * 3_000_000 + b"\r\n\r\n{}"),
    "an error": flood(b"HTTP/1.1 400 Bad\r\n\r\n", b" " * 0x10000),
}


@pytest.mark.parametrize("say", WITHOUT_END.values(), ids=WITHOUT_END)
async def test_a_sign_in_of_any_size_fits_into_a_small_machine(
    server: Server, account: Account, say: Saying
) -> None:
    saying(server, say)
    await trouble(account)  # what is imported once is not counted
    tracemalloc.start()
    try:
        await trouble(account)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
async def test_what_is_no_answer_is_a_trouble(server: Server, account: Account, content: bytes) -> None:
    saying(server, bytes_then_close(content))
    assert isinstance(await trouble(account), Trouble)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_takes_the_secret_along(server: Server, account: Account, status: int) -> None:
    async with listening(None) as foreign:
        away = f"Location: http://127.0.0.1:{foreign.port}/token"
        server.answer = in_turn(reply(200, described(account)), reply(status, b"{}", away))
        assert await trouble(account) is Trouble.GARBLED
        server.answer = always(status, described(account), away)
        assert await trouble(account) is Trouble.GARBLED
        assert foreign.heard == []
    assert [SECRET.encode() in heard.body for heard in server.heard] == [False, True, False]


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:{foreign}/token",
        "http://127.0.0.1:{foreign}/token",
        "https://localhost:{port}/token",
        "https://127.0.0.1:{port}@127.0.0.1:{foreign}/token",
        "//127.0.0.1:{foreign}/token",
        "https://127.0.0.1:{port}\\@127.0.0.1:{foreign}/token",
        "file:///etc/hostname",
        "",
    ],
)
async def test_a_token_endpoint_elsewhere_never_hears_the_secret(
    server: Server, account: Account, address: str
) -> None:
    async with listening(None) as foreign:
        elsewhere = address.format(port=server.port, foreign=foreign.port)
        server.answer = always(200, described(account, token_endpoint=elsewhere))
        assert await trouble(account) is Trouble.GARBLED
        assert foreign.heard == []
    assert not any(SECRET.encode() in heard.body for heard in server.heard)


async def test_a_token_that_would_end_the_header_is_none(server: Server, account: Account) -> None:
    for token in ("t\r\nX-Evil: 1", "t t", "tök", "\u202e", "t" * 40_000, "\x00"):
        good = json.dumps({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}).encode()
        server.answer = in_turn(reply(200, described(account)), reply(200, good))
        assert await trouble(account) is Trouble.GARBLED


async def test_after_all_that_the_right_answer_is_taken(server: Server, account: Account) -> None:
    good = json.dumps({"access_token": "t.o.k", "expires_in": 3599, "token_type": "Bearer"}).encode()

    async def answer(heard: Heard, line: asyncio.StreamWriter) -> None:
        line.write(reply(200, good if heard.method == "POST" else described(account)))

    server.answer = answer
    token = await asyncio.to_thread(entra.sign_in, account)
    assert (token.text, token.lifetime) == ("t.o.k", 3599)


async def test_a_refusal_is_still_a_refusal(server: Server, account: Account) -> None:
    refusal = json.dumps({"error": "invalid_client", "error_codes": [7000215]}).encode()
    server.answer = in_turn(reply(200, described(account)), reply(401, refusal))
    with pytest.raises(SignInFailed) as failed:
        await asyncio.to_thread(entra.sign_in, account)
    assert failed.value.code == 7000215


@pytest.mark.parametrize(
    "names", [("graph.example", "10.0.0.1"), ("localhost", "127.0.0.1")], ids=["another host", "over"]
)
async def test_a_certificate_that_is_not_good_hears_no_secret(
    authority: Authority, account: Account, names: tuple[str, ...]
) -> None:
    days = 7 if "10.0.0.1" in names else -1
    async with listening(authority.context_for(*names, days=days)) as other:
        elsewhere = replace(account, authority=f"https://127.0.0.1:{other.port}")
        assert await trouble(elsewhere) is Trouble.TLS
        assert other.heard == []


PROXIES = {
    "silence": bytes_then_silence(b""),
    "a dripping status": drip(b"HTTP/1.1 200 ", b"O"),
    "dripping headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.1),
    "junk": bytes_then_close(b"SSH-2.0\r\n"),
    "a refusal without end": flood(b"HTTP/1.1 407 No\r\n\r\n", b" " * 0x10000),
    "a line that it then breaks": bytes_then_close(b"HTTP/1.1 200 OK\r\n\r\n"),
    "another than TLS behind it": bytes_then_close(b"HTTP/1.1 200 OK\r\n\r\n" + b"\x00" * 100),
}


@pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning"
)  # CPython leaves a TLS socket open that was cut before it began
@pytest.mark.parametrize("say", PROXIES.values(), ids=PROXIES)
async def test_a_proxy_of_any_kind_holds_nobody(
    server: Server, account: Account, monkeypatch: pytest.MonkeyPatch, say: Saying
) -> None:
    monkeypatch.setattr(line_file, "WHOLE", 0.4)
    async with listening(None) as proxy:
        saying(proxy, say)
        assert isinstance(await trouble(replace(account, proxy=f"http://127.0.0.1:{proxy.port}")), Trouble)
        assert not any(SECRET.encode() in heard.body for heard in proxy.heard)
    assert server.heard == []
