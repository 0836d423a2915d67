"""The day's slots: what Exchange told with our promises laid over it; runs and gaps."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given

from kiosk.room.agenda import GAP, Slot, belongs, free_gaps, is_free, laid_over, running, runs, slots, without
from kiosk.room.model import EventId, Facts, Life, Privacy, PromiseId, Wish
from tests.room.aurora import MINUTE, at, aurora, copy_of, event, kept, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")


def spans(facts: Facts) -> list[tuple[datetime, datetime]]:
    return [(slot.start, slot.end) for slot in slots(facts)]


def holding(*promises: object) -> Facts:
    return replace(aurora(NOW), promises=promises)  # type: ignore[arg-type]  # because they are promises


def test_a_promise_and_its_copy_in_the_calendar_are_one_slot() -> None:
    booked = kept("09:30-10:00")
    facts = replace(aurora(NOW, copy_of(booked), event("11:00-12:00")), promises=(booked,))

    assert [slot.made_here for slot in slots(facts)] == [True, False]


def test_a_request_stands_in_the_day_before_exchange_tells_of_it() -> None:
    assert [slot.confirmed for slot in slots(holding(promise("09:41-10:11")))] == [False]


def test_a_booking_taken_back_returns_its_gap_at_once() -> None:
    booked = replace(kept("09:30-10:00"), wish=Wish.CANCEL, life=Life.QUEUED)
    assert slots(replace(aurora(NOW, copy_of(booked)), promises=(booked,))) == ()


def test_it_comes_back_while_the_calendar_does_not_answer() -> None:
    booked = replace(kept("09:30-10:00"), wish=Wish.CANCEL, life=Life.QUEUED, attempts=1)
    assert len(slots(replace(aurora(NOW, copy_of(booked)), promises=(booked,)))) == 1


def test_a_deleted_booking_is_not_shown_though_a_late_read_still_holds_it() -> None:
    booked = replace(kept("09:30-10:00"), wish=Wish.CANCEL, attempts=1)
    assert slots(replace(aurora(NOW, copy_of(booked)), promises=(booked,))) == ()


def test_what_was_given_up_or_moved_away_is_not_shown_without_its_copy() -> None:
    assert slots(holding(promise("09:41-10:11", Life.WEDGED), kept("09:30-10:00"))) == ()


def test_a_settled_promise_is_nothing() -> None:
    assert slots(holding(promise("09:41-10:11", Life.SETTLED))) == ()


def test_a_wished_extension_is_shown_as_long_as_it_is_open_and_not_taken_back() -> None:
    booked = replace(
        kept("09:30-10:00"),
        wish=Wish.EXTEND,
        life=Life.AWAITING,
        wanted_end=at("10:15"),
        answered_at=at("09:30"),
    )
    known = aurora(NOW, copy_of(booked))

    assert spans(replace(known, promises=(booked,))) == [(at("09:30"), at("10:15"))]
    assert spans(replace(known, promises=(replace(booked, restoring=True),))) == [(at("09:30"), at("10:00"))]


def test_while_it_is_moved_a_booking_stands_where_it_was_and_the_other_time_is_taken_too() -> None:
    moving = replace(
        kept("13:00-13:30", answered_at=at("09:00")), wish=Wish.MOVE, life=Life.AWAITING,
        wanted_start=at("15:00"), wanted_end=at("15:30"),
    )  # fmt: skip
    before, sent = copy_of(moving), copy_of(moving, start=at("15:00"), end=at("15:30"), accepted=False)
    for copies in ((), (before,), (sent,)):
        taken = slots(replace(aurora(NOW, *copies), promises=(moving,)))
        assert [(slot.start, slot.end, slot.confirmed) for slot in taken] == [
            (at("13:00"), at("13:30"), True), (at("15:00"), at("15:30"), False),
        ]  # fmt: skip


def test_a_booking_that_is_moved_by_a_little_is_not_taken_twice() -> None:
    moving = replace(
        kept("13:00-13:30"),
        wish=Wish.MOVE,
        life=Life.QUEUED,
        wanted_start=at("13:15"),
        wanted_end=at("13:45"),
    )
    assert spans(holding(moving)) == [(at("13:00"), at("13:15")), (at("13:15"), at("13:45"))]


def test_a_time_that_is_asked_back_is_not_ours_before_exchange_says_so() -> None:
    back = replace(
        kept("13:00-13:30"), wish=Wish.MOVE, life=Life.QUEUED, restoring=True, wanted_start=at("13:00"),
        wanted_end=at("13:30"),
    )  # fmt: skip
    assert [(slot.start, slot.confirmed) for slot in slots(holding(back))] == [(at("13:00"), False)]


def test_of_a_bookings_times_the_younger_knowledge_counts() -> None:
    booked = replace(kept("09:30-10:15"), answered_at=at("09:40"))
    old_copy = copy_of(booked, end=at("10:00"))
    read_before = replace(aurora(at("09:39"), old_copy), promises=(booked,))
    read_after = replace(aurora(at("09:41"), old_copy), promises=(booked,))

    assert spans(read_before) == [(at("09:30"), at("10:15"))]
    assert spans(read_after) == [(at("09:30"), at("10:00"))]


def test_a_free_note_takes_no_time() -> None:
    assert slots(aurora(NOW, event("09:00-10:00", busy=False))) == ()


def test_of_a_meeting_the_room_has_not_accepted_no_subject_is_shown() -> None:
    assert [slot.subject for slot in slots(aurora(NOW, event("09:00-10:00", accepted=False)))] == [""]


def test_a_copy_is_known_by_id_then_by_uid_then_by_our_mark_and_times() -> None:
    booked = promise("09:41-10:11")
    copy = copy_of(booked)

    assert belongs(copy, booked)
    assert not belongs(replace(copy, ours=False), booked)
    assert not belongs(copy, replace(booked, uid="own"))
    assert belongs(replace(copy, uid="own"), replace(booked, uid="own"))
    assert belongs(replace(copy, id=EventId("own")), replace(booked, uid="other", event_id=EventId("own")))


def test_the_late_copy_of_a_cancelled_booking_is_not_taken_for_the_next_one_at_the_same_time() -> None:
    cancelled = replace(kept("09:41-10:11"), id=PromiseId("p0"), wish=Wish.CANCEL)
    again = promise("09:41-10:11")
    facts = replace(aurora(NOW, copy_of(cancelled)), promises=(again, cancelled))

    assert [slot.promise for slot in slots(facts)] == [again]


def test_what_was_typed_follows_the_privacy_mode_from_the_first_frame() -> None:
    typed = promise("09:41-10:11", subject="Layoffs", name="Lena Fischer")

    def shown(privacy: Privacy) -> tuple[str, str]:
        slot = slots(replace(aurora(NOW, privacy=privacy.value), promises=(typed,)))[0]
        return slot.subject, slot.organizer

    assert shown(Privacy.FULL) == ("Layoffs", "Lena Fischer")
    assert shown(Privacy.NO_SUBJECT) == ("", "Lena Fischer")
    assert shown(Privacy.NO_ORGANIZER) == ("Layoffs", "")
    assert shown(Privacy.INITIALS) == ("", "L. F.")
    assert shown(Privacy.NONE) == ("", "")


def test_gaps_shorter_than_five_minutes_belong_to_the_run() -> None:
    day = slots(aurora(NOW, event("09:00-10:00"), event("10:04-11:00"), event("11:05-12:00")))

    assert [(run.start, run.end) for run in runs(day)] == [
        (at("09:00"), at("11:00")), (at("11:05"), at("12:00")),
    ]  # fmt: skip


def test_between_two_meetings_less_than_five_minutes_apart_the_room_is_busy() -> None:
    day = slots(aurora(NOW, event("09:00-09:40"), event("09:44-10:30")))
    run = running(day, NOW)

    assert run is not None
    assert run.current(NOW).start == at("09:44")


def test_before_a_meeting_without_one_before_it_the_room_is_free_down_to_the_start() -> None:
    day = slots(aurora(NOW, event("09:42-10:30")))
    assert running(day, NOW) is None
    assert running(day, at("09:42")) is not None


def test_a_gap_of_five_minutes_is_free() -> None:
    assert running(slots(aurora(NOW, event("09:00-09:40"), event("09:45-10:30"))), NOW) is None


def test_what_ended_is_over_at_its_end() -> None:
    day = slots(aurora(NOW, event("09:00-09:41")))
    assert running(day, NOW - timedelta(microseconds=1)) is not None
    assert running(day, NOW) is None


def test_of_overlapping_meetings_the_one_made_here_is_told_first_and_all_day_last() -> None:
    booked = kept("09:30-10:00")
    whole = event("09:00-23:59", "Fair", all_day=True)
    facts = replace(aurora(NOW, whole, event("09:00-10:30"), copy_of(booked)), promises=(booked,))
    run = running(slots(facts), NOW)

    assert run is not None
    assert run.current(NOW).made_here
    assert run.end == at("23:59")


def test_changing_a_booking_looks_at_the_day_without_it() -> None:
    booked = kept("09:30-10:00")
    facts = replace(aurora(NOW, copy_of(booked), event("11:00-12:00")), promises=(booked,))

    assert [slot.start for slot in without(facts, booked)] == [at("11:00")]


def test_a_promise_laid_over_takes_the_place_of_its_older_self() -> None:
    booked = kept("09:30-10:00")
    later = replace(booked, end=at("10:30"))
    assert laid_over(replace(aurora(NOW), promises=(booked,)), later).promises == (later,)


def apart(gathered: tuple[Slot, ...], end: datetime) -> bool:
    return all(slot.start - end >= GAP for slot in gathered)


@given(worlds())
@search
def test_runs_hold_every_slot_once_and_lie_apart(world: tuple[Facts, datetime]) -> None:
    taken = slots(world[0])
    found = list(runs(taken))

    assert [slot for run in found for slot in run.slots] == list(taken)
    assert all(apart(after.slots, before.end) for before, after in itertools.pairwise(found))


@given(worlds())
@search
def test_gaps_are_free_long_enough_and_in_order(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    taken = slots(facts)
    begin, end = now - timedelta(hours=3), now + timedelta(hours=9)
    found = list(free_gaps(taken, begin, end, 15 * MINUTE))

    assert all(is_free(taken, *gap) and gap[1] - gap[0] >= 15 * MINUTE for gap in found)
    assert all(begin <= gap[0] and gap[1] <= end for gap in found)
    assert found == sorted(found)


@given(worlds())
@search
def test_the_room_is_busy_whenever_something_runs(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    taken = slots(facts)
    run = running(taken, now)

    if any(slot.start <= now < slot.end for slot in taken):
        assert run is not None
    if run is not None:
        assert run.end > now
        assert run.current(now) in run.slots


def test_a_booking_of_another_room_takes_nothing_of_this_ones_day() -> None:
    there = kept("09:30-10:00", room="boreal@contoso.com")
    assert slots(holding(there)) == ()
    here = replace(aurora(NOW, event("09:30-10:00", ours=True)), promises=(there,))
    assert [slot.made_here for slot in slots(here)] == [False]
