"""The half of the display's key that may be shown: a certificate that the key itself has signed, and the file that is uploaded to Entra."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

VALID = timedelta(days=730)
BACKDATED = timedelta(days=1)
"""A display's clock may be ahead of Entra's when the certificate is made."""


class KeyUnusable(Exception):
    """There is no key that can be used. The text says why and what to do; never what is in it."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """In PEM; times are aware UTC."""

    public_pem: str
    sha1: str
    """Thumbprint as Entra's portal shows it: upper-case hexadecimal."""
    sha256: str
    not_after: datetime


def public_file(path: Path) -> Path:
    """Where the public half lies beside the private file, or in its place where a chip holds the key; ready for upload."""
    return path.with_name(f"{path.stem}.public.pem")


def shown(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        public_pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        sha1=certificate.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - a name that Entra shows, no protection
        sha256=certificate.fingerprint(hashes.SHA256()).hex().upper(),
        not_after=certificate.not_valid_after_utc,
    )


def self_signed(private: rsa.RSAPrivateKey, name: str, now: datetime) -> x509.Certificate:
    """Signed by `private`, wherever that lies. `name` is what Entra's portal lists the certificate under."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Kiosk {name}"[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )


def write_once(path: Path, content: bytes, *, mode: int) -> None:
    """Write a new file whole: first beside its place under another name, then linked into it."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
