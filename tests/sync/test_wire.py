"""Graph's JSON becomes an event of the glass, or is refused as a whole; what privacy forbids does not get that far."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.room.model import Event, Privacy, Room
from kiosk.sync import wire
from kiosk.sync.usual import USUAL
from kiosk.sync.wire import Unreadable, event_of
from tests.sync.events import USER, at, graph_event, reading


def utc(hour: int, minute: int = 0, day: int = 13) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def shown(item: dict[str, Any], **how: Any) -> Event:
    event = event_of(item, reading(**how))
    assert event is not None
    return event


# --- what is told of it


@pytest.mark.parametrize(
    ("privacy", "subject", "organizer"),
    [
        (Privacy.FULL, "Merger with Fabrikam", "Lena Fischer"),
        (Privacy.NO_SUBJECT, "", "Lena Fischer"),
        (Privacy.NO_ORGANIZER, "Merger with Fabrikam", ""),
        (Privacy.INITIALS, "", "L. F."),
        (Privacy.NONE, "", ""),
    ],
)
def test_each_privacy_mode_keeps_what_it_names(privacy: Privacy, subject: str, organizer: str) -> None:
    event = shown(graph_event(), privacy=privacy)
    assert (event.subject, event.organizer) == (subject, organizer)


@pytest.mark.parametrize("privacy", Privacy)
@pytest.mark.parametrize("sensitivity", ["private", "personal", "confidential", "Private", "something new"])
def test_what_is_not_plainly_normal_shows_nothing_in_any_mode(privacy: Privacy, sensitivity: str) -> None:
    event = shown(graph_event(sensitivity=sensitivity), privacy=privacy)
    assert (event.subject, event.organizer, event.private) == ("", "", True)
    assert "Fabrikam" not in repr(event)
    assert "Lena" not in repr(event)


@pytest.mark.parametrize("response", ["none", "notResponded", "tentativelyAccepted", "something new"])
def test_before_the_room_said_yes_the_subject_is_nobodys_business(response: str) -> None:
    event = shown(graph_event(responseStatus={"response": response}, showAs="tentative"))
    assert event.subject == ""
    assert not event.accepted


def test_a_room_writes_the_organizer_into_the_subject_and_without_names_that_goes_too() -> None:
    item = graph_event(subject="Lena Fischer ")
    assert shown(item, privacy=Privacy.NO_ORGANIZER).subject == ""
    assert shown(item, privacy=Privacy.FULL).subject == "Lena Fischer"
    assert shown(graph_event(subject="Jour fixe LENA FISCHER"), privacy=Privacy.NO_ORGANIZER).subject == ""


def test_control_characters_and_direction_marks_do_not_get_in() -> None:
    event = shown(graph_event(subject="a\u202eb\x00c\nd\ud800e\U0001f4a9"))
    assert event.subject == "ab c de"


def test_a_subject_as_long_as_a_book_is_cut() -> None:
    assert len(shown(graph_event(subject="x" * 100_000)).subject) == 255


def test_an_event_without_a_subject_has_none() -> None:
    assert shown(graph_event(subject=None)).subject == ""


# --- what does not concern the glass


@pytest.mark.parametrize(
    "changed",
    [
        {"isCancelled": True},
        {"responseStatus": {"response": "declined"}},
        {"responseStatus": {"response": "Declined"}},
        {"showAs": "free"},
        {"showAs": "workingElsewhere"},
    ],
)
def test_cancelled_declined_and_free_make_no_room_busy(changed: dict[str, Any]) -> None:
    assert event_of(graph_event(**changed), reading()) is None


@pytest.mark.parametrize("shown_as", ["busy", "oof", "unknown", "Busy", None])
def test_busy_away_and_unknown_make_it_busy(shown_as: str | None) -> None:
    assert shown(graph_event(showAs=shown_as)).busy


def test_tentative_counts_as_configured() -> None:
    assert shown(graph_event(showAs="tentative")).busy
    assert event_of(graph_event(showAs="tentative"), reading(tentative=False)) is None


def test_an_all_day_note_that_is_free_is_listed_and_never_busy() -> None:
    event = shown(
        graph_event(
            isAllDay=True, start=at("2026-10-13T00:00:00"), end=at("2026-10-14T00:00:00"), showAs="free"
        )
    )
    assert event.all_day
    assert not event.busy


# --- whose it is


def test_the_system_users_events_are_ours_whatever_the_case_of_its_address() -> None:
    organizer = {"emailAddress": {"name": "Room displays", "address": USER.upper()}}
    assert shown(graph_event(organizer=organizer)).ours
    assert not shown(graph_event()).ours


def test_what_was_written_into_the_rooms_calendar_is_ours_and_needs_no_yes() -> None:
    event = shown(graph_event(isOrganizer=True, responseStatus={"response": "organizer"}))
    assert event.ours
    assert event.accepted


# --- when it is


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at("2026-10-13T09:00:00.0000000"), utc(9)),
        (at("2026-10-13T09:00:00"), utc(9)),
        (at("2026-10-13T09:00:00.1234567"), utc(9).replace(microsecond=123456)),
        (at("2026-10-13T09:00:00Z"), utc(9)),
        (at("2026-10-13T11:00:00.0000000", "W. Europe Standard Time"), utc(9)),
        (at("2026-10-13T11:00:00.0000000", "Europe/Berlin"), utc(9)),
        (at("2026-10-13T11:00:00.0000000+02:00"), utc(9)),
        ({"dateTime": "2026-10-13T09:00:00.0000000"}, utc(9)),
    ],
)
def test_times_of_every_spelling_become_utc(start: dict[str, str], expected: datetime) -> None:
    assert shown(graph_event(start=start, end=at("2026-10-13T12:00:00"))).start == expected


@given(st.dates(date(1600, 1, 1), date(9998, 1, 1)), st.integers(0, 86_399))
def test_the_usual_spelling_means_what_any_other_means(day: date, second: int) -> None:
    begins = f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    ends = at("9999-01-01T00:00:00")
    usual, other = (
        wire.span_of({"start": at(begins + tail), "end": ends}, "UTC") for tail in (".0000000", ".000")
    )
    assert usual == other


@pytest.mark.parametrize("text", ["2026-10-12T08-00-00.0000000", list("x" * 27), 7])
def test_what_only_looks_like_the_usual_spelling_is_looked_at_closer(text: Any) -> None:
    with pytest.raises(Unreadable):
        wire.span_of({"start": {"dateTime": text, "timeZone": "UTC"}, "end": at(USUAL)}, "UTC")


@pytest.mark.parametrize(
    "zone", ["Tokyo Standard Time", "UTC", "Pacific/Kiritimati", "tzone://Microsoft/Custom"]
)
def test_an_all_day_event_is_its_dates_in_the_rooms_zone_whatever_zone_it_is_labelled_with(zone: str) -> None:
    start, end = at("2026-10-13T00:00:00.0000000", zone), at("2026-10-14T00:00:00.0000000", zone)
    event = shown(graph_event(isAllDay=True, start=start, end=end), zone="Europe/Berlin")
    assert (event.start, event.end) == (utc(22, day=12), utc(22))


def test_an_all_day_event_over_the_change_of_clocks_is_25_hours_long() -> None:
    start, end = at("2026-10-25T00:00:00"), at("2026-10-26T00:00:00")
    event = shown(graph_event(isAllDay=True, start=start, end=end), zone="Europe/Berlin")
    assert (event.end - event.start).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"id": 7},
        {"id": ""},
        {"start": None},
        {"start": "2026-10-13T09:00:00"},
        {"start": {"dateTime": 7}},
        {"start": at("yesterday")},
        {"start": at("2026-10-13T09:00:00", "Mars/Olympus Mons")},
        {"start": at("2026-10-13T09:00:00", "tzone://Microsoft/Custom")},
        {"start": {"dateTime": "2026-10-13T09:00:00", "timeZone": 7}},
        {"start": at("2026-10-13T10:00:00")},
        {"start": at("0001-01-01T00:00:00+14:00")},
        {"end": at("9999-12-31T23:59:59-14:00")},
        {"isAllDay": True, "start": at("9999-12-31T00:00:00"), "end": at("9999-12-31T00:00:00")},
        {"subject": ["Merger"]},
        {"showAs": 1},
        {"sensitivity": {}},
        {"iCalUId": 1},
        {"responseStatus": "accepted"},
        {"responseStatus": {"response": 1}},
        {"organizer": {"emailAddress": {"name": 1}}},
        {"id": "lone \ud800 surrogate"},
        {"iCalUId": "\udfff"},
    ],
)
def test_what_is_not_graphs_is_unreadable(changed: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        event_of(graph_event(**changed), reading(zone="America/New_York"))


def test_a_date_before_all_calendars_is_unreadable() -> None:
    first = at("0001-01-01T00:00:00")
    with pytest.raises(Unreadable):
        event_of(graph_event(isAllDay=True, start=first, end=first), reading(zone="Europe/Berlin"))


@pytest.mark.parametrize(
    "body", [None, [], "", {}, {"value": None}, {"value": [1]}, {"value": [], "@odata.nextLink": 1}]
)
def test_what_is_no_page_is_unreadable(body: Any) -> None:
    with pytest.raises(Unreadable):
        wire.page_of(body)


# --- what the organizer's copy tells


def copy(*attendees: Any) -> dict[str, Any]:
    return {"attendees": list(attendees)}


def room_says(response: str, address: str = "Aurora@contoso.com") -> dict[str, Any]:
    return {"type": "resource", "status": {"response": response}, "emailAddress": {"address": address}}


def test_the_rooms_answer_is_the_rooms() -> None:
    item = copy(room_says("declined", "lena@contoso.com"), room_says("Accepted"))
    assert wire.room_answer(item, "aurora@contoso.com") == "accepted"


@pytest.mark.parametrize(
    "item", [copy(), copy(room_says("accepted", "other@contoso.com")), copy(None, 1, {})]
)
def test_a_room_that_is_not_invited_has_no_answer(item: dict[str, Any]) -> None:
    assert wire.room_answer(item, "aurora@contoso.com") is None


@pytest.mark.parametrize("item", [{}, {"value": []}, {"attendees": None}, {"attendees": "aurora"}])
def test_an_answer_of_another_shape_takes_no_room_off_the_list(item: dict[str, Any]) -> None:
    with pytest.raises(wire.Unreadable):
        wire.room_answer(item, "aurora@contoso.com")


# --- the room itself


def test_what_a_place_tells_is_taken_and_what_is_known_stays() -> None:
    place = {
        "displayName": "Aurora\u202e (4th)", "floorLabel": None, "floorNumber": 4, "capacity": 8,
        "displayDeviceName": "Big", "videoDeviceName": "", "tags": ["Whiteboard XL"],
    }  # fmt: skip
    room = wire.with_place(Room("aurora@contoso.com"), place)
    assert (room.name, room.floor, room.seats, room.equipment) == (
        "Aurora (4th)",
        "4",
        8,
        ("display", "whiteboard"),
    )
    assert wire.with_place(room, {"displayName": "Other"}).name == "Aurora (4th)"


@pytest.mark.parametrize(
    "place", [{"capacity": True}, {"capacity": "8"}, {"capacity": -1}, {"tags": 7}, {"owner": 7}]
)
def test_what_makes_no_sense_of_a_place_is_left_out(place: dict[str, Any]) -> None:
    assert wire.with_place(Room("aurora@contoso.com"), place) == Room("aurora@contoso.com")


@pytest.mark.parametrize("response", ["accepted", "none"])
def test_an_event_of_no_length_occupies_nothing(response: str) -> None:
    start = at("2026-10-13T09:00:00")
    item = graph_event(start=start, end=start, responseStatus={"response": response})
    assert event_of(item, reading()) is None


def hours(name: Any) -> dict[str, Any]:
    return {"value": [{"workingHours": {"timeZone": {"name": name}}}]}


@pytest.mark.parametrize(
    ("body", "zone"),
    [
        (hours("W. Europe Standard Time"), "Europe/Berlin"),
        (hours("Europe/Vienna"), "Europe/Vienna"),
        (hours("Customized Time Zone"), None),
        (hours("../../etc/passwd"), None),
        (hours(7), None),
        ({"value": []}, None),
        ({"value": [{"error": {"responseCode": "ErrorInvalidUser"}}]}, None),
    ],
)
def test_the_rooms_zone_comes_from_its_working_hours(body: dict[str, Any], zone: str | None) -> None:
    assert wire.zone_of_schedule(body) == zone


def test_a_broken_answer_is_not_taken_for_a_mailbox_without_a_zone() -> None:
    with pytest.raises(wire.Unreadable):
        wire.zone_of_schedule({"value": [{"id": 5, "start": None}]})
