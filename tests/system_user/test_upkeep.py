"""What time and the calendar do to promises while nobody touches the glass."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from kiosk.room.agenda import READ_LAG
from kiosk.room.model import (
    Event,
    EventId,
    Facts,
    Heard,
    Life,
    Mode,
    NamingBooking,
    Notice,
    OpenSheet,
    PickingTime,
    Privacy,
    Promise,
    PromiseId,
    ViewingBlock,
    Visit,
    Wish,
)
from kiosk.room.reasons import Reason
from kiosk.system_user.upkeep import TOLD_FOR, WEDGED_FOR, Upkeep, due, showable, tell, upkeep
from tests.room.aurora import MINUTE, OURS, at, aurora, copy_of, event, kept, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")
SECOND = timedelta(seconds=1)
AWAITING = promise("09:41-10:11", Life.AWAITING, event_id=EventId("own"), uid="own", sent_at=NOW)
CONFIRMED = replace(AWAITING, life=Life.CONFIRMED, answered_at=NOW)


def facts(one: Promise, *events: Event, read: datetime = NOW, visit: Visit | None = None) -> Facts:
    return replace(
        aurora(NOW, *events), promises=(one,), heard=Heard(read, reachable=True), visit=visit or Visit()
    )


def after(known: Facts, now: datetime) -> Promise:
    """The one promise of `known` as upkeep leaves it."""
    changed = upkeep(known, now).changed
    return changed[0] if changed else known.promises[0]


def told(known: Facts, now: datetime) -> list[Reason]:
    return [notice.reason for notice in upkeep(known, now).notices]


def test_acceptance_seen_in_the_room_makes_the_booking_stand() -> None:
    standing = after(facts(AWAITING, copy_of(AWAITING)), NOW + SECOND)

    assert (standing.life, standing.answered_at, standing.seen) == (Life.CONFIRMED, NOW + SECOND, True)


@pytest.mark.parametrize(
    ("change", "copy"),
    [
        ({}, {"accepted": False}),
        ({}, {"start": at("09:45")}),
        ({"mode": Mode.DIRECT}, {}),
        ({"event_id": None}, {}),
        ({"life": Life.IN_DOUBT}, {}),
        ({"wish": Wish.EXTEND}, {}),
    ],
)
def test_anything_less_is_no_acceptance(change: dict[str, object], copy: dict[str, object]) -> None:
    asked = replace(AWAITING, **change)  # type: ignore[arg-type]  # because the changes are a table
    assert after(facts(asked, copy_of(asked, **copy)), NOW + SECOND).life is asked.life


def test_the_copy_tells_the_uid_of_what_is_in_doubt() -> None:
    asked = promise("09:41-10:11", Life.IN_DOUBT, sent_at=NOW)
    assert after(facts(asked, copy_of(asked, uid="theirs")), NOW).uid == "theirs"


def test_the_late_copy_of_a_cancelled_booking_teaches_the_next_one_nothing() -> None:
    cancelled = replace(kept("09:41-10:11"), id=PromiseId("p0"), wish=Wish.CANCEL, answered_at=NOW)
    again = promise("09:41-10:11", Life.IN_DOUBT, sent_at=NOW)
    known = replace(facts(again, copy_of(cancelled)), promises=(again, cancelled))

    assert upkeep(known, NOW).changed == ()


def test_a_request_that_never_left_is_forgotten_when_its_time_is_over_and_the_person_told() -> None:
    known = facts(promise("09:41-10:11"))
    end = at("10:11")

    assert upkeep(known, end - SECOND) == Upkeep()
    assert (after(known, end).wish, after(known, end).life) == (Wish.CANCEL, Life.SETTLED)
    assert told(known, end) == [Reason.NOT_ANSWERED_IN_TIME]


def test_an_unanswered_invitation_is_withdrawn_when_its_time_is_over() -> None:
    assert (after(facts(AWAITING), at("10:11")).wish, after(facts(AWAITING), at("10:11")).life) == (
        Wish.CANCEL, Life.QUEUED,
    )  # fmt: skip
    assert told(facts(AWAITING), at("10:11")) == [Reason.NOT_ANSWERED_IN_TIME]


def test_a_hold_that_never_got_through_is_told_as_lost() -> None:
    assert told(facts(promise("09:41-10:11", provisional=True)), at("10:11")) == [Reason.NOT_ANSWERED_IN_TIME]


def test_an_extension_that_nobody_answered_ends_with_its_time() -> None:
    asked = replace(kept("09:41-10:11"), wish=Wish.EXTEND, life=Life.QUEUED, wanted_end=at("10:26"))
    known = facts(asked, copy_of(asked))

    assert upkeep(known, at("10:25")) == Upkeep()
    assert after(known, at("10:26")).life is Life.SETTLED
    assert told(known, at("10:26")) == [Reason.NOT_ANSWERED_IN_TIME]


EARLIER = replace(
    kept("13:00-13:30"), wish=Wish.MOVE, life=Life.QUEUED, wanted_start=at("10:00"), wanted_end=at("10:30")
)


def test_a_move_to_a_time_that_is_over_and_that_never_left_is_forgotten_and_told() -> None:
    known = facts(EARLIER, copy_of(EARLIER))

    assert upkeep(known, at("10:29")) == Upkeep()
    stays = after(known, at("10:30"))
    assert (stays.life, stays.start, stays.until) == (Life.KEPT, at("13:00"), at("13:30"))
    assert told(known, at("10:30")) == [Reason.CHANGE_REFUSED]


def test_one_that_left_is_asked_back_before_it_is_told() -> None:
    known = facts(replace(EARLIER, sent_at=NOW), copy_of(EARLIER))
    back = after(known, at("10:30"))

    assert (back.restoring, back.begin, back.until) == (True, at("13:00"), at("13:30"))
    assert told(known, at("10:30")) == []
    assert told(facts(back, copy_of(EARLIER)), at("13:30")) == [Reason.MOVE_TAKEN]


@pytest.mark.parametrize(
    "sheet",
    [ViewingBlock(OURS), NamingBooking(OURS), PickingTime(moving=OURS)],
    ids=["open", "named", "moved"],
)
def test_whoever_has_a_booking_open_that_was_cancelled_is_told(sheet: OpenSheet) -> None:
    gone = kept("13:00-13:30", answered_at=NOW - MINUTE)
    reading = Visit(touched_at=NOW, sheet=sheet)

    assert told(facts(gone, visit=reading), NOW) == [Reason.CANCELLED_ELSEWHERE]
    assert told(facts(gone, visit=reading), NOW + 2 * MINUTE) == []
    assert told(facts(gone), NOW) == []


def test_a_name_that_was_never_sent_is_forgotten_with_the_booking_in_silence() -> None:
    asked = replace(kept("09:41-10:11"), wish=Wish.RENAME, life=Life.QUEUED)

    assert after(facts(asked), at("10:11")).life is Life.SETTLED
    assert told(facts(asked), at("10:11")) == []


def test_yours_ends_after_twelve_seconds_once_the_room_shows_the_booking() -> None:
    known = facts(replace(CONFIRMED, seen=True), copy_of(CONFIRMED))

    assert after(known, NOW + 11 * SECOND).life is Life.CONFIRMED
    assert after(known, NOW + 12 * SECOND).life is Life.KEPT


def test_yours_ends_at_once_when_the_person_is_done() -> None:
    known = facts(replace(CONFIRMED, seen=True), copy_of(CONFIRMED), visit=Visit(done=frozenset({OURS})))
    assert after(known, NOW + SECOND).life is Life.KEPT


def test_a_booking_that_no_read_has_shown_yet_stays_on_the_glass_for_a_while() -> None:
    late = NOW + 30 * SECOND

    assert after(facts(CONFIRMED, read=late), late).life is Life.CONFIRMED
    assert after(facts(CONFIRMED, read=NOW), NOW + READ_LAG).life is Life.KEPT
    assert after(facts(CONFIRMED, read=NOW + READ_LAG + SECOND), NOW + READ_LAG + SECOND).life is Life.SETTLED


def test_a_booking_that_is_over_is_settled() -> None:
    assert after(facts(kept("09:41-10:11")), at("10:11")).life is Life.SETTLED


def test_a_booking_that_somebody_cancelled_in_outlook_is_forgotten_without_a_word() -> None:
    booked = kept("09:41-10:11")
    known = facts(booked, read=at("09:50"))

    assert after(known, at("09:50")).life is Life.SETTLED
    assert told(known, at("09:50")) == []


def test_before_a_read_nothing_is_said_to_be_cancelled() -> None:
    assert upkeep(facts(kept("09:41-10:11"), read=NOW), at("09:50")).changed == ()


def test_a_booking_that_was_moved_in_outlook_is_followed_once_a_later_read_shows_it() -> None:
    booked = kept("09:41-10:11")
    moved = copy_of(booked, start=at("10:00"), end=at("10:45"))

    assert upkeep(facts(booked, moved, read=NOW), at("09:50")).changed == ()
    followed = after(facts(booked, moved, read=at("09:50")), at("09:50"))
    assert (followed.start, followed.end, followed.life) == (at("10:00"), at("10:45"), Life.KEPT)


def test_a_deleted_booking_is_remembered_until_the_rooms_calendar_agrees() -> None:
    deleted = replace(kept("09:41-10:11"), wish=Wish.CANCEL, answered_at=NOW)
    copy = copy_of(deleted)

    assert upkeep(facts(deleted, copy, read=NOW + SECOND), NOW + 2 * SECOND).changed == ()
    assert upkeep(facts(deleted, read=NOW), NOW + 2 * SECOND).changed == ()
    assert after(facts(deleted, read=NOW + SECOND), NOW + 2 * SECOND).life is Life.SETTLED
    assert after(facts(deleted, copy, read=NOW + READ_LAG), NOW + READ_LAG).life is Life.SETTLED


def test_a_deletion_under_way_waits_for_its_answer() -> None:
    going = replace(kept("09:41-10:11"), wish=Wish.CANCEL, life=Life.QUEUED)
    assert upkeep(facts(going), at("10:30")).changed == ()


def test_what_needs_a_person_stays_a_day() -> None:
    wedged = promise("09:41-10:11", Life.WEDGED, reason=Reason.OUTCOME_UNKNOWN)

    assert upkeep(facts(wedged), NOW + WEDGED_FOR - SECOND).changed == ()
    assert after(facts(wedged), NOW + WEDGED_FOR).life is Life.SETTLED


def test_a_notice_names_the_length_that_was_asked_for() -> None:
    assert tell(AWAITING, Reason.SLOT_TAKEN, NOW) == Notice(
        Reason.SLOT_TAKEN, NOW + TOLD_FOR, minutes=30, start=AWAITING.start, made_at=NOW
    )


def test_a_lost_extension_names_no_time_that_nobody_knows() -> None:
    asked = replace(kept("09:41-10:11"), wish=Wish.EXTEND, wanted_end=at("10:11"), restoring=True)
    assert tell(asked, Reason.EXTENSION_TAKEN, NOW).at is None


@pytest.mark.parametrize(
    ("privacy", "subject", "name"),
    [
        (Privacy.FULL, "Quick sync", "Lena Fischer"),
        (Privacy.NO_SUBJECT, "", "Lena Fischer"),
        (Privacy.NO_ORGANIZER, "Quick sync", ""),
        (Privacy.INITIALS, "", "L. F."),
        (Privacy.NONE, "", ""),
    ],
)
def test_what_the_mode_hides_is_not_kept_once_it_was_sent(privacy: Privacy, subject: str, name: str) -> None:
    stripped = showable(replace(AWAITING, subject="Quick sync", name="Lena Fischer"), privacy)

    assert (stripped.subject, stripped.name) == (subject, name)
    assert showable(stripped, privacy) == stripped


def test_the_next_look_is_due_when_something_ends() -> None:
    assert due(facts(CONFIRMED), NOW) == NOW + 12 * SECOND
    assert due(facts(CONFIRMED), NOW + MINUTE) == at("10:11")
    assert due(aurora(NOW), NOW) is None


@given(worlds())
@search
def test_a_second_look_changes_nothing(world: tuple[Facts, datetime]) -> None:
    known, now = world
    once = kept_up(known, now)

    assert upkeep(once, now) == Upkeep()


@given(worlds())
@search
def test_between_looks_that_are_due_nothing_happens(world: tuple[Facts, datetime]) -> None:
    known, now = world
    once = kept_up(known, now)
    then = due(once, now)

    assert then is None or upkeep(once, then - timedelta(microseconds=1)) == Upkeep()
    assert then is not None or upkeep(once, now + timedelta(days=3)) == Upkeep()


@given(worlds())
@search
def test_every_promise_ends(world: tuple[Facts, datetime]) -> None:
    known, now = world
    late = kept_up(known, now)
    for days in (2, 4):
        late = kept_up(late, now + timedelta(days=days))

    assert [p for p in late.promises if not (p.wish is Wish.CANCEL and p.open)] == []


def kept_up(known: Facts, now: datetime) -> Facts:
    """The facts with upkeep's changes in them, as the core keeps them."""
    changed = {promise.id: promise for promise in upkeep(known, now).changed}
    promises = (changed.get(promise.id, promise) for promise in known.promises)
    return replace(known, promises=tuple(p for p in promises if p.life is not Life.SETTLED))


def test_somebody_elses_meeting_at_the_same_time_is_nobodys_copy() -> None:
    assert upkeep(facts(AWAITING, event("09:41-10:11")), NOW).changed == ()


def test_a_booking_that_was_verified_and_not_read_yet_stays_on_the_glass() -> None:
    """Seen by the verification, not by a read of the day: kept, it would vanish from the glass until the next one."""
    verified = replace(CONFIRMED, seen=True)
    visit = Visit(touched_at=NOW, done=frozenset({CONFIRMED.id}))
    assert after(facts(verified, read=NOW - SECOND, visit=visit), NOW + SECOND).life is Life.CONFIRMED


def test_a_day_that_was_read_under_a_clock_that_was_ahead_proves_no_booking_gone() -> None:
    seen = replace(CONFIRMED, seen=True)

    assert after(facts(seen, read=NOW + timedelta(hours=1)), NOW + SECOND).life is Life.CONFIRMED
    assert after(facts(seen, read=NOW + SECOND), NOW + 2 * SECOND).life is Life.SETTLED
