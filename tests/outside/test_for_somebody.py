"""The e-mail field: a meeting in a person's own calendar, an invitation for who has none here, and nothing for a mistake."""

import re
from typing import Any

import pytest

from .display import Display
from .events import Event
from .glass import FIELDS
from .stage import AURORA, EVENTS, SYSTEM, Stage
from .test_privacy import nowhere, on_disk
from .test_sheets import SPAN

LENA, GUEST = "lena@contoso.test", "dana@fabrikam.test"


def asked_for(display: Display, email: str) -> None:
    display.glass.press("Pick a time")
    display.glass.type("E-mail", email)
    display.glass.press(SPAN)


def booked(stage: Stage, display: Display) -> Event:
    display.until(lambda s: any(one["confirmed"] and one["made_here"] for one in _all(s)), "booked", 20)
    stage.graph.tenant.post.settle()
    (event,) = stage.graph.events(AURORA)
    return event


def _all(status: dict[str, Any]) -> list[dict[str, Any]]:
    return [*status["next"], *([status["current"]] if status["current"] else [])]


def test_a_colleagues_meeting_is_their_own_and_what_they_do_to_it_in_outlook_is_seen(
    stage: Stage,
) -> None:
    display = stage.free("direct", booking={"for_somebody": True}, display={"privacy": "none"})
    asked_for(display, LENA)
    taken = booked(stage, display)
    (hers,) = stage.graph.events(LENA)
    assert (hers.ical, taken.organizer[0]) == (taken.ical, LENA)
    assert [(one.address, one.kind, one.response) for one in hers.attendees] == [
        (AURORA, "resource", "accepted")
    ]
    assert stage.graph.events(SYSTEM) == []
    (post,) = stage.graph.requests("POST", EVENTS)
    assert post.path == f"/v1.0/users/{LENA}/events"
    seen = " ".join(thing.name for thing in display.glass.things())
    assert not re.search("lena|fischer", seen + str(display.status()) + display.words(), re.IGNORECASE)
    stage.graph.tenant.cancel(stage.graph.tenant.mailboxes[LENA].events[hers.id])
    display.until(lambda s: not any(one["made_here"] for one in _all(s)), "cancelled in Outlook", 20)
    display.until(lambda _: not on_disk(display, "lena@"), "forgotten", 20)
    nowhere(display, "lena@", "Fischer")


@pytest.mark.parametrize("whose", [GUEST, LENA])
def test_who_has_no_calendar_that_is_open_to_us_is_invited_and_then_forgotten(
    stage: Stage, whose: str
) -> None:
    stage.graph.api.blocked[LENA] = "all"
    display = stage.free(booking={"for_somebody": True})
    asked_for(display, whose)
    taken = booked(stage, display)
    (own,) = stage.graph.events(SYSTEM)
    assert own.ical == taken.ical
    assert sorted((one.address, one.kind) for one in own.attendees) == sorted(
        [(AURORA, "resource"), (whose, "required")]
    )
    display.until(lambda _: not on_disk(display, whose), "forgotten", 20)
    nowhere(display, whose)


def test_what_is_no_address_books_nothing_and_what_was_typed_stays(stage: Stage) -> None:
    display = stage.free(booking={"for_somebody": True})
    asked_for(display, "lena at contoso")
    display.glass.alert(re.compile("Check the email address.*It should look like name@company.com"))
    assert display.glass.text("E-mail") == "lena at contoso"
    assert stage.graph.requests("POST", EVENTS) == []
    display.glass.type("E-mail", LENA)
    display.glass.press(SPAN)
    assert booked(stage, display).organizer[0] == LENA
    display.glass.gone(FIELDS, "E-mail")
