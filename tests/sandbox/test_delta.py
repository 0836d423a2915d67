"""calendarView/delta with all its traps (facts.md §2.3; §8, behaviour 9)."""

from typing import Any

import pytest

from .conftest import AURORA, LENA, Office, Open
from .test_series import instances, weekly

WINDOW = "startDateTime=2026-03-10T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"


def sync(office: Office, link: str = "", mailbox: str = LENA, **headers: str) -> tuple[list[Any], str]:
    """A whole round: all items and the delta link."""
    link = link or f"/users/{mailbox}/calendarView/delta?{WINDOW}"
    items: list[Any] = []
    for _ in range(50):
        page = office.get(link, **headers)
        items += page["value"]
        if "@odata.deltaLink" in page:
            return items, page["@odata.deltaLink"]
        link = page["@odata.nextLink"]
    raise AssertionError("the round never ends")


def test_a_round_has_pages_and_ends_with_a_delta_link(office: Office) -> None:
    for number in range(12):
        office.create(attendees=[], start=number * 30)
    first = office.get(f"/users/{LENA}/calendarView/delta?{WINDOW}")
    assert len(first["value"]) == 10
    assert "$skiptoken" in first["@odata.nextLink"]
    items, link = sync(office)
    assert len(items) == 12
    assert sync(office, link)[0] == []


def test_a_page_may_be_empty_and_still_lead_on(opened: Open) -> None:
    office = opened(delta_empty_page=True)
    office.create(attendees=[])
    first = office.get(f"/users/{LENA}/calendarView/delta?{WINDOW}")
    assert first["value"] == []
    assert len(office.get(first["@odata.nextLink"])["value"]) == 1


def test_changes_come_once_and_deletions_as_removed(office: Office) -> None:
    event = office.create(attendees=[])
    office.later(5)
    _, link = sync(office)
    office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"subject": "New"})
    items, link = sync(office, link)
    assert [one["subject"] for one in items] == ["New"]
    office.ask("DELETE", f"/users/{LENA}/events/{event['id']}")
    items, link = sync(office, link)
    assert items == [
        {"@odata.type": "#microsoft.graph.event", "id": event["id"], "@removed": {"reason": "deleted"}}
    ]
    assert sync(office, link)[0] == []


def test_occurrences_are_stripped_and_exceptions_are_whole(office: Office) -> None:
    master = weekly(office)
    second = instances(office, master)[1]
    office.ask("PATCH", f"/users/{LENA}/events/{second['id']}", {"subject": "Special"})
    items, _ = sync(office)
    assert [one["type"] for one in items].count("seriesMaster") == 1
    stripped = [one for one in items if one["type"] == "occurrence"]
    assert set(stripped[0]) == {
        "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end",
    }  # fmt: skip
    exception = next(one for one in items if one["type"] == "exception")
    assert (exception["subject"], exception["id"]) == ("Special", second["id"])
    ghost = next(one for one in items if one["type"] == "seriesMaster")
    assert ghost["start"]["dateTime"].startswith("2026-03-17")


def test_by_switch_the_master_is_absent(opened: Open) -> None:
    office = opened(delta_master=False)
    weekly(office)
    items, _ = sync(office)
    assert {one["type"] for one in items} == {"occurrence"}


def test_a_deleted_occurrence_is_never_mentioned(office: Office) -> None:
    master = weekly(office)
    _, link = sync(office)
    second = instances(office, master)[1]
    office.ask("DELETE", f"/users/{LENA}/events/{second['id']}")
    items, _ = sync(office, link)
    assert second["id"] not in [one["id"] for one in items]
    assert not [one for one in items if "@removed" in one]
    assert [one["type"] for one in items] == ["seriesMaster", "occurrence", "occurrence"]


def test_what_happens_outside_the_window_is_told_as_removed(office: Office) -> None:
    _, link = sync(office)
    outside = office.create(attendees=[], start=60 * 24 * 40)
    items, _ = sync(office, link)
    assert [(one["id"], one["@removed"]) for one in items] == [(outside["id"], {"reason": "deleted"})]


def test_a_deleted_series_takes_its_occurrences_along(office: Office) -> None:
    master = weekly(office)
    _, link = sync(office)
    office.ask("DELETE", f"/users/{LENA}/events/{master['id']}")
    items, _ = sync(office, link)
    assert len(items) == 4
    assert all("@removed" in one for one in items)


def test_the_attendants_steps_are_changes_of_the_room(office: Office) -> None:
    _, link = sync(office, mailbox=AURORA)
    office.create()
    office.later(0.85)
    items, link = sync(office, link)
    assert [one["showAs"] for one in items] == ["tentative"]
    office.later(5)
    items, link = sync(office, link)
    assert [one["showAs"] for one in items] == ["busy"]


def test_page_size_and_zone_are_asked_for_at_every_page(office: Office) -> None:
    for number in range(3):
        office.create(attendees=[], start=number * 30)
    first = office.get(f"/users/{LENA}/calendarView/delta?{WINDOW}", Prefer="odata.maxpagesize=2")
    assert len(first["value"]) == 2
    second = office.get(first["@odata.nextLink"], Prefer='outlook.timezone="Tokyo Standard Time"')
    assert second["value"][0]["start"]["timeZone"] == "Tokyo Standard Time"


@pytest.mark.parametrize("option", ["$select=id", "$filter=x", "$orderby=subject", "$expand=x", "$top=5"])
def test_options_that_delta_does_not_know_are_refused(office: Office, option: str) -> None:
    answer = office.ask("GET", f"/users/{LENA}/calendarView/delta?{WINDOW}&{option}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ErrorInvalidUrlQuery")


@pytest.mark.parametrize("spelling", ["delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"])
def test_delta_has_many_spellings(office: Office, spelling: str) -> None:
    assert office.ask("GET", f"/users/{LENA}/calendarView/{spelling}?{WINDOW}").status_code == 200


def test_a_dead_token_is_gone_with_a_place_to_begin_anew(office: Office) -> None:
    _, link = sync(office)
    office.act("forget-delta")
    answer = office.ask("GET", link)
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "resyncRequired")
    assert answer.headers["Location"].endswith("delta?$deltaToken=")


def test_by_switch_a_dead_token_is_a_bad_request(opened: Open) -> None:
    office = opened(delta_dead="400")
    _, link = sync(office)
    office.act("forget-delta")
    answer = office.ask("GET", link)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "syncStateNotFound")
