"""Displays by the thousand, as their broker and their hub see them: each its own key, certificate and connection (MQTT 5 over mutual TLS).

Only what the wire needs is here, so that what is measured is the broker and the hub. What they make of a document is the
caller's to say.
"""

import asyncio
import base64
import contextlib
import json
import ssl
import struct
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kiosk.config import document, topics
from kiosk.pairing.identity import id_of

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, PINGREQ, DISCONNECT = 1, 2, 3, 4, 8, 9, 12, 14
KEEP_ALIVE = 60
PAUSE_MOST = 20.0


def applied(v: int) -> str:
    """What a display makes of its document, if nothing else is said."""
    del v
    return "applied"


@dataclass(slots=True)
class Display:
    """`certificate`: as the hub gave it, once it did."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    certificate: str = ""
    v: int = 0
    """Of its document."""
    state: str = "applied"
    said: int = 0
    asked: list[str] = field(default_factory=list)
    vouched: list[str] = field(default_factory=list)
    """Certificates that came over the broker."""

    @property
    def key(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def id(self) -> str:
        return id_of(self.key)

    def context(self, authority: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=authority)
        with tempfile.NamedTemporaryFile() as file:
            pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            file.write(pem + self.certificate.encode())
            file.flush()
            context.load_cert_chain(file.name)
        return context


class Crowd:
    """All of them on one loop."""

    def __init__(
        self,
        displays: Iterable[Display],
        fleet: str,
        authority: str,
        port: int,
        makes: Callable[[int], str] = applied,
    ) -> None:
        self.displays = {one.id: one for one in displays}
        self._fleet, self._port, self._makes = fleet, port, makes
        self._contexts = {one.id: one.context(authority) for one in self.displays.values()}
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: dict[str, asyncio.StreamWriter] = {}
        self.connected: set[str] = set()
        self.refused: dict[str, int] = {}
        self._all = asyncio.Event()

    async def join(self, at_once: int = 200) -> None:
        """Each is heard when this returns, and comes back by itself from now on."""
        gate = asyncio.Semaphore(at_once)
        for one in self.displays.values():
            task = asyncio.create_task(self._live(one, gate))
            self._tasks.add(task)
        await self._all.wait()

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0.1)  # connections are closed a moment after they are told to

    def _look(self) -> None:
        if len(self.connected) + len(self.refused) >= len(self.displays):
            self._all.set()

    def follow(self, v: int) -> int:
        """How many have a document of at least this revision."""
        return sum(one.v >= v for one in self.displays.values())

    async def _live(self, one: Display, gate: asyncio.Semaphore) -> None:
        pause = 0.5
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                async with gate:
                    reader, writer = await asyncio.open_connection(
                        "127.0.0.1", self._port, ssl=self._contexts[one.id], limit=1 << 18
                    )
                try:
                    async with gate:
                        ok = await self._greet(one, reader, writer)
                    if ok:
                        pause = 0.5
                        await self._hear(one, reader, writer)
                finally:
                    writer.transport.abort()
            self.connected.discard(one.id)
            await asyncio.sleep(pause * (0.5 + int(one.id[-2:], 36) / 1296))
            pause = min(PAUSE_MOST, pause * 2)

    async def _greet(self, one: Display, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        will = _text(self._topic(one, topics.PRESENCE)) + _data(b'{"on":false}')
        properties = b"\x11" + struct.pack(">I", 3600)
        body = (
            _text("MQTT") + b"\x05" + bytes([0b00101100]) + struct.pack(">H", KEEP_ALIVE) + _sized(properties)
        )
        writer.write(
            _packet(CONNECT, 0, body + _text(one.id) + _sized(b"\x18" + struct.pack(">I", 30)) + will)
        )
        kind, answer = await _read(reader)
        if kind >> 4 != CONNACK or answer[1] != 0:
            self.refused[one.id] = answer[1]
            self._look()
            return False
        words = (topics.DESIRED, topics.COMMAND, topics.CERTIFICATE)
        wanted = b"".join(_text(self._topic(one, word)) + b"\x01" for word in words)
        writer.write(_packet(SUBSCRIBE, 2, struct.pack(">H", 1) + b"\x00" + wanted))
        self._writers[one.id] = writer
        return True

    async def _hear(self, one: Display, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            kind, body = await _read(reader)
            match kind >> 4:
                case 9:
                    self.connected.add(one.id)
                    self._report(one)
                    self._look()
                case 3:
                    self._come(one, writer, kind, body)

    def _come(self, one: Display, writer: asyncio.StreamWriter, kind: int, body: bytes) -> None:
        length = struct.unpack(">H", body[:2])[0]
        topic, rest = body[2 : 2 + length].decode(), body[2 + length :]
        if kind & 0b110:
            writer.write(_packet(PUBACK, 0, rest[:2]))
            rest = rest[2:]
        skip, used = _number(rest)
        said = rest[used + skip :].decode()
        if topic.endswith(topics.DESIRED) and said:
            v = document.claimed(said)
            if v > one.v:
                one.v, one.state = v, self._makes(v)
            self._report(one)
        elif topic.endswith(topics.COMMAND):
            asked = json.loads(said)
            one.asked.append(asked["do"])
            self._say(one, topics.EVENT, {"kind": "answer", "do": asked["do"], "id": asked["id"], "ok": True})
        elif topic.endswith(topics.CERTIFICATE):
            one.vouched.append(said)

    def _report(self, one: Display) -> None:
        one.said += 1
        body = {
            "v": one.v,
            "state": one.state,
            "code": "",
            "why": [],
            "sess": "s",
            "n": one.said,
            "app": "0.1.0",
        }
        self._say(one, topics.REPORTED, body)
        self._say(one, topics.PRESENCE, {"on": True}, retain=True)

    def say(self, one: Display, word: str, said: dict[str, Any]) -> None:
        self._say(one, word, said)

    def _say(self, one: Display, word: str, said: dict[str, Any], *, retain: bool = False) -> None:
        self._writers[one.id].write(
            _packet(
                PUBLISH,
                0b010 | retain,
                _text(self._topic(one, word)) + b"\x00\x07\x00" + json.dumps(said).encode(),
            )
        )

    def _topic(self, one: Display, word: str) -> str:
        return topics.of(self._fleet, one.id, word)


def base64_key(one: Display) -> str:
    return base64.b64encode(one.key).decode()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    kind = (await reader.readexactly(1))[0]
    length = shift = 0
    while True:
        part = (await reader.readexactly(1))[0]
        length |= (part & 127) << shift
        if part < 128:
            return kind, await reader.readexactly(length)
        shift += 7


def _packet(kind: int, flags: int, body: bytes) -> bytes:
    return bytes([kind << 4 | flags]) + _length(len(body)) + body


def _length(number: int) -> bytes:
    made = b""
    while True:
        number, part = number >> 7, number & 127
        made += bytes([part | (128 if number else 0)])
        if not number:
            return made


def _number(body: bytes) -> tuple[int, int]:
    """A length, and the bytes that it takes."""
    number = shift = used = 0
    while True:
        part = body[used]
        number |= (part & 127) << shift
        used += 1
        if part < 128:
            return number, used
        shift += 7


def _sized(properties: bytes) -> bytes:
    return _length(len(properties)) + properties


def _data(said: bytes) -> bytes:
    return struct.pack(">H", len(said)) + said


def _text(said: str) -> bytes:
    return _data(said.encode())
