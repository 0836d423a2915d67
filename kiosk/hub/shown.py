"""What the hub tells people of displays and roll-outs, as JSON. Pure."""

from __future__ import annotations

from typing import Any

from kiosk.hub.registry import Display
from kiosk.hub.rollouts import Rollout
from kiosk.hub.waves import Counts


def display(one: Display) -> dict[str, Any]:
    """In a list."""
    report = one.report if one.told_v == one.v else {}
    return {
        "id": one.id, "name": one.name, "room": one.room, "site": one.site, "groups": list(one.groups),
        "state": one.state, "online": one.online, "v": one.v, "code": report.get("code") or "",
        "why": list(report.get("why") or ()), "app": one.report.get("app"),
        "heard_at": None if one.told_at is None else one.told_at.isoformat(),
    }  # fmt: skip


def whole(one: Display) -> dict[str, Any]:
    """By itself: with all that it said of itself last."""
    return {**display(one), "admitted_at": one.admitted_at.isoformat(), "report": dict(one.report)}


def rollout(one: Rollout, counts: Counts) -> dict[str, Any]:
    """`wave` counts from 1 here; 0: none has begun."""
    return {
        "id": one.id, "state": one.state, "by": one.by, "reason": one.reason, "why": one.why,
        "approved_by": one.approved_by, "layers": [str(layer) for layer in one.changes], "waves": one.waves,
        "wave": one.wave + 1, "soak_seconds": int(one.soak.total_seconds()), "created_at": one.created_at.isoformat(),
        "ended_at": None if one.ended_at is None else one.ended_at.isoformat(),
        "asked": counts.asked, "applied": counts.applied, "ill": counts.ill, "away": counts.away,
    }  # fmt: skip
