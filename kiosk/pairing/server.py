"""The port on which a display without a room hears `kiosk pair`: HTTP/1.1 over TLS on a thread of its own, shut as soon as it is done.

Its certificate is made anew each time and means nothing by itself: both ends bind what they prove to its public key.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn
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

from kiosk.pairing.desk import Desk, Refused
from kiosk.pairing.messages import MOST

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

    def __init__(self, desk: Desk, channel: Channel, news: Callable[[], bytes]) -> None:
        self._desk, self._channel, self._news = desk, channel, news
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    def open(self, listen: str, port: int) -> None:
        """From here on staff may knock. Raises OSError: the port is taken, or there is no such address."""
        family = socket.AF_INET6 if ":" in listen else socket.AF_INET
        self._socket = socket.create_server((listen, port), family=family, backlog=AT_ONCE)
        self.port = self._socket.getsockname()[1]
        app = Starlette(
            routes=[
                Route("/", self._help, methods=["GET"]),
                Route("/pair/v1/hello", self._hello, methods=["POST"]),
                Route("/pair/v1/proof", self._proof, methods=["POST"]),
                Route("/pair/v1/handover", self._handover, methods=["POST"]),
                Route("/pair/v1/progress/{session}", self._progress, methods=["GET"]),
            ]
        )
        config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, server_header=False, ws="none", http="h11",
            limit_concurrency=AT_ONCE, timeout_keep_alive=5, h11_max_incomplete_event_size=16 * 1024,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        config.load()
        config.ssl = self._channel.context
        self._server = uvicorn.Server(config)
        serve = self._server.serve([self._socket])
        self._thread = threading.Thread(target=asyncio.run, args=(serve,), name="pairing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Nobody listens any more when this returns."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(5)
        if self._socket is not None:
            self._socket.close()

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
                body = await _bounded(request)
            return Response(answer(address, body), media_type=JSON)
        except Refused as refused:
            return PlainTextResponse(refused.text, refused.status)
        except TimeoutError:
            return PlainTextResponse("Too slow.", 408)


async def _bounded(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise Refused(413, "Far too long.")
    return body
