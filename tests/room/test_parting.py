"""Which bookings are taken back when a display leaves its room, and what is told of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.room.model import EventId, Facts, Life, Promise, PromiseId, Wish
from kiosk.room.parting import Remaining, owed, remaining, to_take_back
from kiosk.room.reports import Category, Course, Delivery, Report, Way

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOON = Promise(PromiseId("soon"), NOW + HOUR, NOW + 2 * HOUR, NOW, life=Life.KEPT, event_id=EventId("e1"))
RUNNING = replace(SOON, id=PromiseId("running"), start=NOW - HOUR, end=NOW + HOUR)
QUEUED = replace(RUNNING, id=PromiseId("queued"), life=Life.QUEUED, event_id=None)
DOUBTED = replace(QUEUED, id=PromiseId("doubted"), life=Life.IN_DOUBT, sent_at=NOW)
ASKED = replace(RUNNING, id=PromiseId("asked"), life=Life.AWAITING)
WITHDRAWN = replace(SOON, id=PromiseId("withdrawn"), wish=Wish.CANCEL, life=Life.QUEUED)
REPORT = Report(PromiseId("r"), "482917", Category.SCREEN, NOW)
GONE = replace(WITHDRAWN, id=PromiseId("gone"), life=Life.KEPT)


def longer(promise: Promise) -> Promise:
    return replace(promise, wish=Wish.EXTEND, life=Life.QUEUED, wanted_end=promise.end + HOUR)


def later(promise: Promise) -> Promise:
    return replace(
        promise, wish=Wish.MOVE, life=Life.QUEUED, wanted_start=NOW + 3 * HOUR, wanted_end=NOW + 4 * HOUR
    )


@pytest.mark.parametrize("ours", [SOON, longer(SOON), QUEUED, DOUBTED, ASKED, later(RUNNING)])
def test_what_is_to_come_and_what_is_not_agreed_yet_is_taken_back(ours: Promise) -> None:
    assert to_take_back(Facts(promises=(ours,)), NOW) == (ours,)


@pytest.mark.parametrize("ours", [RUNNING, longer(RUNNING)])
def test_a_meeting_that_runs_is_left_to_those_who_sit_in_it(ours: Promise) -> None:
    assert to_take_back(Facts(promises=(ours,)), NOW) == ()


def test_what_was_withdrawn_is_owed_until_it_is_gone() -> None:
    facts = Facts(promises=(SOON, WITHDRAWN, GONE))
    assert owed(facts) == (WITHDRAWN,)
    assert to_take_back(facts, NOW) == (SOON,)


def test_a_refused_deletion_is_owed_and_one_that_nobody_tries_again_is_not() -> None:
    refused = replace(WITHDRAWN, life=Life.WEDGED, next_try_at=NOW + HOUR)
    assert owed(Facts(promises=(refused,))) == (refused,)
    assert owed(Facts(promises=(replace(refused, next_try_at=None),))) == ()


def test_what_is_left_as_it_is_is_told_by_what_is_known_of_it() -> None:
    facts = Facts(promises=(SOON, RUNNING, QUEUED, DOUBTED, ASKED, WITHDRAWN, GONE))
    assert remaining(facts, NOW) == Remaining(stay=2, unsent=1, unsure=2)
    assert remaining(Facts(), NOW) == Remaining()


def test_reports_that_have_not_left_are_told_by_their_number() -> None:
    gone = replace(REPORT, deliveries=(Delivery(Way.MAIL, course=Course.DELIVERED),))
    waits = replace(REPORT, deliveries=(Delivery(Way.MAIL),))
    assert remaining(Facts(reports=(gone, waits, waits)), NOW) == Remaining(reports=2)
