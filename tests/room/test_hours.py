"""Opening hours: what may be booked when, in wall-clock times of the room's zone, also where clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.room import days, hours, offers
from kiosk.room.agenda import slots
from kiosk.room.face import BarKind, Face, PickTimeSheet, Say, State
from kiosk.room.intents import Book, Extend, Move
from kiosk.room.link import next_time
from kiosk.room.model import Event, Facts, Notice, PickingTime, PromiseId, Room, ViewingDay, Visit
from kiosk.room.phrases import Phrase
from kiosk.room.policy import Week
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.survey import survey
from kiosk.system_user.decide import Refused, decide
from tests.room.aurora import MINUTE, OURS, at, aurora, event, kept
from tests.room.worlds import ZONES, search, worlds

BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)
OFFICE: Week = (*((time(8), time(18)),) * 5, None, None)
EVENINGS: Week = ((time(18), time(2)),) * 7
ALWAYS: Week = ((time(0), time(0)),) * 7


def wall(text: str, zone: str = BERLIN) -> datetime:
    """ "2026-10-13 09:41" on the clock of `zone`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def open_at(
    now: datetime, week: Week | None, *events: Event, sheet: object = None, **policy: object
) -> Facts:
    facts = aurora(now, *events, **policy)
    visit = Visit(sheet=sheet, touched_at=now) if sheet is not None else Visit()  # type: ignore[arg-type]  # because it is the test's
    return replace(facts, settings=replace(facts.settings, hours=week), visit=visit)


def lengths(now: datetime, facts: Facts) -> list[str]:
    found = offers.quick(facts, slots(facts), now)
    return [] if found is None else ["until" if one.to_next else str(one.minutes) for one in found.lengths]


def phrases(face: Face) -> set[Phrase]:
    """Of the card's keys."""
    return {key.say.phrase for key in face.card.keys}


def picking(face: Face) -> PickTimeSheet:
    assert isinstance(face.sheet, PickTimeSheet)
    return face.sheet


# --- what hours are as instants


def test_on_an_ordinary_day_the_room_opens_and_closes_by_its_own_clock() -> None:
    day = date(2026, 10, 13)
    begin, end = days.whole_days(day, day, BERLIN)
    (found,) = hours.openings(OFFICE, begin, end, BERLIN)
    assert (found.begin, found.end) == (wall("2026-10-13 08:00"), wall("2026-10-13 18:00"))


@pytest.mark.parametrize(
    ("night", "length"),
    [("2026-10-13", 8), ("2026-03-28", 7), ("2026-10-24", 9)],
    ids=["plain", "clocks go forward", "clocks go back"],
)
def test_hours_across_midnight_last_as_long_as_the_clocks_say(night: str, length: int) -> None:
    opens = wall(f"{night} 22:00")
    week: Week = ((time(22), time(6)),) * 7
    (found,) = hours.openings(week, opens, opens + MINUTE, BERLIN)
    assert found.end - found.begin == length * HOUR


def test_an_opening_that_the_clocks_skip_is_the_moment_of_the_jump() -> None:
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert days.at_time(date(2026, 3, 29), time(2, 30), BERLIN) == jump
    week: Week = ((time(2, 30), time(6)),) * 7
    (found,) = hours.openings(week, jump - MINUTE, jump + MINUTE, BERLIN)
    assert found.begin == jump


def test_hours_that_lie_within_the_skipped_one_are_none_on_that_day() -> None:
    week: Week = ((time(2, 15), time(2, 45)),) * 7
    begin, end = days.whole_days(date(2026, 3, 29), date(2026, 3, 29), BERLIN)
    assert hours.openings(week, begin, end, BERLIN) == ()


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, summer time
    assert days.at_time(date(2026, 10, 25), time(2, 30), BERLIN) == first


def test_half_an_hour_is_skipped_on_lord_howe_island() -> None:
    zone = "Australia/Lord_Howe"
    jump = datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    assert days.at_time(date(2026, 10, 4), time(2, 10), zone) == jump


def test_days_that_touch_are_one_opening() -> None:
    week: Week = ((time(8), time(0)), (time(0), time(12)), None, None, None, None, None)
    (found,) = hours.openings(week, wall("2026-10-12 10:00"), wall("2026-10-12 11:00"), BERLIN)
    assert found.end == wall("2026-10-13 12:00")


@search
@given(
    st.sampled_from(ZONES),
    st.integers(0, 365 * 24 * 60),
    st.times(),
    st.times(),
)
def test_a_room_is_open_when_its_clock_shows_a_time_within_its_hours(
    zone: str, minute: int, opens: time, closes: time
) -> None:
    """On every day but those on which clocks change, for which the facts above speak."""
    opens, closes = opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0)
    now = datetime(2026, 1, 1, tzinfo=UTC) + minute * MINUTE
    local = now.astimezone(ZoneInfo(zone))
    if len({(local + timedelta(days=n)).utcoffset() for n in range(-2, 3)}) > 1:
        return
    shown = local.time()
    within = opens <= shown < closes if opens < closes else shown >= opens or shown < closes
    facts = open_at(now, ((opens, closes),) * 7)
    facts = replace(facts, room=Room("aurora@contoso.com", zone=zone))
    assert hours.is_closed(facts, now) is not within


# --- what is offered


def test_lengths_are_cut_at_closing_time() -> None:
    assert lengths(at("17:20"), open_at(at("17:20"), OFFICE)) == ["15", "30", "until"]
    assert lengths(at("17:20"), open_at(at("17:20"), None)) == ["15", "30", "45", "60", "90"]


def test_a_meeting_before_closing_time_still_is_the_limit() -> None:
    facts = open_at(at("17:20"), OFFICE, event("17:40-17:50"))
    assert lengths(at("17:20"), facts) == ["15", "until"]


@pytest.mark.parametrize("now", ["07:30", "07:59", "17:50", "18:00", "23:30"])
def test_outside_its_hours_and_shortly_before_they_end_no_length_is_offered(now: str) -> None:
    face = project(open_at(at(now), OFFICE), at(now))
    assert face.state is State.FREE
    assert phrases(face) & {Phrase.KEY_MINUTES, Phrase.KEY_UNTIL, Phrase.KEY_BOOK_UNTIL} == set()
    assert face.scale is not None
    assert BarKind.SELECTED not in {bar.kind for bar in face.scale.bars}


@pytest.mark.parametrize("now", ["08:00", "17:49"])
def test_at_opening_time_and_until_shortly_before_closing_it_is_offered(now: str) -> None:
    assert Phrase.KEY_BOOK_UNTIL in phrases(project(open_at(at(now), OFFICE), at(now)))


def test_a_room_that_never_closes_is_booked_across_midnight_as_without_hours() -> None:
    now = at("23:55")
    facts = open_at(now, ALWAYS, work_start=8, work_end=18)
    assert project(facts, now) == project(open_at(now, None), now)


def test_hours_across_midnight_offer_what_lies_beyond_it() -> None:
    now = wall("2026-10-14 00:50")
    assert lengths(now, open_at(now, EVENINGS)) == ["15", "30", "45", "60", "until"]


def test_the_room_keeps_its_own_clock_wherever_the_machine_stands() -> None:
    now = datetime(2026, 10, 13, 12, 30, tzinfo=UTC)  # 14:30 in Berlin, 08:30 in New York, 18:15 in Kathmandu
    for zone, expected in ((BERLIN, True), ("America/New_York", True), ("Asia/Kathmandu", False)):
        facts = open_at(now, OFFICE)
        facts = replace(facts, room=Room("aurora@contoso.com", zone=zone, verified=True))
        assert bool(lengths(now, facts)) is expected, zone


def test_a_booking_made_here_is_extended_up_to_closing_time() -> None:
    now = at("17:20")
    facts = replace(open_at(now, OFFICE), promises=(kept("17:00-17:45"),))
    assert offers.extensions(facts, (), at("17:45"), at("17:00")) == (15,)


def test_the_day_view_offers_the_open_times_alone() -> None:
    face = project(open_at(at("09:41"), ((time(10), time(12)),) * 7, sheet=ViewingDay()), at("09:41"))
    assert face.sheet is not None
    offered = [(key.say.at, key.say.to) for key in face.sheet.free]  # type: ignore[union-attr]  # because it is the day view
    assert offered == [(at("10:00"), at("12:00"))]


def test_a_busy_room_offers_its_next_open_time() -> None:
    facts = open_at(at("17:00"), OFFICE, event("16:30-17:50"))
    assert Phrase.KEY_BOOK_FROM not in phrases(project(facts, at("17:00")))
    facts = open_at(at("17:00"), OFFICE, event("16:30-17:30"))
    assert Phrase.KEY_BOOK_FROM in phrases(project(facts, at("17:00")))


def test_the_code_for_phones_names_an_open_time() -> None:
    now = at("19:00")
    facts = open_at(now, OFFICE, outlook="outlook.office.com")
    assert next_time(survey(facts, now)) == (at("+1 08:00"), at("+1 08:30"))


def test_while_offline_nothing_is_held_outside_the_hours() -> None:
    now = at("19:00")
    facts = open_at(now, OFFICE)
    facts = replace(facts, heard=replace(facts.heard, as_of=at("18:50"), reachable=False))
    face = project(facts, now)
    assert face.state is State.UNKNOWN
    assert Phrase.KEY_HOLD_UNTIL not in phrases(face)
    assert Phrase.CAN_HOLD not in {step.say.phrase for step in face.card.checks}
    assert face.card.note == Say(Phrase.HOURS_FROM_DAY, at=at("+1 08:00"), text="Aurora")


# --- what is said


def test_a_free_room_outside_its_hours_says_from_when_it_can_be_booked() -> None:
    face = project(open_at(at("07:30"), OFFICE), at("07:30"))
    assert face.plane.word == Say(Phrase.FREE)
    assert face.plane.subs[-1] == Say(Phrase.BOOKABLE_FROM, at=at("08:00"))
    assert face.card.note == Say(Phrase.HOURS, at=at("08:00"), to=at("18:00"), text="Aurora")


def test_after_closing_it_names_the_day_on_which_it_opens_again() -> None:
    now = wall("2026-10-16 19:00")  # a Friday
    face = project(open_at(now, OFFICE), now)
    monday = wall("2026-10-19 08:00")
    assert face.plane.subs == (Say(Phrase.NOTHING_BOOKED), Say(Phrase.BOOKABLE_FROM_DAY, at=monday))
    assert face.card.note == Say(Phrase.HOURS_FROM_DAY, at=monday, text="Aurora")


def test_within_its_hours_the_glass_says_nothing_of_them() -> None:
    open_, plain = (project(open_at(at("09:41"), week), at("09:41")) for week in (OFFICE, None))
    assert open_ == plain


def test_a_wish_outside_the_hours_moves_the_block_and_says_the_hours() -> None:
    sheet = PickingTime(start=at("19:00"))
    shown = picking(project(open_at(at("09:41"), OFFICE, sheet=sheet), at("09:41")))
    assert shown.notice == Say(Phrase.HOURS, at=at("08:00"), to=at("18:00"), text="Aurora")
    assert (shown.start, shown.end, shown.limit) == (at("17:45"), at("18:00"), at("18:00"))


def test_a_wish_that_was_taken_meanwhile_still_says_so() -> None:
    sheet = PickingTime(start=at("11:00"))
    shown = picking(project(open_at(at("09:41"), OFFICE, event("11:00-11:45"), sheet=sheet), at("09:41")))
    assert shown.notice == Say(Phrase.WAS_TAKEN, at=at("11:00"))


def test_on_a_closed_day_the_sheet_says_when_the_room_opens() -> None:
    now = wall("2026-10-16 09:41")  # Friday; Saturday is closed
    shown = picking(project(open_at(now, OFFICE, sheet=PickingTime(1)), now))
    assert shown.book is None
    assert shown.notice == Say(Phrase.HOURS_FROM_DAY, at=wall("2026-10-19 08:00"), text="Aurora")


def test_after_closing_the_sheet_of_today_names_tomorrow() -> None:
    shown = picking(project(open_at(at("19:00"), OFFICE, sheet=PickingTime()), at("19:00")))
    assert shown.notice == Say(Phrase.HOURS_FROM_DAY, at=at("+1 08:00"), text="Aurora")


def test_an_open_day_without_a_free_time_says_that() -> None:
    facts = open_at(at("09:41"), OFFICE, event("09:00-18:00"), sheet=PickingTime())
    assert picking(project(facts, at("09:41"))).notice == Say(Phrase.NO_FREE_TIME)


def test_a_refusal_says_the_hours_of_the_wished_day_and_leads_to_another_time() -> None:
    facts = open_at(at("09:41"), OFFICE)
    told = Notice(Reason.OUTSIDE_HOURS, at("09:42"), start=at("17:45"), made_at=at("09:41"))
    card = project(replace(facts, notices=(told,)), at("09:41")).card
    assert card.code == "E-POL-HRS"
    assert card.told is not None
    assert card.told.what == Say(Phrase.HOURS, at=at("08:00"), to=at("18:00"), text="Aurora")
    assert Phrase.KEY_CHANGE_TIME in {key.say.phrase for key in card.keys}


# --- what is decided


@pytest.mark.parametrize(
    ("start", "end"), [("07:45", "08:15"), ("17:45", "18:15"), ("18:00", "18:30"), ("07:00", "08:00")]
)
def test_a_booking_that_reaches_outside_is_refused(start: str, end: str) -> None:
    answer = decide(Book(at(start), at(end)), open_at(at("06:50"), OFFICE), at("06:50"), PromiseId("new"))
    assert answer == Refused(Reason.OUTSIDE_HOURS, start=at(start))


@pytest.mark.parametrize(("start", "end"), [("08:00", "08:30"), ("17:30", "18:00")])
def test_a_booking_may_touch_opening_and_closing_time(start: str, end: str) -> None:
    answer = decide(Book(at(start), at(end)), open_at(at("06:50"), OFFICE), at("06:50"), PromiseId("new"))
    assert not isinstance(answer, Refused)


def test_neither_extension_nor_move_reaches_outside() -> None:
    facts = replace(open_at(at("17:20"), OFFICE), promises=(kept("17:00-17:45"),))
    longer, later = Extend(OURS, at("18:15")), Move(OURS, at("17:30"), at("18:15"))
    for wish in (longer, later):
        answer = decide(wish, facts, at("17:20"), PromiseId("new"))
        assert isinstance(answer, Refused)
        assert answer.reason is Reason.OUTSIDE_HOURS


@search
@given(worlds(), st.sampled_from((OFFICE, EVENINGS, ((time(9), time(12)), *(None,) * 6))))
def test_whatever_the_glass_offers_to_book_lies_within_the_hours(
    world: tuple[Facts, datetime], week: Week
) -> None:
    facts, now = world
    facts = replace(facts, settings=replace(facts.settings, hours=week))
    face = project(facts, now)
    sheet = face.sheet
    booking = [key.intent for key in face.card.keys]
    booking += [row.key.intent for row in face.card.rows if row.key is not None]
    booking += [sheet.book.intent] if isinstance(sheet, PickTimeSheet) and sheet.book is not None else []
    for intent in booking:
        if isinstance(intent, Book | Move):
            assert hours.holds(facts, intent.start, intent.end), intent
