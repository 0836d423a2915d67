"""The one spelling in which Graph writes nearly every time of a calendar, read without looking at its parts. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

USUAL = "2026-10-12T08:00:00.0000000"


def usual(value: Any) -> datetime | None:  # noqa: ANN401 - JSON of any shape
    """A time in UTC, as Graph was asked to write it. None: in another spelling, or none at all; wire.py looks closer."""
    try:
        text = value["dateTime"]
        if value["timeZone"] == "UTC" and len(text) == len(USUAL) and text.endswith(USUAL[19:]):
            return datetime.fromisoformat(text[:19] + "+00:00")
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return None
