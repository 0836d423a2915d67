"""An admin's keys, in a folder of their own: the root, the key that signs configurations, and the authority of the LAN link.

root.pem       signs the list of keys and nothing else. Can be taken away and kept in a safe; is needed once a year
signing.pem    signs configurations, for a year
authority.pem  vouches for whoever knocks at a display's LAN link
keys.jws       the list of keys, as the root signed it

Whoever has this folder can configure the displays that were paired with it.
"""

from __future__ import annotations

import getpass
import os
import socket
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from joserfc.jwk import OKPKey

from kiosk.config import believed, signatures
from kiosk.config.document import Document
from kiosk.config.keep import write
from kiosk.config.refused import Refused
from kiosk.config.signatures import Trust

SIGNS_FOR = timedelta(days=365)
RENEWED_BEFORE = timedelta(days=60)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""From when certificates count: a display's clock may be anything."""
FOREVER = timedelta(days=365 * 80)
ROOT, SIGNING, AUTHORITY, KEYS = "root.pem", "signing.pem", "authority.pem", "keys.jws"
PASSING = timedelta(days=2)
"""How long a client's certificate counts: one is made for each push."""


class RingUnusable(Exception):
    """The folder with the keys cannot be used. The text says what to do."""


def folder() -> Path:
    """Where an admin's keys and displays lie."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "kiosk"


@dataclass(frozen=True, slots=True)
class Ring:
    """What of the keys is needed to push."""

    path: Path
    trust: Trust
    _signing: OKPKey
    _authority: tuple[ec.EllipticCurvePrivateKey, x509.Certificate]

    def handed_over(self) -> str:
        """Whom a display shall believe: the content of its `config.trust_file`. Nothing of it is secret."""
        return believed.written(self.trust)

    def sign(self, document: Document) -> str:
        return signatures.signed(document.body(), self._signing, signatures.DOCUMENT)

    def client(self, now: datetime) -> ssl.SSLContext:
        """For knocking at a LAN link. Whom it reached is for whoever knocks to look at, by the display's public key."""
        key, issuer = self._authority
        own = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _who()[:64])])
        shown = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer.subject)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(EPOCH)
            .not_valid_after(now + PASSING)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .sign(key, SHA256())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with (
            tempfile.NamedTemporaryFile() as file
        ):  # readable by this user only; Python takes keys from files only
            file.write(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.write(shown.public_bytes(Encoding.PEM))
            file.flush()
            context.load_cert_chain(file.name)
        return context


def ring(path: Path, now: datetime) -> Ring:
    """The admin's own, made when there is none yet. The signing key is replaced when its year is nearly over.

    Raises:
        RingUnusable: the folder takes nothing, or holds something else; the text says what to do.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (path / KEYS).exists():
            _make(path, now)
        found = _read(path)
        if _ends_soon(found.trust, now) and (path / ROOT).exists():
            _renew(path, found, now)
            found = _read(path)
    except OSError as refused:
        raise RingUnusable(f"{path} cannot be used: {refused.strerror}. Mend its rights.") from None
    if _ends(found.trust) < now:
        raise RingUnusable(
            f"The key that signs configurations was for one year. Bring {ROOT} back to {path}, and run this again."
        )
    return found


def renewed(path: Path, now: datetime) -> Ring:
    """With another signing key and another authority: what the old ones sign is refused from then on.

    Raises:
        RingUnusable: the root is not there, or the folder takes nothing.
    """
    found = ring(path, now)
    if not (path / ROOT).exists():
        raise RingUnusable(
            f"Only the root can replace keys. Bring {ROOT} back to {path}, and run this again."
        )
    try:
        _renew(path, found, now)
        return _read(path)
    except OSError as refused:
        raise RingUnusable(f"{path} cannot be used: {refused.strerror}. Mend its rights.") from None


def _make(path: Path, now: datetime) -> None:
    """A root that is there already stays: displays believe it."""
    if not (path / ROOT).exists():
        if (path / SIGNING).exists():
            raise RingUnusable(
                f"{path / KEYS} is gone, and {ROOT} is elsewhere. Bring one of them back from a copy."
            )
        _keep(path / ROOT, ed25519.Ed25519PrivateKey.generate())
    _issue(path, _root(path), 0, now)


def _renew(path: Path, found: Ring, now: datetime) -> None:
    _issue(path, _root(path), found.trust.version, now)


def _root(path: Path) -> ed25519.Ed25519PrivateKey:
    root = _private(path / ROOT)
    if not isinstance(root, ed25519.Ed25519PrivateKey):
        raise RingUnusable(f"{path / ROOT} is not the root's key. Bring it back from a copy.")
    return root


def _issue(path: Path, root: ed25519.Ed25519PrivateKey, version: int, now: datetime) -> None:
    """A signing key, an authority, and the list that names them; the list last, for it is what counts."""
    signing = ed25519.Ed25519PrivateKey.generate()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kiosk admins")])
    authority = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(EPOCH)
        .not_valid_after(EPOCH + FOREVER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    shown = authority.public_bytes(Encoding.PEM).decode()
    body = {
        "v": max(int(now.timestamp() * 1000), version + 1),
        "signers": [{"x": _jwk(signing).as_dict(private=False)["x"], "until": (now + SIGNS_FOR).isoformat()}],
        "admins": [shown],
    }
    _keep(path / SIGNING, signing)
    _keep(path / AUTHORITY, key, shown)
    text = signatures.signed(body, _jwk(root), signatures.KEYS)
    write(path / KEYS, f"{_jwk(root).as_dict(private=False)['x']}\n{text}\n".encode())


def _read(path: Path) -> Ring:
    try:
        root, _, keys = (path / KEYS).read_text(encoding="ascii").strip().partition("\n")
        trust = signatures.first([root], keys)
        signing, key = _private(path / SIGNING), _private(path / AUTHORITY)
        authority = x509.load_pem_x509_certificate((path / AUTHORITY).read_bytes())
    except (Refused, ValueError):
        raise RingUnusable(
            f"{path} does not hold the keys that kiosk push makes. Bring them back from a copy; with other keys each display must be paired anew."
        ) from None
    own = isinstance(signing, ed25519.Ed25519PrivateKey) and isinstance(key, ec.EllipticCurvePrivateKey)
    if not own or _jwk(signing).thumbprint() not in {signer.kid for signer in trust.signers}:
        raise RingUnusable(
            f"The keys in {path} do not belong together. Bring them back from one copy, or run: kiosk push --new-keys"
        )
    return Ring(path, trust, _jwk(signing), (key, authority))


def _private(path: Path) -> Any:  # noqa: ANN401 - the kind is looked at by whoever uses it
    if path.stat().st_mode & 0o077:
        raise RingUnusable(f"{path} can be read or changed by others. Run: chmod 600 {path}")
    try:
        return load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise RingUnusable(f"{path} holds no key. Bring it back from a copy.") from None


def _keep(path: Path, key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey, more: str = "") -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write(path, pem + more.encode())


def _jwk(key: ed25519.Ed25519PrivateKey) -> OKPKey:
    return OKPKey.import_key(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _ends(trust: Trust) -> datetime:
    return max((signer.until for signer in trust.signers if signer.until), default=EPOCH)


def _ends_soon(trust: Trust, now: datetime) -> bool:
    return _ends(trust) - now < RENEWED_BEFORE


def _who() -> str:
    """For the display's log: which account on which computer."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError):
        return socket.gethostname()
