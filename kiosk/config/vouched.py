"""The certificate with which a display dials out, as its file holds it, and the next one that takes its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.config.keep import write


class NotVouched(Exception):
    """It does not take the place of the one that is there. The text says why."""


def until(file: Path) -> datetime | None:
    """When it ends, aware UTC; None: there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def replace(file: Path, pem: str, key: bytes, authority: Path | None) -> bool:
    """On disk when this returns; False: it is the one that is there, or ends sooner.

    `key`: the display's own public key (SPKI, DER): the fleet vouches for that one alone. `authority`: who may vouch.

    Raises:
        NotVouched: it is for another key, or nobody who may has signed it.
        OSError: the file cannot be written.
    """
    try:
        fresh = x509.load_pem_x509_certificate(pem.encode())
        held = fresh.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if authority is not None:
            fresh.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.read_bytes()))
    except (ValueError, TypeError, InvalidSignature):
        raise NotVouched("it is no certificate of the fleet's") from None
    if held != key:
        raise NotVouched("it is for another display's key")
    before = until(file)
    if before is not None and fresh.not_valid_after_utc <= before:
        return False
    write(file, pem.encode())
    return True
