"""Who this display is: an ECDSA P-256 key, made here once, and the id that follows from it. The one file of pairing on disk.

All that others need is `key`, `id` and `sign`: a key that lives in a chip can take its place.
"""

from __future__ import annotations

import base64
import hashlib
import os
import ssl
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

NAME = "device.key"
"""In the data directory."""
LARGEST = 16 * 1024
"""Bytes. A key has some 240."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class IdentityUnusable(Exception):
    """There is a key that cannot be used, or none can be made. The text says what to do; never what is in the file."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The display as others know it."""

    key: bytes
    """The public half: SPKI as DER."""
    _private: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        return id_of(self.key)

    @property
    def short_id(self) -> str:
        """ "rd-4kzq…x7fa": enough to tell one display from the next."""
        return f"{self.id[:7]}…{self.id[-4:]}"

    def server(self, folder: Path, admins: Sequence[str]) -> ssl.SSLContext:
        """For a port on which this display shows who it is, and hears nobody without a certificate of one of `admins` (PEM).

        Raises:
            OSError: the key's file cannot be read, or an authority is none (ssl.SSLError).
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata="".join(admins))
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.id)])
        begin = datetime(2020, 1, 1, tzinfo=UTC)  # what is believed is the key, whatever the clocks say
        shown = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=365 * 80))
            .sign(self._private, SHA256())
        )
        with tempfile.NamedTemporaryFile() as file:  # Python takes certificates from files only
            file.write(shown.public_bytes(Encoding.PEM))
            file.flush()
            context.load_cert_chain(file.name, folder / NAME)
        return context

    def client(self, folder: Path, certificate: Path, authority: Path | None) -> ssl.SSLContext:
        """For dialling out to whom `authority` (None: the system's) vouches for. `certificate`: for this display's key, as PEM.

        Raises:
            OSError: a file cannot be read, is none of that kind, or is for another key (ssl.SSLError).
        """
        context = ssl.create_default_context(cafile=authority)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.show(context, folder, certificate)
        return context

    def show(self, context: ssl.SSLContext, folder: Path, certificate: Path) -> None:
        """Whoever is dialled with `context` from here on sees `certificate`. Raises OSError, as `client` does."""
        context.load_cert_chain(certificate, folder / NAME)

    def sign(self, said: bytes) -> bytes:
        """ECDSA over SHA-256, as DER."""
        return self._private.sign(said, ec.ECDSA(SHA256()))


def id_of(key: bytes) -> str:
    """ "rd-" and 16 letters and digits of the SHA-256 of a public key (SPKI as DER): 80 bits (fleet.md §1.2)."""
    return "rd-" + base64.b32encode(hashlib.sha256(key).digest()).decode().lower()[:16]


def identity(folder: Path) -> Identity:
    """The display's own, from its data directory; made there when there is none yet, and never written over.

    The file appears whole or not at all, readable by its owner alone, and is on the disk when this returns.

    Raises:
        IdentityUnusable: others can read it, it holds no such key, or the folder takes nothing.
    """
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as refused:
        raise IdentityUnusable(f"{path} cannot be used: {refused.strerror}.") from None


def _read(path: Path) -> Identity:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
        raise IdentityUnusable(f"{path} is not a file with a key.")
    if about.st_mode & OTHERS:
        raise IdentityUnusable(f"{path} can be read or changed by others. Run: chmod 600 {path}")
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise IdentityUnusable(
            f"{path} holds no key of this display. Move it away: a new one is made, and the display is paired anew."
        )
    return Identity(
        private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), private
    )


def _make(path: Path) -> None:
    """First beside its place under another name, then linked into it: of two that make one, the first counts."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
