"""python -m tests.pictures [FOLDER] draws the README's pictures: facts by hand, everything after them the program's own."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from kiosk.room.model import (
    Event,
    EventId,
    Facts,
    Heard,
    Life,
    Mode,
    Privacy,
    Promise,
    PromiseId,
    Room,
    Settings,
    Visit,
)
from kiosk.room.project import project
from tests.pixels.stage import stage

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (1280, 800)
SMALL = 640
"""Width of the pictures that stand side by side."""
FADED = 900
"""Milliseconds until the plane's colour has come to rest."""
MEETINGS = (
    ("08:30", "09:15", "Weekly planning", "Priya Nair"),
    ("11:00", "11:45", "Design review", "Mina Okafor"),
    ("12:00", "13:00", "Supplier call", "Jonas Weber"),
    ("14:00", "15:00", "Hiring panel", "Ruth Abrams"),
    ("16:00", "17:00", "Sprint retro", "Team Delta"),
)
AURORA = Room(
    "aurora@contoso.com", "Aurora", "Europe/Berlin", "Floor 3", 8, ("display", "camera", "phone", "whiteboard"),
    verified=True,
)  # fmt: skip
OURS = PromiseId("walk-up")


def at(text: str) -> datetime:
    """ "09:41" on the pictures' day in the room's zone, as aware UTC."""
    hour, minute = map(int, text.split(":"))
    return datetime(2026, 10, 13, hour, minute, tzinfo=ZoneInfo(AURORA.zone)).astimezone(UTC)


def day() -> tuple[Event, ...]:
    return tuple(
        Event(EventId(f"e{number}"), f"u{number}", at(start), at(end), subject=subject, organizer=organizer)
        for number, (start, end, subject, organizer) in enumerate(MEETINGS)
    )


def facts(heard: str) -> Facts:
    return Facts(
        room=AURORA,
        settings=Settings(privacy=Privacy.FULL),
        events=day(),
        heard=Heard(as_of=at(heard), reachable=True),
    )


def walk_up(life: Life) -> Promise:
    """Half an hour, tapped at 09:41."""
    tapped = at("09:41")
    answered = tapped + timedelta(seconds=2) if life is Life.CONFIRMED else None
    return Promise(
        OURS, tapped, at("10:11"), tapped, mode=Mode.INVITE, life=life, sent_at=tapped, answered_at=answered,
        stored=True, event_id=EventId("ours"), uid="ours",
    )  # fmt: skip


def moments() -> dict[str, tuple[Facts, datetime]]:
    """What is known, and when it is looked at."""
    calm, visit = facts("09:41"), Visit(touched_at=at("09:41"), asked=OURS)
    return {
        "free": (calm, at("09:41")),
        "holding": (
            replace(calm, promises=(walk_up(Life.AWAITING),), visit=visit),
            at("09:41") + timedelta(seconds=1),
        ),
        "yours": (
            replace(calm, promises=(walk_up(Life.CONFIRMED),), visit=visit),
            at("09:41") + timedelta(seconds=3),
        ),
        "busy": (facts("11:12"), at("11:12")),
        "offline": (facts("09:41"), at("10:26")),
    }


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, (known, now) in moments().items():
        with stage(SIZE) as scene:
            scene.show(project(known, now), ms=FADED)
            image = scene.quick.grabWindow()
            if name != "free":
                image = image.scaledToWidth(SMALL, Qt.TransformationMode.SmoothTransformation)
            if not image.save(str(folder / f"{name}.png"), None, 0):
                sys.stderr.write(f"{folder / name}.png cannot be written\n")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
