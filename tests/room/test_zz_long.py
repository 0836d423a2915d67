"""An idle display sleeps until its picture may change, and not a moment longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.room.model import Facts
from kiosk.room.next_change import next_change
from kiosk.room.project import project
from tests.room.worlds import worlds

TICK = timedelta(microseconds=1)


@given(worlds(), st.lists(st.floats(0, 1), min_size=3, max_size=3))
@settings(max_examples=8000, deadline=None)
def test_the_picture_stands_still_until_the_next_change(
    world: tuple[Facts, datetime], parts: list[float]
) -> None:
    facts, now = world
    change = next_change(facts, now)
    assert change > now

    face = project(facts, now)

    asleep = [now + part * (change - now) for part in parts] + [change - TICK]
    assert all(project(facts, at) == face for at in asleep if at < change)
