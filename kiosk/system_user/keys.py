"""The display's own key and certificate: made here, never leaving this disk; only the public half is shown.

Entra gets the public half by upload and checks every sign-in against it (facts.md §1.1, client assertion).
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

RSA_BITS = 3072
RSA_LEAST = 2048
"""Shorter keys are refused by Entra."""
LARGEST = 64 * 1024
"""Bytes. A key and its certificate have some 4,000."""
VALID = timedelta(days=730)
BACKDATED = timedelta(days=1)
"""A display's clock may be ahead of Entra's when the certificate is made."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyUnusable(Exception):
    """The file holds no key that can be used. The text says why and what to do; never what is in it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A private key with its certificate. Both halves in PEM; times are aware UTC."""

    private_pem: str = field(repr=False)
    public_pem: str
    sha1: str
    """Thumbprint as Entra's portal shows it: upper-case hexadecimal."""
    sha256: str
    not_after: datetime


def public_file(path: Path) -> Path:
    """Where the public half lies beside the private file, ready for upload."""
    return path.with_name(f"{path.stem}.public.pem")


def make(path: Path, name: str, now: datetime) -> Keys:
    """The keys in `path`; new ones when there is no such file yet. An existing file is never written over.

    The file appears whole or not at all, readable by its owner alone, and is on the disk when this returns.
    `name` is what Entra's portal lists the certificate under. Takes seconds on a small machine.

    Raises:
        KeyUnusable: the folder cannot be written, or the file there cannot be used.
    """
    if not path.exists():
        private_pem, public_pem = _new_pair(name, now)
        try:
            _write_once(path, private_pem + public_pem, mode=0o600)
        except FileExistsError:
            pass  # another process was faster: its keys count
        except OSError as refused:
            raise KeyUnusable(f"{path} cannot be written: {refused.strerror}.") from None
    keys = read(path)
    with suppress(OSError):  # a convenience: doctor prints the public half as well
        _write_once(public_file(path), keys.public_pem.encode(), mode=0o644)
    return keys


def read(path: Path) -> Keys:
    """The keys in `path`.

    Raises:
        KeyUnusable: there is no such file, others can read it, or it holds no matching RSA pair.
    """
    try:
        if path.stat().st_mode & OTHERS:
            raise KeyUnusable(f"{path} can be read or changed by others. Run: chmod 600 {path}")
        pem = content(path)
    except FileNotFoundError:
        raise KeyUnusable(f"There is no file {path}. `kiosk doctor` makes it.") from None
    except OSError as unreadable:
        raise KeyUnusable(f"{path} cannot be read: {unreadable.strerror}.") from None
    return _parsed(pem, path)


def content(path: Path) -> bytes:
    """All of a small file that holds a secret. Raises `OSError`, or `KeyUnusable`: no file, or none of such a size."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise KeyUnusable(f"{path} is not a file.")  # a pipe would hold us up for ever
    with path.open("rb") as file:
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise KeyUnusable(f"{path} is far too large.")
    return found


def _parsed(pem: bytes, path: Path) -> Keys:
    try:
        private = serialization.load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificate(pem)
        if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= RSA_LEAST:
            return _keys(private, certificate, path)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        pass
    raise KeyUnusable(
        f"{path} must hold an RSA private key of {RSA_LEAST} bits or more without password and its certificate, both PEM."
    )


def _keys(private: rsa.RSAPrivateKey, certificate: x509.Certificate, path: Path) -> Keys:
    if private.public_key() != certificate.public_key():
        raise KeyUnusable(f"The certificate in {path} belongs to another private key.")
    return Keys(
        private_pem=_private_pem(private).decode(),
        public_pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        sha1=certificate.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - a name that Entra shows, no protection
        sha256=certificate.fingerprint(hashes.SHA256()).hex().upper(),
        not_after=certificate.not_valid_after_utc,
    )


def _new_pair(name: str, now: datetime) -> tuple[bytes, bytes]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Kiosk {name}"[:64])])
    certificate = (
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
    return _private_pem(private), certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_once(path: Path, content: bytes, *, mode: int) -> None:
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
