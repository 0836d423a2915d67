"""Facts by chance, for properties: any room, any day (also those on which clocks change), anything known or promised.

`EXAMPLES=5000 pytest tests/room` searches further, each time elsewhere; without it the search is short and always the same.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta

from hypothesis import settings as how
from hypothesis import strategies as st

from kiosk.room.model import (
    Event,
    EventId,
    Facts,
    Heard,
    InMenu,
    Life,
    Mode,
    NamingBooking,
    Notice,
    OpenSheet,
    PickingTime,
    Privacy,
    Promise,
    PromiseId,
    Room,
    Settings,
    ViewingDay,
    Visit,
    Wish,
)
from kiosk.room.presence import Presence
from kiosk.room.reasons import Reason

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
DAYS = (
    datetime(2026, 10, 13, tzinfo=UTC),
    datetime(2026, 3, 28, 12, tzinfo=UTC),  # clocks go forward in Berlin in the night after
    datetime(2026, 10, 24, 12, tzinfo=UTC),  # and back in this one
    datetime(2026, 4, 4, 9, tzinfo=UTC),  # half an hour back on Lord Howe Island
    datetime(2026, 11, 1, 3, tzinfo=UTC),
)
MINUTE = timedelta(minutes=1)
MANY = os.environ.get("EXAMPLES")
search = how(max_examples=int(MANY or 50), deadline=None, derandomize=not MANY)
"""How each property is searched."""


def spans(least: timedelta, most: timedelta) -> st.SearchStrategy[timedelta]:
    return st.timedeltas(least, most)


def moments() -> st.SearchStrategy[datetime]:
    """Any instant of two days; often exactly on a minute."""
    exact = st.builds(
        lambda day, minutes: day + minutes * MINUTE, st.sampled_from(DAYS), st.integers(0, 2880)
    )
    odd = st.builds(
        lambda day, past: day + past,
        st.sampled_from(DAYS),
        spans(timedelta(0), timedelta(days=2)),
    )
    return exact | odd


@st.composite
def events(draw: st.DrawFn, now: datetime) -> tuple[Event, ...]:
    made = []
    for index in range(draw(st.integers(0, 5))):
        start = now.replace(second=0, microsecond=0) + draw(st.integers(-24, 60)) * 5 * MINUTE
        if draw(st.integers(0, 4)) == 0:
            start += timedelta(seconds=draw(st.integers(0, 59)))
        all_day = draw(st.integers(0, 8)) == 0
        length = timedelta(days=1) if all_day else draw(st.integers(1, 30)) * 5 * MINUTE
        made.append(Event(
            EventId(f"e{index}"), f"u{index}", start, start + length, all_day,
            subject=draw(st.sampled_from(("", "Review", "Mina Okafor"))),
            organizer=draw(st.sampled_from(("", "Mina Okafor"))),
            private=draw(st.booleans()), busy=not all_day or draw(st.booleans()),
            ours=draw(st.booleans()), accepted=draw(st.integers(0, 5)) > 0,
        ))  # fmt: skip
    return tuple(made)


@st.composite
def promises(draw: st.DrawFn, now: datetime, copies: tuple[Event, ...]) -> tuple[Promise, ...]:
    return tuple(draw(a_promise(now, copies, index)) for index in range(draw(st.integers(0, 2))))


@st.composite
def a_promise(draw: st.DrawFn, now: datetime, copies: tuple[Event, ...], index: int) -> Promise:
    """One promise in any state it can be in; sometimes with its copy in the room's calendar."""
    wish, life = draw(st.sampled_from(POSSIBLE))
    start = now.replace(second=0, microsecond=0) + draw(st.integers(-80, 40)) * MINUTE
    end = start + draw(st.sampled_from((15, 30, 45, 60))) * MINUTE
    copy = (
        copies[index] if index < len(copies) and draw(st.booleans()) and not copies[index].all_day else None
    )
    if copy is not None:
        start, end = copy.start, copy.end
    known = copy is not None or life in (Life.AWAITING, Life.CONFIRMED, Life.KEPT) or wish is not Wish.CREATE
    agreed = wish is not Wish.CREATE or life in (Life.CONFIRMED, Life.KEPT)
    moved = draw(st.sampled_from((-60, 15, 90))) * MINUTE
    tapped = now - draw(spans(timedelta(0), timedelta(minutes=4)))
    return Promise(
        PromiseId(f"p{index}"), start, end, tapped,
        mode=draw(st.sampled_from(Mode)), wish=wish, life=life,
        wanted_start=start + moved if wish is Wish.MOVE else None,
        wanted_end=end + 15 * MINUTE if wish is Wish.EXTEND else end + moved if wish is Wish.MOVE else None,
        subject=draw(st.sampled_from(("", "Quick sync"))), name=draw(st.sampled_from(("", "Lena Fischer"))),
        provisional=life is Life.QUEUED and draw(st.booleans()), code="H-27",
        event_id=EventId(f"own{index}") if known else None,
        uid=copy.uid if copy else f"own{index}" if known else "",
        attempts=draw(st.integers(0, 3)),
        sent_at=tapped if life is not Life.QUEUED or draw(st.booleans()) else None,
        next_try_at=draw(st.none() | st.just(now + draw(spans(timedelta(0), timedelta(seconds=15))))),
        answered_at=now - draw(spans(timedelta(0), timedelta(minutes=3))) if agreed else None,
        throttled=draw(st.booleans()), stored=draw(st.booleans()), seen=agreed and draw(st.booleans()),
        extended=agreed and draw(st.booleans()), restoring=wish in (Wish.EXTEND, Wish.MOVE) and draw(st.booleans()),
    )  # fmt: skip


POSSIBLE = (
    (Wish.CREATE, Life.QUEUED), (Wish.CREATE, Life.IN_DOUBT), (Wish.CREATE, Life.AWAITING),
    (Wish.CREATE, Life.CONFIRMED), (Wish.CREATE, Life.KEPT), (Wish.CREATE, Life.WEDGED),
    (Wish.EXTEND, Life.QUEUED), (Wish.EXTEND, Life.AWAITING), (Wish.MOVE, Life.QUEUED), (Wish.MOVE, Life.AWAITING), (Wish.RENAME, Life.QUEUED),
    (Wish.CANCEL, Life.QUEUED), (Wish.CANCEL, Life.IN_DOUBT), (Wish.CANCEL, Life.KEPT),
    (Wish.CANCEL, Life.WEDGED),
)  # fmt: skip


@st.composite
def heards(draw: st.DrawFn, now: datetime) -> Heard:
    ago = draw(st.sampled_from((0.0, 3.0, 59.9, 60.0, 119.0, 120.0, 121.0, 2700.5, 86399.0, 86401.0)))
    return Heard(
        as_of=None if draw(st.integers(0, 9)) == 0 else now - timedelta(seconds=ago),
        reachable=draw(st.booleans()),
        problem=draw(st.sampled_from((None, None, None, Reason.UNREACHABLE, Reason.READ_REFUSED, Reason.THROTTLED))),
        booking_refused_at=draw(st.none() | st.just(now - timedelta(minutes=9.8))),
    )  # fmt: skip


def sheets() -> st.SearchStrategy[OpenSheet | None]:
    picking = st.builds(PickingTime, st.integers(0, 1), st.none(), st.sampled_from((None, 15, 60)))
    naming = st.builds(NamingBooking, st.sampled_from((PromiseId("p0"), PromiseId("gone"))))
    return st.none() | st.just(InMenu()) | st.builds(ViewingDay, st.integers(0, 1)) | picking | naming


@st.composite
def visits(draw: st.DrawFn, now: datetime) -> Visit:
    if draw(st.booleans()):
        return Visit()
    touched = now - draw(spans(timedelta(0), timedelta(seconds=140)))
    armed = draw(st.booleans())
    return Visit(
        touched, draw(st.booleans()), draw(st.sampled_from((None, 0, 15, 45))), draw(sheets()),
        armed=PromiseId("p0") if armed else None,
        armed_until=touched + timedelta(seconds=4) if armed else None,
        asked=draw(st.sampled_from((None, PromiseId("p0"), PromiseId("p1")))),
        easy=draw(st.booleans()),
        cleaning_until=draw(st.sampled_from((None, touched + timedelta(seconds=20)))),
    )  # fmt: skip


def settings() -> st.SearchStrategy[Settings]:
    return st.builds(
        Settings,
        durations=st.sampled_from(((15, 30, 45, 60), (15, 30), (45, 90), (60,))),
        max_length=st.sampled_from((60, 240)).map(lambda minutes: minutes * MINUTE),
        days_ahead=st.sampled_from((0, 1)),
        hold_offline=st.booleans(),
        confirm_timeout=st.sampled_from((30.0, 7.5)).map(lambda seconds: timedelta(seconds=seconds)),
        privacy=st.sampled_from(Privacy),
        night=st.sampled_from((None, (time(20), time(6)), (time(0), time(23, 59)))),
        orbit=st.booleans(),
    )


@st.composite
def notices(draw: st.DrawFn, now: datetime) -> tuple[Notice, ...]:
    if draw(st.integers(0, 3)):
        return ()
    until = now + draw(spans(timedelta(seconds=-5), timedelta(seconds=45)))
    reason = draw(
        st.sampled_from((Reason.SLOT_TAKEN, Reason.PAST, Reason.EXTENSION_TAKEN, Reason.SERVER_FAULT))
    )
    return (
        Notice(
            reason, until, minutes=draw(st.sampled_from((None, 30))), made_at=until - timedelta(seconds=45)
        ),
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Facts, datetime]:
    """Facts, and a moment at which they are looked at."""
    now = draw(moments())
    known = draw(events(now))
    facts = Facts(
        room=None if draw(st.integers(0, 30)) == 0 else Room(
            "aurora@contoso.com", "Aurora", draw(st.sampled_from(ZONES)), verified=draw(st.integers(0, 9)) > 0
        ),
        settings=draw(settings()), events=known, heard=draw(heards(now)),
        promises=draw(promises(now, known)), notices=draw(notices(now)), visit=draw(visits(now)),
        started_at=draw(st.none() | st.sampled_from((59.5, 60.0, 9000.0)).map(lambda ago: now - timedelta(seconds=ago))),
        presence=draw(st.none() | st.builds(Presence, st.booleans(), st.just(now - timedelta(seconds=65.5)))),
    )  # fmt: skip
    return facts, now
