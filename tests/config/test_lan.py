"""The LAN link on loopback: one port, and nobody is answered who does not show a certificate that the display was told of."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kiosk.admin import ring
from kiosk.admin.knock import NotReached, Stranger, knock
from kiosk.clock import Clock
from kiosk.config import lan, pictures
from kiosk.config.lan import LanLink
from kiosk.pairing.identity import Identity, identity

REQUEST = b"GET /v1/reported HTTP/1.1\r\nHost: kiosk\r\n\r\n"


@dataclass
class Linked:
    link: LanLink
    own: Identity
    admin: ring.Ring
    taken: list[tuple[str, str]] = field(default_factory=list)
    shown: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.link.port}"

    def knock(self, method: str, path: str, body: str | bytes = "") -> dict[str, Any]:
        return knock(self.address, self.own.id, self.admin.client(Clock().now()), method, path, body)


@pytest.fixture
async def linked(tmp_path: Path) -> AsyncIterator[Linked]:
    taken: list[tuple[str, str]] = []

    async def take(text: str, kind: str) -> dict[str, Any]:
        taken.append((kind, text))
        return {"state": "pending"}

    shown: list[tuple[str, bytes]] = []

    async def picture(digest: str, content: bytes) -> dict[str, Any]:
        shown.append((digest, content))
        return {"state": "pending"}

    async def reported() -> dict[str, Any]:
        return {"state": "applied", "v": 7}

    admin = ring.ring(tmp_path / "admin", Clock().now())
    own = identity(tmp_path)
    link = LanLink(asyncio.get_running_loop(), take, reported, picture=picture)
    link.open("127.0.0.1", 0, own.server(tmp_path, admin.trust.admins))
    yield Linked(link, own, admin, taken, shown)
    await asyncio.to_thread(link.close)


def heard(port: int, context: ssl.SSLContext | None, said: bytes) -> bytes:
    answer = b""
    with suppress(OSError), ExitStack() as stack:
        line = stack.enter_context(socket.create_connection(("127.0.0.1", port), 2))
        if context is not None:
            line = stack.enter_context(context.wrap_socket(line, server_hostname="kiosk"))
        line.settimeout(2)
        line.sendall(said)
        while part := line.recv(4096):
            answer += part
    return answer


def anybody() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def older(linked: Linked, _: Path) -> ssl.SSLContext:
    context = linked.admin.client(Clock().now())
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2
    return context


def namesake(_: Linked, folder: Path) -> ssl.SSLContext:
    """Another admin's: their authority bears the same name."""
    return ring.ring(folder / "other", Clock().now()).client(Clock().now())


@pytest.mark.parametrize(
    "context",
    [lambda *_: None, lambda *_: anybody(), namesake, older],
    ids=["plain", "without", "another's", "TLS 1.2"],
)
async def test_nobody_else_gets_a_byte_of_an_answer(
    linked: Linked, tmp_path: Path, context: Callable[[Linked, Path], ssl.SSLContext | None]
) -> None:
    asked = await asyncio.to_thread(context, linked, tmp_path)
    answer = await asyncio.to_thread(heard, linked.link.port, asked, REQUEST)
    assert b"HTTP" not in answer
    assert linked.taken == []
    assert (await asyncio.to_thread(linked.knock, "GET", "/v1/reported"))["v"] == 7, "it goes on answering"


async def test_an_admin_is_heard(linked: Linked) -> None:
    assert await asyncio.to_thread(linked.knock, "PUT", "/v1/desired", "a.b.c") == {"state": "pending"}
    assert await asyncio.to_thread(linked.knock, "PUT", "/v1/keys", "d.e.f") == {"state": "pending"}
    assert linked.taken == [("desired", "a.b.c"), ("keys", "d.e.f")]


async def test_what_is_far_too_long_is_not_taken(linked: Linked) -> None:
    with suppress(NotReached):  # it hangs up while the rest is still being said
        told = await asyncio.to_thread(linked.knock, "PUT", "/v1/desired", "x" * (lan.LONGEST + 1))
        assert told == {"error": "Far too long."}
    assert linked.taken == []


async def test_an_admin_who_falls_silent_keeps_nobody_out(
    linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lan, "SLOW", 0.1)
    slow = b"PUT /v1/desired HTTP/1.1\r\nHost: kiosk\r\nContent-Length: 100\r\n\r\nx"
    context = linked.admin.client(Clock().now())
    answer = await asyncio.to_thread(heard, linked.link.port, context, slow)
    assert b"408" in answer.partition(b"\r\n")[0]
    assert linked.taken == []


async def test_an_admin_says_nothing_to_somebody_who_is_not_the_display(
    linked: Linked, tmp_path: Path
) -> None:
    (tmp_path / "impostor").mkdir()
    impostor = identity(tmp_path / "impostor")
    with pytest.raises(Stranger, match="another display answers there"):
        await asyncio.to_thread(
            knock, linked.address, impostor.id, linked.admin.client(Clock().now()), "PUT", "/v1/desired", "x"
        )
    assert linked.taken == []


async def test_a_port_that_is_shut_is_told(linked: Linked) -> None:
    address = linked.address
    await asyncio.to_thread(linked.link.close)
    with pytest.raises(NotReached, match="No display answers"):
        await asyncio.to_thread(
            knock, address, linked.own.id, linked.admin.client(Clock().now()), "GET", "/v1/reported"
        )


async def test_a_port_that_asks_for_no_certificate_is_never_opened(linked: Linked) -> None:
    link = LanLink(asyncio.get_running_loop(), linked.link._take, linked.link._reported)
    with pytest.raises(ValueError, match="nobody without a certificate"):
        link.open("127.0.0.1", 0, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))


async def test_a_picture_comes_byte_by_byte_and_no_longer_than_one_may_be(linked: Linked) -> None:
    content = bytes(range(256)) * 2048
    assert len(content) == pictures.LONGEST
    told = await asyncio.to_thread(linked.knock, "PUT", "/v1/pictures/abc", content)
    assert (told, linked.shown) == ({"state": "pending"}, [("abc", content)])
    told = await asyncio.to_thread(linked.knock, "PUT", "/v1/pictures/abc", content + b"!")
    assert (told, len(linked.shown)) == ({"error": "Far too long."}, 1)
