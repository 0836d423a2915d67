"""Booking another room from here: what is promised, what is refused, and when it is no affair of this display any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.room.intents import BookElsewhere
from kiosk.room.model import Facts, Heard, Life, Mode, Promise, PromiseId, Wish
from kiosk.room.nearby import Nearby, Neighbour, Plan, Span
from kiosk.room.reasons import Reason
from kiosk.room.survey import YOURS_FOR
from kiosk.system_user.decide import Refused, decide
from kiosk.system_user.upkeep import upkeep
from tests.room.aurora import at, aurora

NOW = at("09:41")

BOREALIS = "borealis@contoso.com"
SLOT = BookElsewhere(BOREALIS, at("09:41"), at("10:11"))
SECOND = timedelta(seconds=1)


def world(*taken: Span, seconds_old: float = 5, promises: tuple[Promise, ...] = ()) -> Facts:
    """Aurora, and Borealis with what it is taken for."""
    told = NOW - timedelta(seconds=seconds_old)
    nearby = Nearby(True, (Neighbour(BOREALIS, "Borealis"),), (Plan(BOREALIS, taken),), told)
    return replace(aurora(NOW), nearby=nearby, promises=promises)


def asked(facts: Facts) -> Promise | Refused:
    return decide(SLOT, facts, NOW, PromiseId("new"))


def elsewhere(life: Life = Life.CONFIRMED) -> Promise:
    return Promise(
        PromiseId("p"), SLOT.start, SLOT.end, NOW, life=life, room=BOREALIS, room_name="Borealis", answered_at=NOW,
        seen=True,
    )  # fmt: skip


def test_a_room_that_is_free_becomes_a_promise_about_that_room() -> None:
    promise = asked(world())
    assert isinstance(promise, Promise)
    assert (promise.room, promise.room_name, promise.provisional) == (BOREALIS, "Borealis", False)


def test_this_room_being_taken_is_no_hindrance() -> None:
    facts = world()
    busy = replace(facts, events=aurora(NOW, *facts.events).events, heard=Heard(NOW, reachable=True))
    assert isinstance(asked(busy), Promise)


def test_a_room_that_is_taken_within_the_time_is_refused() -> None:
    refused = asked(world((at("10:10"), at("10:30"))))
    assert refused == Refused(Reason.SLOT_TAKEN, minutes=30, start=SLOT.start)


def test_a_room_that_is_taken_before_and_after_is_free() -> None:
    assert isinstance(asked(world((at("09:00"), at("09:41")), (at("10:11"), at("11:00")))), Promise)


def test_a_plan_that_is_old_is_no_plan() -> None:
    stale = aurora(NOW).settings.stale_after.total_seconds()
    assert isinstance(asked(world(seconds_old=stale)), Promise)
    assert asked(world(seconds_old=stale + 1)) == Refused(Reason.ROOMS_UNSEEN, minutes=30, start=SLOT.start)


def test_a_second_tap_books_nothing() -> None:
    assert asked(world(promises=(elsewhere(Life.QUEUED),))) == Refused(None)


def test_a_room_that_refused_is_not_asked_again() -> None:
    facts = world()
    facts = replace(facts, nearby=replace(facts.nearby, refused=frozenset({BOREALIS})))
    assert asked(facts) == Refused(Reason.ELSEWHERE_REFUSED)


def test_an_unknown_room_is_no_room() -> None:
    assert asked(replace(world(), nearby=Nearby(True))) == Refused(None)


@pytest.mark.parametrize("mode", Mode)
def test_this_rooms_calendar_does_not_end_a_booking_of_another_room(mode: Mode) -> None:
    promise = replace(elsewhere(), mode=mode)
    read = replace(world(promises=(promise,)), heard=Heard(NOW + 5 * SECOND, reachable=True))
    assert upkeep(read, NOW + 6 * SECOND).changed == ()


def test_it_is_forgotten_when_it_was_read() -> None:
    facts = world(promises=(elsewhere(),))
    assert upkeep(facts, NOW + YOURS_FOR - SECOND).changed == ()
    (after,) = upkeep(facts, NOW + YOURS_FOR).changed
    assert after.life is Life.SETTLED


def test_done_is_enough() -> None:
    facts = world(promises=(elsewhere(),))
    facts = replace(facts, visit=replace(facts.visit, done=frozenset({PromiseId("p")})))
    (after,) = upkeep(facts, NOW + SECOND).changed
    assert after.life is Life.SETTLED


def test_what_nobody_answered_in_time_is_withdrawn_and_told() -> None:
    waits = replace(elsewhere(Life.AWAITING), sent_at=NOW, answered_at=None)
    found = upkeep(world(promises=(waits,)), SLOT.end)
    assert found.changed[0].wish is Wish.CANCEL
    assert found.notices[0].reason is Reason.NOT_ANSWERED_IN_TIME
