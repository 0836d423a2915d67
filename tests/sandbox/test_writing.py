"""Creating and changing events: transactions, change keys, bodies (facts.md §2.4, §2.5; §8, behaviours 11, 12, 20)."""

from typing import Any

import pytest

from .conftest import AURORA, DISPLAYS, LENA, OMAR, Office, Open, room


def test_the_same_transaction_with_the_same_body_is_created_once(office: Office) -> None:
    first = office.try_create(DISPLAYS, transactionId="press-1")
    office.later(5)
    again = office.try_create(DISPLAYS, start=60 - 5 / 60, transactionId="press-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["transactionId"] == "press-1"
    assert len(office.view(DISPLAYS)) == len(office.view()) == 1


def test_the_same_transaction_with_another_body_is_refused(office: Office) -> None:
    first = office.create(DISPLAYS, transactionId="press-1")
    other = office.try_create(DISPLAYS, transactionId="press-1", subject="Something else")

    assert (other.status_code, other.json()["error"]["code"]) == (400, "ErrorDuplicateTransactionId")
    assert other.json()["error"]["@event.existingEventId"] == first["id"]
    office.act("switches", duplicate_transaction=409)
    assert office.try_create(DISPLAYS, transactionId="press-1", subject="Something else").status_code == 409
    assert office.try_create(LENA, transactionId="press-1").status_code == 201
    assert "transactionId" not in office.create(LENA)


def test_a_change_soon_after_create_meets_the_change_key_race(opened: Open) -> None:
    office = opened(change_key_race="always")
    event = office.create(DISPLAYS)
    path = f"/users/{DISPLAYS}/events/{event['id']}"

    office.later(2.9)
    for method, tail, body in (("PATCH", "", {"subject": "X"}), ("POST", "/cancel", {})):
        answer = office.ask(method, path + tail, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (412, "ErrorIrresolvableConflict")
    office.later(0.2)
    assert office.ask("PATCH", path, {"subject": "X"}).status_code == 200
    assert office.ask("POST", f"{path}/cancel", {}).status_code == 202


def test_a_delete_without_if_match_never_meets_the_race(opened: Open) -> None:
    office = opened(change_key_race="always")
    event = office.create(DISPLAYS)
    path = f"/users/{DISPLAYS}/events/{event['id']}"
    with_key = office.ask("DELETE", path, headers={"If-Match": event["@odata.etag"]})
    assert with_key.status_code == 412
    assert office.ask("DELETE", path).status_code == 204


def test_exchange_moves_the_change_key_by_itself_soon_after_create(office: Office) -> None:
    event = office.create(DISPLAYS, attendees=[])
    office.later(3)
    path = f"/users/{DISPLAYS}/events/{event['id']}"
    assert office.get(path)["@odata.etag"] != event["@odata.etag"]
    old = office.ask("PATCH", path, {"subject": "X"}, headers={"If-Match": event["@odata.etag"]})
    assert old.status_code == 412
    now = office.get(path)["@odata.etag"]
    assert office.ask("PATCH", path, {"subject": "X"}, headers={"If-Match": now}).status_code == 200


def test_the_race_can_be_met_sometimes(opened: Open) -> None:
    office = opened(change_key_race="sometimes")
    event = office.create(DISPLAYS, attendees=[])
    path = f"/users/{DISPLAYS}/events/{event['id']}"
    met = {office.ask("PATCH", path, {"subject": "X"}).status_code for _ in range(20)}
    assert met == {200, 412}


def test_enums_are_read_in_any_case_and_written_in_one(office: Office) -> None:
    event = office.create(
        attendees=[{"type": "Resource", "emailAddress": {"address": AURORA}}],
        body={"contentType": "HTML", "content": "<p>Hello <b>you</b></p>"},
        showAs="Tentative",
        sensitivity="Private",
    )
    assert (event["attendees"][0]["type"], event["body"]["contentType"]) == ("resource", "html")
    assert (event["showAs"], event["sensitivity"], event["bodyPreview"]) == (
        "tentative",
        "private",
        "Hello you",
    )
    text = office.ask(
        "GET", f"/users/{LENA}/events/{event['id']}", headers={"Prefer": 'outlook.body-content-type="text"'}
    )
    assert text.json()["body"] == {"contentType": "text", "content": "Hello you"}


def test_a_status_in_the_request_accepts_nothing(office: Office) -> None:
    sent = room(AURORA) | {"status": {"response": "accepted"}}
    event = office.create(attendees=[sent])
    assert event["attendees"][0]["status"]["response"] == "none"


def test_an_empty_body_makes_an_event(office: Office) -> None:
    assert (
        office.ask("POST", f"/users/{LENA}/events", {})
        .json()["start"]["dateTime"]
        .startswith("2026-03-10T11:30")
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nonsense": 1}, "RequestBodyRead"),
        ({"subject": 5}, "RequestBodyRead"),
        ({"showAs": "sleeping"}, "RequestBodyRead"),
        ({"attendees": [{"emailAddress": {"address": "nobody"}}]}, "ErrorInvalidRecipients"),
        ({"end": {"dateTime": "soon", "timeZone": "UTC"}}, "ErrorPropertyValidationFailure"),
        ({"end": {"dateTime": "2026-03-10T12:00:00", "timeZone": "Moon"}}, "ErrorCalendarInvalidTimeZone"),
        ({"end": {"dateTime": "2026-03-09T12:00:00", "timeZone": "UTC"}}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"recurrence": {"pattern": {"type": "daily", "interval": 1}, "range": {
            "type": "endDate", "startDate": "2026-03-10", "endDate": "2026-03-09"}}}, "ErrorRecurrenceHasNoOccurrence"),
    ],
)  # fmt: skip
def test_what_graph_cannot_read_it_refuses(office: Office, change: dict[str, Any], code: str) -> None:
    answer = office.try_create(**change)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_what_is_not_json_is_refused(office: Office) -> None:
    answer = office.client.post(f"{office.base}/users/{LENA}/events", content=b"{not json")
    assert answer.status_code == 400


def test_taking_the_room_off_the_list_cancels_it_there_only(office: Office) -> None:
    guest = {"type": "required", "emailAddress": {"address": OMAR}}
    event = office.create(attendees=[room(AURORA), guest])
    office.later(5)
    before = office.view(OMAR)[0]["lastModifiedDateTime"]

    answer = office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"attendees": [guest]})
    assert [one["emailAddress"]["address"] for one in answer.json()["attendees"]] == [OMAR]
    office.later(5)

    assert [(one["isCancelled"], one["showAs"]) for one in office.view()] == [(True, "free")]
    assert office.view(OMAR)[0]["lastModifiedDateTime"] == before
    assert office.event(LENA, event["id"])["isCancelled"] is False

    office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"attendees": [guest, room(AURORA)]})
    office.later(5)
    assert office.room_status(event) == "accepted"
    assert [(one["isCancelled"], one["showAs"]) for one in office.view()] == [(False, "busy")]


def test_answers_survive_a_list_that_only_grows(office: Office) -> None:
    event = office.create()
    office.later(5)
    guest = {"type": "required", "emailAddress": {"address": OMAR}}
    office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"attendees": [room(AURORA), guest]})
    assert office.room_status(event) == "accepted"
    office.later(5)
    assert len(office.view(OMAR)) == 1


@pytest.mark.parametrize("remove", [True, False])
def test_a_private_meeting_stays_private_only_where_the_flag_is_kept(office: Office, remove: bool) -> None:
    office.act("settings", room=AURORA, set={"RemovePrivateProperty": remove, "DeleteSubject": False})
    office.create(sensitivity="private", subject="Salary")
    office.later(5)
    shown = office.view()[0]
    assert shown["sensitivity"] == ("normal" if remove else "private")
    assert shown["subject"] == "Lena Fischer Salary"
    window = {
        "schedules": [AURORA],
        "startTime": {"dateTime": "2026-03-10T11:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-10T14:00:00", "timeZone": "UTC"},
    }
    items = office.ask("POST", f"/users/{LENA}/calendar/getSchedule", window).json()["value"][0][
        "scheduleItems"
    ]
    assert items[0]["isPrivate"] is not remove


def test_by_switch_an_attendees_copy_refuses_new_times(opened: Open) -> None:
    office = opened(attendee_patch="refused")
    office.create()
    office.later(5)
    copy = office.view()[0]
    path = f"/users/{AURORA}/events/{copy['id']}"
    assert office.ask("PATCH", path, {"end": copy["start"]}).status_code == 400
    assert office.ask("PATCH", path, {"categories": ["Red"]}).json()["categories"] == ["Red"]


def test_by_switch_deleting_a_copy_declines_to_the_organizer(opened: Open) -> None:
    office = opened(delete_tells_organizer=True)
    event = office.create()
    office.later(5)
    office.ask("DELETE", f"/users/{AURORA}/events/{office.view()[0]['id']}")
    office.later(1)
    assert office.room_status(event) == "declined"


def test_what_people_decline_stays_where_it_is_preserved(office: Office) -> None:
    office.act("mailbox", mailbox=AURORA, preserve_declined=True)
    office.create()
    office.later(5)
    office.ask("POST", f"/users/{AURORA}/events/{office.view()[0]['id']}/decline", {})
    shown = office.view()[0]
    assert (shown["showAs"], shown["responseStatus"]["response"]) == ("free", "declined")


def test_a_new_time_cannot_be_proposed_where_it_is_not_wanted(office: Office) -> None:
    office.create(allowNewTimeProposals=False)
    office.later(5)
    copy = office.view()[0]
    wish = {"proposedNewTime": {"start": copy["start"], "end": copy["end"]}}
    answer = office.ask("POST", f"/users/{AURORA}/events/{copy['id']}/microsoft.graph.decline", wish)
    assert answer.status_code == 400


def test_an_event_can_be_gone_for_good(office: Office) -> None:
    event = office.create()
    path = f"/users/{LENA}/events/{event['id']}"
    assert office.ask("POST", f"{path}/permanentDelete").status_code == 204
    assert office.ask("DELETE", path).status_code == 404
