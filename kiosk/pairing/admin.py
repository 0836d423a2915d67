"""The admin's side of a pairing, over the network: proves the code, hands over, and follows what becomes of it."""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Callable, Mapping
from time import sleep
from typing import Any, Self

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.clock import Clock
from kiosk.pairing import bundle as bundles
from kiosk.pairing.bundle import Bundle
from kiosk.pairing.code import read_code
from kiosk.pairing.ends import AdminEnd, NotProven
from kiosk.pairing.messages import Kept, M, Offer, Unreadable, Welcome, read, written

PORT = 8443
PATIENCE = 10.0
"""Seconds for one answer."""
FOLLOW = 40 * 60.0
"""Seconds that the display may take: somebody may have to upload its certificate first."""
EVERY = 0.5
NOT_A_CODE = "A code has six letters and digits, such as K7M-4QX, and none of 0 O 1 I L B 8."
DOUBT = "Something between this computer and the display is not what it seems. Nothing was handed over. Try from another network."
WORDS = {
    "sign_in": "Sign-in", "room.mailbox": "Mailbox", "room.type": "Room", "room.calendar": "Calendar",
    "room.attendant": "Booking rules", "booking.test": "Test booking", "scope.outside": "Other mailboxes",
}  # fmt: skip


class Failed(Exception):
    """It did not work. The text says what to do."""


def pair(address: str, typed: str, handed: Callable[[bytes], Bundle], *, say: Callable[[str], None]) -> bytes:
    """Returns when somebody at the door said that it is the right one: the display's own public key, SPKI as DER.

    `handed`: what is handed over, once the display has proven that this key is its own. It may raise Failed.

    Raises:
        Failed: the display cannot be reached, the code was wrong, the room cannot be connected, or it is the wrong door.
    """
    code = read_code(typed)
    if code is None:
        raise Failed(NOT_A_CODE)
    with _Line(address) as line:
        private = ec.generate_private_key(ec.SECP256R1())
        key = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        line.get("/")
        end = AdminEnd(code, key, line.channel)
        try:
            offer = line.post("hello", Offer, written(end.hello()))
            welcome = line.post("proof", Welcome, written(end.prove(offer)))
            end.trust(welcome)
            handover = end.hand_over(bundles.written(handed(offer.key)))
            kept = line.post("handover", Kept, written(handover))
            if not end.settled(handover, kept):
                raise Failed(DOUBT)
        except (NotProven, Unreadable):
            raise Failed(DOUBT) from None
        say("The code is right. The display tries the room:")
        _follow(line, end, offer.session, say)
        return offer.key


def _follow(line: _Line, end: AdminEnd, session: bytes, say: Callable[[str], None]) -> None:
    told: set[tuple[str, bool]] = set()
    asked = uploaded = False
    clock = Clock()
    until = clock.monotonic() + FOLLOW
    while clock.monotonic() < until:
        news = line.progress(session, end)
        for one in news["tried"]:
            mark = (one["id"], one["ok"])
            waits = one["ok"] is False and news["certificate"]
            if one["ok"] is not None and mark not in told and not waits:
                told.add(mark)
                say(f"  {'ok' if one['ok'] else 'NO'}  {WORDS.get(one['id'], one['id'])}: {one['what']}")
        if news["certificate"] and not uploaded:
            uploaded = True
            say(
                "  The display made a key of its own. Upload its certificate to the application in Entra; the display goes on by itself:"
            )
            say(news["certificate"])
        if news["stage"] == "failed":
            wrong: Mapping[str, Any] = next((one for one in news["tried"] if one["ok"] is False), {})
            raise Failed(
                f"This room cannot be connected. {wrong.get('what', '')}\n{wrong.get('remedy', '')}".strip()
            )
        if news["stage"] == "door" and not asked:
            asked = True
            say(
                f"All is well. The display asks whether it hangs at the door of {news['room']}: answer on its glass."
            )
        if news["stage"] == "leaving":
            say(f"{news['room']} is connected. The display starts.")
            return
        if news["stage"] in ("code", "touch"):
            raise Failed(
                "It was not the right door, or nobody said so within two minutes. The display shows a new code."
            )
        sleep(EVERY)
    raise Failed("The display did not come to an end. Look at its glass.")


class _Line:
    """One display, whose TLS certificate must stay the same: what was proven is bound to its public key."""

    def __init__(self, address: str) -> None:
        host = address if ":" in address.rpartition("]")[2] else f"{address}:{PORT}"
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the code proves who it is, not an authority
        self._client = httpx.Client(
            base_url=f"https://{host}", verify=context, timeout=PATIENCE, trust_env=False
        )
        self._address, self.channel = address, b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str) -> httpx.Response:
        return self._asked("GET", path)

    def post(self, path: str, kind: type[M], body: bytes) -> M:
        return read(kind, self._asked("POST", f"/pair/v1/{path}", body).content)

    def progress(self, session: bytes, end: AdminEnd) -> Mapping[str, Any]:
        answer = self.get(f"/pair/v1/progress/{session.hex()}")
        try:
            own = end.heard(answer.content, bytes.fromhex(answer.headers.get("x-kiosk-mac", "")))
            news = json.loads(answer.content)
        except ValueError:
            raise Failed(DOUBT) from None
        if not own or not isinstance(news, dict):
            raise Failed(DOUBT)
        return news

    def _asked(self, method: str, path: str, body: bytes | None = None) -> httpx.Response:
        try:
            with self._client.stream(method, path, content=body) as answer:
                shown = (
                    answer.extensions["network_stream"].get_extra_info("ssl_object").getpeercert(True)  # noqa: FBT003 - it takes no keyword
                )
                answer.read()
        except httpx.HTTPError:
            raise Failed(
                "No display answers there. Compare the address with the glass, and whether this computer is in the same network."
            ) from None
        spki = (
            x509.load_der_x509_certificate(shown)
            .public_key()
            .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )
        channel = hashlib.sha256(spki).digest()
        if self.channel not in (b"", channel):
            raise Failed(DOUBT)
        self.channel = channel
        if answer.status_code == httpx.codes.NOT_FOUND and "progress" in path:
            raise Failed(
                "It was not the right door, or nobody said so within two minutes. The display shows a new code."
            )
        if answer.is_error:
            raise Failed(answer.text[:500])
        return answer
