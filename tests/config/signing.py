"""An admin's keys and documents, for tests: made anew each time, signed as `kiosk push` signs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc.jwk import OKPKey

from kiosk.config import signatures
from kiosk.config.document import Document
from kiosk.config.signatures import Trust

NOW = datetime(2026, 10, 13, 9, 41, tzinfo=UTC)
DISPLAY = "rd-abcdefghijklmnop"


def key() -> OKPKey:
    return OKPKey.generate_key("Ed25519")


def public(private: OKPKey) -> str:
    return str(private.as_dict(private=False)["x"])


def document(
    cfg: Mapping[str, Any] | None = None, *, after: timedelta = timedelta(), **changes: Any
) -> Document:
    """One for the tests' display, published `after` the tests' now."""
    at = NOW + after
    made = Document(DISPLAY, int(at.timestamp() * 1000), at, cfg or {"display": {"theme": "light"}})
    return replace(made, **changes)


@dataclass
class Admin:
    root: OKPKey = field(default_factory=key)
    signing: OKPKey = field(default_factory=key)
    authorities: tuple[str, ...] = ()

    def keys(self, version: int = 1, *, by: OKPKey | None = None, **changes: Any) -> str:
        """The list of keys. `by`: which root signs it."""
        body = {
            "v": version,
            "signers": [{"x": public(self.signing)}],
            "admins": list(self.authorities),
            **changes,
        }
        return signatures.signed(body, by or self.root, signatures.KEYS)

    def trust(self) -> Trust:
        return signatures.first([public(self.root)], self.keys())

    def handed_over(self) -> str:
        return json.dumps({"roots": [public(self.root)], "keys": self.keys()})

    def sign(self, made: Document) -> str:
        return signatures.signed(made.body(), self.signing, signatures.DOCUMENT)
