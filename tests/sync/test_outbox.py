"""A promise's life, step by step and answer by answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.room.model import EventId, Life, Mode, Promise, PromiseId, Wish
from kiosk.room.reasons import Reason
from kiosk.sync import steps
from kiosk.sync.outbox import REFUSED_AGAIN, After, answered, leaving, next_step
from kiosk.sync.steps import Answer, Step
from kiosk.system_user.decide import withdrawn

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def promise(**changed: object) -> Promise:
    born = Promise(PromiseId("p1"), NOW, NOW + timedelta(hours=1), NOW, stored=True)
    return replace(born, **changed)  # type: ignore[arg-type]  # because the fields are named by the test


def doubtful(**changed: object) -> Promise:
    return promise(**{"life": Life.IN_DOUBT, "sent_at": NOW, "attempts": 1, **changed})


def standing(**changed: object) -> Promise:
    return promise(**{"event_id": EventId("e"), "uid": "u", "life": Life.AWAITING, "sent_at": NOW, **changed})


def after(of: Promise, step: Step, answer: Answer, at: datetime = NOW) -> After:
    return answered(of, step, answer, at, 1.0)


FOUND = steps.Found(EventId("e"), "u")
ANSWERS: list[Answer] = [
    steps.Offline(), steps.Unanswered(), steps.ToldToWait(7 * SECOND), steps.Denied(Reason.BOOKING_REFUSED), FOUND,
    steps.FoundCancelled(), steps.NoTrace(), steps.UsedBefore(), steps.Agreed(), steps.Declined(),
    steps.Declined(by_rule=True), steps.Pending(), steps.Gone(), steps.Moved(), steps.Finished(),
    steps.Insider(), steps.Outsider(), steps.Outsider(refused=True),
]  # fmt: skip


# --- what is due


DUE: list[tuple[str, Promise, Step | None]] = [
    ("a new booking is created", promise(), Step.CREATE),
    ("in doubt is looked for", doubtful(), Step.FIND_TRACE),
    ("in doubt and withdrawn is looked for", doubtful(wish=Wish.CANCEL), Step.FIND_TRACE),
    ("an invitation is watched", standing(), Step.OBSERVE),
    ("a direct booking is verified", standing(mode=Mode.DIRECT), Step.VERIFY),
    ("a withdrawn booking is deleted", standing(wish=Wish.CANCEL, life=Life.QUEUED), Step.DELETE),
    ("an extension is asked for", standing(wish=Wish.EXTEND, life=Life.QUEUED), Step.CHANGE),
    ("an extension is watched", standing(wish=Wish.EXTEND), Step.OBSERVE),
    ("a name is written", standing(wish=Wish.RENAME, life=Life.QUEUED), Step.CHANGE),
    ("what stands needs nothing", standing(life=Life.CONFIRMED), None),
    ("what was kept needs nothing", standing(life=Life.KEPT), None),
    ("what was given up needs nothing", standing(life=Life.WEDGED, wish=Wish.CANCEL), None),
    ("what waits waits", promise(next_try_at=NOW + SECOND), None),
    ("what has waited is due", promise(next_try_at=NOW), Step.CREATE),
]


@pytest.mark.parametrize(("of", "step"), [row[1:] for row in DUE], ids=[row[0] for row in DUE])
def test_what_is_due(of: Promise, step: Step | None) -> None:
    assert next_step(of, NOW) is step


def test_before_a_create_leaves_the_disk_says_that_it_may_have_left() -> None:
    left = leaving(promise(next_try_at=NOW, throttled=True), Step.CREATE, NOW)
    assert (left.life, left.sent_at, left.attempts, left.throttled) == (Life.IN_DOUBT, NOW, 1, False)


# --- creating


@pytest.mark.parametrize(
    ("answer", "life", "told"),
    [
        (FOUND, Life.AWAITING, None),
        (steps.Offline(), Life.QUEUED, None),
        (steps.Unanswered(), Life.IN_DOUBT, None),
        (steps.UsedBefore(), Life.IN_DOUBT, None),
        (steps.ToldToWait(7 * SECOND), Life.QUEUED, None),
        (steps.Denied(Reason.BOOKING_REFUSED), Life.SETTLED, Reason.BOOKING_REFUSED),
        (steps.Denied(Reason.SERVER_FAULT), Life.SETTLED, Reason.SERVER_FAULT),
        (steps.Moved(), Life.IN_DOUBT, None),
        (steps.Gone(), Life.IN_DOUBT, None),
    ],
)
def test_what_a_create_becomes(answer: Answer, life: Life, told: Reason | None) -> None:
    found = after(doubtful(), Step.CREATE, answer)
    assert (found.promise.life, found.tell) == (life, told)


def test_what_never_left_is_a_hold_and_is_sent_again_soon() -> None:
    held = after(doubtful(), Step.CREATE, steps.Offline()).promise
    assert held.provisional
    assert held.sent_at is None
    assert held.next_try_at is not None
    assert SECOND <= held.next_try_at - NOW <= 10 * SECOND


@pytest.mark.parametrize("attempts", [1, 3, 8, 10_000])
def test_however_long_the_line_is_down_it_is_tried_again_within_ten_seconds(attempts: int) -> None:
    held = after(doubtful(attempts=attempts), Step.CREATE, steps.Offline()).promise
    assert held.next_try_at is not None
    assert held.next_try_at - NOW <= 10 * SECOND


def test_a_wait_is_obeyed_to_the_fraction() -> None:
    throttled = after(doubtful(), Step.CREATE, steps.ToldToWait(timedelta(seconds=2.128))).promise
    assert throttled.next_try_at == NOW + timedelta(seconds=2.128)
    assert throttled.throttled
    assert next_step(throttled, NOW + timedelta(seconds=2.127)) is None


@pytest.mark.parametrize("reason", [Reason.BOOKING_REFUSED, Reason.SERVER_FAULT])
@pytest.mark.parametrize("owner", ["", "lena@contoso.com"])
def test_a_refusal_says_nothing_of_what_was_sent_before_it_and_never_answered(
    reason: Reason, owner: str
) -> None:
    again = doubtful(attempts=2, owner=owner, read_at=NOW - 5 * SECOND)
    found = after(again, Step.CREATE, steps.Denied(reason))
    assert found.tell is not None
    late = found.promise
    assert next_step(late, NOW) is Step.FIND_TRACE
    for seconds in range(0, 60, 5):  # no calendar shows it yet
        at = NOW + seconds * SECOND
        late = after(late, Step.FIND_TRACE, steps.NoTrace(), at).promise
        assert late.life is Life.IN_DOUBT
    assert after(late, Step.FIND_TRACE, steps.NoTrace(), NOW + 60 * SECOND).promise.life is Life.SETTLED
    turned_up = after(late, Step.FIND_TRACE, FOUND, NOW + 59 * SECOND)
    assert (next_step(turned_up.promise, NOW + 59 * SECOND), turned_up.tell) == (Step.DELETE, None)


@pytest.mark.parametrize(
    "answer", [steps.Offline(), steps.ToldToWait(SECOND), steps.Denied(Reason.SERVER_FAULT)]
)
def test_withdrawn_after_a_try_that_was_never_answered_it_is_still_looked_for(answer: Answer) -> None:
    found = after(withdrawn(doubtful(attempts=2, read_at=NOW - 5 * SECOND), NOW), Step.CREATE, answer)
    assert found.promise.life is Life.IN_DOUBT
    assert found.tell is None
    assert next_step(found.promise, NOW + 30 * SECOND) is Step.FIND_TRACE


@pytest.mark.parametrize(
    ("answer", "life", "step"),
    [
        (FOUND, Life.QUEUED, Step.DELETE),
        (steps.Offline(), Life.SETTLED, None),
        (steps.ToldToWait(7 * SECOND), Life.SETTLED, None),
        (steps.Denied(Reason.BOOKING_REFUSED), Life.SETTLED, None),
        (steps.Unanswered(), Life.IN_DOUBT, Step.FIND_TRACE),
        (steps.UsedBefore(), Life.IN_DOUBT, Step.FIND_TRACE),
    ],
)
def test_withdrawn_while_its_create_was_under_way(answer: Answer, life: Life, step: Step | None) -> None:
    taken_back = withdrawn(doubtful(), NOW)
    found = after(taken_back, Step.CREATE, answer)
    assert found.promise.life is life
    assert found.tell is None, "who gave it up need not hear what became of it"
    assert next_step(found.promise, NOW + timedelta(minutes=1)) is step


# --- in doubt


def blank(of: Promise, at: datetime) -> Promise:
    return after(of, Step.FIND_TRACE, steps.NoTrace(), at).promise


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@pytest.mark.parametrize("step", Step)
def test_what_was_withdrawn_while_an_answer_was_under_way_stays_withdrawn(
    step: Step, answer: Answer, mode: Mode
) -> None:
    asked = doubtful(mode=mode) if step in (Step.CREATE, Step.FIND_TRACE) else standing(mode=mode)
    of = after(withdrawn(asked, NOW), step, answer, NOW + SECOND).promise
    assert of.wish is Wish.CANCEL
    if of.event_id is not None and step in (Step.OBSERVE, Step.VERIFY, Step.CHANGE):
        assert next_step(of, NOW + timedelta(hours=1)) is Step.DELETE


def test_two_good_reads_at_least_five_seconds_apart_and_it_may_be_sent_again() -> None:
    once = blank(doubtful(), NOW + SECOND)
    assert (once.life, once.good_reads) == (Life.IN_DOUBT, 1)
    assert once.next_try_at == NOW + 6 * SECOND
    too_soon = blank(once, NOW + 3 * SECOND)
    assert (too_soon.life, too_soon.good_reads) == (Life.IN_DOUBT, 1)
    twice = blank(once, NOW + 6 * SECOND)
    assert (twice.life, next_step(twice, NOW + 6 * SECOND)) == (Life.QUEUED, Step.CREATE)
    assert twice.id == "p1"


def test_every_sending_begins_the_doubt_anew() -> None:
    twice = blank(blank(doubtful(), NOW + SECOND), NOW + 6 * SECOND)
    again = leaving(twice, Step.CREATE, NOW + 6 * SECOND)
    assert again.good_reads == 0
    once = blank(again, NOW + 7 * SECOND)
    assert once.life is Life.IN_DOUBT


def test_a_bad_read_is_no_blank() -> None:
    once = blank(doubtful(), NOW + SECOND)
    for answer in (
        steps.Unanswered(),
        steps.Offline(),
        steps.ToldToWait(SECOND),
        steps.Denied(Reason.BOOKING_REFUSED),
    ):
        assert after(once, Step.FIND_TRACE, answer, NOW + 60 * SECOND).promise.life is Life.IN_DOUBT
        assert after(once, Step.FIND_TRACE, answer, NOW + 60 * SECOND).promise.good_reads == 1


def test_found_it_goes_on_from_there_and_found_cancelled_it_is_told() -> None:
    assert after(doubtful(), Step.FIND_TRACE, FOUND).promise.life is Life.AWAITING
    gone = after(doubtful(), Step.FIND_TRACE, steps.FoundCancelled())
    assert (gone.promise.life, gone.tell) == (Life.SETTLED, Reason.CANCELLED_ELSEWHERE)


def test_the_rooms_copy_alone_is_neither_a_blank_nor_a_find() -> None:
    once = blank(doubtful(), NOW + SECOND)
    seen = after(once, Step.FIND_TRACE, steps.Pending(), NOW + 6 * SECOND).promise
    assert (seen.life, seen.good_reads) == (Life.IN_DOUBT, 0)


def test_withdrawn_and_not_to_be_found_it_is_forgotten_once_no_calendar_lags_so_far_behind() -> None:
    of = blank(blank(withdrawn(doubtful(), NOW), NOW + SECOND), NOW + 6 * SECOND)
    assert (of.life, of.next_try_at) == (Life.IN_DOUBT, NOW + 11 * SECOND)
    late = after(of, Step.FIND_TRACE, FOUND, NOW + 16 * SECOND).promise
    assert next_step(late, NOW + 16 * SECOND) is Step.DELETE
    assert blank(of, NOW + 60 * SECOND).life is Life.SETTLED


def test_used_before_and_not_to_be_found_it_was_cancelled_by_somebody_and_is_not_sent_for_ever() -> None:
    of = after(doubtful(), Step.CREATE, steps.UsedBefore()).promise
    of = blank(blank(of, NOW + SECOND), NOW + 6 * SECOND)
    assert (of.life, next_step(of, NOW + 20 * SECOND)) == (Life.IN_DOUBT, Step.FIND_TRACE)
    gone = after(of, Step.FIND_TRACE, steps.NoTrace(), NOW + 60 * SECOND)
    assert (gone.promise.life, gone.tell) == (Life.SETTLED, Reason.CANCELLED_ELSEWHERE)
    assert after(of, Step.FIND_TRACE, FOUND).promise.life is Life.AWAITING


def test_withdrawn_and_found_it_is_deleted() -> None:
    found = after(withdrawn(doubtful(), NOW), Step.FIND_TRACE, FOUND).promise
    assert next_step(found, NOW) is Step.DELETE


@pytest.mark.parametrize("step", [Step.FIND_TRACE, Step.OBSERVE])
def test_the_longer_nothing_is_answered_the_less_often_it_is_asked(step: Step) -> None:
    of, asked, now = standing(sent_at=NOW), 0, NOW
    while now < NOW + timedelta(minutes=5):
        of = after(of, step, steps.Unanswered(), now).promise
        assert of.next_try_at is not None
        now, asked = of.next_try_at, asked + 1
    assert (asked < 60, now - NOW <= timedelta(minutes=5, seconds=10)) == (True, True)


def test_over_and_nobody_lets_us_look_it_is_for_staff() -> None:
    of = withdrawn(doubtful(), NOW)
    denied = steps.Denied(Reason.BOOKING_REFUSED)
    before = after(of, Step.FIND_TRACE, denied, of.end - SECOND).promise
    assert before.life is Life.IN_DOUBT
    over = after(of, Step.FIND_TRACE, denied, of.end)
    assert (over.promise.life, over.promise.reason, over.tell) == (
        Life.WEDGED,
        Reason.OUTCOME_UNKNOWN,
        Reason.OUTCOME_UNKNOWN,
    )


# --- the room's answer


def test_accepted_it_is_yours() -> None:
    agreed = after(standing(), Step.OBSERVE, steps.Agreed())
    assert (agreed.promise.life, agreed.promise.answered_at, agreed.tell) == (Life.CONFIRMED, NOW, None)


@pytest.mark.parametrize(("by_rule", "reason"), [(True, Reason.DECLINED_BY_RULE), (False, Reason.SLOT_TAKEN)])
def test_declined_it_is_told_and_cleaned_up(by_rule: bool, reason: Reason) -> None:
    declined = after(standing(subject="x", name="y"), Step.OBSERVE, steps.Declined(by_rule=by_rule))
    assert declined.tell is reason
    assert next_step(declined.promise, NOW) is Step.DELETE
    assert (declined.promise.subject, declined.promise.name) == ("", "")


def test_no_answer_yet_is_asked_every_second_and_later_every_five() -> None:
    early = after(standing(), Step.OBSERVE, steps.Pending(), NOW + 2 * SECOND).promise
    assert early.next_try_at == NOW + 3 * SECOND
    late = after(standing(), Step.OBSERVE, steps.Pending(), NOW + 60 * SECOND).promise
    assert late.next_try_at == NOW + 65 * SECOND


def test_gone_it_is_told() -> None:
    gone = after(standing(), Step.OBSERVE, steps.Gone())
    assert (gone.promise.life, gone.tell) == (Life.SETTLED, Reason.CANCELLED_ELSEWHERE)


# --- changes


def longer(**changed: object) -> Promise:
    return standing(
        **{"wish": Wish.EXTEND, "wanted_end": NOW + timedelta(hours=2), "life": Life.QUEUED, **changed}
    )


def test_an_extension_that_is_agreed_has_the_new_end() -> None:
    asked = after(longer(), Step.CHANGE, steps.Finished()).promise
    assert asked.life is Life.AWAITING
    agreed = after(asked, Step.OBSERVE, steps.Agreed()).promise
    assert (agreed.end, agreed.wanted_end, agreed.wish, agreed.life) == (
        NOW + timedelta(hours=2), None, Wish.CREATE, Life.CONFIRMED,
    )  # fmt: skip


def test_an_extension_that_is_declined_asks_the_old_end_back_and_says_so_when_it_has_it() -> None:
    back = after(longer(life=Life.AWAITING), Step.OBSERVE, steps.Declined()).promise
    assert (back.wanted_end, back.restoring, next_step(back, NOW)) == (back.end, True, Step.CHANGE)
    sent = leaving(back, Step.CHANGE, NOW)
    asked = after(sent, Step.CHANGE, steps.Finished()).promise
    old_news = after(asked, Step.OBSERVE, steps.Declined(), NOW + 5 * SECOND)
    assert old_news.promise.life is Life.AWAITING, "that is still the answer to the later end"
    has_it = after(asked, Step.OBSERVE, steps.Agreed(), NOW + 6 * SECOND)
    assert (has_it.promise.life, has_it.promise.end, has_it.tell) == (
        Life.KEPT,
        longer().end,
        Reason.EXTENSION_TAKEN,
    )
    lost = after(asked, Step.OBSERVE, steps.Declined(), NOW + 40 * SECOND)
    assert (lost.tell, next_step(lost.promise, NOW + 40 * SECOND)) == (Reason.SLOT_TAKEN, Step.DELETE)


def test_a_change_key_that_moves_is_tried_again_a_few_times() -> None:
    of = longer()
    for _ in range(5):
        moved = after(of, Step.CHANGE, steps.Moved())
        assert (moved.tell, moved.promise.life) == (None, Life.QUEUED)
        of = moved.promise
    given_up = after(of, Step.CHANGE, steps.Moved())
    assert (given_up.tell, given_up.promise.life, given_up.promise.end) == (
        Reason.CHANGE_REFUSED,
        Life.KEPT,
        longer().end,
    )
    assert given_up.promise.until == longer().end


def test_a_name_that_is_taken_is_done() -> None:
    named = after(standing(wish=Wish.RENAME, life=Life.QUEUED), Step.CHANGE, steps.Finished()).promise
    assert (named.life, named.wish) == (Life.KEPT, Wish.CREATE)


@pytest.mark.parametrize("answer", [steps.Finished(), steps.Gone()])
def test_deleted_or_not_there_is_done(answer: Answer) -> None:
    gone = after(standing(wish=Wish.CANCEL, life=Life.QUEUED), Step.DELETE, answer).promise
    assert (gone.life, gone.answered_at, next_step(gone, NOW)) == (Life.KEPT, NOW, None)


def test_what_was_moved_away_before_it_was_ended_stands() -> None:
    found = after(standing(wish=Wish.CANCEL, life=Life.QUEUED), Step.DELETE, steps.Overruled())
    assert (found.promise.life, found.promise.wish, found.tell) == (
        Life.KEPT,
        Wish.CREATE,
        Reason.NOTHING_TO_CHANGE,
    )


def test_a_deletion_that_is_refused_is_for_staff() -> None:
    wedged = after(
        standing(wish=Wish.CANCEL, life=Life.QUEUED), Step.DELETE, steps.Denied(Reason.BOOKING_REFUSED)
    )
    assert (wedged.promise.life, wedged.promise.reason) == (Life.WEDGED, Reason.BOOKING_REFUSED)
    assert wedged.promise.attempts > 0, "it is not shown as gone: the booking stands"
    assert wedged.tell is Reason.END_UNANSWERED
    again = NOW + REFUSED_AGAIN
    assert (next_step(wedged.promise, again - SECOND), next_step(wedged.promise, again)) == (
        None,
        Step.DELETE,
    )


def test_a_deletion_that_is_refused_until_the_booking_is_over_is_not_tried_any_more() -> None:
    of = standing(wish=Wish.CANCEL, life=Life.QUEUED)
    over = after(of, Step.DELETE, steps.Denied(Reason.BOOKING_REFUSED), of.end).promise
    assert (over.life, next_step(over, of.end + timedelta(days=1))) == (Life.WEDGED, None)


@pytest.mark.parametrize("answer", [steps.Unanswered(), steps.Offline(), steps.Moved()])
def test_a_deletion_that_is_not_answered_is_tried_for_ever(answer: Answer) -> None:
    of = standing(wish=Wish.CANCEL, life=Life.QUEUED)
    told: list[Reason] = []
    for _ in range(20):
        found = after(of, Step.DELETE, answer)
        of = found.promise
        told += [found.tell] if found.tell else []
        assert of.next_try_at is not None
        assert next_step(of, of.next_try_at) is Step.DELETE
    assert told == [Reason.END_UNANSWERED]


# --- moves

LATER, LATER_END = NOW + timedelta(hours=3), NOW + timedelta(hours=4)


def moved(**changed: object) -> Promise:
    return standing(
        **{"wish": Wish.MOVE, "wanted_start": LATER, "wanted_end": LATER_END, "life": Life.QUEUED, **changed}
    )


def test_a_move_that_is_agreed_has_the_new_times_and_asks_for_nothing_more() -> None:
    asked = after(moved(), Step.CHANGE, steps.Finished()).promise
    agreed = after(asked, Step.OBSERVE, steps.Agreed()).promise
    assert (agreed.start, agreed.end, agreed.wish, agreed.life) == (
        LATER,
        LATER_END,
        Wish.CREATE,
        Life.CONFIRMED,
    )
    assert (agreed.wanted_start, agreed.wanted_end) == (None, None)


def test_a_move_that_is_declined_asks_the_times_before_back_and_says_so_when_it_has_them() -> None:
    back = after(moved(life=Life.AWAITING), Step.OBSERVE, steps.Declined()).promise
    assert (back.wish, back.wanted_start, back.wanted_end, back.restoring) == (
        Wish.MOVE, moved().start, moved().end, True,
    )  # fmt: skip
    asked = after(leaving(back, Step.CHANGE, NOW), Step.CHANGE, steps.Finished()).promise
    has_them = after(asked, Step.OBSERVE, steps.Agreed())
    assert (has_them.promise.life, has_them.promise.start, has_them.tell) == (
        Life.KEPT, moved().start, Reason.MOVE_TAKEN,
    )  # fmt: skip
    lost = after(asked, Step.OBSERVE, steps.Declined(), NOW + 40 * SECOND)
    assert (lost.tell, next_step(lost.promise, NOW + 40 * SECOND)) == (Reason.SLOT_TAKEN, Step.DELETE)


def test_a_declined_move_whose_time_before_is_over_is_cleaned_up_and_told() -> None:
    late = after(moved(life=Life.AWAITING), Step.OBSERVE, steps.Declined(), moved().end)
    assert (late.tell, late.promise.wish) == (Reason.SLOT_TAKEN, Wish.CANCEL)


@pytest.mark.parametrize("step", [Step.CHANGE, Step.OBSERVE])
def test_what_somebody_else_moved_meanwhile_stays_where_they_put_it(step: Step) -> None:
    of = moved(life=Life.QUEUED if step is Step.CHANGE else Life.AWAITING, sent_at=None)
    stays = after(of, step, steps.Overruled())
    assert (stays.tell, stays.promise.life, stays.promise.until) == (
        Reason.NOTHING_TO_CHANGE, Life.KEPT, moved().end,
    )  # fmt: skip


def test_a_move_that_exchange_refuses_leaves_the_booking_as_it_was() -> None:
    refused = after(moved(), Step.CHANGE, steps.Denied(Reason.BOOKING_REFUSED))
    assert (refused.tell, refused.promise.begin, refused.promise.until) == (
        Reason.CHANGE_REFUSED, moved().start, moved().end,
    )  # fmt: skip


# --- whatever happens


LIVES = [Life.QUEUED, Life.IN_DOUBT, Life.AWAITING]
ALL = list(product(Wish, LIVES, [True, False], Mode, ANSWERS))


def possible(wish: Wish, life: Life, there: bool, mode: Mode) -> Promise | None:
    """A promise in that state, if there can be one."""
    if there == (life is Life.IN_DOUBT) or (not there and wish in (Wish.EXTEND, Wish.MOVE, Wish.RENAME)):
        return None
    if (life is Life.AWAITING and (not there or wish in (Wish.CANCEL, Wish.RENAME))) or (
        not there and life is Life.QUEUED and wish is Wish.CANCEL
    ):
        return None
    of = promise(wish=wish, life=life, mode=mode, sent_at=NOW if life is not Life.QUEUED else None)
    of = replace(of, event_id=EventId("e"), uid="u") if there else of
    if wish is Wish.MOVE:
        of = replace(of, wanted_start=NOW + timedelta(hours=3))
    return replace(of, wanted_end=NOW + timedelta(hours=4)) if wish in (Wish.EXTEND, Wish.MOVE) else of


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("wish", Wish)
def test_no_answer_leaves_a_promise_where_nothing_is_due_for_it(wish: Wish, mode: Mode) -> None:
    checked = 0
    for life, there, answer in product(LIVES, [True, False], ANSWERS):
        of = possible(wish, life, there, mode)
        if of is None:
            continue
        step = next_step(of, NOW)
        assert step is not None
        for present in (of, withdrawn(of, NOW)):
            left = leaving(present, step, NOW) if present is of else present
            found = after(left, step, answer).promise
            due = found.next_try_at or NOW
            assert not found.open or next_step(found, due) is not None, (step, answer, found)
            checked += 1
    assert checked


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ANSWERS), st.floats(0, 20), st.booleans()), max_size=30),
    st.sampled_from(Mode),
)
def test_it_is_never_sent_again_without_two_good_reads_five_seconds_apart(
    story: list[tuple[Answer, float, bool]], mode: Mode
) -> None:
    of, now = promise(mode=mode), NOW
    blanks: list[datetime] = []
    may_have_left = False
    for answer, seconds, gives_up in story:
        now = max(now + timedelta(seconds=seconds), of.next_try_at or now)
        step = next_step(of, now)
        if step is None:
            break
        if step is Step.CREATE:
            assert of.wish is Wish.CREATE
            if may_have_left:
                assert len(blanks) >= 2
                assert blanks[-1] - blanks[0] >= 5 * SECOND
            blanks = []
        of = leaving(of, step, now)
        if gives_up and of.wish is not Wish.CANCEL:
            of = withdrawn(of, now)
        of = answered(of, step, answer, now, 0.5).promise
        if step is Step.CREATE:
            may_have_left = not isinstance(answer, steps.Offline | steps.ToldToWait)
        if step is Step.FIND_TRACE and isinstance(answer, steps.NoTrace):
            blanks.append(now)
        elif step is Step.FIND_TRACE and isinstance(answer, steps.Pending):
            blanks = []


def test_an_end_that_cannot_be_asked_back_is_cleaned_up_and_told() -> None:
    lost = replace(longer(), restoring=True)
    given_up = after(lost, Step.CHANGE, steps.Denied(Reason.SERVER_FAULT))
    assert (given_up.tell, given_up.promise.wish) == (Reason.CANCELLED_ELSEWHERE, Wish.CANCEL)
    assert next_step(given_up.promise, given_up.promise.tapped_at + timedelta(hours=1)) is Step.DELETE


def test_a_direct_booking_that_was_verified_has_been_seen() -> None:
    direct = standing(mode=Mode.DIRECT)
    assert after(direct, Step.VERIFY, steps.Agreed()).promise.seen
    assert not after(replace(direct, mode=Mode.INVITE), Step.OBSERVE, steps.Agreed()).promise.seen
