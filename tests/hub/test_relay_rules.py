"""What a display may ask through its hub: all that a display sends of its own room, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from kiosk.hub.relay import rules, seen
from kiosk.hub.relay.rules import Asked, Kind, NotAllowed, Reach, allowed
from kiosk.room.model import Mode, Promise, PromiseId, Room
from kiosk.room.reports import Category, Report
from kiosk.sync import bodies, reports

NOW = datetime(2026, 3, 10, 11, tzinfo=UTC)
AURORA, BOREAL, DISPLAYS, LENA = (
    "aurora@contoso.com",
    "boreal@contoso.com",
    "displays@contoso.com",
    "lena@contoso.com",
)
INVITES = Reach(AURORA, DISPLAYS)
DIRECT = Reach(AURORA)
WINDOW = bodies.window_params(NOW, NOW + timedelta(days=2), bodies.SELECT_EVENTS, 500)
TRACES = bodies.window_params(NOW, NOW + timedelta(days=2), bodies.SELECT_TRACES, 500)


def ask(method: str, path: str, body: Any = None, reach: Reach = INVITES, **query: str) -> rules.Allowed:
    return allowed(Asked(method, path, list(query.items()), body), reach, NOW)


def refused(method: str, path: str, body: Any = None, reach: Reach = INVITES, **query: str) -> str:
    with pytest.raises(NotAllowed) as why:
        ask(method, path, body, reach, **query)
    return str(why.value)


def promise(**more: Any) -> Promise:
    told = {
        "id": PromiseId("k-1"),
        "start": NOW,
        "end": NOW + timedelta(minutes=30),
        "tapped_at": NOW,
        **more,
    }
    return Promise(**told)


def creation(room: str = AURORA, **more: Any) -> dict[str, Any]:
    return bodies.create_body(promise(**more), room, "Aurora", "kiosk aurora@contoso.com")


def test_what_a_display_reads_of_its_room_is_asked_for_it() -> None:
    room = f"users/{AURORA}"
    assert ask("GET", f"{room}/calendarView", **WINDOW).kind is Kind.VIEW
    assert ask("GET", f"{room}/calendarView", **WINDOW).query == WINDOW
    assert ask("GET", f"{room}/calendarView", **TRACES).kind is Kind.VIEW
    assert ask("GET", f"users/{DISPLAYS}/calendarView", **TRACES).kind is Kind.OWN_VIEW
    assert ask("GET", f"{room}/events/AAMk=").kind is Kind.EVENT
    assert ask("GET", f"users/{DISPLAYS}/events/AAMk=", **{"$select": bodies.SELECT_ANSWER}).booked == "AAMk="
    for path in (f"places/{AURORA}", room, f"{room}/calendar", f"{room}/mailboxSettings"):
        assert ask("GET", path).kind is Kind.ABOUT
    assert ask("GET", room).query == {"$select": "id,displayName"}
    body = {"schedules": [AURORA], "startTime": {"dateTime": "2026-03-10T00:00:00", "timeZone": "UTC"},
            "endTime": {"dateTime": "2026-03-11T00:00:00", "timeZone": "UTC"}, "availabilityViewInterval": 60}  # fmt: skip
    assert ask("POST", f"{room}/calendar/getSchedule", body).body == body


def test_what_a_display_books_is_sent_as_it_was_said() -> None:
    told = ask("POST", f"users/{DISPLAYS}/events", creation(subject="Stand-up", name="Lena"))
    assert (told.kind, told.body, told.transaction) == (
        Kind.CREATE,
        creation(subject="Stand-up", name="Lena"),
        "k-1",
    )
    direct = bodies.create_body(promise(mode=Mode.DIRECT), AURORA, "Aurora", "kiosk")
    assert ask("POST", f"users/{AURORA}/events", direct, DIRECT).body == direct
    later = bodies.change_body(replace(promise(), wanted_end=NOW + timedelta(hours=1)), "Aurora")
    changed = ask("PATCH", f"users/{DISPLAYS}/events/AAMk=", later)
    assert (changed.kind, changed.body, changed.booked) == (Kind.CHANGE, later, "AAMk=")
    named = bodies.change_body(promise(subject="Retro", name="Milo"), "Aurora")
    assert ask("PATCH", f"users/{DISPLAYS}/events/AAMk=", named).body == named
    assert ask("DELETE", f"users/{DISPLAYS}/events/AAMk=").booked == "AAMk="


def test_reports_go_to_the_admins_address_alone() -> None:
    report = Report(PromiseId("r-1"), "123456", Category.WIFI, NOW, note="slow")
    reach = replace(INVITES, mail_to="help@contoso.com")
    sent = reports.mail(report, Room(AURORA, name="Aurora"), "help@contoso.com")
    assert ask("POST", f"users/{DISPLAYS}/sendMail", sent, reach).body == sent
    for to in ("lena@contoso.com", "help@contoso.com.evil.example"):
        other = reports.mail(report, Room(AURORA, name="Aurora"), to)
        assert refused("POST", f"users/{DISPLAYS}/sendMail", other, reach) == "body"
    assert refused("POST", f"users/{DISPLAYS}/sendMail", sent) == "path"


def test_a_room_says_no_to_others_only_where_its_admin_lets_it() -> None:
    path, body = (
        f"users/{AURORA}/events/AAMk=/decline",
        {"comment": "Nobody checked in.", "sendResponse": True},
    )
    assert ask("POST", path, body, replace(INVITES, declines=True)).kind is Kind.TOLD
    assert refused("POST", path, body) == "path"


def test_another_room_is_booked_only_where_its_admin_names_it() -> None:
    elsewhere = creation(BOREAL)
    assert refused("POST", f"users/{DISPLAYS}/events", elsewhere) == "body"
    nearby = replace(INVITES, nearby=frozenset({BOREAL}))
    assert ask("POST", f"users/{DISPLAYS}/events", elsewhere, nearby).body == elsewhere
    assert refused("GET", f"users/{BOREAL}/calendarView", reach=nearby, **WINDOW) == "path"


@pytest.mark.parametrize("reach", [INVITES, DIRECT])
@pytest.mark.parametrize("whose", [LENA, BOREAL, "me", "00000000-0000-0000-0000-000000000000"])
def test_nothing_of_anybody_else_is_asked(whose: str, reach: Reach) -> None:
    assert refused("GET", f"users/{whose}/calendarView", reach=reach, **WINDOW) == "path"
    assert refused("GET", f"users/{whose}/events/AAMk=", reach=reach) == "path"
    assert refused("GET", f"users/{whose}", reach=reach) == "path"
    assert refused("GET", f"places/{whose}", reach=reach) == "path"
    assert refused("POST", f"users/{whose}/events", creation(), reach) == "path"
    assert refused("PATCH", f"users/{whose}/events/AAMk=", {"subject": "x"}, reach) == "path"
    assert refused("DELETE", f"users/{whose}/events/AAMk=", reach=reach) == "path"


@pytest.mark.parametrize(
    "path",
    [
        "users", "places/microsoft.graph.room", "organization", "subscriptions", "$batch", "", "/", "//",
        f"users/{AURORA}/messages", f"users/{AURORA}/events", f"users/{AURORA}/calendarView/delta",
        f"users/{AURORA}/../{LENA}/calendarView", f"users/{AURORA}/%2e%2e/{LENA}/calendarView",
        f"users/{AURORA}%2F..%2F{LENA}/calendarView", f"users/{AURORA}%252F..%252F{LENA}/calendarView",
        f"users/{AURORA}/events/AAMk=/attachments", f"users/{AURORA}/events/..", f"users/{AURORA}/events/a%2Fb",
        f"users/{AURORA}/events/a%3F$expand=x", f"users/{AURORA}/events/a%23", f"users/{AURORA}/events/a%00b",
        f"users/{AURORA}/events/%FF", f"users/{AURORA}/events/" + "a" * 2000,
    ],
)  # fmt: skip
def test_no_other_path_leads_anywhere(path: str) -> None:
    for method in ("GET", "POST", "PATCH", "DELETE", "PUT"):
        with pytest.raises((NotAllowed, UnicodeDecodeError)):
            ask(method, path, {})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("$select", "id,body"), ("$select", "attendees"), ("$expand", "attachments"), ("$filter", "x"), ("$search", "x"),
        ("$top", "5000"), ("$top", "-1"), ("$top", "²"), ("$orderby", "subject"), ("endDateTime", "2030-03-12T11:00:00Z"),
        ("endDateTime", "soon"), ("$skiptoken", "x" * 5000),
    ],
)  # fmt: skip
def test_a_view_shows_no_more_than_the_glass_does(key: str, value: str) -> None:
    assert refused("GET", f"users/{AURORA}/calendarView", **{**WINDOW, key: value})


def test_the_system_users_calendar_is_asked_only_with_what_tells_whose_it_is() -> None:
    path = f"users/{DISPLAYS}/calendarView"
    assert refused("GET", path, **{**TRACES, "$select": "id,subject"}) == "select"
    assert refused("GET", path, **{key: one for key, one in TRACES.items() if key != "$select"}) == "select"


def test_a_query_that_says_one_thing_twice_is_refused() -> None:
    twice = [*WINDOW.items(), ("$select", "id")]
    with pytest.raises(NotAllowed):
        allowed(Asked("GET", f"users/{AURORA}/calendarView", twice), INVITES, NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"recurrence": {"pattern": {}}}, {"isOnlineMeeting": True}, {"attachments": []}, {"sensitivity": "private"},
        {"start": {"dateTime": "2026-03-10T03:00:00", "timeZone": "UTC"}}, {"showAs": "free"}, {"subject": "x" * 300},
        {"end": {"dateTime": "2026-03-11T11:00:00", "timeZone": "UTC"}}, {"transactionId": ""}, {"transactionId": "x" * 200},
        {"end": {"dateTime": "2026-03-10T10:00:00", "timeZone": "UTC"}}, {"body": {"contentType": "html", "content": "<b>"}},
        {"start": {"dateTime": "2026-03-10T11:00:00", "timeZone": "W. Europe Standard Time"}}, {"attendees": []},
        {"attendees": [{"type": "resource", "emailAddress": {"address": AURORA}}] * 2}, {"isReminderOn": True},
        {"attendees": [{"type": "required", "emailAddress": {"address": LENA}}]}, {"singleValueExtendedProperties": []},
        {"attendees": [{"type": "resource", "emailAddress": {"address": AURORA}},
                       {"type": "required", "emailAddress": {"address": LENA}}]},
        {"singleValueExtendedProperties": [{"id": "String {0} Name Other", "value": "x"}]}, {"location": None},
    ],
)  # fmt: skip
def test_a_booking_is_what_displays_book_and_nothing_more(change: dict[str, Any]) -> None:
    assert refused("POST", f"users/{DISPLAYS}/events", {**creation(), **change}) == "body"


def test_a_guest_is_invited_only_where_the_admin_lets_people_book_for_somebody() -> None:
    guest = creation(guest=LENA)
    assert refused("POST", f"users/{DISPLAYS}/events", guest) == "body"
    assert ask("POST", f"users/{DISPLAYS}/events", guest, replace(INVITES, guests=True)).body == guest


def test_no_booking_is_longer_or_later_than_the_room_allows() -> None:
    whole = creation(end=NOW + timedelta(hours=4))
    assert ask("POST", f"users/{DISPLAYS}/events", whole).body == whole
    assert (
        refused("POST", f"users/{DISPLAYS}/events", creation(end=NOW + timedelta(hours=4, minutes=2)))
        == "body"
    )
    far = creation(start=NOW + timedelta(days=20), end=NOW + timedelta(days=20, hours=1))
    assert refused("POST", f"users/{DISPLAYS}/events", far) == "body"
    assert (
        ask("POST", f"users/{DISPLAYS}/events", far, replace(INVITES, ahead=timedelta(days=30))).body == far
    )


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = some.sampled_from([*creation(), "toRecipients", "comment", "schedules", "startTime"])


@given(
    method=some.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT", "get"]),
    path=some.lists(
        some.sampled_from(["users", AURORA, AURORA.upper(), DISPLAYS, LENA, "events", "calendarView", "calendar", "sendMail",
                           "getSchedule", "decline", "..", ".", "%2e", "%2F", "", "AAMk=", "places"]) | some.text(max_size=6),
        max_size=7,
    ),
    body=some.none() | some.dictionaries(KEYS, JSON, max_size=6),
    query=some.dictionaries(some.sampled_from([*WINDOW, "$skip", "$expand"]), some.text(max_size=30), max_size=4),
)  # fmt: skip
@example("GET", ["users", AURORA, "calendarView"], None, WINDOW)
def test_whatever_is_asked_leads_to_the_room_or_the_system_user_or_nowhere(
    method: str, path: list[str], body: dict[str, Any] | None, query: dict[str, str]
) -> None:
    try:
        found = allowed(Asked(method, "/".join(path), list(query.items()), body), INVITES, NOW)
    except (NotAllowed, UnicodeDecodeError):
        return
    address = bodies.address(*found.parts)
    told = urlsplit(f"https://graph.microsoft.com/v1.0/{address}")
    assert not told.query
    assert not told.fragment
    assert [quote(one, safe="@=") for one in found.parts] == address.split("/")
    assert found.parts[1].lower() in (AURORA, DISPLAYS)
    assert dict(parse_qsl("&".join(f"{quote(k)}={quote(v)}" for k, v in found.query.items()))).keys() <= {
        *WINDOW,
        "$skip",
    }


def test_of_the_system_users_calendar_only_what_was_booked_here_is_seen() -> None:
    page = {
        "value": [
            {"id": "1", "transactionId": "k-1", "subject": "Ours", "attendees": [{"x": 1}], "body": {"content": "secret"}},
            {"id": "2", "transactionId": "k-2", "subject": "Theirs"},
        ],
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/users/x?$skip=2",
    }  # fmt: skip
    assert seen.keys(Kind.OWN_VIEW, page, INVITES) == [("1", "k-1"), ("2", "k-2")]
    told = seen.seen(
        Kind.OWN_VIEW, page, INVITES, own=lambda event, _: event == "1", back=lambda _: "https://hub/next"
    )
    assert told == {
        "value": [{"id": "1", "transactionId": "k-1", "subject": "Ours", "attendees": [{"x": 1}]}],
        "@odata.nextLink": "https://hub/next",
    }


def test_of_others_meetings_the_glass_gets_what_it_may_show() -> None:
    event = {
        "id": "1", "subject": "Layoffs", "body": {"content": "secret"}, "attendees": [{"emailAddress": {"address": LENA}}],
        "start": {"dateTime": "x"}, "bodyPreview": "sec", "onlineMeeting": {"joinUrl": "https://x"},
    }  # fmt: skip
    hidden = seen.seen(Kind.EVENT, event, INVITES, own=lambda *_: True, back=str)
    assert hidden == {"id": "1", "subject": "", "start": {"dateTime": "x"}}
    shown = seen.seen(
        Kind.VIEW, {"value": [event]}, replace(INVITES, subjects=True), own=lambda *_: True, back=str
    )
    assert shown["value"][0]["subject"] == "Layoffs"
    assert "body" not in shown["value"][0]


def test_of_a_schedule_only_the_times_are_seen() -> None:
    answer = {"value": [{"scheduleId": AURORA, "availabilityView": "2", "workingHours": {"timeZone": {"name": "UTC"}},
                         "scheduleItems": [{"status": "busy", "subject": "Layoffs", "location": "x", "start": 1, "end": 2}]}]}  # fmt: skip
    told = seen.seen(Kind.SCHEDULE, answer, INVITES, own=lambda *_: True, back=str)
    assert "Layoffs" not in str(told)
    assert told["value"][0]["scheduleItems"] == [{"status": "busy", "start": 1, "end": 2}]
    assert told["value"][0]["workingHours"] == {"timeZone": {"name": "UTC"}}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TOLD])
@pytest.mark.parametrize("answer", [None, [], "x", {"value": [1]}, {"value": {}}])
def test_an_answer_of_another_shape_is_none(kind: Kind, answer: Any) -> None:
    if isinstance(answer, dict) and kind not in (Kind.VIEW, Kind.OWN_VIEW, Kind.SCHEDULE):
        return
    with pytest.raises(seen.Garbled):
        seen.seen(kind, answer, INVITES, own=lambda *_: True, back=str)
