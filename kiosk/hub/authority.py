"""Who vouches for whom in a fleet: two authorities, in a folder of the hub's. No display holds the key of either.

fleet-ca.pem   for displays, the broker and the hub itself
people-ca.pem  for admins: none of them can be taken for a display, and no display for an admin
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.config.keep import write
from kiosk.pairing.identity import id_of

FLEET, PEOPLE = "fleet-ca.pem", "people-ca.pem"
HUB = "hub"
"""The hub's own name at the broker."""
YEAR = timedelta(days=365)
AUTHORITY_FOR, DISPLAY_FOR, SERVER_FOR = 10 * YEAR, timedelta(days=90), YEAR
"""fleet.md §1.2."""
BEFORE = timedelta(days=2)
"""Certificates count from before they were made: a display's clock may be late."""


class AuthorityUnusable(Exception):
    """The keys cannot be used. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Issued:
    """`pem`: the certificate, after its key where that was made here. `serial`: in hex, as revocation lists say it."""

    pem: str
    serial: str
    until: datetime
    fingerprint: str
    """SHA-256 of the certificate as DER, in hex."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One of the two."""

    certificate: x509.Certificate
    _key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        """What others are told to trust. No secret."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def display(self, key: bytes, now: datetime) -> Issued:
        """For a display's own key (SPKI as DER), under its id. Raises ValueError: that is no such key."""
        public = load_der_public_key(key)
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise ValueError("no P-256 key")  # noqa: TRY004 - whoever sent it is told the same as of any other mistake
        return self._issued(id_of(key), public, now, DISPLAY_FOR, (ExtendedKeyUsageOID.CLIENT_AUTH,), ())

    def person(self, name: str, now: datetime, lasts: timedelta = YEAR) -> Issued:
        """With a key that is made here."""
        return self._with_key(name, now, lasts, (ExtendedKeyUsageOID.CLIENT_AUTH,), ())

    def server(self, names: Sequence[str], now: datetime, *, name: str = HUB) -> Issued:
        """For whoever listens under `names` (hosts or addresses) and dials out as `name`; with a key that is made here."""
        uses = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)
        return self._with_key(name, now, SERVER_FOR, uses, names)

    def revoked(self, serials: Sequence[str], now: datetime) -> str:
        """The list of what does not count any more (PEM); for brokers, which look it up at each connection."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        made = made.last_update(now - BEFORE).next_update(now + AUTHORITY_FOR)
        for serial in serials:
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(now).build()
            )
        return made.sign(self._key, SHA256()).public_bytes(Encoding.PEM).decode()

    def _with_key(
        self, name: str, now: datetime, lasts: timedelta, uses: Sequence[x509.ObjectIdentifier], hosts: Sequence[str]
    ) -> Issued:  # fmt: skip
        own = ec.generate_private_key(ec.SECP256R1())
        issued = self._issued(name, own.public_key(), now, lasts, uses, hosts)
        pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return Issued(pem + issued.pem, issued.serial, issued.until, issued.fingerprint)

    def _issued(
        self, name: str, key: ec.EllipticCurvePublicKey, now: datetime, lasts: timedelta,
        uses: Sequence[x509.ObjectIdentifier], hosts: Sequence[str],
    ) -> Issued:  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(self.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - BEFORE)
            .not_valid_after(now + lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if hosts:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False
            )
        made = builder.sign(self._key, SHA256())
        pem, serial = made.public_bytes(Encoding.PEM).decode(), f"{made.serial_number:x}"
        return Issued(pem, serial, made.not_valid_after_utc, made.fingerprint(SHA256()).hex())


@dataclass(frozen=True, slots=True)
class Authorities:
    fleet: Authority
    people: Authority


def authorities(folder: Path, fleet: str, now: datetime) -> Authorities:
    """The hub's own, made when there are none yet. `fleet`: its name, which they bear.

    Raises:
        AuthorityUnusable: the folder takes nothing, or holds something else.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file, whom in ((FLEET, "displays"), (PEOPLE, "admins")):
            if not (folder / file).exists():
                _make(folder / file, f"kiosk {fleet} {whom}", now)
        return Authorities(_read(folder / FLEET), _read(folder / PEOPLE))
    except OSError as refused:
        raise AuthorityUnusable(f"{folder} cannot be used: {refused.strerror}. Mend its rights.") from None


def _make(path: Path, name: str, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    shown = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write(path, pem + shown.public_bytes(Encoding.PEM))


def _read(path: Path) -> Authority:
    if path.stat().st_mode & 0o077:
        raise AuthorityUnusable(f"{path} can be read or changed by others. Run: chmod 600 {path}")
    text = path.read_bytes()
    try:
        key, shown = load_pem_private_key(text, password=None), x509.load_pem_x509_certificate(text)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key, shown = None, None
    if shown is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityUnusable(f"{path} holds no authority of a fleet. Bring it back from a copy.")
    return Authority(shown, key)


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
