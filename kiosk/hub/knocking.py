"""Who knocks at the hub: a person or a display, by the certificate that they showed. TLS has looked at who vouches for it; here, whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from sqlalchemy import Connection

from kiosk.hub import people, registry
from kiosk.hub.authority import Authorities
from kiosk.hub.registry import Display
from kiosk.hub.roles import Person

PERSON, DISPLAY = "person:", "display:"


class Stranger(Exception):
    """Nobody that the hub knows, or not any more."""


@dataclass(frozen=True, slots=True)
class Gate:
    authorities: Authorities

    def person(self, on: Connection, shown: bytes | None, now: datetime) -> Person:
        """Raises Stranger."""
        holder = self._holder(on, shown, now, self.authorities.people.certificate)
        found = people.person(on, holder.removeprefix(PERSON), now) if holder.startswith(PERSON) else None
        if found is None:
            raise Stranger
        return found

    def display(self, on: Connection, shown: bytes | None, now: datetime) -> Display:
        """Raises Stranger."""
        holder = self._holder(on, shown, now, self.authorities.fleet.certificate)
        found = registry.known(on, holder.removeprefix(DISPLAY)) if holder.startswith(DISPLAY) else None
        if found is None or found.revoked_at is not None:
            raise Stranger
        return found

    def _holder(self, on: Connection, shown: bytes | None, now: datetime, authority: x509.Certificate) -> str:
        if shown is None:
            raise Stranger
        certificate = x509.load_der_x509_certificate(shown)
        if certificate.issuer != authority.subject:
            raise Stranger
        return people.holder(on, f"{certificate.serial_number:x}", now) or ""
