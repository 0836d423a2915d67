"""Exchange's side of a change of the clocks: series keep the wall clock of their organizer's zone (facts.md §2.13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.sandbox.running import Plan
from kiosk.sync.wire import zone_of_schedule
from tests.days.chain import events
from tests.days.written import read, write
from tests.sandbox.conftest import AURORA, LENA, QUICK, Office, room, start, unscoped

NEW_YORK, BERLIN = "Eastern Standard Time", "W. Europe Standard Time"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(start(Plan(tmp_path, unscoped(), switches=QUICK)))
    yield office
    office.close()
    office.started.end()
    assert office.wrong == []


def on(office: Office, day: str) -> None:
    """It is eight o'clock UTC of that day, and stays so."""
    office.act("clock", set=f"{day}T08:00:00+00:00", freeze=True)


def series(office: Office, begin: str, end: str, zone: str, pattern: str, times: int) -> None:
    """Lena invites Aurora to a series, its first meeting from `begin` to `end` on her own clock."""
    body = {
        "subject": "Series",
        "start": {"dateTime": begin, "timeZone": zone},
        "end": {"dateTime": end, "timeZone": zone},
        "attendees": [room(AURORA)],
        "recurrence": {
            "pattern": {"type": pattern, "interval": 1, **({"daysOfWeek": ["tuesday"]} if pattern == "weekly" else {})},
            "range": {"type": "numbered", "startDate": begin[:10], "numberOfOccurrences": times},
        },
    }  # fmt: skip
    answer = office.ask("POST", f"/users/{LENA}/events", body)
    assert answer.status_code == 201, answer.text
    office.later(5)


def view(office: Office, **headers: str) -> list[Any]:
    """All that Aurora's calendar holds from yesterday on for five weeks, as Graph tells it."""
    begin = office.now() - timedelta(days=1)
    window = f"startDateTime={begin:%Y-%m-%dT%H:%M:%SZ}&endDateTime={begin + timedelta(weeks=5):%Y-%m-%dT%H:%M:%SZ}"
    return list(office.get(f"/users/{AURORA}/calendarView?{window}&$top=1000", **headers)["value"])


def spans(items: list[Any]) -> list[tuple[datetime, datetime]]:
    """As the display reads them."""
    return sorted((event.start, event.end) for event in events(items, "Europe/Berlin"))


@pytest.mark.parametrize(("first", "today"), [("2026-03-10", "2026-03-09"), ("2026-10-20", "2026-10-19")])
def test_a_series_from_overseas_is_told_at_the_instants_of_its_golden_day(
    office: Office, first: str, today: str
) -> None:
    on(office, today)
    series(office, f"{first}T09:00:00", f"{first}T10:00:00", NEW_YORK, "weekly", 4)

    told = spans(view(office))

    golden = {(one.start, one.end) for one in read("overseas-series").meetings}
    in_weeks = [(begin, end) for begin, end in told if (begin, end) in golden]
    assert len(told) == 4
    assert len(in_weeks) == 3, [write(begin) for begin, _ in told]  # the golden day leaves one week out


@pytest.mark.parametrize(
    ("today", "changed", "wanted"),
    [
        ("2026-03-26", "2026-03-29", ("01:30", "02:00")),
        ("2026-03-26", "2026-03-30", ("00:30", "01:00")),
        ("2026-10-22", "2026-10-26", ("01:30", "02:00")),
    ],
)
def test_a_meeting_in_the_hour_that_the_clocks_skip_still_ends_after_it_began(
    office: Office, today: str, changed: str, wanted: tuple[str, str]
) -> None:
    on(office, today)
    first = f"{today[:8]}{int(today[8:]) + 1}"
    series(office, f"{first}T02:30:00", f"{first}T03:00:00", BERLIN, "daily", 5)

    told = spans(view(office))

    assert len(told) == 5
    assert all(begin < end for begin, end in told)
    begin, end = next(span for span in told if span[0].date().isoformat() == changed)
    assert (f"{begin:%H:%M}", f"{end:%H:%M}") == wanted


def test_whatever_zone_is_asked_for_the_instants_are_the_same(office: Office) -> None:
    on(office, "2026-03-09")
    series(office, "2026-03-10T09:00:00", "2026-03-10T10:00:00", NEW_YORK, "weekly", 4)

    in_utc = spans(view(office))

    for zone in (NEW_YORK, BERLIN, "India Standard Time", "Lord Howe Standard Time", "Europe/Berlin"):
        items = view(office, Prefer=f'outlook.timezone="{zone}"')
        assert {item["start"]["timeZone"] for item in items} == {zone}
        assert spans(items) == in_utc


@pytest.mark.parametrize("made_in", [NEW_YORK, "Tokyo Standard Time", BERLIN])
@pytest.mark.parametrize(
    ("day", "after", "hours"), [("2026-03-29", "2026-03-30", 23), ("2026-10-25", "2026-10-26", 25)]
)
def test_an_all_day_meeting_is_the_rooms_whole_day_wherever_it_was_made(
    office: Office, made_in: str, day: str, after: str, hours: int
) -> None:
    on(office, day[:8] + "20")
    body = {
        "subject": "Off-site", "isAllDay": True, "attendees": [room(AURORA)], "showAs": "busy",
        "start": {"dateTime": f"{day}T00:00:00", "timeZone": made_in},
        "end": {"dateTime": f"{after}T00:00:00", "timeZone": made_in},
    }  # fmt: skip
    assert office.ask("POST", f"/users/{LENA}/events", body).status_code == 201
    office.later(5)

    ((begin, end),) = spans(view(office))

    assert end - begin == timedelta(hours=hours)
    assert begin == datetime.fromisoformat(
        f"{day}T00:00:00{'+01:00' if hours == 23 else '+02:00'}"
    ).astimezone(UTC)


def test_the_room_tells_its_zone_by_the_name_that_windows_has_for_it(office: Office) -> None:
    body = {
        "schedules": [AURORA],
        "startTime": {"dateTime": "2026-03-09T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-10T08:00:00", "timeZone": "UTC"},
    }
    answer = office.ask("POST", f"/users/{AURORA}/calendar/getSchedule", body).json()
    assert answer["value"][0]["workingHours"]["timeZone"]["name"] == BERLIN
    assert zone_of_schedule(answer) == "Europe/Berlin"
