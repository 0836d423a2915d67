"""A certificate authority for loopback, made anew for each session."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """`ca_file`: what a client must trust. `server_context()`: TLS for 127.0.0.1 and localhost."""

    def __init__(self, folder: Path, name: str = "loopback") -> None:
        self.ca_file = folder / f"{name}-ca.pem"
        self._server_file = folder / f"{name}-server.pem"
        self._name, self._folder = name, folder
        self._key = key = ec.generate_private_key(ec.SECP256R1())
        ca = _sign(name, key, name, key, authority=True)
        self.ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
        self._write_server_file(self._server_file, ("localhost", "127.0.0.1"), days=7)

    def server_context(self) -> ssl.SSLContext:
        return _context(self._server_file)

    def context_for(self, *names: str, days: int = 7) -> ssl.SSLContext:
        """TLS for other hosts and addresses, or with a certificate that ended some `days` ago (negative)."""
        path = self._folder / f"{self._name}-other.pem"
        self._write_server_file(path, names, days)
        return _context(path)

    def _write_server_file(self, path: Path, names: tuple[str, ...], days: int) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        server = _sign("localhost", key, self._name, self._key, authority=False, names=names, days=days)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + server.public_bytes(serialization.Encoding.PEM)
        )


def _context(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _names(names: tuple[str, ...]) -> x509.SubjectAlternativeName:
    numbers = [name for name in names if name[0].isdigit()]
    return x509.SubjectAlternativeName(
        [
            *(x509.DNSName(name) for name in names if name not in numbers),
            *(x509.IPAddress(ipaddress.ip_address(number)) for number in numbers),
        ]
    )


def _sign(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
    names: tuple[str, ...] = ("localhost", "127.0.0.1"),
    days: int = 7,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_names(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if authority:
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=True,
                crl_sign=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    return builder.sign(issuer_key, hashes.SHA256())
