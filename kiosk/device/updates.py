"""How far an update of the installed package is: what the updater and the gate leave to read (packaging/deb/update.py, gate.py)."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from kiosk.room.update import Course, Update

STATE = "run/kiosk-update/state.json"
RELEASE = "var/lib/kiosk-release"
LONGEST = 4096
"""Bytes that are read: one of the updater's is far shorter."""
UNDER_WAY = (Course.LOOKING, Course.FETCHING, Course.INSTALLING)


def found(root: Path = Path("/")) -> Update | None:
    """None: nothing is told, as where the display was not installed as a package, or never looked."""
    told = _told(root / STATE)
    if told is not None and told.course in UNDER_WAY:
        return told
    version, at = (told.version, told.at) if told else (None, None)
    if (root / RELEASE / "trial").exists():
        return Update(Course.PROVING, version=version, at=at)
    if (root / RELEASE / "back").exists():
        return Update(Course.WENT_BACK, version=version, why=_why(root / RELEASE / "back"), at=at)
    return told


def _told(path: Path) -> Update | None:
    said = _json(path)
    if not isinstance(said, dict):
        return None
    percent, texts = said.get("percent"), {name: said.get(name) for name in ("version", "why", "at")}
    with suppress(ValueError):
        return Update(
            Course(said.get("state")),
            percent if isinstance(percent, int) else None,
            **{name: text if isinstance(text, str) else None for name, text in texts.items()},
        )
    return None


def _why(path: Path) -> str | None:
    said = _json(path)
    return said if isinstance(said, str) else None


def _json(path: Path) -> object:
    with suppress(OSError, ValueError), path.open("rb") as file:
        return json.loads(file.read(LONGEST))
    return None
