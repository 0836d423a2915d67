"""An idle display sleeps until its picture may change, and not a moment longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.room.model import Facts, InMenu, Notice, ViewingDay, Visit
from kiosk.room.next_change import next_change
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from tests.room.aurora import at, aurora
from tests.room.worlds import search, worlds

TICK = timedelta(microseconds=1)


@given(worlds(), st.lists(st.floats(0, 1), min_size=3, max_size=3))
@search
def test_the_picture_stands_still_until_the_next_change(
    world: tuple[Facts, datetime], parts: list[float]
) -> None:
    facts, now = world
    change = next_change(facts, now)
    assert change > now

    face = project(facts, now)

    asleep = [now + part * (change - now) for part in parts] + [change - TICK]
    assert all(project(facts, at) == face for at in asleep if at < change)


def test_a_wait_is_counted_down_in_whole_seconds_rounded_up() -> None:
    opened = at("09:41")
    facts = replace(aurora(opened), visit=Visit(touched_at=opened, sheet=InMenu()))

    def closing(seconds: float) -> int | None:
        return project(facts, opened + timedelta(seconds=seconds)).closing_in

    assert [closing(s) for s in (9.9, 10, 10.5, 11, 19.9, 20)] == [None, 10, 10, 9, 1, None]


def test_a_notice_is_gone_when_its_time_is_over_though_nobody_cleared_it() -> None:
    told = at("09:41")
    notice = Notice(Reason.SLOT_TAKEN, told + timedelta(seconds=45), minutes=30, made_at=told)
    facts = replace(aurora(told), notices=(notice,))

    assert project(facts, told).card.told is not None
    assert project(facts, notice.until).card.told is None


def test_the_free_time_that_begins_now_begins_with_the_minute_so_that_the_picture_stands() -> None:
    now = at("09:41") + timedelta(seconds=20)
    facts = replace(aurora(now), visit=Visit(touched_at=now, sheet=ViewingDay()))

    assert project(facts, now) == project(facts, now + timedelta(seconds=1))
