"""Who knocked at this display, when, and what came of it: appended, bounded, without a code and without a secret."""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

log = logging.getLogger("kiosk")
NAME = "pairing-audit.jsonl"
MOST = 256 * 1024
"""Bytes of a file; the one before it is kept."""


def note(folder: Path, now: datetime, what: str, address: str = "", admin: bytes = b"") -> None:
    """`now`: aware UTC. `admin`: a public key, made for one pairing; of it the last 16 bytes are told."""
    log.info("pairing: %s%s", what, f", from {address}" if address else "")
    line = {"at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "what": what, "from": address, "admin": admin[-16:].hex()}
    path = folder / NAME
    with suppress(OSError):
        if path.exists() and path.stat().st_size > MOST:
            path.replace(path.with_suffix(".old"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "a") as file:
            file.write(json.dumps(line) + "\n")
