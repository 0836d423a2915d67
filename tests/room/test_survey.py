"""Which state it is: decided top to bottom, the first that is true wins (DESIGN.md §8, interface.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from kiosk.room.face import State, Tone
from kiosk.room.model import EventId, Facts, Heard, Life, Promise, Visit, Wish
from kiosk.room.phrases import Phrase
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.survey import survey
from tests.room.aurora import MINUTE, OURS, at, aurora, copy_of, event, kept, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")
UNHEARD = Heard(NOW - 5 * MINUTE)
WRONG = Heard(NOW, problem=Reason.READ_REFUSED)
HOLDING = promise("09:41-10:11", Life.AWAITING, event_id=EventId("own"), uid="own", sent_at=NOW)
HELD = promise("09:41-10:11", provisional=True)
BUSY = event("09:30-10:30")


def state(facts: Facts, now: datetime = NOW) -> State:
    return survey(facts, now).state


def known(
    *promises: Promise, heard: Heard | None = None, busy: bool = False, visit: Visit | None = None
) -> Facts:
    facts = aurora(NOW, *([BUSY] if busy else []))
    return replace(facts, promises=promises, heard=heard or facts.heard, visit=visit or Visit())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(known(HOLDING, heard=WRONG), room=None), State.UNPAIRED),
        (known(HOLDING, heard=WRONG, busy=True), State.PROBLEM),
        (known(HELD, heard=WRONG), State.PROBLEM),
        (known(HOLDING, heard=UNHEARD), State.HOLDING),
        (known(HELD, heard=UNHEARD), State.HELD),
        (known(heard=UNHEARD, busy=True), State.UNKNOWN),
        (known(heard=UNHEARD), State.UNKNOWN),
        (known(heard=Heard()), State.UNKNOWN),
        (known(busy=True), State.BUSY),
        (known(), State.FREE),
    ],
)
def test_the_first_that_is_true_wins(facts: Facts, expected: State) -> None:
    assert state(facts) is expected


def test_a_hold_is_called_one_only_when_it_is_on_disk() -> None:
    assert state(known(replace(HELD, stored=False), heard=UNHEARD)) is State.HOLDING


def test_a_sent_hold_stays_held_until_exchange_has_it() -> None:
    assert state(known(replace(HELD, life=Life.IN_DOUBT), heard=UNHEARD)) is State.HELD
    assert state(known(replace(HELD, life=Life.AWAITING, provisional=False))) is State.HOLDING


@pytest.mark.parametrize(
    "change",
    [
        {"wish": Wish.CANCEL},
        {"wish": Wish.RENAME},
        {"wish": Wish.EXTEND, "restoring": True, "wanted_end": at("10:11")},
        {"life": Life.KEPT},
        {"life": Life.WEDGED},
    ],
)
def test_what_asks_for_no_room_holds_none(change: dict[str, object]) -> None:
    asked = replace(HOLDING, **change)  # type: ignore[arg-type]  # because the changes are a table
    assert state(known(asked)) not in (State.HOLDING, State.HELD)


def test_an_extension_holds_to_its_wished_end() -> None:
    booked = replace(kept("09:00-09:30"), wish=Wish.EXTEND, life=Life.QUEUED, wanted_end=at("09:45"))
    facts = replace(known(booked), events=(copy_of(booked),))

    assert state(facts) is State.HOLDING
    assert state(replace(facts, heard=Heard(at("09:45"))), at("09:45")) is State.FREE


def test_a_request_for_later_holds_the_face_of_who_waits_for_it() -> None:
    later = replace(HOLDING, start=at("13:00"), end=at("13:30"))
    waiting = Visit(NOW, asked=OURS)

    assert state(known(later)) is State.FREE
    assert state(known(later, visit=waiting)) is State.HOLDING
    assert state(known(later, visit=waiting), NOW + timedelta(seconds=119)) is State.HOLDING
    assert state(known(later, visit=waiting, heard=Heard(NOW + 2 * MINUTE)), NOW + 2 * MINUTE) is State.FREE
    assert state(known(later, visit=waiting, busy=True)) is State.BUSY


def test_soon_begins_ten_minutes_before() -> None:
    facts = aurora(NOW, event("09:51-10:30"))

    assert state(facts, NOW - timedelta(microseconds=1)) is State.FREE
    assert state(facts, NOW) is State.SOON


def test_unheard_begins_a_moment_after_stale_after_and_no_status_after_a_day() -> None:
    heard = Heard(NOW)

    assert state(known(heard=heard), NOW + 2 * MINUTE) is State.FREE
    assert state(known(heard=heard), NOW + 2 * MINUTE + timedelta(microseconds=1)) is State.UNKNOWN
    assert state(known(heard=heard), NOW + timedelta(days=1)) is State.UNKNOWN
    assert state(known(heard=heard), NOW + timedelta(days=1, microseconds=1)) is State.PROBLEM


@given(worlds())
@search
def test_what_is_not_known_is_never_green(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    face = project(facts, now)
    fresh = facts.heard.as_of is not None and now - facts.heard.as_of <= facts.settings.stale_after

    if face.plane.tone in (Tone.FREE, Tone.SOON):
        assert fresh
        assert face.state in (State.FREE, State.SOON)
    if face.plane.word.phrase is Phrase.YOURS:
        assert face.state is State.BUSY


@given(worlds())
@search
def test_one_word_one_filled_key_and_at_most_two_lines(world: tuple[Facts, datetime]) -> None:
    face = project(*world)

    filled = [key for key in face.card.keys if key.place.name == "FILLED"]
    assert len(filled) <= 1
    assert len(face.plane.subs) <= 2
    assert len({(key.say, key.place) for key in face.card.keys}) == len(face.card.keys)
    assert len([key for key in face.card.keys if key.selected]) <= 1


def test_a_read_of_a_clock_that_was_set_back_since_has_no_known_age() -> None:
    assert state(known(heard=Heard(NOW + timedelta(minutes=5)))) is State.UNKNOWN
    assert state(known(heard=Heard(NOW + timedelta(seconds=1)))) is not State.UNKNOWN
