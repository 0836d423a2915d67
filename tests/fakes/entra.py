"""Entra for one application: knows its secret or its certificate's public half, and can be told to fail."""

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote_plus

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from .web import Answer, Asked, serving

TENANT = "contoso.onmicrosoft.com"
CLIENT = "11111111-2222-3333-4444-555555555555"
SECRET = "rIgHt~secret.value"


def refusal(code: int, error: str = "invalid_client", status: int = 401) -> Answer:
    """The body of facts.md §1.3."""
    return Answer(
        status,
        {
            "error": error,
            "error_description": f"AADSTS{code}: Made up for a test.\r\nTrace ID: 1\r\nCorrelation ID: 2",
            "error_codes": [code],
            "timestamp": "2026-10-13 09:00:00Z",
            "trace_id": "1",
            "correlation_id": "2",
            "error_uri": f"https://login.microsoftonline.com/error?code={code}",
        },
    )


class Entra:
    def __init__(self) -> None:
        self.address = ""
        self.certificate: x509.Certificate | None = None
        self.lifetime = 3599
        self.issued = 0
        self.asked: list[Asked] = []
        self.instead: Answer | None = None
        """Answers every token request, in place of the truth."""
        self.discovery_instead: Answer | None = None

    @contextmanager
    def serving(self, tls: ssl.SSLContext) -> Iterator["Entra"]:
        with serving(self.answer, tls) as self.address:
            yield self

    def token_requests(self) -> int:
        return sum(asked.method == "POST" for asked in self.asked)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.method == "GET" and asked.path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            return self.discovery_instead or self._described()
        if asked.method == "GET":
            return refusal(90002, "invalid_tenant", 400)
        return self.instead or self._token(asked)

    def _described(self) -> Answer:
        at = f"{self.address}/{TENANT}"
        return Answer(
            200,
            {
                "issuer": f"{at}/v2.0",
                "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
                "token_endpoint": f"{at}/oauth2/v2.0/token",
            },
        )

    def _token(self, asked: Asked) -> Answer:
        form = {key: values[0] for key, values in parse_qs(asked.body.decode()).items()}
        if (
            form.get("grant_type") != "client_credentials"
            or form.get("scope") != "https://graph.microsoft.com/.default"
        ):
            return refusal(70011, "invalid_scope", 400)
        if "client_assertion" in form:
            if not self._signed_by_our_certificate(form["client_assertion"]):
                return refusal(700027)
        elif self._secret(asked, form) != SECRET:
            return refusal(7000215)
        self.issued += 1
        return Answer(
            200, {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": f"token-{self.issued}"}
        )

    def _secret(self, asked: Asked, form: dict[str, str]) -> str:
        basic = asked.headers.get("Authorization", "")
        if basic.startswith("Basic "):
            return unquote_plus(base64.b64decode(basic[6:]).decode().partition(":")[2])
        return form.get("client_secret", "")

    def _signed_by_our_certificate(self, assertion: str) -> bool:
        if self.certificate is None:
            return False
        thumbprint = base64.urlsafe_b64encode(self.certificate.fingerprint(hashes.SHA256())).rstrip(b"=")
        if jwt.get_unverified_header(assertion).get("x5t#S256", "").rstrip("=") != thumbprint.decode():
            return False
        try:
            claims = jwt.decode(
                assertion,
                self.certificate.public_key(),  # type: ignore[arg-type]
                algorithms=["PS256"],
                audience=f"{self.address}/{TENANT}/oauth2/v2.0/token",
            )
        except jwt.InvalidTokenError:
            return False
        return bool(claims["iss"] == claims["sub"] == CLIENT)
