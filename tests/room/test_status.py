"""`kiosk status --json`: the same truth as the glass, in the shape of interface.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from kiosk.room.model import EventId, Facts, Heard, Life, Privacy, Promise, Visit, Wish
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.status import status
from tests.room.aurora import MINUTE, OURS, at, aurora, copy_of, event, kept, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")
DAY = timedelta(days=1)
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
MAYBE_INSTANT = {"anyOf": [INSTANT, {"type": "null"}]}
MAYBE_TEXT = {"type": ["string", "null"]}


def an_object(optional: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Exactly these fields, and perhaps the optional ones."""
    return {
        "type": "object", "properties": fields | (optional or {}), "required": list(fields),
        "additionalProperties": False,
    }  # fmt: skip


MEETING = an_object(
    {"all_day": {"const": True}},
    id={"type": "string"}, subject={"type": "string", "minLength": 1}, organizer=MAYBE_TEXT, start=INSTANT, end=INSTANT,
    made_here={"type": "boolean"}, confirmed={"type": "boolean"}, checked_in={"const": False},
)  # fmt: skip
STATES = ["unpaired", "free", "soon", "check_in", "busy", "holding", "held", "unknown", "problem"]
SCHEMA = an_object(
    room={"anyOf": [{"type": "null"}, an_object(
        mailbox={"type": "string"}, name={"type": "string"}, verified={"type": "boolean"},
    )]},
    state={"enum": STATES},
    until=MAYBE_INSTANT,
    current={"anyOf": [MEETING, {"type": "null"}]},
    next={"type": "array", "items": MEETING},
    exchange=an_object(
        reachable={"type": "boolean"}, last_success=MAYBE_INSTANT, age_seconds={"type": ["integer", "null"], "minimum": 0},
        loaded={"type": ["integer", "null"], "minimum": 0}, problem={"enum": [None, *(reason.value for reason in Reason)]},
    ),
    no_shows={"type": "array", "items": an_object(series={"type": "string"}, times={"type": "integer"}, last=INSTANT)},
    warnings={"type": "array", "items": an_object(
        what={"enum": ["certificate", "client_secret"]}, ends=INSTANT, days_left={"type": "integer"},
    )},
    reports=an_object(waiting={"type": "integer"}, given_up={"type": "integer"}),
    outbox={"type": "array", "items": an_object(
        id={"type": "string"}, kind={"enum": ["create", "extend", "move", "rename", "cancel"]},
        state={"enum": ["queued", "in_doubt", "awaiting_exchange", "confirmed", "wedged"]},
        attempts={"type": "integer", "minimum": 0}, reason=MAYBE_TEXT,
    )},
)  # fmt: skip


def told(facts: Facts, now: datetime = NOW) -> Any:
    answer = status(facts, now)
    Draft202012Validator(SCHEMA).validate(answer)
    return answer


def utc(text: str) -> str:
    return at(text).isoformat().replace("+00:00", "Z")


def with_promise(one: Promise, *events: Any, visit: Visit | None = None) -> Facts:
    return replace(aurora(NOW, *events), promises=(one,), visit=visit or Visit())


def test_free_until_the_next_meeting_however_far() -> None:
    answer = told(aurora(NOW, event("+3 11:00 - +3 12:00")))

    assert (answer["state"], answer["until"], answer["current"]) == ("free", utc("+3 11:00"), None)


def test_with_nothing_in_the_window_until_is_null() -> None:
    assert told(aurora(NOW))["until"] is None


def test_soon_until_the_start() -> None:
    answer = told(aurora(NOW, event("09:45-10:00")))
    assert (answer["state"], answer["until"], answer["current"]) == ("soon", utc("09:45"), None)


def test_busy_until_the_end_of_the_run_while_current_has_its_own_times() -> None:
    answer = told(aurora(NOW, event("09:30-10:00"), event("10:03-11:00", "Supplier call")))

    assert (answer["state"], answer["until"]) == ("busy", utc("11:00"))
    assert answer["current"] == {
        "id": "e 09:30-10:00", "subject": "Design review", "organizer": "Mina Okafor",
        "start": utc("09:30"), "end": utc("10:00"), "made_here": False, "confirmed": True, "checked_in": False,
    }  # fmt: skip
    assert [meeting["subject"] for meeting in answer["next"]] == ["Supplier call"]


def test_between_two_meetings_close_together_nothing_is_current() -> None:
    answer = told(aurora(NOW, event("09:00-09:40"), event("09:43-10:30")))
    assert (answer["state"], answer["until"], answer["current"]) == ("busy", utc("10:30"), None)


def test_all_day_runs_from_midnight_to_midnight_and_says_so() -> None:
    current = told(aurora(NOW, event("00:00 - +1 00:00", all_day=True)))["current"]

    assert (current["start"], current["end"]) == ("2026-10-12T22:00:00Z", "2026-10-13T22:00:00Z")
    assert current["all_day"] is True


def test_a_free_note_is_neither_current_nor_next() -> None:
    answer = told(aurora(NOW, event("00:00 - +1 00:00", all_day=True, busy=False)))
    assert (answer["state"], answer["current"], answer["next"]) == ("free", None, [])


def test_next_holds_the_whole_window_soonest_first_and_nothing_that_has_begun() -> None:
    answer = told(
        aurora(
            NOW,
            event("+2 08:00 - +2 09:00"),
            event("09:00-09:41"),
            event("12:00-13:00"),
            event("09:41-10:00"),
        )
    )
    assert [meeting["start"] for meeting in answer["next"]] == [utc("12:00"), utc("+2 08:00")]


def test_nobody_is_named_in_a_private_meeting_and_empty_subjects_are_meetings() -> None:
    private = event("09:30-10:00", "", private=True)
    answer = told(aurora(NOW, private, event("11:00-12:00", "")))

    assert (answer["current"]["subject"], answer["current"]["organizer"]) == ("Private meeting", None)
    assert answer["next"][0]["subject"] == "Meeting"


def test_typed_text_follows_the_privacy_mode_of_the_glass() -> None:
    booked = promise("09:41-10:11", subject="Layoffs", name="Lena Fischer")
    facts = replace(with_promise(booked), settings=replace(aurora(NOW).settings, privacy=Privacy.NONE))
    current = told(facts)["current"]

    assert (current["subject"], current["organizer"]) == ("Meeting", None)


@pytest.mark.parametrize(
    ("change", "state", "outbox", "confirmed"),
    [
        ({}, "holding", "queued", False),
        ({"life": Life.IN_DOUBT, "attempts": 1}, "holding", "in_doubt", False),
        ({"life": Life.AWAITING}, "holding", "awaiting_exchange", False),
        ({"provisional": True}, "held", "queued", False),
        ({"life": Life.CONFIRMED, "answered_at": NOW}, "busy", "confirmed", True),
    ],
)
def test_a_booking_made_here_is_told_in_every_state_of_its_life(
    change: dict[str, object], state: str, outbox: str, confirmed: bool
) -> None:
    asked = replace(promise("09:41-10:11"), **change)  # type: ignore[arg-type]  # because the changes are a table
    answer = told(with_promise(asked))

    assert (answer["state"], answer["until"]) == (state, utc("10:11"))
    assert (answer["current"]["made_here"], answer["current"]["confirmed"]) == (True, confirmed)
    assert answer["outbox"] == [
        {"id": OURS, "kind": "create", "state": outbox, "attempts": asked.attempts, "reason": None}
    ]


def test_a_held_request_for_later_tells_its_end() -> None:
    later = promise("13:00-13:30")
    answer = told(with_promise(later, visit=Visit(NOW, asked=OURS)))
    assert (answer["state"], answer["until"], answer["current"]) == ("holding", utc("13:30"), None)


def test_what_is_kept_has_left_the_outbox() -> None:
    booked = kept("09:30-10:00")
    answer = told(with_promise(booked, copy_of(booked)))

    assert answer["outbox"] == []
    assert (answer["current"]["made_here"], answer["current"]["confirmed"]) == (True, True)


def test_what_needs_a_person_stays_with_its_reason() -> None:
    wedged = promise("09:00-09:30", Life.WEDGED, wish=Wish.CANCEL, reason=Reason.BOOKING_REFUSED)
    assert told(with_promise(wedged))["outbox"] == [
        {"id": OURS, "kind": "cancel", "state": "wedged", "attempts": 0, "reason": "E-403B"}
    ]


def test_a_tentative_meeting_is_not_confirmed() -> None:
    assert told(aurora(NOW, event("09:30-10:00", accepted=False)))["current"]["confirmed"] is False


def test_what_exchange_accepted_is_confirmed_though_the_copy_that_was_read_is_older() -> None:
    booked = promise("09:41-10:11", Life.CONFIRMED, answered_at=NOW)
    current = told(with_promise(booked, copy_of(booked, accepted=False)))["current"]
    assert (current["made_here"], current["confirmed"]) == (True, True)


def test_unknown_tells_what_was_last_known_and_how_old_it_is() -> None:
    answer = told(replace(aurora(NOW, event("09:30-10:30")), heard=Heard(NOW - 45 * MINUTE)))

    assert (answer["state"], answer["until"]) == ("unknown", utc("10:30"))
    assert answer["current"]["subject"] == "Design review"
    assert answer["exchange"] == {
        "reachable": False, "last_success": utc("08:56"), "age_seconds": 2700, "loaded": None, "problem": None,
    }  # fmt: skip


def test_before_the_first_read_it_answers_unknown() -> None:
    answer = told(replace(aurora(NOW), heard=Heard()))

    assert (answer["state"], answer["until"]) == ("unknown", None)
    assert (answer["exchange"]["last_success"], answer["exchange"]["age_seconds"]) == (None, None)


def test_in_the_midst_of_the_first_read_it_tells_how_far_that_is() -> None:
    assert told(replace(aurora(NOW), heard=Heard(), loaded=500))["exchange"]["loaded"] == 500


def test_of_what_a_disk_remembers_by_another_clock_no_age_is_told() -> None:
    answer = told(replace(aurora(NOW, event("09:30-10:30")), heard=Heard(NOW, age_unknown=True)))

    assert answer["state"] == "unknown"
    assert (answer["exchange"]["last_success"], answer["exchange"]["age_seconds"]) == (utc("09:41"), None)


@pytest.mark.parametrize("reason", [Reason.READ_REFUSED, Reason.MAILBOX_MISSING, Reason.ACCESS_LOST])
def test_set_up_wrong_is_a_problem_with_its_reason(reason: Reason) -> None:
    answer = told(replace(aurora(NOW), heard=Heard(NOW, problem=reason)))
    assert (answer["state"], answer["exchange"]["problem"]) == ("problem", reason.value)


def test_a_fault_that_passes_is_told_and_no_problem() -> None:
    answer = told(replace(aurora(NOW), heard=Heard(NOW, problem=Reason.THROTTLED)))
    assert (answer["state"], answer["exchange"]["problem"]) == ("free", "E-429")


def test_unheard_for_a_day_is_a_problem_though_no_fault_has_a_name() -> None:
    answer = told(replace(aurora(NOW), heard=Heard(NOW - DAY - MINUTE)))
    assert (answer["state"], answer["exchange"]["problem"]) == ("problem", "E-NET")


def test_without_a_room_it_is_unpaired() -> None:
    answer = told(replace(aurora(NOW), room=None))
    assert (answer["state"], answer["room"]) == ("unpaired", None)


def test_a_room_without_a_name_is_called_by_its_address() -> None:
    facts = aurora(NOW)
    assert facts.room is not None
    nameless = replace(facts, room=replace(facts.room, name=""))

    assert told(nameless)["room"]["name"] == project(nameless, NOW).room == "aurora@contoso.com"


@given(worlds())
@search
def test_status_has_its_shape_and_says_what_the_glass_says(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    answer = told(facts, now)

    assert answer["state"] == project(facts, now).state.value
    starts = [meeting["start"] for meeting in answer["next"]]
    assert starts == sorted(starts)


def test_an_extension_under_way_tells_the_wished_end() -> None:
    booked = replace(
        kept("09:30-10:00"),
        wish=Wish.EXTEND,
        life=Life.AWAITING,
        wanted_end=at("10:15"),
        event_id=EventId("own"),
    )
    answer = told(with_promise(booked, copy_of(booked)))

    assert (answer["state"], answer["until"], answer["outbox"][0]["kind"]) == (
        "holding",
        utc("10:15"),
        "extend",
    )
