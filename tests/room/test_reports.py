"""Reports to facilities, the pure part: numbers, pauses, and when they end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.room.clock_health import ClockHealth
from kiosk.room.intents import SendReport
from kiosk.room.model import Facts, PromiseId, Room, Settings, Visit
from kiosk.room.reports import (
    KEEP_TRYING,
    MOST,
    TRIES_AT_LEAST,
    Category,
    Course,
    Delivery,
    Fate,
    Report,
    Reportable,
    Reported,
    Tried,
    Way,
    after,
    aged,
    decided,
    earlier,
    encouraged,
    over,
)

NOW = datetime(2026, 10, 13, 7, 41, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BOTH = (Delivery(Way.MAIL), Delivery(Way.WEBHOOK))
REPORT = Report(
    PromiseId("r1"), "204117", Category.SCREEN, NOW, note="tea", reply_to="a@b.cd", deliveries=BOTH, stored=True
)  # fmt: skip
FACTS = Facts(
    room=Room("aurora@contoso.com", "Aurora", "Europe/Berlin"), settings=Settings(report=Reportable((Way.MAIL,)))
)  # fmt: skip


def tried(report: Report, way: Way, fate: Fate, wait: timedelta | None = None) -> Report:
    return after(report, way, Tried(fate, wait), NOW, 1.0)


def course(report: Report, way: Way) -> Delivery:
    return next(one for one in report.deliveries if one.way is way)


def test_what_was_typed_stays_until_the_last_way_has_ended() -> None:
    one = tried(REPORT, Way.MAIL, Fate.TAKEN)
    assert (one.note, one.reply_to, one.ended, one.delivered_at) == ("tea", "a@b.cd", False, NOW)
    both = tried(one, Way.WEBHOOK, Fate.TAKEN)
    assert (both.note, both.reply_to, both.ended) == ("", "", True)


@pytest.mark.parametrize(
    ("fate", "first", "most"),
    [
        (Fate.NEVER_LEFT, timedelta(seconds=5), MINUTE),
        (Fate.UNANSWERED, MINUTE, HOUR),
        (Fate.REFUSED, 5 * MINUTE, HOUR),
    ],
)
def test_pauses_grow_up_to_a_bound_and_never_end(fate: Fate, first: timedelta, most: timedelta) -> None:
    report, pauses = REPORT, []
    for _ in range(200):
        report = tried(report, Way.MAIL, fate)
        due = course(report, Way.MAIL).next_try_at
        assert due is not None
        pauses.append(due - NOW)
    assert (pauses[0], pauses[1], pauses[-1]) == (first, 2 * first, most)
    assert pauses == sorted(pauses)
    assert course(report, Way.WEBHOOK) == Delivery(Way.WEBHOOK)


@pytest.mark.parametrize("jitter", [0.5, 0.75, 1.0])
def test_nobody_comes_back_before_the_time_that_was_asked_for(jitter: float) -> None:
    waits = after(REPORT, Way.MAIL, Tried(Fate.ASKED_TO_WAIT, 3 * MINUTE), NOW, jitter)
    due = course(waits, Way.MAIL).next_try_at
    assert due is not None
    assert NOW + 3 * MINUTE <= due <= NOW + 4 * MINUTE


@pytest.mark.parametrize("jitter", [0.5, 1.0])
def test_what_may_have_arrived_is_not_sent_again_within_a_minute(jitter: float) -> None:
    doubtful = after(REPORT, Way.MAIL, Tried(Fate.UNANSWERED), NOW, jitter)
    due = course(doubtful, Way.MAIL).next_try_at
    assert due is not None
    assert due >= NOW + MINUTE


def test_a_line_that_is_back_hurries_only_what_found_none() -> None:
    report = tried(tried(REPORT, Way.MAIL, Fate.NEVER_LEFT), Way.WEBHOOK, Fate.REFUSED)
    hurried = encouraged(report)
    assert course(hurried, Way.MAIL).next_try_at is None
    assert course(hurried, Way.WEBHOOK) == course(report, Way.WEBHOOK)


def test_after_a_week_it_is_given_up_without_its_words_and_told_for_a_day() -> None:
    report = tried(REPORT, Way.MAIL, Fate.TAKEN)
    last = NOW + KEEP_TRYING
    assert aged(report, last - MINUTE) == report
    gone = aged(report, last)
    assert [one.course for one in gone.deliveries] == [Course.DELIVERED, Course.GIVEN_UP]
    assert (gone.note, gone.reply_to) == ("", "")
    assert not over(gone, FACTS, last + 23 * HOUR)
    assert over(gone, FACTS, last + 24 * HOUR)


def test_a_week_in_which_it_was_hardly_tried_was_a_clock_that_was_put_right() -> None:
    report = replace(REPORT, deliveries=(Delivery(Way.MAIL),))
    for _ in range(TRIES_AT_LEAST - 1):
        report = tried(report, Way.MAIL, Fate.NEVER_LEFT)
        assert aged(report, NOW + 400 * KEEP_TRYING) == report
    report = tried(report, Way.MAIL, Fate.NEVER_LEFT)
    assert aged(report, NOW + 400 * KEEP_TRYING).ended


def test_a_delivered_one_is_known_until_the_rooms_day_is_over() -> None:
    done = replace(tried(REPORT, Way.MAIL, Fate.TAKEN), deliveries=(Delivery(Way.MAIL, Course.DELIVERED),))
    midnight = datetime(2026, 10, 13, 22, tzinfo=UTC)
    assert not over(done, FACTS, midnight - MINUTE)
    assert over(done, FACTS, midnight)
    open_ = replace(FACTS, visit=Visit(sheet=Reported(done.id, NOW)))
    assert not over(done, open_, midnight)


def test_who_reports_the_same_today_adds_to_it() -> None:
    facts = replace(FACTS, reports=(REPORT,))
    again = decided(SendReport(Category.SCREEN, note="x"), facts, NOW + HOUR, PromiseId("r2"))
    assert again is not None
    assert (again.number, again.adds, again.id) == ("204117", True, "r2")
    for other in (SendReport(Category.SCREEN, "Left"), SendReport(Category.WIFI)):
        new = decided(other, facts, NOW + HOUR, PromiseId("r2"))
        assert new is not None
        assert (new.number != "204117", new.adds) == (True, False)
    tomorrow = decided(SendReport(Category.SCREEN), facts, NOW + 24 * HOUR, PromiseId("r2"))
    assert tomorrow is not None
    assert not tomorrow.adds


def test_a_wrong_clock_or_a_report_that_is_not_on_disk_joins_nothing() -> None:
    wrong = replace(FACTS, reports=(REPORT,), clock=ClockHealth(off=True, wrong=True))
    assert earlier(wrong, Category.SCREEN, "", NOW) is None
    unsaved = replace(FACTS, reports=(replace(REPORT, stored=False),))
    assert earlier(unsaved, Category.SCREEN, "", NOW) is None


def test_numbers_have_six_digits_and_are_spread() -> None:
    numbers = set()
    for count in range(2000):
        report = decided(
            SendReport(Category.WIFI), FACTS, NOW, PromiseId(f"5f0c7a52-9b1d-4c1e-8f00-{count:012x}")
        )
        assert report is not None
        assert len(report.number) == 6
        assert report.number.isdigit()
        numbers.add(report.number)
    assert len(numbers) > 1990


def test_a_number_that_is_known_here_is_not_given_again() -> None:
    first = decided(SendReport(Category.WIFI), FACTS, NOW, PromiseId("r1"))
    assert first is not None
    facts = replace(FACTS, reports=(replace(first, category=Category.OTHER, stored=True),))
    second = decided(SendReport(Category.WIFI), facts, NOW, PromiseId("r1"))
    assert second is not None
    assert second.number != first.number


def test_there_is_a_bound_and_nothing_without_somebody_to_tell() -> None:
    full = replace(FACTS, reports=(REPORT,) * MOST)
    assert decided(SendReport(Category.WIFI), full, NOW, PromiseId("r2")) is None
    assert (
        decided(SendReport(Category.WIFI), replace(FACTS, settings=Settings()), NOW, PromiseId("r2")) is None
    )


def test_what_is_typed_becomes_one_line_and_a_strange_address_none() -> None:
    typed = SendReport(Category.WIFI, note="no\nSubject: x\u202e" + "y" * 300, reply_to="not an address")
    report = decided(typed, FACTS, NOW, PromiseId("r2"))
    assert report is not None
    assert report.note.startswith("no Subject: xyyy")
    assert (len(report.note), report.reply_to) == (200, "")
