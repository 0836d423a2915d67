"""Answers of Graph's, damaged in every way: a value or a named fault comes out, and what reaches the glass is clean."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.room.model import Event, Facts, Heard, Life, Mode, Privacy, Promise, PromiseId, Room, Settings
from kiosk.room.next_change import next_change
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.status import status
from kiosk.sync.errors import GraphFault
from kiosk.sync.steps import Step
from tests.hostile import good
from tests.hostile.clean import dirty
from tests.hostile.damage import bytes_of, damaged
from tests.hostile.line import BEGIN, END, NOW, READING, Line, Said
from tests.hostile.settings import ALWAYS_THE_SAME

PAGES = st.sampled_from(
    [*good.PAGES, *good.samples("calendar-list-calendarview"), *good.samples("user-list-calendarview")]
)
EVENTS = st.sampled_from([*good.EVENTS, *good.samples("event-get"), *good.samples("user-post-events")])
REFUSALS = st.sampled_from([*good.REFUSALS, *good.samples("error")])
PROMISE = Promise(
    PromiseId("p1"),
    NOW,
    NOW + timedelta(minutes=30),
    NOW,
    life=Life.AWAITING,
    event_id="AAMkAD=",
    uid="040000008200E",
)


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with Line() as line:
        yield line


def shown(events: tuple[Event, ...], room: Room) -> None:
    """The glass, the timer and `kiosk status` can live with these events."""
    facts = Facts(
        room=room,
        events=events,
        heard=Heard(as_of=NOW, reachable=True),
        settings=Settings(privacy=Privacy.FULL),
    )
    for now in (NOW, NOW + timedelta(hours=3)):
        face = project(facts, now)
        assert dirty(face) == []
        assert next_change(facts, now) > now
        json.dumps(status(facts, now)).encode()


def test_two_thousand_damaged_pages_are_read_or_named(line: Line) -> None:
    """The 2,000 fuzzed bodies of `make test` are counted here."""
    met, told = {"read": 0, "named": 0}, set[tuple[str, str]]()

    @settings(ALWAYS_THE_SAME, max_examples=2200)
    @given(
        bytes_of(damaged(PAGES)),
        st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/New_York"]),
    )
    def a_page(content: bytes, zone: str) -> None:
        line.says(Said(content), Said(b'{"value": []}'))
        try:
            events = line.run(line.engine.read_room(BEGIN, END, READING))
        except GraphFault as fault:
            met["named"] += 1
            told.add((fault.reason.value, str(fault)))
        else:
            met["read"] += 1
            shown(events, Room(good.ROOM, "Aurora", zone))

    a_page()
    assert sum(met.values()) >= 2000
    assert min(met.values()) > 200, met
    assert max(len(words) for _, words in told) < 100
    assert {reason for reason, _ in told} == {Reason.GARBLED.value}


@settings(ALWAYS_THE_SAME, max_examples=600)
@given(
    bytes_of(damaged(EVENTS | PAGES)), bytes_of(damaged(PAGES)), st.sampled_from(list(Step)), st.sampled_from(list(Mode)),
    st.booleans(),
)  # fmt: skip
def test_every_step_of_a_promise_has_an_answer(
    line: Line, first: bytes, then: bytes, step: Step, mode: Mode, extended: bool
) -> None:
    wanted = PROMISE.end + timedelta(minutes=15) if extended else None
    promise = replace(PROMISE, mode=mode, wanted_end=wanted)
    line.says(Said(first), Said(then), Said(b'{"value": []}'))
    line.run(line.engine.take(step, promise, "Aurora", frozenset()))


@settings(ALWAYS_THE_SAME, max_examples=500)
@given(bytes_of(damaged(st.sampled_from([*good.PLACES, *good.samples("place")]))))
def test_a_place_of_any_shape_is_a_room_or_a_named_fault(line: Line, content: bytes) -> None:
    line.says(Said(content))
    try:
        room = line.run(line.engine.read_place(Room(good.ROOM)))
    except GraphFault:
        return
    assert dirty(room) == []
    assert room.seats is None or 0 < room.seats < 100_000
    assert len(room.name) <= 60
    assert len(room.floor) <= 60


@settings(ALWAYS_THE_SAME, max_examples=300)
@given(bytes_of(damaged(st.sampled_from([*good.SCHEDULES, *good.samples("calendar-getschedule")]))))
def test_a_zone_of_any_shape_is_one_or_none(line: Line, content: bytes) -> None:
    line.says(Said(content))
    try:
        zone = line.run(line.engine.read_zone(NOW))
    except GraphFault:
        return
    if zone is not None:
        shown((), Room(good.ROOM, "Aurora", zone))


@settings(ALWAYS_THE_SAME, max_examples=600)
@given(
    bytes_of(damaged(REFUSALS)),
    st.one_of(st.sampled_from([201, 202, 204, 205, 301, 304, 400, 401, 403, 404, 409, 410, 412, 423, 429, 500, 503, 507]),
              st.integers(200, 999)),
    st.dictionaries(st.sampled_from(["Retry-After", "Date", "Content-Type", "Location", "WWW-Authenticate"]),
                    st.one_of(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30),
                              st.sampled_from(["Tue, 13 Oct 2026 09:00:30 GMT", "31536000", "-1", "1e400", "nan", "Mon, 01 Jan 0001 00:00:00 -2359",
                                               "Fri, 31 Dec 9999 23:59:59 -2359", "0", "2.128", "99999999999999999999"]))),
)  # fmt: skip
def test_a_refusal_of_any_shape_is_named_without_its_words(
    line: Line, content: bytes, status: int, headers: dict[str, str]
) -> None:
    line.says(Said(content, status, headers))
    try:
        line.run(line.graph.get("users/x"))
    except GraphFault as fault:
        said = f"{fault} {fault!r}"
        assert said.isascii()
        assert said.isprintable()
        assert len(said) < 300
    assert line.graph.waiting < timedelta(hours=1)


def thing(path: list[str], value: Any) -> Any:
    """An event whose property at `path` is `value`."""
    event = json.loads(json.dumps(good.event()))
    holder = event
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return event


def read(line: Line, *events: Any) -> tuple[Event, ...]:
    line.says(Said(json.dumps({"value": list(events)}).encode()))
    return line.run(line.engine.read_room(BEGIN, END, READING))


def test_the_same_id_twice_is_one_meeting(line: Line) -> None:
    assert len(read(line, good.event(), good.event(subject="again"))) == 1


def test_an_event_without_an_end_does_not_stop_the_clock(line: Line) -> None:
    events = read(line, good.event(**good.span("0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999")))
    assert len(events) == 1
    for zone in ("UTC", "Pacific/Kiritimati", "America/New_York"):
        shown(events, Room(good.ROOM, "Aurora", zone))
    assert events[0].end - events[0].start > timedelta(days=365 * 1000)
    assert events[0].start > datetime(1, 1, 2, tzinfo=UTC)
