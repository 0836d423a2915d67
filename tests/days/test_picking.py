"""Picking a time on days on which the clocks change: a step is a quarter of an hour that passes, whatever clocks show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.room.face import Key, PickTimeSheet, Say
from kiosk.room.intents import Book, MoveStart
from kiosk.room.model import Facts, PickingTime, Promise, PromiseId
from kiosk.room.phrases import Phrase
from kiosk.room.project import project
from kiosk.sync.bodies import create_body
from kiosk.system_user.decide import Refused, decide
from kiosk.ui.text import Words
from tests.days import figured
from tests.days.chain import ROOM, at, facts
from tests.days.figured import MINUTE
from tests.days.written import Day, names, read, write

TO = "\N{EN DASH}"
QUARTER = 15 * MINUTE
CHANGES = [
    name for name in names() if len(read(name).offsets) > 1 and read(name).length != timedelta(hours=24)
]


def sheet(known: Facts, now: datetime, picking: PickingTime) -> PickTimeSheet:
    shown = project(at(known, now, picking), now).sheet
    assert isinstance(shown, PickTimeSheet)
    return shown


def empty(day: Day) -> Facts:
    return replace(facts(day), events=())


def stepped(key: Key | None) -> datetime | None:
    if key is None:
        return None
    assert isinstance(key.intent, MoveStart)
    return key.intent.start


@pytest.mark.parametrize("name", CHANGES)
def test_steps_go_through_the_change_quarter_by_quarter_and_back(name: str) -> None:
    day = read(name)
    known, words = empty(day), Words("en", "24", day.iana)
    start, now = day.begin, day.begin - timedelta(hours=3)
    shown = sheet(known, now, PickingTime(1, start, 60))
    while shown.later is not None:
        assert shown.start == start, write(start)
        span = f"{figured.clock(day, start)[0]} {TO} {figured.clock(day, start + 60 * MINUTE)[0]}"
        assert words.say(Say(Phrase.FROM_TO, at=shown.start, to=shown.end)) == span
        later = stepped(shown.later)
        assert later == start + QUARTER, write(start)
        after = sheet(known, now, PickingTime(1, later, 60))
        assert stepped(after.earlier) == start, write(start)
        start, shown = later, after
        if day.end - start < 60 * MINUTE:
            break
    assert day.end - start < 60 * MINUTE


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_picked_is_booked_at_its_instants(name: str) -> None:
    day = read(name)
    known, now = empty(day), day.begin - timedelta(hours=3)
    start = day.begin
    while start <= day.end - 60 * MINUTE:
        shown = sheet(known, now, PickingTime(1, start, 60))
        assert shown.book is not None
        assert isinstance(shown.book.intent, Book)
        promise = decide(shown.book.intent, at(known, now), now, PromiseId("p1"))
        assert isinstance(promise, Promise)
        sent = create_body(promise, ROOM, "Aurora", "kiosk")
        assert [sent[edge]["dateTime"] for edge in ("start", "end")] == [
            f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in (start, start + 60 * MINUTE)
        ]
        start += QUARTER


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_days_are_named_as_the_calendar_has_them(name: str, ahead: int) -> None:
    day = read(name)
    known = empty(day)
    known = replace(known, settings=replace(known.settings, days_ahead=3))
    words = Words("en", "24", day.iana)
    now = day.midnight(day.on - timedelta(days=1)) + 13 * timedelta(hours=1)

    shown = sheet(known, now, PickingTime(ahead, None, 30))

    wanted = day.on + timedelta(days=ahead - 1)
    assert words.say(shown.title) == f"{wanted:%A} {wanted.day} {wanted:%B}"
    assert shown.next_day is not None
    assert words.say(shown.next_day.say) == f"{wanted + timedelta(days=1):%a}"
    if ahead:
        assert shown.previous_day is not None
        assert words.say(shown.previous_day.say) == f"{wanted - timedelta(days=1):%a}"
        if day.hours[0] == 0:
            assert shown.start == day.midnight(wanted)
        else:
            assert figured.clock(day, shown.start)[0] == "08:00"


@pytest.mark.parametrize("name", CHANGES)
def test_the_last_day_that_can_be_booked_ends_at_its_own_midnight(name: str) -> None:
    day = read(name)
    known = empty(day)
    now = day.begin - timedelta(hours=1)  # yesterday; days_ahead is 1
    last, beyond = Book(day.end - QUARTER, day.end), Book(day.end, day.end + QUARTER)

    assert isinstance(decide(last, at(known, now), now, PromiseId("p1")), Promise)
    assert isinstance(decide(beyond, at(known, now), now, PromiseId("p2")), Refused)
