"""Recurring meetings, their exceptions and the clocks that change (facts.md §2.7, §2.13; §8, behaviour 18)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from kiosk.sandbox.model.event import Span

from .conftest import AURORA, LENA, OMAR, Office, Open, room

BERLIN = "W. Europe Standard Time"


def weekly(office: Office, **more: Any) -> Any:
    """Tuesdays 09:00 in Berlin from 17 March on, four times; the clocks change on 29 March."""
    body = {
        "subject": "Weekly",
        "start": {"dateTime": "2026-03-17T09:00:00", "timeZone": BERLIN},
        "end": {"dateTime": "2026-03-17T10:00:00", "timeZone": BERLIN},
        "attendees": [room(AURORA)],
        "recurrence": {
            "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
            "range": {"type": "numbered", "startDate": "2026-03-17", "numberOfOccurrences": 4},
        },
    } | more
    answer = office.ask("POST", f"/users/{LENA}/events", body)
    assert answer.status_code == 201, answer.text
    office.later(5)
    return answer.json()


def starts(events: list[Any]) -> list[str]:
    return [one["start"]["dateTime"][:16] for one in events]


def in_room(office: Office) -> list[Any]:
    return office.view(AURORA, hours=24 * 60)


def instances(office: Office, master: Any) -> list[Any]:
    window = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z"
    return list(office.get(f"/users/{LENA}/events/{master['id']}/instances?{window}")["value"])


def test_a_series_keeps_its_wall_clock_over_the_change_of_the_clocks(office: Office) -> None:
    master = weekly(office)
    assert master["type"] == "seriesMaster"
    found = in_room(office)
    assert starts(found) == [
        "2026-03-17T08:00", "2026-03-24T08:00", "2026-03-31T07:00", "2026-04-07T07:00",
    ]  # fmt: skip
    assert {one["type"] for one in found} == {"occurrence"}
    assert len({one["iCalUId"] for one in found}) == 4
    assert found[2]["originalStart"] == "2026-03-31T07:00:00.0000000Z"


def test_masters_are_listed_among_events_and_not_in_a_window(office: Office) -> None:
    master = weekly(office)
    listed = office.get(f"/users/{LENA}/events")["value"]
    assert [(one["id"], one["type"]) for one in listed] == [(master["id"], "seriesMaster")]
    assert {one["seriesMasterId"] for one in office.view(LENA, hours=24 * 60)} == {master["id"]}


def test_a_moved_occurrence_is_an_exception_that_the_room_answers_by_itself(office: Office) -> None:
    master = weekly(office)
    second = instances(office, master)[1]
    later = {"dateTime": "2026-03-25T11:00:00", "timeZone": BERLIN}
    end = {"dateTime": "2026-03-25T12:00:00", "timeZone": BERLIN}

    moved = office.ask("PATCH", f"/users/{LENA}/events/{second['id']}", {"start": later, "end": end}).json()
    assert (moved["type"], moved["originalStart"]) == ("exception", "2026-03-24T08:00:00.0000000Z")
    office.later(0.85)
    shown = in_room(office)[1]
    assert (shown["type"], shown["showAs"], shown["start"]["dateTime"][:16]) == (
        "exception", "tentative", "2026-03-25T10:00",
    )  # fmt: skip
    assert {one["showAs"] for one in in_room(office) if one["type"] == "occurrence"} == {"busy"}
    office.later(5)
    assert in_room(office)[1]["showAs"] == "busy"
    exception = office.get(f"/users/{LENA}/events/{second['id']}")
    assert exception["attendees"][0]["status"]["response"] == "accepted"
    whole = office.get(f"/users/{LENA}/events/{master['id']}?$expand=exceptionOccurrences")
    assert [one["id"] for one in whole["exceptionOccurrences"]] == [second["id"]]


def test_an_occurrence_moved_onto_a_conflict_is_lost_alone(office: Office) -> None:
    master = weekly(office)
    noon = {
        "start": {"dateTime": "2026-03-24T12:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-24T13:00:00", "timeZone": "UTC"},
    }
    office.ask("POST", f"/users/{OMAR}/events", {**noon, "attendees": [room(AURORA)]})
    office.later(5)
    second = instances(office, master)[1]

    assert office.ask("PATCH", f"/users/{LENA}/events/{second['id']}", noon).status_code == 200
    office.later(5)

    assert starts(in_room(office)) == [
        "2026-03-17T08:00",
        "2026-03-24T12:00",
        "2026-03-31T07:00",
        "2026-04-07T07:00",
    ]
    assert [one["attendees"][0]["status"]["response"] for one in instances(office, master)] == [
        "accepted", "declined", "accepted", "accepted",
    ]  # fmt: skip


def test_an_occurrence_may_not_cross_its_neighbour(office: Office) -> None:
    master = weekly(office)
    second = instances(office, master)[1]
    far = {
        "start": {"dateTime": "2026-04-01T09:00:00", "timeZone": BERLIN},
        "end": {"dateTime": "2026-04-01T10:00:00", "timeZone": BERLIN},
    }
    answer = office.ask("PATCH", f"/users/{LENA}/events/{second['id']}", far)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ErrorOccurrenceCrossingBoundary")


def test_a_cancelled_occurrence_leaves_the_series_everywhere(office: Office) -> None:
    master = weekly(office)
    second = instances(office, master)[1]
    assert office.ask("POST", f"/users/{LENA}/events/{second['id']}/cancel", {}).status_code == 202
    office.later(5)
    assert len(instances(office, master)) == len(in_room(office)) == 3
    assert office.ask("GET", f"/users/{LENA}/events/{second['id']}").status_code == 404
    whole = office.event(LENA, master["id"])
    assert [one.endswith(".2026-03-24") for one in whole["cancelledOccurrences"]] == [True]


def test_a_room_that_declines_one_occurrence_keeps_the_others(office: Office) -> None:
    master = weekly(office)
    copy = in_room(office)[1]
    assert office.ask("POST", f"/users/{AURORA}/events/{copy['id']}/decline", {}).status_code == 202
    office.later(5)
    assert len(in_room(office)) == 3
    found = instances(office, master)
    assert [one["attendees"][0]["status"]["response"] for one in found] == [
        "accepted", "declined", "accepted", "accepted",
    ]  # fmt: skip
    assert found[1]["type"] == "exception"


def test_a_series_that_gets_a_new_time_is_asked_again_as_a_whole(office: Office) -> None:
    master = weekly(office)
    change = {
        "start": {"dateTime": "2026-03-17T14:00:00", "timeZone": BERLIN},
        "end": {"dateTime": "2026-03-17T15:00:00", "timeZone": BERLIN},
    }
    office.ask("PATCH", f"/users/{LENA}/events/{master['id']}", change)
    office.later(5)
    assert starts(in_room(office))[2:] == ["2026-03-31T12:00", "2026-04-07T12:00"]
    assert office.room_status(master) == "accepted"


def test_a_cancelled_series_is_cancelled_as_a_whole(office: Office) -> None:
    master = weekly(office)
    office.ask("POST", f"/users/{LENA}/events/{master['id']}/cancel", {})
    office.later(5)
    assert [one["isCancelled"] for one in in_room(office)] == [True] * 4


def test_a_room_invited_to_one_occurrence_only_answers_for_that_one(office: Office) -> None:
    master = weekly(office, attendees=[])
    second = instances(office, master)[1]
    office.ask("PATCH", f"/users/{LENA}/events/{second['id']}", {"attendees": [room(AURORA)]})
    office.later(5)
    copy = in_room(office)
    assert [(one["type"], one["showAs"]) for one in copy] == [("singleInstance", "busy")]
    one = office.get(f"/users/{LENA}/events/{second['id']}")
    assert one["attendees"][0]["status"]["response"] == "accepted"
    office.ask("DELETE", f"/users/{LENA}/events/{second['id']}")
    office.later(5)
    assert [one["isCancelled"] for one in in_room(office)] == [True]


def test_other_patterns_have_the_dates_their_words_say(office: Office) -> None:
    def dates(pattern: dict[str, Any], first: str = "2026-01-31") -> list[str]:
        limits = {"type": "numbered", "startDate": first, "numberOfOccurrences": 4}
        master = weekly(office, attendees=[], recurrence={"pattern": pattern, "range": limits})
        window = "startDateTime=2026-01-01T00:00:00Z&endDateTime=2030-01-01T00:00:00Z"
        found = office.get(f"/users/{LENA}/events/{master['id']}/instances?{window}")["value"]
        return [one["start"]["dateTime"][:10] for one in found]

    assert dates({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31}) == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30",
    ]  # fmt: skip
    assert dates({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["friday"], "index": "last"}) == [
        "2026-02-27", "2026-03-27", "2026-04-24", "2026-05-29",
    ]  # fmt: skip
    assert dates({"type": "daily", "interval": 3}) == ["2026-01-31", "2026-02-03", "2026-02-06", "2026-02-09"]
    assert dates({"type": "weekly", "interval": 2, "daysOfWeek": ["monday", "friday"]}, "2026-03-02") == [
        "2026-03-02", "2026-03-06", "2026-03-16", "2026-03-20",
    ]  # fmt: skip
    yearly = dates({"type": "absoluteYearly", "interval": 1, "month": 3, "dayOfMonth": 8}, "2026-03-08")
    assert yearly == ["2026-03-08", "2027-03-08", "2028-03-08", "2029-03-08"]


def test_by_switch_occurrences_share_their_icaluid(opened: Open) -> None:
    office = opened(occurrence_uid="shared")
    master = weekly(office)
    assert {one["iCalUId"] for one in in_room(office)} == {master["iCalUId"]}


def test_in_the_repeated_hour_a_meeting_still_ends_after_it_began() -> None:
    begin = datetime(2026, 11, 1, 6, tzinfo=UTC)  # 01:00 in New York, for the second time that night
    span = Span.at(begin, timedelta(minutes=30), "Eastern Standard Time")
    assert span.on(date(2026, 11, 1)).instants("UTC") == (begin, begin + timedelta(minutes=30))
