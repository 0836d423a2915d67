"""That certificate or secret end soon: told to staff, weeks ahead, and not to the corridor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.room.expiry import Credential, Expiry, near
from kiosk.room.project import project
from kiosk.room.status import status
from tests.room.aurora import at, aurora

NOW = at("09:41")
DAY = timedelta(days=1)


def ending(*days: float, what: Credential = Credential.CERTIFICATE) -> tuple[Expiry, ...]:
    return tuple(Expiry(what, NOW + day * DAY) for day in days)


@pytest.mark.parametrize(("days", "told"), [(43, []), (42, [42]), (1.5, [1]), (0.5, [0]), (-0.5, [-1])])
def test_status_tells_from_six_weeks_before_how_many_whole_days_are_left(
    days: float, told: list[int]
) -> None:
    facts = replace(aurora(NOW), expiries=ending(days))
    assert [one["days_left"] for one in warnings(facts, NOW)] == told


def test_the_soonest_comes_first() -> None:
    assert near(ending(20, 3, 400), NOW) == ending(3, 20)


def test_the_public_face_says_nothing_of_it() -> None:
    calm = aurora(NOW)
    assert project(replace(calm, expiries=ending(-1, 3)), NOW) == project(calm, NOW)


def test_a_secret_is_named_as_one_with_the_instant_it_ends() -> None:
    facts = replace(aurora(NOW), expiries=ending(7, what=Credential.CLIENT_SECRET))
    (one,) = warnings(facts, NOW)
    assert (one["what"], one["ends"]) == ("client_secret", (NOW + 7 * DAY).isoformat().replace("+00:00", "Z"))


def warnings(facts: object, now: datetime) -> list[dict[str, object]]:
    found = status(facts, now)["warnings"]  # type: ignore[arg-type]
    assert isinstance(found, list)
    return found
