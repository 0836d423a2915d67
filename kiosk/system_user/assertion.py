"""How the display proves to Entra that it has its key: a short-lived JWT, signed by it (facts.md §1.1, client assertion)."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

GOOD_FOR = timedelta(minutes=10)


def assertion(
    private: rsa.RSAPrivateKey, certificate: x509.Certificate, client_id: str, audience: str, now: datetime
) -> str:
    """Signed with PS256, as Entra asks for; with RS256, which it takes too, where a chip cannot do that.

    Raises:
        UnsupportedAlgorithm: the key can do neither.
        KeyUnusable: it lies in a chip that cannot be used.
    """
    claims = {
        "aud": audience, "iss": client_id, "sub": client_id, "jti": str(uuid4()),
        "iat": now, "exp": now + GOOD_FOR,
    }  # fmt: skip
    try:
        sha256 = {"x5t#S256": _packed(certificate.fingerprint(hashes.SHA256()))}
        return jwt.encode(claims, private, "PS256", headers=sha256)
    except UnsupportedAlgorithm:
        sha1 = {"x5t": _packed(certificate.fingerprint(hashes.SHA1()))}  # noqa: S303 - a name, not a protection
        return jwt.encode(claims, private, "RS256", headers=sha1)


def _packed(thumbprint: bytes) -> str:
    return base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()
