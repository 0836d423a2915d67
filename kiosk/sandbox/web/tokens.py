"""The registered application and the tokens Entra gave it (facts.md §1.1)."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from kiosk.sandbox.model.refusals import Refusal


@dataclass(slots=True)
class Application:
    """An app registration. `secrets_expired` and `known` make the AADSTS errors of facts.md §1.3."""

    client_id: str
    secret: str
    certificates: list[bytes] = field(default_factory=list)
    secret_expired: bool = False
    trouble: int | None = None


class Tokens:
    """Access tokens look like JWTs and mean nothing to anybody but this table."""

    def __init__(self, clock: Callable[[], datetime], random: Random) -> None:
        self._clock = clock
        self._random = random
        self._expiry: dict[str, tuple[str, datetime]] = {}

    def issue(self, client_id: str, tenant_id: str, authority: str, roles: list[str], seconds: int) -> str:
        now = self._clock()
        claims = {
            "aud": "https://graph.microsoft.com",
            "iss": f"{authority}/{tenant_id}/",
            "iat": int(now.timestamp()),
            "exp": int(now.timestamp()) + seconds,
            "appid": client_id,
            "tid": tenant_id,
            "idtyp": "app",
            "roles": roles,
        }
        token = ".".join(
            [_part({"typ": "JWT", "alg": "RS256"}), _part(claims), _packed(self._random.randbytes(64))]
        )
        self._expiry[token] = (client_id, now + timedelta(seconds=seconds))
        return token

    def check(self, header: str) -> str:
        """The client id behind an Authorization header; raises Refusal as Graph words it (facts.md §1.7)."""
        scheme, _, token = header.partition(" ")
        if not header:
            raise _unauthorized("Access token is empty.")
        if scheme.lower() != "bearer" or token not in self._expiry:
            raise _unauthorized("CompactToken parsing failed with error code: 80049217")
        client_id, expiry = self._expiry[token]
        if self._clock() >= expiry:
            raise _unauthorized("Lifetime validation failed, the token is expired.")
        return client_id

    def owner(self, header: str) -> str:
        """The client id behind a token, valid or not; empty for a token nobody was given."""
        return self._expiry.get(header.partition(" ")[2], ("", self._clock()))[0]

    def expire_all(self) -> int:
        """Every token given so far is expired from now on; returns how many."""
        now = self._clock()
        self._expiry = {token: (client_id, now) for token, (client_id, _) in self._expiry.items()}
        return len(self._expiry)


def _unauthorized(message: str) -> Refusal:
    return Refusal(
        401,
        "InvalidAuthenticationToken",
        message,
        {"WWW-Authenticate": 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common"'},
    )


def _part(value: object) -> str:
    return _packed(json.dumps(value).encode())


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
