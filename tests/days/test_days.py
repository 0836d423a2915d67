"""Golden days: what is written in each `*.day` is what the glass shows, and what follows from what Exchange told."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.sync.store import Store
from tests.days import figured
from tests.days.chain import ROOM, Printed, facts
from tests.days.written import names, read, write

DAY = re.compile(r"tomorrow, \w+day|\w+day \d+ \w+")
TO = "\N{EN DASH}"
each_day = pytest.mark.parametrize("name", names())


@each_day
def test_the_glass_shows_the_day_as_it_is_written(name: str) -> None:
    day = read(name)
    known, printed = facts(day), Printed()

    shown = [(now, tuple(printed.look(known, now))) for now, _ in day.looks]

    assert shown == list(day.looks)


@each_day
def test_the_clocks_of_the_day_are_those_of_its_zone(name: str) -> None:
    day = read(name)
    zone = ZoneInfo(day.iana)

    assert day.midnight(day.on) == day.begin
    assert day.midnight(day.on + timedelta(days=1)) == day.end
    assert day.end - day.begin == day.length
    at = day.begin - timedelta(hours=6)
    while at < day.end + timedelta(hours=6):
        assert day.wall(at) == at.astimezone(zone).replace(tzinfo=None, fold=0), write(at)
        at += timedelta(minutes=15)


@each_day
def test_what_is_written_follows_from_what_exchange_told(name: str) -> None:
    day = read(name)
    for now, lines in day.looks:
        told = [line.split(" | ") for line in lines]
        wall = day.wall(now)
        long, twelve = figured.clock(day, now)
        assert told[0] == ["clock", long, twelve, f"{wall:%A} {wall.day} {wall:%B}"]
        state = figured.state(day, now)
        until = [state.until[0]] if state.until[0] == state.until[1] else list(state.until)
        assert told[1] == ["plane", state.word, *until, write(state.at) if state.at else "-"]
        if state.word == "Busy":
            assert state.at is not None
            subs = [line[1] for line in told if line[0] == "sub"]
            days_named = [sub for sub in subs if DAY.fullmatch(sub)]
            assert days_named == [name for name in [figured.another_day(day, now, state.at)] if name]
        for kind, *rest in told[2:]:
            match kind:
                case "sub" if rest[0].endswith(" left"):
                    assert state.left is not None
                    assert rest[0].split(" · ")[-1] == f"{figured.length(state.left)} left"
                case "sub" if ", then " in rest[0]:
                    assert state.left is not None
                    assert rest[0].split(", then ")[0] == figured.length(state.left)
                case "send":
                    begin, end = figured.span(rest[0])
                    assert begin == now
                    assert rest[1] == f"{(end - begin) // figured.MINUTE} min"
                    booked = next(line for line in told if line[0] == "book")
                    assert booked[1:] == [f"Book until {text}" for text in figured.told_apart(day, end)]
                case "day" | "free":
                    begin, end = figured.span(rest[-2])
                    clocks = zip(figured.clock(day, begin), figured.clock(day, end), strict=True)
                    spans = [f"{first} {TO} {last}" for first, last in clocks]
                    if kind == "free":
                        assert rest[-1] == figured.length((end - begin) // figured.MINUTE)
                        assert not any(start < end and begin < stop for start, stop in figured.taken(day))
                        if begin == now:
                            spans = [f"Now {TO} {text}" for text in figured.clock(day, end)]
                    else:
                        assert (begin, end) in figured.taken(day)
                        if any(one.subject == rest[-1] and one.all_day for one in day.meetings):
                            spans = ["all day"]
                    assert rest[:-2] == spans
        hours = [line[1] for line in told if line[0] == "hours"]
        if hours:
            scale = next(line[1] for line in told if line[0] == "scale")
            assert tuple(hours) == figured.hours(day, *figured.span(scale))


@each_day
def test_the_day_comes_back_from_disk_as_it_was(name: str, tmp_path: Path) -> None:
    day = read(name)
    known = facts(day)
    assert known.room is not None

    before = Store(tmp_path)
    before.load(ROOM, "full")
    before.keep_room(known.room)
    before.apply(known.events, day.begin, known.room.zone)
    before.close()
    after = Store(tmp_path)
    kept = after.load(ROOM, "full")
    after.close()

    assert set(kept.events) == set(known.events)
