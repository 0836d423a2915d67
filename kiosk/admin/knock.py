"""Knocks at the LAN link of one display. It says nothing before it has seen that this is the display which it means."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.pairing.identity import id_of

PORT = 8443
PATIENCE = 40.0
"""Seconds for one answer: longer than a display takes to judge a document (config/lan.py)."""
CONNECT = 5.0
LARGEST = 1024 * 1024


class NotReached(Exception):
    """Nobody answers there who could be the display. The text says what to do."""


class Stranger(NotReached):
    """Somebody else answers there."""


def knock(
    address: str, display: str, context: ssl.SSLContext, method: str, path: str, body: str | bytes = b""
) -> dict[str, Any]:
    """One question, one answer. `display`: its id. httpx could not look at the key before the request is sent.

    Raises:
        NotReached: see there.
    """
    host, _, port = address.rpartition(":") if ":" in address.rpartition("]")[2] else (address, "", "")
    line = http.client.HTTPSConnection(host.strip("[]"), int(port or PORT), timeout=CONNECT, context=context)
    try:
        shown = _reached(line, address)
        if shown is None or id_of(_key(shown)) != display:
            raise Stranger(
                f"{address} is not {display}: another display answers there, or something in between."
            )
        line.sock.settimeout(PATIENCE)
        line.request(method, path, body=(body.encode() if isinstance(body, str) else body) or None)
        answer = line.getresponse()
        told = json.loads(answer.read(LARGEST))
    except (OSError, http.client.HTTPException):
        raise NotReached(
            f"The display at {address} hangs up. It believes other keys than this computer's, or begins anew just now: try again, or push from the computer that paired it."
        ) from None
    except ValueError:
        raise NotReached(f"What answers at {address} is no display.") from None
    finally:
        line.close()
    if not isinstance(told, dict):
        raise NotReached(f"What answers at {address} is no display.")
    return told


def _reached(line: http.client.HTTPSConnection, address: str) -> bytes | None:
    try:
        line.connect()
    except OSError:
        raise NotReached(
            f"No display answers at {address}. Is its LAN link on ([config] lan = true), and this computer in its network?"
        ) from None
    shown: bytes | None = line.sock.getpeercert(binary_form=True)
    return shown


def _key(certificate: bytes) -> bytes:
    try:
        shown = x509.load_der_x509_certificate(certificate)
        return shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError):
        return b""
