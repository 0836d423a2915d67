"""What a room's settings make of a request (facts.md §3.3, §3.4; §8, behaviour 5). Pure: time is an argument."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.organize import occurrence_of
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.office import contoso
from kiosk.sandbox.tenant.outlook import Meeting

from .conftest import AURORA, LENA, NOON, OMAR

HOUR = timedelta(hours=1)


class Desk:
    """Exchange without any wire: Aurora, Lena and Omar at noon."""

    def __init__(self, **settings: Any) -> None:
        self.exchange = Exchange(contoso().mailboxes, seed=7)
        self.room = self._box(AURORA)
        self.lena, self.omar = self._box(LENA), self._box(OMAR)
        self.room.processing = replace(self.room.processing, **settings)
        self.now = NOON

    def _box(self, address: str) -> Mailbox:
        found = self.exchange.find(address)
        assert found is not None
        return found

    def ask(
        self, box: Mailbox | None = None, start: timedelta = HOUR, length: timedelta = HOUR, **more: Any
    ) -> Event:
        meeting = Meeting("Review", NOON + start, length, self.room, **more)
        return outlook.book(self.exchange, box or self.lena, meeting, self.now)

    def wait(self, seconds: float = 10) -> None:
        self.now += timedelta(seconds=seconds)
        advance(self.exchange, self.now)

    def answered(self, event: Event, box: Mailbox | None = None) -> str:
        status = (box or self.lena).items[event.key].attendee(AURORA)
        assert status is not None
        return status.status.answer

    def in_room(self) -> list[tuple[str, str]]:
        found = self.room.window(NOON - 24 * HOUR, NOON + 400 * 24 * HOUR)
        return [(one.subject, one.show_as) for one in found]


def decided(ask: Callable[[Desk], Event], **settings: Any) -> str:
    desk = Desk(**settings)
    event = ask(desk)
    desk.wait()
    return desk.answered(event)


@pytest.mark.parametrize(
    ("minutes", "setting", "answer"),
    [(1440, 1440, "accepted"), (1441, 1440, "declined"), (61, 60, "declined"), (5000, 0, "accepted")],
)
def test_a_meeting_longer_than_maximum_duration_is_declined(minutes: int, setting: int, answer: str) -> None:
    length = timedelta(minutes=minutes)
    assert decided(lambda d: d.ask(length=length), maximum_duration_in_minutes=setting) == answer


@pytest.mark.parametrize(("days", "answer"), [(179, "accepted"), (181, "declined")])
def test_a_meeting_beyond_the_booking_window_is_declined(days: int, answer: str) -> None:
    assert decided(lambda d: d.ask(start=timedelta(days=days))) == answer


def test_a_series_beyond_the_horizon_is_declined_or_cut() -> None:
    def endless(desk: Desk) -> Event:
        return desk.ask(repeats="weekly")

    assert decided(endless) == "declined"
    desk = Desk(enforce_scheduling_horizon=False, booking_window_in_days=30)
    event = endless(desk)
    desk.wait()
    assert desk.answered(event) == "accepted"
    assert len(desk.in_room()) == 5


def test_a_meeting_outside_working_hours_is_declined_where_the_room_says_so() -> None:
    evening = timedelta(hours=5, minutes=30)
    assert decided(lambda d: d.ask(start=evening)) == "accepted"
    assert decided(lambda d: d.ask(start=evening), schedule_only_during_work_hours=True) == "declined"
    assert decided(lambda d: d.ask(), schedule_only_during_work_hours=True) == "accepted"


def test_a_series_is_declined_where_recurring_meetings_are_not_allowed() -> None:
    assert decided(lambda d: d.ask(repeats="daily", times=3), allow_recurring_meetings=False) == "declined"


@pytest.mark.parametrize(
    ("instances", "percentage", "answer"), [(0, 0, "declined"), (1, 30, "accepted"), (1, 20, "declined")]
)
def test_a_series_with_conflicts_is_accepted_within_the_thresholds(
    instances: int, percentage: int, answer: str
) -> None:
    desk = Desk(maximum_conflict_instances=instances, conflict_percentage_allowed=percentage)
    desk.ask(desk.omar, start=HOUR + timedelta(days=1))
    desk.wait()
    event = desk.ask(repeats="daily", times=4)
    desk.wait()

    assert desk.answered(event) == answer
    if answer == "accepted":
        assert [name for name, _ in desk.in_room()].count("Lena Fischer") == 3
        lost = occurrence_of(desk.lena, event.key, (NOON + timedelta(days=1)).date()).attendee(AURORA)
        assert lost is not None
        assert lost.status.answer == "declined"


def test_a_room_that_allows_conflicts_accepts_everything() -> None:
    desk = Desk(allow_conflicts=True)
    events = [desk.ask(), desk.ask()]
    desk.wait()
    assert [desk.answered(event) for event in events] == ["accepted", "accepted"]


def test_who_is_not_in_policy_is_declined_or_waits_for_a_delegate() -> None:
    assert decided(lambda d: d.ask(), all_book_in_policy=False, book_in_policy=(OMAR,)) == "declined"
    assert decided(lambda d: d.ask(d.lena), all_book_in_policy=False, book_in_policy=(LENA,)) == "accepted"
    desk = Desk(all_book_in_policy=False, all_request_in_policy=True, resource_delegates=(OMAR,))
    event = desk.ask()
    desk.wait()
    assert desk.answered(event) == "none"
    assert desk.in_room() == [("Review", "tentative")]


def test_out_of_policy_requests_are_accepted_tentatively_where_everybody_may_ask() -> None:
    desk = Desk(all_request_out_of_policy=True)
    desk.ask(desk.omar)
    desk.wait()
    event = desk.ask()
    desk.wait()
    assert desk.answered(event) == "tentativelyAccepted"


def test_pending_requests_show_free_where_tentative_pending_approval_is_off() -> None:
    desk = Desk(
        all_book_in_policy=False, all_request_in_policy=True, resource_delegates=(OMAR,),
        tentative_pending_approval=False,
    )  # fmt: skip
    desk.ask()
    desk.wait()
    assert desk.in_room() == [("Review", "free")]


def test_nothing_is_answered_without_the_attendant() -> None:
    assert decided(lambda d: d.ask(), automate_processing="AutoUpdate") == "none"
    assert decided(lambda d: d.ask(), all_book_in_policy=False) == "none"
    desk = Desk(automate_processing="None")
    desk.ask()
    desk.wait()
    assert desk.in_room() == []


def test_an_outsider_is_ignored_until_external_meetings_are_processed() -> None:
    desk = Desk()
    stranger = outlook.outsider(desk.exchange, "vera@fabrikam.com")
    desk.ask(stranger)
    desk.wait()
    assert desk.in_room() == []

    desk = Desk(process_external_meeting_messages=True)
    stranger = outlook.outsider(desk.exchange, "vera@fabrikam.com")
    desk.ask(stranger)
    desk.wait()
    assert desk.in_room() == [("Vera", "busy")]


def test_too_many_people_are_declined_where_capacity_counts() -> None:
    def crowd(desk: Desk) -> Event:
        return desk.ask(people=tuple(person.who for person in desk.exchange.people()))

    assert decided(crowd) == "accepted"
    assert decided(crowd, enforce_capacity=True) == "declined"


def test_a_free_entry_does_not_block_the_room() -> None:
    desk = Desk()
    desk.ask(desk.omar, show_as="free", all_day=True)
    desk.wait()
    event = desk.ask()
    desk.wait()
    assert desk.answered(event) == "accepted"
    assert desk.in_room() == [("Omar Haddad", "free"), ("Lena Fischer", "busy")]


def test_meetings_that_only_touch_do_not_conflict() -> None:
    desk = Desk()
    desk.ask(desk.omar, start=2 * HOUR)
    event = desk.ask()
    desk.wait()
    assert desk.answered(event) == "accepted"


def test_an_update_of_what_was_accepted_does_not_lose_the_room_to_a_request_in_between() -> None:
    desk = Desk()
    event = desk.ask()
    desk.wait()
    rival = desk.ask(desk.omar)
    outlook.rename(desk.exchange, desk.lena, desk.lena.items[event.key], "Renamed", desk.now)
    desk.wait()
    assert desk.answered(event) == "accepted"
    assert desk.answered(rival, desk.omar) == "declined"


def test_the_same_seed_gives_the_same_course() -> None:
    def course() -> list[str]:
        desk = Desk()
        for start in (1, 1, 2):
            desk.ask(start=start * HOUR)
        desk.wait()
        return list(desk.exchange.attendant_log)

    assert course() == course()
    assert any("Action:Decline" in line for line in course())


def test_time_moves_by_the_callers_hand_only() -> None:
    desk = Desk()
    event = desk.ask()
    due = desk.exchange.next_due()
    assert due is not None
    assert NOON < due < NOON + timedelta(seconds=1)
    advance(desk.exchange, NOON + timedelta(seconds=0.2))
    assert (desk.answered(event), desk.in_room()) == ("none", [])


def test_a_room_that_only_holds_a_day_takes_no_more_than_today() -> None:
    tomorrow = timedelta(days=1, hours=1)
    assert decided(lambda d: d.ask(start=tomorrow), booking_window_in_days=0) == "declined"
    assert decided(lambda d: d.ask(), booking_window_in_days=0) == "accepted"
