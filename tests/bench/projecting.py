"""Computing the whole face of a crowded day, beside only parsing the day's JSON."""

from __future__ import annotations

import json
from datetime import timedelta

from kiosk.room.model import Facts, Heard, Privacy, Room, Settings
from kiosk.room.project import project
from kiosk.sync.wire import Reading, event_of, page_of
from tests.bench.day import BEGIN, HOUR, ROOM, SYSTEM, page
from tests.bench.figures import Figure, in_turns, timed

SLOTS = 200
ROUNDS = 101
BERLIN = "Europe/Berlin"


def figure() -> Figure:
    body = page(range(SLOTS))
    items, _ = page_of(json.loads(body))
    reading = Reading(BERLIN, Privacy.FULL, SYSTEM)
    events = tuple(event for item in items if (event := event_of(item, reading)) is not None)
    assert len(events) == SLOTS
    now = BEGIN + SLOTS // 2 * HOUR + timedelta(minutes=10)
    facts = Facts(
        room=Room(ROOM, "Aurora", BERLIN, verified=True),
        settings=Settings(privacy=Privacy.FULL),
        events=events,
        heard=Heard(as_of=now, reachable=True),
    )
    ours, theirs = in_turns(
        lambda: timed(lambda: project(facts, now)), lambda: timed(lambda: json.loads(body)), ROUNDS
    )
    return Figure(
        "project_200_slots", f"the whole face computed from {SLOTS} slots", "json.loads of the same day as Graph sends it",
        ours, theirs, ROUNDS,
    )  # fmt: skip
