"""The display's own key in a file, with its certificate: made here, never leaving this disk; only the public half is shown.

Entra gets the public half by upload and checks every sign-in against it (facts.md §1.1, client assertion).
"""

from __future__ import annotations

import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk import credentials
from kiosk.system_user.certificate import (
    Certificate,
    KeyUnusable,
    public_file,
    self_signed,
    shown,
    write_once,
)

RSA_BITS = 3072
RSA_LEAST = 2048
"""Shorter keys are refused by Entra."""
LARGEST = 64 * 1024
"""Bytes. A key and its certificate have some 4,000."""
NOT_HANDED = (
    "systemd hands the service no credential {name}. Seal the file with `kiosk staff seal`, and put the line that it prints "
    "into the service's unit."
)


@dataclass(frozen=True, slots=True)
class Keys(Certificate):
    """A private key with its certificate."""

    private: rsa.RSAPrivateKey = field(repr=False, compare=False)

    @property
    def private_pem(self) -> str:
        return _private_pem(self.private).decode()


def make(path: Path, name: str, now: datetime) -> Keys:
    """The keys in `path`; new ones when there is no such file yet. An existing file is never written over.

    The file appears whole or not at all, readable by its owner alone, and is on the disk when this returns.
    `name` is what Entra's portal lists the certificate under. Takes seconds on a small machine.

    Raises:
        KeyUnusable: the folder cannot be written, or the file there cannot be used.
    """
    if not path.exists():
        if credentials.is_handed(path):
            raise KeyUnusable(NOT_HANDED.format(name=path.name))
        private_pem, public_pem = _new_pair(name, now)
        try:
            write_once(path, private_pem + public_pem, mode=0o600)
        except FileExistsError:
            pass  # another process was faster: its keys count
        except OSError as refused:
            raise KeyUnusable(f"{path} cannot be written: {refused.strerror}.") from None
    keys = read(path)
    with suppress(OSError):  # a convenience: doctor prints the public half as well
        write_once(public_file(path), keys.public_pem.encode(), mode=0o644)
    return keys


def read(path: Path) -> Keys:
    """The keys in `path`.

    Raises:
        KeyUnusable: there is no such file, others can read it, or it holds no matching RSA pair.
    """
    try:
        if credentials.open_to_others(path, path.stat()):
            raise KeyUnusable(f"{path} can be read or changed by others. Run: chmod 600 {path}")
        pem = content(path)
    except FileNotFoundError:
        if credentials.is_handed(path):
            raise KeyUnusable(NOT_HANDED.format(name=path.name)) from None
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
    public = shown(certificate)
    return Keys(public.public_pem, public.sha1, public.sha256, public.not_after, private)


def _new_pair(name: str, now: datetime) -> tuple[bytes, bytes]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    certificate = self_signed(private, name, now)
    return _private_pem(private), certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
