"""Tenants from files, and office life (both pure but for the file)."""

import itertools
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.event import Blocking, Event
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Change, Mailbox
from kiosk.sandbox.running import Plan
from kiosk.sandbox.tenant.life import Life
from kiosk.sandbox.tenant.office import contoso
from kiosk.sandbox.tenant.tenant_file import TenantFileError, load

from .conftest import LENA, NOON, QUICK, Open

TENANT = """
name = "Fabrikam"
domain = "fabrikam.com"
time_zone = "America/New_York"
scope = "all"

[[rooms]]
mailbox = "atlas@fabrikam.com"
name = "Atlas"
floor = 2
capacity = 6
settings = { RemoveCanceledMeetings = true, DeleteSubject = false }

[[rooms]]
mailbox = "kyoto@fabrikam.com"
name = "Kyoto"
time_zone = "Asia/Tokyo"

[[people]]
mailbox = "vera@fabrikam.com"
name = "Vera Novak"

[[room_lists]]
mailbox = "all@fabrikam.com"
name = "All rooms"
rooms = ["atlas@fabrikam.com"]

[[events]]
organizer = "vera@fabrikam.com"
room = "atlas@fabrikam.com"
subject = "Kick-off"
start = "+30"

[[events]]
room = "kyoto@fabrikam.com"
subject = "Cleaning"
start = "2026-03-11T09:00"
"""


def test_a_tenant_file_names_rooms_people_and_meetings(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "tenant.toml"
    file.write_text(TENANT)
    office = opened(plan=Plan(tmp_path, load(file, "UTC"), switches=QUICK), frozen=False)
    assert office.facts["rooms"] == ["atlas@fabrikam.com", "kyoto@fabrikam.com"]
    assert office.facts["system_user"] == "displays@fabrikam.com"
    atlas = office.view("atlas@fabrikam.com")
    assert [(one["subject"], one["showAs"]) for one in atlas] == [("Vera Novak Kick-off", "busy")]
    assert office.get("/users/kyoto@fabrikam.com/mailboxSettings")["timeZone"] == "Tokyo Standard Time"
    window = "startDateTime=2026-03-11T00:00:00Z&endDateTime=2026-03-11T23:00:00Z"
    kyoto = office.get(f"/users/kyoto@fabrikam.com/calendarView?{window}")["value"][0]
    assert (kyoto["isOrganizer"], kyoto["start"]["dateTime"][:16]) == (True, "2026-03-11T00:00")
    assert office.get("/places/all@fabrikam.com/microsoft.graph.roomlist/rooms")["value"][0]["capacity"] == 6


def test_a_tenant_file_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "tenant.json"
    file.write_text(json.dumps({"rooms": [{"mailbox": "a@contoso.com", "name": "A"}]}))
    company = load(file, "Europe/Berlin")
    assert (company.time_zone, company.system_user) == ("W. Europe Standard Time", "displays@contoso.com")
    assert company.scope == {"a@contoso.com", "displays@contoso.com"}


def test_a_tenant_may_let_the_application_into_some_peoples_calendars(tmp_path: Path) -> None:
    file = tmp_path / "tenant.json"
    rooms = [{"mailbox": "a@contoso.com", "name": "A"}]
    file.write_text(json.dumps({"rooms": rooms, "scope": ["Lena@contoso.com"]}))
    assert load(file, "UTC").scope == {"a@contoso.com", "displays@contoso.com", "lena@contoso.com"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rooms = 5", "rooms: Input should be a valid list"),
        ("colour = 1", "rooms: Field required"),
        ("[[rooms]]\nmailbox='a@b.c'\nname='A'\ncolour=1", "rooms.0.colour: Extra inputs are not permitted"),
        ("[[rooms]]\nmailbox='a@b.c'\nname='A'\ntime_zone='Moon'", "no time zone is called Moon"),
        (
            "[[rooms]]\nmailbox='a@b.c'\nname='A'\nsettings={Colour=1}",
            "Set-CalendarProcessing has no Colour here",
        ),
        ("not toml", "Expected '=' after a key"),
    ],
)
def test_a_wrong_tenant_file_is_told_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "tenant.toml"
    file.write_text(text)
    with pytest.raises(TenantFileError, match=words.replace(".", r"\.")):
        load(file, "UTC")


def lived_in(now: datetime, seed: int = 1) -> tuple[Exchange, Life]:
    exchange = Exchange(contoso().mailboxes, seed=seed)
    return exchange, Life(exchange, seed, now)


def taken(room: Mailbox, start: datetime, end: datetime) -> list[Event]:
    found = room.window(start, end)
    return [one for one in found if one.show_as in Blocking and one.span.instants(room.zone)[1] > start]


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("hour", [0, 6, 11, 16, 22])
def test_the_first_room_is_free_for_seventy_minutes_and_has_something_next(seed: int, hour: int) -> None:
    now = datetime(2026, 3, 10, hour, 7, 31, tzinfo=UTC)
    exchange, _ = lived_in(now, seed)
    first = exchange.rooms()[0]
    assert taken(first, now, now + timedelta(minutes=70)) == []
    assert taken(first, now, now + timedelta(hours=14))
    if hour in {11, 16, 22}:
        assert taken(first, now.replace(hour=0, minute=0) - timedelta(hours=1), now)
    for room in exchange.rooms():
        assert not [one for one in room.items.values() if one.pending]
        spans = sorted(one.span.instants(room.zone) for one in taken(room, now, now + timedelta(days=2)))
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_the_day_has_a_running_meeting_a_series_with_an_exception_a_private_one_and_a_note() -> None:
    exchange, _ = lived_in(NOON)
    rooms = exchange.rooms()
    assert any(taken(room, NOON, NOON + timedelta(seconds=1)) for room in rooms)
    everything = [
        one for room in rooms for one in room.window(NOON - timedelta(days=1), NOON + timedelta(days=8))
    ]
    assert {one.type for one in everything} == {"singleInstance", "occurrence", "exception"}
    assert any(one.span.all_day and one.show_as == "free" for one in everything)
    assert any(one.sensitivity == "private" for box in exchange.people() for one in box.items.values())


def test_something_changes_at_least_every_minute_and_never_under_a_newcomers_finger() -> None:
    exchange, life = lived_in(NOON)
    changes: list[Change] = []
    exchange.listeners.append(changes.append)
    first, now = exchange.rooms()[0], NOON
    for _ in range(300):
        now += timedelta(seconds=2)
        advance(exchange, now)
        life.live(now)
        assert taken(first, now, now + timedelta(minutes=10)) == []
    acts = sorted({change.at for change in changes})
    assert all(later - sooner <= timedelta(seconds=64) for sooner, later in itertools.pairwise(acts))
    assert len(acts) >= 10


def test_an_office_lives_for_days_and_its_rooms_are_never_booked_twice() -> None:
    exchange, life = lived_in(NOON)
    changes: list[Change] = []
    exchange.listeners.append(changes.append)
    now = NOON
    for _ in range(2 * 24 * 20):
        now += timedelta(minutes=3)
        advance(exchange, now)
        life.live(now)
    advance(exchange, now + timedelta(seconds=30))
    for room in exchange.rooms():
        spans = sorted(one.span.instants(room.zone) for one in taken(room, now, now + timedelta(days=1)))
        assert spans
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
        assert len(room.items) < 2500
    assert {change.kind for change in changes} == {"created", "updated", "deleted"}


def test_the_same_seed_makes_the_same_people_move() -> None:
    def story(seed: int) -> Counter[str]:
        exchange, life = lived_in(NOON, seed)
        now = NOON
        for _ in range(100):
            now += timedelta(seconds=30)
            advance(exchange, now)
            life.live(now)
        return Counter(
            str(one.span) + one.subject for box in exchange.mailboxes.values() for one in box.items.values()
        )

    assert story(3) == story(3) != story(4)


def test_the_command_starts_a_lived_in_day(opened: Open, tmp_path: Path) -> None:
    company = contoso()
    company.scope = None
    office = opened(plan=Plan(tmp_path, company, life=True, switches=QUICK), frozen=False)
    assert len(office.view(hours=40)) > 3
    assert office.view(LENA, hours=40)
