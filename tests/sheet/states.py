"""The states that are drawn, each as the facts of tests/faces that it stands for; the picture is project's."""

from __future__ import annotations

from kiosk.room.face import Face
from kiosk.room.project import project
from tests.faces.pairs import moment

STATES = {
    "unpaired": "unpaired",
    "pairing-trying": "pairing-trying",
    "pairing-failed": "pairing-failed",
    "pairing-door": "pairing-door",
    "first-sync": "first-sync-loading",
    "clock-wrong": "clock-wrong",
    "problem": "problem-refused",
    "hold": "holding",
    "yours": "yours",
    "held": "held",
    "checkin": "check-in",
    "busy": "busy",
    "busy-here": "busy-here",
    "soon": "soon",
    "free": "free",
    "closed": "closed",
    "closed-until-monday": "closed-until-monday",
    "outside-hours": "outside-hours",
    "pick-outside-hours": "pick-outside-hours",
    "offline-free": "offline-free",
    "offline-busy": "offline-busy",
    "booking-refused": "booking-refused",
    "conflict": "conflict",
    "booking-sheet": "pick-today",
    "add-name": "add-name",
    "find-room": "rooms",
    "report": "report-chosen",
    "day-view": "day-view",
    "block": "block",
    "menu": "menu",
    "staff-pin": "staff-pin",
    "staff-menu": "staff-refused",
    "staff-more": "staff-more",
    "staff-stick-taken": "staff-stick-taken",
    "staff-stick-refused": "staff-stick-refused",
    "far-free": "far-free",
    "far-busy": "far-busy",
    "night": "night",
    "phone": "code",
}


def face(state: str) -> Face:
    """What the glass shows."""
    seen = moment(STATES[state])
    return project(seen.facts, seen.now)
