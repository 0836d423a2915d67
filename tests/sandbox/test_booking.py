"""How a room answers (facts.md §8, behaviours 1-4 and 6-8)."""

from .conftest import AURORA, LENA, OMAR, Office, Open


def test_a_direct_post_into_an_occupied_room_is_created_and_overlaps(office: Office) -> None:
    office.create()
    office.later(5)
    begin = office.view()[0]["start"]

    answer = office.ask(
        "POST",
        f"/users/{AURORA}/events",
        {"subject": "Walk-up", "start": begin, "end": office.view()[0]["end"]},
    )

    assert answer.status_code == 201
    assert answer.json()["isOrganizer"] is True
    assert answer.json()["subject"] == "Walk-up"
    assert [one["showAs"] for one in office.view()] == ["busy", "busy"]


def test_an_invitation_into_an_occupied_room_is_created_then_declined(office: Office) -> None:
    office.create()
    office.later(5)
    before = office.view()

    second = office.create(OMAR, 75)
    office.later(5)

    assert office.room_status(second, OMAR) == "declined"
    assert [one["id"] for one in office.view()] == [one["id"] for one in before]
    assert office.event(OMAR, second["id"])["isCancelled"] is False


def test_an_invitation_into_a_free_room_is_tentative_first_and_then_busy_with_the_organizers_name(
    office: Office,
) -> None:
    event = office.create()
    assert office.view() == []

    office.later(0.85)
    tentative = office.view()[0]
    assert (tentative["showAs"], tentative["subject"]) == ("tentative", "Design review")
    assert tentative["responseStatus"]["response"] == "notResponded"
    assert tentative["bodyPreview"] == "Bring the drawings"
    assert office.room_status(event) == "none"

    office.later(5)
    accepted = office.view()[0]
    assert (accepted["showAs"], accepted["subject"]) == ("busy", "Lena Fischer")
    assert accepted["responseStatus"]["response"] == "accepted"
    assert accepted["body"]["content"] == ""
    assert accepted["isOrganizer"] is False
    assert accepted["iCalUId"] == event["iCalUId"]
    assert accepted["id"] != event["id"]
    assert office.room_status(event) == "accepted"


def test_an_invitation_to_a_past_meeting_is_never_answered(office: Office) -> None:
    event = office.create(start=-120)

    office.later(600)

    assert office.room_status(event) == "none"
    assert office.view()[0]["showAs"] == "tentative"


def test_two_invitations_for_one_slot_are_answered_in_the_order_they_arrived(office: Office) -> None:
    first, second = office.create(LENA), office.create(OMAR)

    office.later(10)

    assert office.room_status(first, LENA) == "accepted"
    assert office.room_status(second, OMAR) == "declined"


def test_a_meeting_moved_onto_a_conflict_is_declined_and_leaves_the_room(office: Office) -> None:
    office.create(OMAR, 120)
    event = office.create(LENA, 60)
    office.later(5)

    begin = office.view()[1]
    moved = office.ask(
        "PATCH", f"/users/{LENA}/events/{event['id']}", {"start": begin["start"], "end": begin["end"]}
    )
    assert moved.status_code == 200
    assert moved.json()["attendees"][0]["status"]["response"] == "none"
    office.later(5)

    assert office.room_status(event) == "declined"
    assert [one["subject"] for one in office.view()] == ["Omar Haddad"]


def test_a_moved_meeting_is_tentative_again_and_then_accepted(office: Office) -> None:
    event = office.create()
    office.later(5)

    office.ask(
        "PATCH",
        f"/users/{LENA}/events/{event['id']}",
        {"end": {"dateTime": "2026-03-10T13:00:00", "timeZone": "UTC"}},
    )
    office.later(0.85)
    assert office.view()[0]["showAs"] == "tentative"
    assert office.view()[0]["subject"] == "Design review"
    office.later(5)

    assert office.view()[0]["showAs"] == "busy"
    assert office.view()[0]["end"]["dateTime"] == "2026-03-10T13:00:00.0000000"
    assert office.room_status(event) == "accepted"


def test_a_new_subject_alone_is_rewritten_by_the_room_again(office: Office) -> None:
    event = office.create()
    office.later(5)

    office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"subject": "Secret plan"})
    office.later(0.85)
    assert office.view()[0]["subject"] == "Secret plan"
    office.later(5)

    assert office.view()[0]["subject"] == "Lena Fischer"
    assert office.room_status(event) == "accepted"


def test_a_cancelled_meeting_stays_in_the_room_as_cancelled_and_free(office: Office) -> None:
    event = office.create()
    office.later(5)

    answer = office.ask("POST", f"/users/{LENA}/events/{event['id']}/cancel", {"comment": "Sorry"})
    assert (answer.status_code, answer.content) == (202, b"")
    office.later(5)

    left = office.view()[0]
    assert (left["isCancelled"], left["showAs"]) == (True, "free")
    assert left["subject"] == "Canceled: Lena Fischer"
    assert office.ask("GET", f"/users/{LENA}/events/{event['id']}").status_code == 404
    second = office.create(OMAR)
    office.later(5)
    assert office.room_status(second, OMAR) == "accepted"


def test_a_cancelled_meeting_leaves_a_room_that_removes_cancelled_meetings(office: Office) -> None:
    office.act("settings", room=AURORA, set={"RemoveCanceledMeetings": True})
    event = office.create()
    office.later(5)

    office.ask("DELETE", f"/users/{LENA}/events/{event['id']}")
    office.later(5)

    assert office.view() == []


def test_by_switch_autoaccept_rooms_drop_cancelled_meetings_anyway(opened: Open) -> None:
    office = opened(cancelled_disappear=True)
    event = office.create()
    office.later(5)

    office.ask("POST", f"/users/{LENA}/events/{event['id']}/cancel", {})
    office.later(5)

    assert office.view() == []


def test_a_cancellation_overtakes_a_room_that_is_still_thinking(office: Office) -> None:
    event = office.create()
    office.later(0.85)

    office.ask("POST", f"/users/{LENA}/events/{event['id']}/cancel", {})
    office.later(5)

    assert [one["isCancelled"] for one in office.view()] == [True]


def test_a_room_that_declines_frees_the_slot_and_the_organizer_keeps_the_meeting(office: Office) -> None:
    event = office.create()
    office.later(5)
    copy = office.view()[0]

    answer = office.ask("POST", f"/users/{AURORA}/events/{copy['id']}/decline", {"comment": "Released"})
    assert answer.status_code == 202
    assert office.view() == []
    office.later(1)

    assert office.room_status(event) == "declined"
    assert office.event(LENA, event["id"])["isCancelled"] is False


def test_an_attendee_may_not_cancel_and_an_organizer_may_not_decline(office: Office) -> None:
    event = office.create()
    office.later(5)
    copy = office.view()[0]

    cancelled = office.ask("POST", f"/users/{AURORA}/events/{copy['id']}/cancel", {})
    declined = office.ask("POST", f"/users/{LENA}/events/{event['id']}/decline", {})

    assert (cancelled.status_code, declined.status_code) == (400, 400)
    assert "need to be an organizer" in cancelled.json()["error"]["message"]
    assert declined.json()["error"]["code"] == "ErrorCalendarIsOrganizerForDecline"


def test_a_patch_on_the_rooms_copy_stays_local_until_the_organizer_updates(office: Office) -> None:
    event = office.create()
    office.later(5)
    copy = office.view()[0]
    end = {"dateTime": copy["start"]["dateTime"], "timeZone": "UTC"}

    assert office.ask("PATCH", f"/users/{AURORA}/events/{copy['id']}", {"end": end}).status_code == 200
    assert office.view()[0]["end"]["dateTime"] == end["dateTime"]
    assert office.event(LENA, event["id"])["end"] == event["end"]

    office.ask("PATCH", f"/users/{LENA}/events/{event['id']}", {"subject": "Other"})
    office.later(5)
    assert office.view()[0]["end"] == event["end"]


def test_deleting_the_rooms_copy_frees_the_slot_and_tells_nobody(office: Office) -> None:
    event = office.create()
    office.later(5)

    answer = office.ask("DELETE", f"/users/{AURORA}/events/{office.view()[0]['id']}")
    office.later(5)

    assert answer.status_code == 204
    assert office.view() == []
    assert office.room_status(event) == "accepted"
