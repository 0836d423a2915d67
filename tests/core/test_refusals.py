"""Which refusals staff are told of: those about the display's own mailboxes, until they are allowed again."""

from kiosk.clock import Clock
from kiosk.core.refusals import KEPT, Refusals
from kiosk.room.explained import Doing, GraphRefused, SignInRefused

READ, BOOK = "/v1.0/users/aurora@contoso.com/calendarView", "/v1.0/users/displays%40contoso.com/events"
REFUSED = GraphRefused(403, "ErrorAccessDenied")


def refusals() -> Refusals:
    return Refusals(Clock(), "Aurora@contoso.com", "displays@contoso.com")


def test_nothing_was_refused() -> None:
    assert refusals().worst is None


def test_a_refused_read_is_told_until_one_is_allowed() -> None:
    told = refusals()
    told.graph(READ, Doing.READ, REFUSED)
    assert told.worst == REFUSED
    told.graph(READ, Doing.READ, None)
    assert told.worst is None
    assert list(told.past) == [REFUSED], "support may still ask for its id"


def test_who_cannot_read_is_told_so_before_that_nothing_can_be_booked() -> None:
    told = refusals()
    told.graph(BOOK, Doing.BOOK, GraphRefused(403, doing=Doing.BOOK))
    told.graph(READ, Doing.READ, REFUSED)
    assert told.worst == REFUSED


def test_an_answer_of_exchange_means_that_the_sign_in_is_well() -> None:
    told = refusals()
    told.sign_in(SignInRefused(7000222))
    assert isinstance(told.worst, SignInRefused)
    assert told.worst.at is not None
    told.graph(READ, Doing.READ, None)
    assert told.worst is None


def test_that_others_mailboxes_are_refused_is_as_it_should_be() -> None:
    told = refusals()
    told.graph("/v1.0/users/mina@contoso.com/events", Doing.BOOK, REFUSED)
    assert told.worst is None


def test_looking_for_other_rooms_or_saying_no_for_the_room_is_not_reading_or_booking() -> None:
    told = refusals()
    told.graph("/v1.0/users/displays@contoso.com/calendar/getSchedule", Doing.BOOK, REFUSED)
    told.graph("/v1.0/users/aurora@contoso.com/events/AAMk/decline", Doing.BOOK, REFUSED)
    assert told.worst is None


def test_only_the_latest_are_kept() -> None:
    told = refusals()
    for _ in range(KEPT + 5):
        told.graph(READ, Doing.READ, REFUSED)
    assert len(list(told.past)) == KEPT
