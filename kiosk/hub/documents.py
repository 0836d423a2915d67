"""One display's document: rendered from the layers, looked at as the display will look at it, and signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk import __version__
from kiosk.admin.ring import Ring
from kiosk.config import bounded, document, merged
from kiosk.config.desired import Config, understood, validated
from kiosk.config.document import Document, hash_of
from kiosk.config.problems import ConfigProblem
from kiosk.hub.layers import Layer, Tables, rendered
from kiosk.hub.registry import Display

LEAST = ".".join(__version__.split(".")[:2])
NEEDED: Mapping[str, Mapping[str, str]] = {
    "graph": {"tenant_id": "looked-at.invalid", "client_id": "0"},
    "system_user": {"mailbox": "looked-at@looked-at.invalid"},
    "config": {"broker_ca_file": "looked-at", "broker_certificate_file": "looked-at"},
}
"""What a display has from its own file where the layers do not say it."""


@dataclass(slots=True)
class Looked:
    """Many displays have the same tables: each is looked at once."""

    _seen: set[str] = field(default_factory=set)

    def at(self, tables: Tables, room: str) -> None:
        """Raises ConfigProblem: with one plain sentence for each thing that is wrong."""
        text = json.dumps(tables, sort_keys=True)
        if text in self._seen:
            return
        if wrong := merged.not_for_documents(tables):
            raise ConfigProblem(wrong)
        if len(text.encode()) > bounded.LARGEST // 2:
            raise ConfigProblem([f"It is larger than {bounded.LARGEST // 2048} KiB."])
        meant(tables, room)
        self._seen.add(text)


def meant(tables: Tables, room: str) -> Config:
    """What a display of that room is with them, as far as the hub can know. Raises ConfigProblem."""
    own = {name: {**told, **(tables.get(name) or {})} for name, told in NEEDED.items()}
    return validated({**tables, **own, "room": {**(tables.get("room") or {}), "mailbox": room}})


def read(text: str, room: str) -> Config:
    """The same of a document that this hub has signed; "": none yet. Raises ConfigProblem, Refused."""
    if not text:
        return meant({}, room)
    return meant(understood(document.read(document.unverified(text)).cfg)[0], room)


def tables_for(one: Display, layers: Mapping[Layer, Tables]) -> dict[str, Any]:
    """The room is the display's own: no document moves it."""
    made = rendered(one.member, layers)
    if isinstance(room := made.get("room"), Mapping):
        made["room"] = {key: value for key, value in room.items() if key != "mailbox"}
    return made


def signed(
    ring: Ring, one: Display, tables: Tables, now: datetime, ro: Mapping[str, Any] | None = None
) -> tuple[int, str, str]:
    """Its revision, its hash, and its text."""
    v = max(int(now.timestamp() * 1000), one.v + 1)
    text = ring.sign(Document(one.id, v, now, tables, one.hash, min_app=LEAST, ro=ro or {}))
    return v, hash_of(text), text
