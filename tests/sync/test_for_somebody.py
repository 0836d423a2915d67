"""Whose address was typed, and what its answer makes of the booking."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.room.model import EventId, Life, Mode, Promise, PromiseId, Wish
from kiosk.room.reasons import Reason
from kiosk.sync import bodies, errors, steps
from kiosk.sync.outbox import answered, leaving, next_step
from kiosk.sync.steps import After, Answer, Step
from tests.sync.events import USER
from tests.sync.test_engine import ROOM, Asks, taken

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
LENA = "lena@contoso.com"
NOBODY = errors.MailboxMissing("resourcenotfound")


def wished(**changed: Any) -> Promise:
    born = Promise(PromiseId("p1"), NOW, NOW + timedelta(hours=1), NOW, stored=True, email=LENA)
    return replace(born, **changed)


def after(of: Promise, step: Step, answer: Answer) -> After:
    return answered(of, step, answer, NOW, 1.0)


def created(of: Promise, answer: Answer) -> After:
    """Sent now, and answered so."""
    assert next_step(of, NOW) is Step.CREATE
    return after(leaving(of, Step.CREATE, NOW), Step.CREATE, answer)


ROWS: list[tuple[object, object, Answer]] = [
    (NOBODY, {"canEdit": True, "owner": {"address": LENA}}, steps.Insider()),
    (errors.Forbidden("x"), {"name": "Calendar"}, steps.Insider()),
    (errors.BadRequest(400, "x"), {"canEdit": False}, steps.Outsider(refused=True)),
    (NOBODY, errors.Forbidden("erroraccessdenied"), steps.Outsider(refused=True)),
    (NOBODY, errors.MailboxMissing("errorinvaliduser"), steps.Outsider()),
    (NOBODY, errors.ItemGone("erroritemnotfound"), steps.Outsider()),
    (NOBODY, errors.BadRequest(400, "errorinvalidrequest"), steps.Outsider()),
    ({"displayName": "Borealis"}, {"canEdit": True}, steps.Denied(Reason.EMAIL)),
    (NOBODY, errors.NeverLeft("x"), steps.Offline()),
    (NOBODY, errors.AccessLost("x"), steps.Offline()),
    (NOBODY, errors.NoAnswer("x"), steps.Unanswered()),
    (NOBODY, ["no calendar"], steps.Unanswered()),
    ({}, {"canEdit": True}, steps.Unanswered()),
    (["a page of somebody's"], {"canEdit": True}, steps.Unanswered()),
    (NOBODY, errors.WaitAsked(timedelta(seconds=2.5)), steps.ToldToWait(timedelta(seconds=2.5))),
    (errors.NoAnswer("x"), {"canEdit": True}, steps.Unanswered()),
]  # fmt: skip


@pytest.mark.parametrize(("place", "calendar", "answer"), ROWS)
async def test_what_a_look_up_finds(place: object, calendar: object, answer: Answer) -> None:
    asks = Asks({f"places/{LENA}": place, f"users/{LENA}/calendar": [calendar]})
    assert await taken(asks, Step.LOOK_UP, wished()) == answer
    assert {method for method, _, _ in asks.asked} == {"GET"}


async def test_an_address_stays_one_part_of_the_path_whatever_is_in_it() -> None:
    hostile = "../../me/x?$top=1#@contoso.com"
    asks = Asks({})
    await taken(asks, Step.LOOK_UP, wished(email=hostile))
    assert asks.asked[0][1] == "places/..%2F..%2Fme%2Fx%3F%24top=1%23@contoso.com"


def test_nothing_is_made_before_it_is_known_whose_calendar_is_meant() -> None:
    assert next_step(wished(), NOW) is Step.LOOK_UP
    assert next_step(wished(wish=Wish.CANCEL), NOW) is None
    assert leaving(wished(), Step.LOOK_UP, NOW) == wished(), "a question leaves nothing in doubt"


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    ("answer", "owner", "guest"),
    [(steps.Insider(), LENA, ""), (steps.Outsider(), "", LENA), (steps.Outsider(refused=True), "", LENA)],
)
def test_then_it_is_made_there_or_by_us_with_an_invitation(
    mode: Mode, answer: Answer, owner: str, guest: str
) -> None:
    known = after(wished(mode=mode, attempts=2), Step.LOOK_UP, answer).promise
    assert (known.owner, known.guest, known.email) == (owner, guest, "")
    assert next_step(known, NOW) is Step.CREATE
    asked = bodies.create_body(known, "aurora@contoso.com", "Aurora", "kiosk").get("attendees", [])
    room = mode is Mode.INVITE or bool(owner)
    assert [(one["type"], one["emailAddress"]["address"]) for one in asked] == (
        [("resource", "aurora@contoso.com")] * room + [("required", LENA)] * bool(guest)
    )


def test_a_rooms_address_books_nothing() -> None:
    found = after(wished(), Step.LOOK_UP, steps.Denied(Reason.EMAIL))
    assert (found.promise.life, found.promise.email, found.tell) == (Life.SETTLED, "", Reason.EMAIL)


def test_offline_it_is_held_and_asked_about_again() -> None:
    first = after(wished(), Step.LOOK_UP, steps.Offline()).promise
    assert (first.provisional, first.email, next_step(first, NOW)) == (True, LENA, None)
    later = after(first, Step.LOOK_UP, steps.Offline()).promise
    assert later.next_try_at is not None
    assert later.next_try_at - NOW == timedelta(seconds=10), "not every second, however long the line is down"
    assert next_step(later, NOW + timedelta(seconds=10)) is Step.LOOK_UP


def test_a_412_to_a_question_is_no_answer_and_not_asked_again_at_once() -> None:
    first = after(wished(), Step.LOOK_UP, steps.Moved()).promise
    assert (first.email, next_step(first, NOW)) == (LENA, None)


def test_without_an_answer_it_is_asked_again_and_the_third_time_its_owner_is_invited() -> None:
    of = wished()
    for _ in range(2):
        of = after(of, Step.LOOK_UP, steps.Unanswered()).promise
        assert (of.email, of.provisional, next_step(of, NOW)) == (LENA, False, None)
    of = after(of, Step.LOOK_UP, steps.Unanswered()).promise
    assert (of.guest, next_step(of, NOW)) == (LENA, Step.CREATE)


REFUSED = steps.Denied(Reason.BOOKING_REFUSED)
BAD = steps.Denied(Reason.SERVER_FAULT)


def test_a_calendar_that_cannot_be_written_is_the_guests_case() -> None:
    found = created(wished(email="", owner=LENA), REFUSED)
    assert (found.promise.owner, found.promise.guest, found.tell) == ("", LENA, None)
    assert next_step(found.promise, NOW) is Step.CREATE
    assert created(found.promise, REFUSED).tell is Reason.BOOKING_REFUSED, "now it is our own"


def test_what_may_stand_in_their_calendar_is_not_made_in_ours_too() -> None:
    doubtful = after(leaving(wished(email="", owner=LENA), Step.CREATE, NOW), Step.CREATE, steps.Unanswered())
    blank = replace(
        doubtful.promise, life=Life.QUEUED, next_try_at=None, read_at=NOW
    )  # two good reads without a trace
    found = created(blank, REFUSED)
    assert (found.promise.wish, found.promise.life, found.tell) == (
        Wish.CANCEL,
        Life.IN_DOUBT,
        Reason.SERVER_FAULT,
    )


def test_a_guest_that_is_not_taken_is_left_out_under_the_same_transaction_and_told_with_the_rooms_yes() -> (
    None
):
    found = created(wished(email="", guest=LENA), BAD)
    again = bodies.create_body(found.promise, "aurora@contoso.com", "Aurora", "kiosk")
    assert (again["transactionId"], [one["type"] for one in again["attendees"]]) == ("p1", ["resource"])
    assert found.tell is None
    assert created(found.promise, BAD).tell is Reason.SERVER_FAULT, "it was not for the guest"
    stands = created(found.promise, steps.Found(EventId("e"), "u")).promise
    assert after(stands, Step.OBSERVE, steps.Agreed()).tell is Reason.NOT_INVITED


def test_a_guest_that_was_made_after_all_is_found_by_its_transaction() -> None:
    left_out = created(wished(email="", guest=LENA), BAD).promise
    found = created(left_out, steps.UsedBefore()).promise
    assert next_step(found, NOW) is Step.FIND_TRACE


@pytest.mark.parametrize("mode", Mode)
def test_a_guest_is_forgotten_as_soon_as_they_were_invited(mode: Mode) -> None:
    stands = created(wished(email="", guest=LENA, mode=mode), steps.Found(EventId("e"), "u"))
    assert LENA not in repr(stands)


def test_what_was_taken_back_invites_nobody() -> None:
    going = leaving(wished(email="", guest=LENA), Step.CREATE, NOW)
    found = after(replace(going, wish=Wish.CANCEL), Step.CREATE, BAD)
    assert (found.promise.life, found.tell) == (Life.SETTLED, None)


async def test_what_a_guest_answers_is_not_the_rooms_answer() -> None:
    guest = {"emailAddress": {"address": LENA}, "type": "required", "status": {"response": "declined"}}
    room = {"emailAddress": {"address": ROOM.upper()}, "type": "resource", "status": {"response": "accepted"}}
    asks = Asks({f"users/{USER}/events/e": {"attendees": [guest, room]}})
    stands = wished(email="", event_id=EventId("e"), uid="u", life=Life.AWAITING)
    assert await taken(asks, Step.OBSERVE, stands) == steps.Agreed()
