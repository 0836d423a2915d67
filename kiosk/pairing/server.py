"""The port on which a display without a room hears `kiosk pair`: HTTP/1.1 over TLS on a thread of its own, shut as soon as it is done.

Its certificate is made anew each time and means nothing by itself: both ends bind what they prove to its public key.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kiosk.announced import UNPAIRED, Announced
from kiosk.pairing.desk import Desk, Refused
from kiosk.pairing.messages import MOST
from kiosk.serving import Port, body

log = logging.getLogger("kiosk")
JSON = "application/json"
SLOW = 10.0
"""Seconds for a body to arrive."""
AT_ONCE = 16
"""Connections."""
HELP = (
    "This display belongs to no room yet.\n\n"
    "On a computer in this network, with the kiosk.toml of your organisation:\n\n"
    "    kiosk pair --address {address} --config kiosk.toml --room ROOM@YOUR.DOMAIN\n\n"
    "It asks for the code on the glass.\n"
)


class Channel:
    """A key and a certificate for one opening of the port."""

    def __init__(self) -> None:
        private = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kiosk")])
        begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # a new display's clock may be anything
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + dt.timedelta(days=365 * 80))
            .sign(private, hashes.SHA256())
        )
        spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.digest = hashlib.sha256(spki).digest()
        """What both ends bind their proofs to."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3
        with (
            tempfile.NamedTemporaryFile() as file
        ):  # readable by this user only; Python takes keys from files only
            file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.write(certificate.public_bytes(Encoding.PEM))
            file.flush()
            self.context.load_cert_chain(Path(file.name))


class PairingServer:
    """`news`: what is told of the progress, as JSON. Both are called on the serving thread."""

    def __init__(self, desk: Desk, channel: Channel, news: Callable[[], bytes], display: str = "") -> None:
        """`display`: its id, for whoever looks for displays; "": it is not announced."""
        self._desk, self._channel, self._news, self._display = desk, channel, news, display
        self._port = Port("pairing", AT_ONCE)
        self._announced: Announced | None = None

    @property
    def port(self) -> int:
        """0 while nobody is heard."""
        return self._port.number

    def open(self, listen: str, port: int) -> None:
        """From here on staff may knock. Raises OSError: the port is taken, or there is no such address."""
        app = Starlette(
            routes=[
                Route("/", self._help, methods=["GET"]),
                Route("/pair/v1/hello", self._hello, methods=["POST"]),
                Route("/pair/v1/proof", self._proof, methods=["POST"]),
                Route("/pair/v1/handover", self._handover, methods=["POST"]),
                Route("/pair/v1/progress/{session}", self._progress, methods=["GET"]),
            ]
        )
        self._port.open(listen, port, app, self._channel.context)
        if self._display:
            self._announced = Announced(listen, self.port, self._display, UNPAIRED)
            self._announced.open()

    def close(self) -> None:
        """Nobody listens any more when this returns."""
        if self._announced is not None:
            self._announced.close()
        self._port.close()

    async def _help(self, request: Request) -> Response:
        host = request.headers.get("host", "")
        shown = host if host.replace(".", "").replace(":", "").isalnum() else ""
        return PlainTextResponse(HELP.format(address=shown or "ADDRESS"))

    async def _hello(self, request: Request) -> Response:
        return await self._said(request, self._desk.hello)

    async def _proof(self, request: Request) -> Response:
        return await self._said(request, self._desk.proof)

    async def _handover(self, request: Request) -> Response:
        return await self._said(request, self._desk.handover)

    async def _progress(self, request: Request) -> Response:
        try:
            session = bytes.fromhex(request.path_params["session"])
        except ValueError:
            return PlainTextResponse("", 404)
        news = self._news()
        mac = self._desk.sealed(session, news)
        if mac is None:
            return PlainTextResponse("", 404)
        return Response(news, media_type=JSON, headers={"x-kiosk-mac": mac.hex()})

    async def _said(self, request: Request, answer: Callable[[str, bytes], bytes]) -> Response:
        address = request.client.host if request.client else ""
        try:
            async with asyncio.timeout(SLOW):
                said = await body(request, MOST)
            if said is None:
                raise Refused(413, "Far too long.")
            return Response(answer(address, said), media_type=JSON)
        except Refused as refused:
            return PlainTextResponse(refused.text, refused.status)
        except TimeoutError:
            return PlainTextResponse("Too slow.", 408)
