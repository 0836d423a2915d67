"""Answers of any shape: they are read, or they are `Unreadable`; nothing else ever happens."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.room.model import Privacy, Room
from kiosk.sync import errors, wire
from kiosk.sync.wire import Unreadable
from tests.sync.events import graph_event, reading

KEYS = sorted(
    {*graph_event(), "emailAddress", "name", "address", "dateTime", "timeZone", "response", "value", "owner"}
)
TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "UTC", "busy", "declined", "Europe/Berlin", "W. Europe Standard Time", "\ud800", "a" * 300]
    ),
    st.datetimes().map(lambda at: at.isoformat()),
    st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-10-13", "20261013T09", "2026-W01-1"]
    ),
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=6),
    ),
    max_leaves=12,
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/New_York"])


@st.composite
def damaged_event(draw: st.DrawFn) -> dict[str, Any]:
    """An event of which up to three properties are something else."""
    event = graph_event()
    for key in draw(st.lists(st.sampled_from(sorted(event)), max_size=3)):
        event[key] = draw(JSON)
    event["isAllDay"] = draw(st.booleans())
    for key in draw(st.lists(st.sampled_from(["start", "end"]), max_size=2)):
        event[key] = {"dateTime": draw(TEXT), "timeZone": draw(TEXT)}
    if draw(st.booleans()):
        inner = draw(st.sampled_from(["start", "end", "organizer", "responseStatus"]))
        if isinstance(event[inner], dict):
            event[inner] = {**event[inner], draw(st.sampled_from(KEYS)): draw(JSON)}
    return event


def storable(*texts: str) -> None:
    for text in texts:
        text.encode()


@settings(max_examples=400, deadline=None)
@given(damaged_event(), ZONES, st.sampled_from(list(Privacy)))
def test_an_event_of_any_shape_is_read_or_unreadable(
    item: dict[str, Any], zone: str, privacy: Privacy
) -> None:
    try:
        event = wire.event_of(item, reading(privacy, zone))
        trace = wire.trace_of(item, zone)
    except Unreadable:
        return
    storable(trace.id, trace.uid)
    if event is not None:
        storable(event.id, event.uid, event.subject, event.organizer)
        assert event.start <= event.end
        assert event.start.utcoffset() is not None


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_an_answer_of_any_shape_is_read_or_unreadable(body: Any) -> None:
    for read in (
        wire.page_of,
        wire.created,
        wire.created_at,
        wire.zone_of_schedule,
        lambda any_body: wire.room_answer(any_body, "aurora@contoso.com"),
        lambda any_body: wire.with_place(Room("aurora@contoso.com"), any_body),
    ):
        try:
            read(body)
        except Unreadable:
            continue


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_a_place_of_any_shape_gives_a_room_that_can_be_kept(body: Any) -> None:
    try:
        room = wire.with_place(Room("aurora@contoso.com"), body)
    except Unreadable:
        return
    storable(room.name, room.floor)
    assert room.seats is None or room.seats > 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_a_body_of_any_bytes_has_a_code_or_none(body: bytes) -> None:
    assert errors.code_of(body) == errors.code_of(body).lower()
