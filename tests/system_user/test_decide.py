"""What a finger's wish becomes: a promise, or a polite no."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.room.agenda import is_free, slots
from kiosk.room.intents import Book, Decision, Extend, Move, Rename, Withdraw
from kiosk.room.model import EventId, Facts, Heard, Life, Mode, Promise, PromiseId, Wish
from kiosk.room.reasons import Reason
from kiosk.system_user.decide import Refused, decide, hold_code, withdrawn
from tests.room.aurora import MINUTE, OURS, at, aurora, copy_of, event, kept, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")
NEW = PromiseId("new")
SLOT = Book(at("09:41"), at("10:11"))


def asked(intent: Decision, facts: Facts, now: datetime = NOW) -> Promise | Refused:
    return decide(intent, facts, now, NEW)


def refused(intent: Decision, facts: Facts, now: datetime = NOW) -> Reason | None:
    answer = asked(intent, facts, now)
    assert isinstance(answer, Refused)
    return answer.reason


def promised(intent: Decision, facts: Facts) -> Promise:
    answer = asked(intent, facts)
    assert isinstance(answer, Promise)
    return answer


def with_promises(facts: Facts, *promises: Promise) -> Facts:
    return replace(facts, promises=promises)


def test_a_free_time_becomes_a_promise_that_is_not_yet_stored() -> None:
    made = promised(SLOT, aurora(NOW))

    assert made == Promise(NEW, at("09:41"), at("10:11"), NOW, code=hold_code(NEW))


def test_the_promise_is_booked_in_the_mode_of_the_configuration() -> None:
    assert promised(SLOT, aurora(NOW, mode="direct")).mode is Mode.DIRECT


def test_a_taken_time_is_refused_with_the_length_that_was_asked_for() -> None:
    answer = asked(SLOT, aurora(NOW, event("10:00-11:00")))
    assert answer == Refused(Reason.SLOT_TAKEN, minutes=30, start=SLOT.start)


def test_neighbours_may_touch() -> None:
    promised(SLOT, aurora(NOW, event("09:00-09:41"), event("10:11-11:00")))


@pytest.mark.parametrize("life", [Life.QUEUED, Life.IN_DOUBT, Life.AWAITING, Life.CONFIRMED])
def test_a_double_tap_books_once_and_says_nothing(life: Life) -> None:
    assert refused(SLOT, with_promises(aurora(NOW), promise("09:41-10:11", life))) is None


def test_what_was_just_cancelled_can_be_booked_again() -> None:
    going = promise("09:41-10:11", Life.IN_DOUBT, wish=Wish.CANCEL)
    assert promised(SLOT, with_promises(aurora(NOW), going)).id == NEW


def test_an_unpaired_an_unverified_and_a_deaf_display_promise_nothing() -> None:
    known = aurora(NOW)
    assert known.room is not None

    assert refused(SLOT, replace(known, room=None)) is Reason.NOT_READY
    assert refused(SLOT, replace(known, room=replace(known.room, verified=False))) is Reason.NOT_READY
    assert refused(SLOT, replace(known, heard=Heard())) is Reason.NOT_READY


def test_a_display_that_is_set_up_wrong_says_what_is_wrong() -> None:
    wrong = replace(aurora(NOW), heard=Heard(NOW, problem=Reason.ACCESS_LOST))
    assert refused(SLOT, wrong) is Reason.ACCESS_LOST


def test_a_refused_write_is_not_tried_again_for_ten_minutes() -> None:
    def facts(minutes: int) -> Facts:
        return replace(aurora(NOW), heard=Heard(NOW, booking_refused_at=NOW - minutes * MINUTE))

    assert refused(SLOT, facts(9)) is Reason.BOOKING_REFUSED
    promised(SLOT, facts(10))


def test_a_key_drawn_in_one_minute_may_be_pressed_in_the_next() -> None:
    promised(Book(at("09:39"), at("10:09")), aurora(NOW))


def test_what_has_passed_is_refused_with_the_next_free_time() -> None:
    answer = asked(Book(at("09:00"), at("09:30")), aurora(NOW, event("09:30-11:45")))
    assert answer == Refused(Reason.PAST, at=at("11:45"), minutes=30)


def test_a_key_that_was_drawn_long_ago_books_nothing_that_began_then() -> None:
    assert refused(Book(at("09:30"), at("10:00")), aurora(NOW)) is Reason.PAST


def test_where_nothing_is_free_any_more_no_time_is_named() -> None:
    answer = asked(Book(at("09:00"), at("09:30")), aurora(NOW, event("09:30 - +1 00:00")))
    assert answer == Refused(Reason.PAST, minutes=30)


def test_a_booking_without_length_is_refused() -> None:
    assert refused(Book(at("10:00"), at("10:00")), aurora(NOW)) is Reason.PAST


def test_longer_than_policy_is_refused_with_the_longest_length() -> None:
    answer = asked(Book(at("10:00"), at("14:01")), aurora(NOW))
    assert answer == Refused(Reason.TOO_LONG, minutes=240)
    promised(Book(at("10:00"), at("14:00")), aurora(NOW))


def test_further_ahead_than_policy_is_refused_with_the_last_day() -> None:
    answer = asked(Book(at("+2 00:00"), at("+2 00:30")), aurora(NOW))
    assert answer == Refused(Reason.TOO_FAR_AHEAD, at=at("+1 12:00"))
    promised(Book(at("+1 23:30"), at("+2 00:30")), aurora(NOW))


def test_what_was_typed_is_cleaned_and_cut() -> None:
    made = promised(
        replace(SLOT, subject="  Quick\n sync \U0001f600" + "x" * 90, name="Lena\u202e Fischer"), aurora(NOW)
    )

    assert made.subject.startswith("Quick sync x")
    assert len(made.subject) == 80
    assert made.name == "Lena Fischer"


def test_while_exchange_is_unheard_a_booking_is_a_provisional_hold() -> None:
    unheard = aurora(NOW - 5 * MINUTE)

    assert promised(SLOT, unheard).provisional
    assert not promised(SLOT, aurora(NOW)).provisional
    assert refused(SLOT, aurora(NOW - 5 * MINUTE, hold_offline=False)) is Reason.HOLD_REFUSED


def standing(*events: object, **changes: object) -> Facts:
    """09:41-10:11 was booked here and stands."""
    booked = replace(kept("09:41-10:11"), **changes)  # type: ignore[arg-type]  # because the changes are a test's
    return with_promises(aurora(NOW, copy_of(booked), *events), booked)  # type: ignore[arg-type]  # because they are events


def test_an_extension_asks_for_the_later_end_and_keeps_the_agreed_one() -> None:
    made = promised(Extend(OURS, at("10:26")), standing())

    assert (made.id, made.wish, made.life) == (OURS, Wish.EXTEND, Life.QUEUED)
    assert (made.end, made.until) == (at("10:11"), at("10:26"))
    assert made.stored


MOVE = Move(OURS, at("13:00"), at("13:30"))


def test_a_move_asks_for_the_new_times_and_keeps_the_agreed_ones() -> None:
    made = promised(MOVE, standing())

    assert (made.id, made.wish, made.life, made.sent_at) == (OURS, Wish.MOVE, Life.QUEUED, None)
    assert (made.start, made.end, made.begin, made.until) == (
        at("09:41"),
        at("10:11"),
        at("13:00"),
        at("13:30"),
    )


def test_a_booking_may_be_moved_over_its_own_time() -> None:
    assert promised(Move(OURS, at("09:45"), at("10:15")), standing()).begin == at("09:45")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (standing(event("13:15-14:00")), Reason.MOVE_TAKEN),
        (with_promises(aurora(NOW)), Reason.NOTHING_TO_CHANGE),
        (standing(wish=Wish.EXTEND, life=Life.AWAITING), None),
        (standing(room="borealis@contoso.com"), Reason.NOTHING_TO_CHANGE),
        (replace(standing(), heard=Heard(NOW - 5 * MINUTE)), Reason.CHANGE_REFUSED),
    ],
    ids=["taken", "gone", "being changed", "in another room", "unheard"],
)
def test_a_move_that_cannot_be_is_refused(facts: Facts, reason: Reason | None) -> None:
    assert refused(MOVE, facts) is reason


def test_a_move_to_where_it_is_changes_nothing() -> None:
    assert refused(Move(OURS, at("09:41"), at("10:11")), standing()) is None


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [("08:00", "08:30", Reason.PAST), ("13:00", "18:00", Reason.TOO_LONG)],
)
def test_a_move_keeps_to_the_rules_of_a_booking(start: str, end: str, reason: Reason) -> None:
    assert refused(Move(OURS, at(start), at(end)), standing()) is reason


def test_a_booking_that_is_over_is_not_moved() -> None:
    assert refused(MOVE, standing(), at("10:11")) is Reason.NOTHING_TO_CHANGE


def test_an_extension_over_the_next_meeting_is_refused_with_its_start() -> None:
    answer = asked(Extend(OURS, at("10:41")), standing(event("10:30-11:00")))
    assert answer == Refused(Reason.EXTENSION_TAKEN, at=at("10:30"))


@pytest.mark.parametrize(
    ("end", "changes"),
    [("10:11", {}), ("10:00", {}), ("10:26", {"life": Life.QUEUED}), ("10:26", {"life": Life.WEDGED})],
)
def test_an_extension_that_cannot_be_is_no_wish(end: str, changes: dict[str, object]) -> None:
    assert refused(Extend(OURS, at(end)), standing(**changes)) is None


def test_an_extension_keeps_to_policy_and_to_what_the_display_may_do() -> None:
    later = Extend(OURS, at("10:26"))
    booked = standing()

    assert (
        refused(later, replace(booked, settings=replace(booked.settings, max_length=40 * MINUTE)))
        is Reason.TOO_LONG
    )
    refusing = replace(booked.heard, booking_refused_at=NOW)
    assert refused(later, replace(booked, heard=refusing)) is Reason.BOOKING_REFUSED
    unheard = replace(booked, heard=Heard(NOW - 5 * MINUTE))
    assert promised(later, unheard).provisional
    strict = replace(unheard, settings=replace(unheard.settings, hold_offline=False))
    assert refused(later, strict) is Reason.HOLD_REFUSED


def test_a_name_is_added_to_a_booking_that_stands() -> None:
    made = promised(Rename(OURS, "Quick sync", ""), standing(name="Lena"))

    assert (made.wish, made.life, made.subject, made.name) == (Wish.RENAME, Life.QUEUED, "Quick sync", "Lena")


def test_nothing_typed_and_nothing_to_name_change_nothing() -> None:
    assert refused(Rename(OURS), standing()) is None
    assert refused(Rename(OURS, "Quick sync"), standing(life=Life.AWAITING)) is None


@pytest.mark.parametrize(
    "intent",
    [Extend(PromiseId("gone"), at("10:26")), Rename(PromiseId("gone"), "x"), Withdraw(PromiseId("gone"))],
)
def test_a_booking_that_is_no_more_cannot_be_changed(intent: Decision) -> None:
    assert refused(intent, standing()) is None


@pytest.mark.parametrize("intent", [Extend(OURS, at("10:26")), MOVE, Rename(OURS, "Quick sync")])
def test_a_booking_that_was_just_deleted_is_not_changed_by_a_key_that_was_drawn_before(
    intent: Decision,
) -> None:
    assert refused(intent, standing(wish=Wish.CANCEL)) is None


def test_what_never_left_is_settled_at_once() -> None:
    gone = promised(Withdraw(OURS), with_promises(aurora(NOW), promise("09:41-10:11", name="Lena")))

    assert (gone.wish, gone.life, gone.name) == (Wish.CANCEL, Life.SETTLED, "")


@pytest.mark.parametrize("life", [Life.QUEUED, Life.IN_DOUBT])
def test_what_may_have_left_is_looked_for_before_it_is_forgotten(life: Life) -> None:
    gone = withdrawn(promise("09:41-10:11", life, sent_at=NOW, reason=Reason.UNANSWERED), NOW)
    assert (gone.wish, gone.life, gone.reason, gone.next_try_at) == (Wish.CANCEL, Life.IN_DOUBT, None, None)


@pytest.mark.parametrize("life", [Life.QUEUED, Life.AWAITING, Life.CONFIRMED, Life.KEPT])
def test_what_exists_is_deleted(life: Life) -> None:
    gone = withdrawn(promise("09:41-10:11", life, sent_at=NOW, event_id=EventId("own"), attempts=3), NOW)
    assert (gone.wish, gone.life, gone.attempts) == (Wish.CANCEL, Life.QUEUED, 0)


@pytest.mark.parametrize("life", [Life.QUEUED, Life.IN_DOUBT, Life.KEPT])
def test_ending_twice_ends_once(life: Life) -> None:
    going = promise("09:41-10:11", life, wish=Wish.CANCEL, event_id=EventId("own"))
    assert refused(Withdraw(OURS), with_promises(aurora(NOW), going)) is None


def test_an_end_that_the_calendar_did_not_answer_can_be_asked_for_again() -> None:
    going = promise("09:41-10:11", wish=Wish.CANCEL, event_id=EventId("own"), attempts=2)
    assert promised(Withdraw(OURS), with_promises(aurora(NOW), going)).attempts == 0


def test_a_hold_has_a_short_code_that_is_always_the_same() -> None:
    assert hold_code(PromiseId("a")) == hold_code(PromiseId("a"))
    assert all(10 <= int(hold_code(PromiseId(str(n))).removeprefix("H-")) < 100 for n in range(50))


@given(worlds(), st.integers(-30, 600), st.integers(-5, 300))
@search
def test_nothing_is_promised_that_is_taken_past_or_against_policy(
    world: tuple[Facts, datetime], begins_in: int, minutes: int
) -> None:
    facts, now = world
    start = now + begins_in * MINUTE

    answer = decide(Book(start, start + minutes * MINUTE), facts, now, NEW)

    if isinstance(answer, Promise):
        assert is_free(slots(facts), answer.start, answer.end)
        assert timedelta(0) < answer.end - answer.start <= facts.settings.max_length
        assert answer.end > now
        assert facts.room is not None
        assert facts.heard.as_of is not None
