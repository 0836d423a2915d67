"""What is handed over when a display is paired: its configuration and the files that it names. Values and their reading only.

The configuration is kiosk.toml's, as JSON; files are named by the key that names them (`system_user.client_secret_file`).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
FILES = (
    "graph.ca_file",
    "system_user.certificate_file",
    "system_user.pkcs11_pin_file",
    "system_user.client_secret_file",
    "light.http_token_file",
    "light.http_ca_file",
    "report.webhook_token_file",
    "mqtt.password_file",
    "mqtt.ca_file",
    "config.trust_file",
    "config.broker_ca_file",
    "config.broker_certificate_file",
)
"""Keys of the configuration that name a file which goes with it."""
LARGEST_FILE = 24 * 1024
"""Bytes. A certificate with its key has some 4,000, an authority 2,000."""


class NoBundle(ValueError):
    """What was handed over cannot be taken on. The text says what, never what is in it."""


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """`outside`: a mailbox that must be closed to the display. `book`: whether a test booking is made."""

    config: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    pin: str | None = None
    """The display's staff PIN."""
    book: bool = True
    outside: str | None = None


def written(bundle: Bundle) -> bytes:
    return json.dumps(
        {
            "v": VERSION,
            "config": bundle.config,
            "files": {name: base64.b64encode(content).decode() for name, content in bundle.files.items()},
            "pin": bundle.pin,
            "book": bundle.book,
            "outside": bundle.outside,
        },
        default=str,  # a day, which JSON does not know
    ).encode()


def read(text: bytes) -> Bundle:
    """Raises `NoBundle`. That the configuration makes sense is for whoever reads it."""
    try:
        body = json.loads(text)
        told = {key: base64.b64decode(value, validate=True) for key, value in body["files"].items()}
        bundle = Bundle(body["config"], told, body["pin"], body["book"], body["outside"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise NoBundle("What was handed over is not what kiosk pair hands over.") from None
    if body.get("v") != VERSION:
        raise NoBundle("It was made by another version of kiosk pair. Use the version that the display has.")
    for name, content in told.items():
        if name not in FILES or len(content) > LARGEST_FILE:
            raise NoBundle(f"{name} is no file of a configuration, or far too large.")
    texts = [body[key] for key in ("pin", "outside") if body[key] is not None]
    kinds = isinstance(body["config"], dict) and isinstance(body["book"], bool)
    if not kinds or not all(isinstance(text, str) for text in texts):
        raise NoBundle("What was handed over is not what kiosk pair hands over.")
    return bundle
