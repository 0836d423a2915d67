"""Displays' certificates are replaced before they end: the same key, signed anew, and told to the display over its broker (fleet.md §1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.hub import admitting, registry
from kiosk.hub.authority import Authority
from kiosk.hub.fleet import Fleet

BEFORE = timedelta(days=30)
"""Of 90 days: a display that is away for a month still gets the next one in time."""


def renew(fleet: Fleet, authority: Authority) -> int:
    """How many were sent another one. A display that goes on showing its old one is sent another again."""
    if not fleet.line.up.is_set():
        return 0
    now = fleet.clock.now()
    with fleet.store.begin() as on:
        made = {
            one.id: admitting.renewed(on, authority, one, now).pem
            for one in registry.members(on)
            if one.online and _ends(one.report) < now + BEFORE
        }
    for display, pem in made.items():
        fleet.line.vouch(display, pem)
    return len(made)


def _ends(report: Mapping[str, Any]) -> datetime:
    """When the certificate ends that the display says it has; never where it does not say."""
    try:
        said = datetime.fromisoformat(str(report.get("certificate_until")))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return said if said.tzinfo is not None else said.replace(tzinfo=UTC)
