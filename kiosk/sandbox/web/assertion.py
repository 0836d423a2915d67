"""The client assertion: a JWT signed with the application's certificate (facts.md §1.1)."""

import base64
from collections.abc import Iterable, Sequence

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256


def assertion_holds(
    assertion: str, certificates: Iterable[bytes], client_id: str, audiences: Sequence[str]
) -> bool:
    """Whether one of the registered certificates (PEM) signed it, for this client and this authority."""
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.PyJWTError:
        return False
    for pem in certificates:
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey) or not _named(header, certificate):
            continue
        try:
            claims = jwt.decode(
                assertion, key, ["RS256", "PS256"], audience=list(audiences), issuer=client_id, leeway=300,
                options={"require": ["exp", "aud", "iss", "sub"]},
            )  # fmt: skip
        except jwt.PyJWTError:
            return False
        return bool(claims["sub"] == client_id)
    return False


def _named(header: dict[str, object], certificate: x509.Certificate) -> bool:
    """The header names the certificate by its thumbprint; SHA-1 is Entra's older way, still in use."""
    prints = {
        "x5t": certificate.fingerprint(SHA1()),  # noqa: S303 - a name, not a protection
        "x5t#S256": certificate.fingerprint(SHA256()),
    }
    named = {name: base64.urlsafe_b64encode(digest).decode().rstrip("=") for name, digest in prints.items()}
    return any(str(header.get(name, "")).rstrip("=") == value for name, value in named.items())
