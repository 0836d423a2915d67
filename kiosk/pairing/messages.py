"""What goes over the wire while pairing: five messages as JSON, each bounded. Values and their reading only.

Nothing in them is secret: the code is never sent, and the bundle is sealed.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

VERSION = 1
MOST = 64 * 1024
"""Bytes of a message."""
SHORT = 1024
MOST_OF = {"sealed": 48 * 1024, "about": 4096}
"""Bytes of a field."""


class Unreadable(ValueError):
    """No message of this protocol. The text names the field, never its value."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Admin → display: who asks. `key` is the admin's public key (SPKI, DER)."""

    key: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """Display → admin: who answers. `key` is the display's identity (SPKI, DER), `share` its half of SPAKE2."""

    session: bytes
    key: bytes
    nonce: bytes
    share: bytes
    about: bytes
    """What staff may see of the display before they trust it, as JSON: model, version, last signs of its id."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Admin → display: the other half, and that the code was known."""

    session: bytes
    share: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Welcome:
    """Display → admin: that it knew the code too, and holds its key (`signature` over the transcript)."""

    session: bytes
    mac: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Handover:
    """Admin → display: the sealed bundle."""

    session: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """Display → admin: the bundle is on disk."""

    session: bytes
    mac: bytes


Message = Hello | Offer | Proof | Welcome | Handover | Kept
M = TypeVar("M", Hello, Offer, Proof, Welcome, Handover, Kept)


def written(message: Message) -> bytes:
    """As JSON, with its name and the version."""
    body: dict[str, object] = {"v": VERSION, "is": type(message).__name__.lower()}
    for field in fields(message):
        body[field.name] = base64.b64encode(getattr(message, field.name)).decode()
    return json.dumps(body, sort_keys=True).encode()


def read(kind: type[M], text: bytes) -> M:
    """The message, if it is one of this kind.

    Raises:
        Unreadable: too long, no JSON, another message, a field too many, too few or too long.
    """
    if len(text) > MOST:
        raise Unreadable("length")
    try:
        body = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unreadable("JSON") from None
    names = {field.name for field in fields(kind)}
    if not isinstance(body, dict) or body.keys() != names | {"v", "is"}:
        raise Unreadable("fields")
    if body["v"] != VERSION or body["is"] != kind.__name__.lower():
        raise Unreadable("kind or version")
    return kind(**{name: _bytes(name, body) for name in names})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("twice")
    return dict(pairs)


def _bytes(name: str, body: Mapping[str, object]) -> bytes:
    value = body[name]
    if not isinstance(value, str):
        raise Unreadable(name)
    try:
        found = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(name) from None
    if len(found) > MOST_OF.get(name, SHORT):
        raise Unreadable(name)
    return found
