"""The room of the design's boards, for tests that need one: Aurora in Berlin on Tuesday 13 October 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.room.model import Event, EventId, Facts, Heard, Life, Promise, PromiseId
from tests.faces.read_facts import read
from tests.faces.times import Times

BERLIN = Times(ZoneInfo("Europe/Berlin"))
OURS = PromiseId("p1")
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    """ "09:41" in Aurora on the day of the boards, aware UTC."""
    return BERLIN.read(text)


def aurora(now: datetime, *events: Event, **settings: object) -> Facts:
    """Aurora with these events and nothing else, Exchange heard just now."""
    written = {"now": "09:41", "events": [], "settings": settings}
    return replace(read(written).facts, events=events, heard=Heard(now, reachable=True))


def event(when: str, subject: str = "Design review", **fields: object) -> Event:
    """ "11:00-11:45": somebody's meeting in the room's calendar."""
    start, end = BERLIN.span(when)
    plain = Event(EventId(f"e {when}"), f"u {when}", start, end, subject=subject, organizer="Mina Okafor")
    return replace(plain, **fields)  # type: ignore[arg-type]  # because the fields are the test's


def promise(when: str, life: Life = Life.QUEUED, **fields: object) -> Promise:
    """ "09:41-10:11": booked at the display, tapped when it begins."""
    start, end = BERLIN.span(when)
    return replace(Promise(OURS, start, end, start, life=life, stored=True), **fields)  # type: ignore[arg-type]  # because the fields are the test's


def kept(when: str, **fields: object) -> Promise:
    """A booking that Exchange agreed to some time ago."""
    start, _ = BERLIN.span(when)
    agreed = {
        "answered_at": start + timedelta(seconds=3),
        "event_id": EventId("own"),
        "uid": "own",
        "seen": True,
    }
    return promise(when, Life.KEPT, **agreed | fields)


def copy_of(booked: Promise, **fields: object) -> Event:
    """The room's copy of a booking made here."""
    plain = Event(EventId("copy"), booked.uid, booked.start, booked.end, ours=True)
    return replace(plain, **fields)  # type: ignore[arg-type]  # because the fields are the test's
