"""What may stand in the e-mail field, and what upkeep tells of who could not be invited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.room.agenda import slots
from kiosk.room.intents import Book, Rename, Withdraw
from kiosk.room.model import EventId, Heard, Life, Notice, Privacy, Promise, PromiseId
from kiosk.room.privacy import showable
from kiosk.room.reasons import Reason
from kiosk.system_user.decide import Refused, decide
from kiosk.system_user.upkeep import TOLD_FOR, upkeep
from tests.room.aurora import MINUTE, at, aurora, copy_of, kept, promise

NOW = at("09:41")
LENA = "lena@contoso.com"


def asked(email: str, *, on: bool = True) -> Promise | Refused:
    book = Book(at("09:41"), at("10:11"), email=email)
    return decide(book, aurora(NOW, for_somebody=on), NOW, PromiseId("new"))


@pytest.mark.parametrize(
    "email",
    [
        LENA, "L.Fischer+rooms@mail.contoso.co.uk", "o'brien@contoso.com", "müller@büro.example", "a_b.com#EXT#@contoso.com",
        "x" * 64 + "@contoso.com", f"  {LENA} ",
    ],
)  # fmt: skip
def test_what_may_be_somebodys_address_goes_with_the_promise(email: str) -> None:
    made = asked(email)
    assert isinstance(made, Promise)
    assert made.email == email.strip()


@pytest.mark.parametrize(
    "email",
    [
        "lena", "lena@", "@contoso.com", "lena@contoso", "lena@contoso.", "lena@.com", "lena@contoso..com", "lena@@contoso.com",
        "lena@con toso.com", "le na@contoso.com", "lena@contoso.com, omar@contoso.com", "Lena <lena@contoso.com>",
        "lena@contoso.com;", "lena@-contoso.com", "lena@contoso.c0m/../x", "lena\u202e@contoso.com", "lena\n@contoso.com",
        "lena@127.0.0.1", "x" * 65 + "@contoso.com", "lena@" + "contoso." * 40 + "com", "AURORA@contoso.com",
    ],
)  # fmt: skip
def test_what_cannot_be_somebodys_books_nothing(email: str) -> None:
    assert asked(email) == Refused(Reason.EMAIL)


@pytest.mark.parametrize("email", [LENA, "lena"])
def test_where_it_is_switched_off_nothing_is_taken_from_the_field(email: str) -> None:
    made = asked(email, on=False)
    assert isinstance(made, Promise)
    assert made.email == ""


def test_taken_back_nothing_of_the_address_stays() -> None:
    for of in (
        promise("09:41-10:11", email=LENA),
        promise("09:41-10:11", Life.IN_DOUBT, guest=LENA, sent_at=NOW),
    ):
        known = replace(aurora(NOW), promises=(of,))
        assert LENA not in repr(decide(Withdraw(of.id), known, NOW, PromiseId("new")))


def test_a_booking_in_their_calendar_is_renamed_there() -> None:
    hers = kept("09:41-10:11")
    known = replace(aurora(NOW), promises=(replace(hers, owner=LENA),))
    named = decide(Rename(hers.id, "Sync"), known, NOW, PromiseId("new"))
    assert isinstance(named, Promise)
    assert named.owner == LENA


def test_the_organizer_that_exchange_tells_stands_on_their_booking_and_a_typed_name_before_it() -> None:
    hers = replace(kept("09:41-10:11"), owner=LENA)
    known = aurora(NOW, replace(copy_of(hers), organizer="Lena Fischer", ours=False))
    for typed, shown in (("", "Lena Fischer"), ("Lena F.", "Lena F.")):
        (slot,) = slots(replace(known, promises=(replace(hers, name=typed),)))
        assert (slot.organizer, slot.made_here) == (shown, True)


def test_who_is_never_asked_to_check_in_is_not_asked_for_what_was_made_here_either() -> None:
    hers = replace(kept("09:41-10:11"), owner=LENA)
    (slot,) = slots(replace(aurora(NOW, replace(copy_of(hers), exempt=True)), promises=(hers,)))
    assert slot.exempt


def test_that_nobody_was_invited_is_told_when_the_room_is_seen_to_have_accepted() -> None:
    waits = promise(
        "09:41-10:11",
        Life.AWAITING,
        event_id=EventId("own"),
        uid="own",
        guest=LENA,
        reason=Reason.NOT_INVITED,
    )
    known = replace(aurora(NOW, copy_of(waits)), promises=(waits,), heard=Heard(NOW, reachable=True))
    found = upkeep(known, NOW + MINUTE)
    assert found.notices == (
        Notice(
            Reason.NOT_INVITED,
            NOW + MINUTE + TOLD_FOR,
            minutes=30,
            start=waits.start,
            made_at=NOW + MINUTE,
            who="lena@",
        ),
    )
    assert LENA not in repr(showable(found.changed[0], Privacy.FULL))
