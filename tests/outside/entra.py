"""Entra for one tenant: OpenID configuration and tokens, by client secret or certificate (facts.md 1.1, 1.3)."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs

import jwt
from cryptography import x509

from .events import Json

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the token endpoint; `code` is the AADSTS number."""

    status: int
    error: str
    code: int
    text: str

    def json(self) -> Json:
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        trace = "0000aaaa-11bb-cccc-dd33-eeeeee333333"
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.code}: {self.text}\r\nTrace ID: {trace}\r\nTimestamp: {now}",
            "error_codes": [self.code],
            "timestamp": now,
            "trace_id": trace,
            "correlation_id": trace,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.code}",
        }


@dataclass(slots=True)
class Entra:
    """One tenant with one application. Tokens live `seconds`."""

    base: str
    tenant: str = "contoso.test"
    client: str = "11111111-2222-3333-4444-555555555555"
    secret: str = field(default_factory=lambda: f"{secrets.token_urlsafe(20)}~+/=%")
    certificates: list[x509.Certificate] = field(default_factory=list)
    seconds: float = 3599
    tokens: dict[str, float] = field(default_factory=dict)

    @property
    def token_endpoint(self) -> str:
        return f"{self.base}/{self.tenant}/oauth2/v2.0/token"

    def configuration(self) -> Json:
        issuer = "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"
        return {
            "token_endpoint": self.token_endpoint,
            "authorization_endpoint": f"{self.base}/{self.tenant}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{self.base}/{self.tenant}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{self.base}/{self.tenant}/discovery/v2.0/keys",
            "issuer": issuer,
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self, body: bytes) -> Json | Refusal:
        """Answers a token request; a Refusal says what Entra would say."""
        form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        if form.get("grant_type") != "client_credentials":
            return Refusal(
                400, "unsupported_grant_type", 70003, "The app returned an unsupported grant type."
            )
        if form.get("client_id") != self.client:
            return Refusal(
                400,
                "unauthorized_client",
                700016,
                "Application with identifier was not found in the directory.",
            )
        if not form.get("scope", "").endswith("/.default"):
            return Refusal(
                400, "invalid_scope", 70011, "The provided value for the input parameter 'scope' isn't valid."
            )
        refusal = self._proof(form)
        if refusal is not None:
            return refusal
        token = f"judge.{secrets.token_urlsafe(48)}"
        self.tokens[token] = time.monotonic() + self.seconds
        return {
            "token_type": "Bearer",
            "expires_in": int(self.seconds),
            "ext_expires_in": int(self.seconds),
            "access_token": token,
        }

    def _proof(self, form: dict[str, str]) -> Refusal | None:
        if "client_assertion" in form:
            return self._assertion(form)
        if form.get("client_secret") == self.secret:
            return None
        if "client_secret" in form:
            return Refusal(401, "invalid_client", 7000215, "Invalid client secret provided.")
        return Refusal(
            401, "invalid_client", 7000218, "The request body must contain client_assertion or client_secret."
        )

    def _assertion(self, form: dict[str, str]) -> Refusal | None:
        wrong = Refusal(401, "invalid_client", 700027, "Client assertion failed signature validation.")
        if form.get("client_assertion_type") != ASSERTION:
            return wrong
        for certificate in self.certificates:
            try:
                claims = jwt.decode(
                    form["client_assertion"],
                    certificate.public_key(),  # type: ignore[arg-type]  # because the union has key kinds no display makes
                    algorithms=["RS256", "PS256"],
                    audience=self.token_endpoint,
                    options={"require": ["exp", "iss", "sub", "aud", "jti"]},
                )
            except jwt.InvalidTokenError:
                continue
            if claims["iss"] == claims["sub"] == self.client:
                return None
        return wrong

    def knows(self, authorization: str) -> bool:
        """Whether this Authorization header carries a token that was issued here and is still good."""
        scheme, _, token = authorization.partition(" ")
        return scheme == "Bearer" and self.tokens.get(token, 0) > time.monotonic()

    def revoke_all(self) -> None:
        self.tokens.clear()
