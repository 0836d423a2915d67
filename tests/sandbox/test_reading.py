"""Windows, pages, zones and ids as Graph answers them (facts.md §2.0-2.2, §2.13; §8, behaviours 10 and 14)."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from .conftest import AURORA, LENA, OMAR, Office, Open, iso, room

ALL_DAY = {
    "subject": "Fair",
    "isAllDay": True,
    "showAs": "free",
    "start": {"dateTime": "2026-03-11T00:00:00", "timeZone": "W. Europe Standard Time"},
    "end": {"dateTime": "2026-03-12T00:00:00", "timeZone": "W. Europe Standard Time"},
}


def test_a_window_is_inclusive_at_its_start_and_not_at_its_end(office: Office) -> None:
    office.create(attendees=[], start=60, length=30)
    begin = office.now() + timedelta(minutes=90)
    path = (
        f"/users/{LENA}/calendarView?startDateTime={iso(begin)}&endDateTime={iso(begin + timedelta(hours=1))}"
    )
    assert len(office.get(path)["value"]) == 1

    before = office.now() + timedelta(minutes=30)
    begin = office.now() + timedelta(minutes=60)
    path = f"/users/{LENA}/calendarView?startDateTime={iso(before)}&endDateTime={iso(begin)}"
    assert office.get(path)["value"] == []


@pytest.mark.parametrize("offset", ["", "Z", "%2B01:00", "-08:00"])
def test_the_offset_of_a_window_decides(office: Office, offset: str) -> None:
    office.create(attendees=[], start=0, length=30)
    hours = {"": 0, "Z": 0, "%2B01:00": 1, "-08:00": -8}[offset]
    begin = office.now() + timedelta(hours=hours)
    path = (
        f"/users/{LENA}/calendarView?startDateTime={iso(begin)}{offset}"
        f"&endDateTime={iso(begin + timedelta(minutes=5))}{offset}"
    )
    assert len(office.get(path)["value"]) == 1


def test_pages_are_of_ten_and_linked_on_the_same_origin(office: Office) -> None:
    for number in range(12):
        office.create(attendees=[], start=number * 30, subject=f"Meeting {number}")
    window = f"startDateTime={iso(office.now())}&endDateTime={iso(office.now() + timedelta(days=1))}"
    first = office.get(f"/users/{LENA}/calendarView?{window}")
    assert len(first["value"]) == 10
    assert first["@odata.nextLink"].startswith(f"{office.base}/users/{LENA}/calendarView?")

    rest = office.get(first["@odata.nextLink"])
    assert [one["subject"] for one in rest["value"]] == ["Meeting 10", "Meeting 11"]
    assert "@odata.nextLink" not in rest
    assert len(office.get(f"/users/{LENA}/calendarView?{window}&$top=100")["value"]) == 12
    path = f"/users/{LENA}/calendarView?{window}&%24top=5&$count=true"
    assert office.get(path)["@odata.count"] == 12
    sized = office.ask(
        "GET", f"/users/{LENA}/calendarView?{window}", headers={"Prefer": "odata.maxpagesize=7"}
    )
    assert len(sized.json()["value"]) == 7
    assert sized.headers["Preference-Applied"] == "odata.maxpagesize=7"


def test_select_gives_those_and_the_id_and_never_the_dates_of_creation(office: Office) -> None:
    office.create()
    shown = office.view(LENA, extra="&$select=subject,start,createdDateTime")[0]
    assert set(shown) == {"@odata.etag", "id", "subject", "start"}
    wrong = office.ask(
        "GET", f"/users/{LENA}/calendarView?startDateTime=2026-01-01&endDateTime=2026-01-02&$select=nonsense"
    )
    assert wrong.status_code == 400


def test_timed_events_follow_the_preferred_zone(office: Office) -> None:
    event = office.create()
    path = f"/users/{LENA}/events/{event['id']}"
    answer = office.ask("GET", path, headers={"Prefer": 'outlook.timezone="W. Europe Standard Time"'})
    assert answer.json()["start"] == {
        "dateTime": "2026-03-10T13:00:00.0000000",
        "timeZone": "W. Europe Standard Time",
    }
    assert answer.headers["Preference-Applied"] == 'outlook.timezone="W. Europe Standard Time"'
    wrong = office.ask("GET", path, headers={"Prefer": 'outlook.timezone="Moon Standard Time"'})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "ErrorInvalidTimeZone")


def test_an_all_day_event_is_midnight_in_tokyo_too(office: Office) -> None:
    event = office.ask("POST", f"/users/{LENA}/events", ALL_DAY).json()

    for zone in ("Tokyo Standard Time", "UTC", "W. Europe Standard Time"):
        answer = office.ask(
            "GET", f"/users/{LENA}/events/{event['id']}", headers={"Prefer": f'outlook.timezone="{zone}"'}
        )
        assert answer.json()["start"] == {"dateTime": "2026-03-11T00:00:00.0000000", "timeZone": zone}
        assert answer.json()["end"] == {"dateTime": "2026-03-12T00:00:00.0000000", "timeZone": zone}


def test_an_all_day_event_not_from_midnight_to_midnight_is_refused(office: Office) -> None:
    late = {**ALL_DAY, "end": {"dateTime": "2026-03-12T01:00:00", "timeZone": "W. Europe Standard Time"}}
    assert office.ask("POST", f"/users/{LENA}/events", late).status_code == 400


def test_ids_belong_to_one_mailbox_and_one_spelling(office: Office) -> None:
    event = office.create()
    office.later(5)

    def answer(mailbox: str, event_id: str) -> tuple[int, str]:
        got = office.ask("GET", f"/users/{mailbox}/events/{event_id}")
        return got.status_code, got.json().get("error", {}).get("code", "")

    assert answer(AURORA, event["id"]) == (404, "ErrorItemNotFound")
    assert answer(LENA, event["id"].swapcase())[1] == "ErrorInvalidIdMalformed"
    assert answer(LENA, "AAMk-nonsense") == (400, "ErrorInvalidIdMalformed")


def test_an_immutable_id_is_another_spelling_that_also_works(office: Office) -> None:
    event = office.create()
    path = f"/users/{LENA}/events/{event['id']}"
    answer = office.ask("GET", path, headers={"Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"'})
    immutable = answer.json()["id"]
    assert immutable != event["id"]
    assert answer.headers["Preference-Applied"] == 'IdType="ImmutableId", outlook.timezone="UTC"'
    assert office.get(f"/users/{LENA}/events/{immutable}")["id"] == event["id"]


def test_a_mailbox_is_found_by_address_in_any_case_quoted_or_by_object_id(office: Office) -> None:
    office.create()
    user = office.get(f"/users/{quote(LENA)}")["id"]
    window = "startDateTime=2026-03-10T00:00:00Z&endDateTime=2026-03-11T00:00:00Z"
    for name in (LENA.upper(), quote(LENA, safe=""), user):
        for path in ("calendarview", "calendarView", "calendar/calendarView"):
            assert len(office.get(f"/users/{name}/{path}?{window.upper()}")["value"]) == 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/users/nobody@contoso.com/calendarView?startDateTime=2026-01-01&endDateTime=2026-01-02", 404,
         "ErrorInvalidUser"),
        (f"/users/{LENA}/calendarView", 400, "ErrorInvalidParameter"),
        (f"/users/{LENA}/calendarView?startDateTime=2026-01-02&endDateTime=2026-01-01", 400, "ErrorInvalidParameter"),
        (f"/users/{LENA}/calendarView?startDateTime=2016-01-02&endDateTime=2026-01-01", 400,
         "ErrorCalendarViewRangeTooBig"),
        (f"/users/{LENA}/nonsense", 404, "BadRequest"),
        ("/nonsense", 404, "BadRequest"),
        ("/me/events", 400, "BadRequest"),
    ],
)  # fmt: skip
def test_wrong_paths_and_windows_have_their_codes(office: Office, path: str, status: int, code: str) -> None:
    answer = office.ask("GET", path, headers={"client-request-id": "abc"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error["innerError"]["client-request-id"] == "abc"
    assert answer.headers["client-request-id"] == "abc"
    assert answer.headers["request-id"] == error["innerError"]["request-id"]


def test_a_mailbox_that_is_off_says_so(office: Office) -> None:
    office.act("mailbox", mailbox=OMAR, enabled=False)
    answer = office.ask("GET", f"/users/{OMAR}/events")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "MailboxNotEnabledForRESTAPI")


def test_filters_work_on_events_and_not_on_the_times_of_a_view(office: Office) -> None:
    marker = "String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name RoomDisplay"
    office.create(
        attendees=[], subject="One", singleValueExtendedProperties=[{"id": marker, "value": "kiosk-7"}]
    )
    office.create(attendees=[], subject="Two", transactionId="t-2")

    def found(wish: str) -> list[str]:
        return [one["subject"] for one in office.get(f"/users/{LENA}/events?$filter={quote(wish)}")["value"]]

    assert found("subject eq 'Two'") == ["Two"]
    assert found("startswith(subject,'O') and start/dateTime ge '2026-03-10T00:00:00'") == ["One"]
    assert found(f"singleValueExtendedProperties/Any(ep: ep/id eq '{marker}' and ep/value eq 'kiosk-7')") == [
        "One"
    ]
    window = "startDateTime=2026-03-10&endDateTime=2026-03-11"
    wish = quote("start/dateTime ge '2026-03-10T00:00:00'")
    assert office.ask("GET", f"/users/{LENA}/calendarView?{window}&$filter={wish}").status_code == 400
    wish = quote("singleValueExtendedProperties/Any(ep: ep/id eq 'x')")
    assert office.ask("GET", f"/users/{LENA}/calendarView?{window}&$filter={wish}").status_code == 500


def test_extended_properties_come_only_when_named_and_not_to_the_room(office: Office) -> None:
    marker = "String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name RoomDisplay"
    event = office.create(singleValueExtendedProperties=[{"id": marker, "value": "kiosk-7"}])
    office.later(5)
    path = f"/users/{LENA}/events/{event['id']}"
    named = quote(f"singleValueExtendedProperties($filter=id eq '{marker}')")
    shown = office.get(f"{path}?$expand={named}")
    assert shown["singleValueExtendedProperties"] == [{"id": marker, "value": "kiosk-7"}]
    assert "singleValueExtendedProperties" not in office.get(f"{path}?$expand=singleValueExtendedProperties")
    copy = office.view()[0]
    in_room = office.get(f"/users/{AURORA}/events/{copy['id']}?$expand={named}")
    assert "singleValueExtendedProperties" not in in_room


def test_by_switch_pages_and_ranges_are_others(opened: Open) -> None:
    office = opened(page_default=2, page_max=3)
    for number in range(4):
        office.create(attendees=[], start=number * 30)
    window = f"startDateTime={iso(office.now())}&endDateTime={iso(office.now() + timedelta(days=1))}"
    assert len(office.get(f"/users/{LENA}/calendarView?{window}")["value"]) == 2
    assert len(office.get(f"/users/{LENA}/calendarView?{window}&$top=100")["value"]) == 3


def test_free_and_busy_of_several_mailboxes_at_once(office: Office) -> None:
    office.create(length=60)
    office.ask("POST", f"/users/{LENA}/events", ALL_DAY)
    office.later(5)
    day = {"timeZone": "UTC"}
    answer = office.ask(
        "POST",
        f"/users/{LENA}/calendar/getSchedule",
        {
            "schedules": [AURORA, LENA, "nobody@contoso.com"],
            "startTime": {**day, "dateTime": "2026-03-10T11:00:00"},
            "endTime": {**day, "dateTime": "2026-03-11T01:00:00"},
            "availabilityViewInterval": 60,
        },
    )
    room_, lena, nobody = answer.json()["value"]
    assert room_["availabilityView"] == "02" + "0" * 12
    assert room_["scheduleItems"][0]["status"] == "busy"
    assert room_["workingHours"]["timeZone"] == {"name": "W. Europe Standard Time"}
    assert room_["workingHours"]["startTime"] == "08:00:00.0000000"
    all_day = next(one for one in lena["scheduleItems"] if one["status"] == "free")
    assert all_day["start"]["dateTime"] == "2026-03-10T23:00:00.0000000"
    assert nobody["error"]["responseCode"] == "ErrorMailRecipientNotFound"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"schedules": ["x@y.z"] * 101}, "ErrorMailboxDataArrayTooBig"),
        ({"endTime": {"dateTime": "2026-03-10T10:00:00", "timeZone": "UTC"}}, "ErrorInvalidTimeInterval"),
        ({"endTime": {"dateTime": "2026-06-10T10:00:00", "timeZone": "UTC"}}, "ErrorTimeIntervalTooBig"),
        ({"availabilityViewInterval": 4}, "ErrorInvalidTimeInterval"),
    ],
)
def test_a_bad_schedule_request_has_its_code(office: Office, changes: dict[str, object], code: str) -> None:
    body: dict[str, object] = {
        "schedules": [AURORA],
        "startTime": {"dateTime": "2026-03-10T11:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-10T13:00:00", "timeZone": "UTC"},
    }
    answer = office.ask("POST", f"/users/{LENA}/calendar/getSchedule", body | changes)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_the_directory_knows_rooms_lists_people_and_the_organization(office: Office) -> None:
    rooms = office.get("/places/microsoft.graph.room")["value"]
    for listed in (rooms, office.get("/places/graph.room")["value"]):
        assert [one["displayName"] for one in listed] == ["Aurora", "Borealis", "Cirrus", "Drift", "Ember"]
    assert (rooms[0]["capacity"], rooms[0]["floorLabel"]) == (8, "Floor 3")
    large = office.get(f"/places/microsoft.graph.room?$filter={quote('capacity ge 10')}&$select=displayName")[
        "value"
    ]
    assert [one["displayName"] for one in large] == ["Cirrus", "Ember"]
    lists = office.get("/places/microsoft.graph.roomlist")["value"]
    address = lists[0]["emailAddress"]
    assert len(office.get(f"/places/{address}/microsoft.graph.roomlist/rooms")["value"]) == 5
    assert office.get(f"/places/{AURORA}")["displayName"] == "Aurora"
    assert office.get(f"/places/{rooms[0]['id']}")["displayName"] == "Aurora"
    assert office.get(f"/users/{LENA}?$select=displayName,mail")["displayName"] == "Lena Fischer"
    found = office.get("/users?$filter=" + quote("startswith(displayName,'Omar')"))["value"]
    assert [one["mail"] for one in found] == [OMAR]
    assert office.get("/organization")["value"][0]["verifiedDomains"][0]["name"] == "contoso.com"
    assert office.get(f"/users/{AURORA}/mailboxSettings")["timeZone"] == "W. Europe Standard Time"
    assert office.get(f"/users/{AURORA}/calendar")["owner"]["name"] == "Aurora"
    checked_in = office.ask("POST", f"/places/{rooms[0]['id']}/checkIns", {"calendarEventId": "x"})
    assert checked_in.status_code == 403


def test_people_get_their_copies_and_their_answers_travel(office: Office) -> None:
    event = office.create(attendees=[room(AURORA), {"type": "required", "emailAddress": {"address": OMAR}}])
    office.later(5)
    copy = office.view(OMAR)[0]
    assert (copy["subject"], copy["showAs"], copy["isOrganizer"]) == ("Design review", "tentative", False)

    office.ask("POST", f"/users/{OMAR}/events/{copy['id']}/tentativelyAccept", {"sendResponse": True})
    office.later(1)
    assert office.room_status(event, LENA, OMAR) == "tentativelyAccepted"
    office.ask("POST", f"/users/{OMAR}/events/{copy['id']}/accept", {})
    office.later(1)
    assert office.room_status(event, LENA, OMAR) == "accepted"
    assert office.view(OMAR)[0]["showAs"] == "busy"
