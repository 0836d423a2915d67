"""The whole examination, against a sandbox tenant over TLS, with one thing wrong at a time."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from joserfc.jwk import OKPKey

from kiosk.clock import Clock
from kiosk.config import keep
from kiosk.config.course import Course, Revision
from kiosk.config.document import Document
from kiosk.config.signatures import DOCUMENT, signed
from kiosk.config.tables import SystemUserTable
from kiosk.core.expiring import expiries
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.examine import examine
from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.office import contoso
from kiosk.sandbox.tenant.outlook import Meeting
from kiosk.system_user import keys
from kiosk.system_user.certificate import VALID, public_file

ROOM, USER = "aurora@contoso.com", "displays@contoso.com"


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(Plan(tmp_path, contoso("W. Europe Standard Time")))
    await running.start()
    yield running
    await running.stop()


Examined = Callable[..., Awaitable[dict[str, Check]]]


@pytest.fixture
def examined(tenant: Running, tmp_path: Path) -> Examined:
    """What the doctor finds, by id, after replacing words of the sandbox's kiosk.toml."""
    assert tenant.sandbox.origin
    path = tmp_path / "kiosk.toml"

    async def run(changes: dict[str, str] | None = None, clock: Clock | None = None) -> dict[str, Check]:
        text = path.read_text()
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        checks = await examine(path, clock or Clock())
        assert all(check.remedy for check in checks if not check.ok and check.id != "configuration")
        secret = (tmp_path / "secret").read_text()
        assert not any(secret in check.what + check.remedy for check in checks)
        return {check.id: check for check in checks}

    return run


def wrong(found: dict[str, Check]) -> list[str]:
    return [check.id for check in found.values() if not check.ok]


def versions(tenant: Running) -> dict[str, int]:
    return {box.address: box.version for box in tenant.sandbox.exchange.mailboxes.values()}


async def test_a_tenant_that_is_set_up_well_is_told_so_and_nothing_is_written(
    examined: Examined, tenant: Running
) -> None:
    before = versions(tenant)
    found = await examined()
    assert wrong(found) == []
    assert [name for name, check in found.items() if check.verdict is Verdict.OK] == [
        "configuration", "entra.reach", "graph.reach", "clock", "sign_in",
        "system_user.mailbox", "room.mailbox", "room.type", "room.calendar", "room.time_zone", "room.place",
    ]  # fmt: skip
    assert found["room.time_zone"].what == "The room's time zone is Europe/Berlin."
    assert found["booking"].verdict is Verdict.NOTE
    assert f"-Resource {USER}" in found["booking"].remedy
    assert versions(tenant) == before


async def test_a_blocked_room_is_told_first_with_the_commands_that_show_and_mend_it(
    examined: Examined, tenant: Running
) -> None:
    sandbox = tenant.sandbox
    sandbox.access.block(ROOM, sandbox.now(), timedelta(0), blocked=True)
    found = await examined()
    assert wrong(found) == ["room.mailbox"]
    check = found["room.mailbox"]
    assert check.what.startswith(f"The app may not read the calendar of {ROOM}. A rule in your tenant")
    assert check.told is not None
    assert re.fullmatch(r"403 ErrorAccessDenied\n\d\d:\d\d:\d\dZ id [0-9a-f-]{36}", check.told.details)
    client = sandbox.application.client_id
    assert f"Test-ApplicationAccessPolicy -Identity {ROOM} -AppId {client}" in check.remedy
    assert f"Test-ServicePrincipalAuthorization -Identity {client} -Resource {ROOM}" in check.remedy


async def test_an_application_without_calendar_permission_is_told_for_each_mailbox(
    examined: Examined, tenant: Running
) -> None:
    tenant.sandbox.access.permissions = ("Place.Read.All",)
    found = await examined()
    assert wrong(found) == ["system_user.mailbox", "room.mailbox"]
    assert "New-ManagementRoleAssignment" in found["room.mailbox"].remedy


@pytest.mark.parametrize(
    ("zone", "verdict"),
    [
        ("Europe/Berlin", Verdict.OK),
        ("Europe/Amsterdam", Verdict.OK),
        ("Europe/London", Verdict.NOTE),
        ("Africa/Lagos", Verdict.NOTE),  # the same clock in winter
    ],
)
async def test_a_configured_zone_is_a_note_only_where_its_clock_is_another_than_the_mailboxs(
    examined: Examined, zone: str, verdict: Verdict
) -> None:
    found = await examined({f'mailbox = "{ROOM}"': f'mailbox = "{ROOM}"\ntime_zone = "{zone}"'})
    assert wrong(found) == []
    assert found["room.time_zone"].verdict is verdict


async def test_missing_rights_to_the_room_list_are_a_note(examined: Examined, tenant: Running) -> None:
    tenant.sandbox.access.permissions = ("Calendars.ReadWrite",)
    found = await examined()
    assert wrong(found) == []
    assert found["room.place"].verdict is Verdict.NOTE
    assert "Place.Read.All" in found["room.place"].remedy


async def test_a_room_nearby_that_does_not_tell_when_it_is_free_is_noted(examined: Examined) -> None:
    privacy = "[display]\n"
    found = await examined({privacy: '[[nearby]]\nmailbox = "borealis@contoso.com"\n' + privacy})
    assert found["nearby"].verdict is Verdict.OK
    found = await examined({privacy: '[[nearby]]\nmailbox = "bolearis@contoso.com"\n' + privacy})
    assert found["nearby"].verdict is Verdict.NOTE
    assert "bolearis@contoso.com" in found["nearby"].what


async def test_a_mailbox_that_does_not_exist_is_told_with_its_key(examined: Examined) -> None:
    found = await examined({ROOM: "nowhere@contoso.com"})
    assert wrong(found) == ["room.mailbox"]
    assert found["room.mailbox"].what.startswith("No mailbox has the address nowhere@contoso.com.")
    assert "room.mailbox" in found["room.mailbox"].remedy


async def test_a_wrong_and_an_expired_secret_are_told_apart(
    examined: Examined, tenant: Running, tmp_path: Path
) -> None:
    tenant.sandbox.application.secret_expired = True
    found = await examined()
    assert wrong(found) == ["sign_in"]
    assert found["sign_in"].what == "The client secret has expired. (AADSTS7000222)"

    tenant.sandbox.application.secret = "another"
    found = await examined()
    assert found["sign_in"].what == "Entra refuses the client secret. (AADSTS7000215)"
    assert "secret's ID was pasted instead of its value" in found["sign_in"].remedy
    assert str(tmp_path / "secret") in found["sign_in"].remedy
    assert found["not_tried"].ok


async def test_a_display_without_a_key_makes_one_and_says_how_to_upload_it(
    examined: Examined, tenant: Running, tmp_path: Path
) -> None:
    found = await examined({'"client_secret"\nclient_secret_file = "secret"': '"certificate"'})
    assert wrong(found) == ["sign_in"]
    made = keys.read(tmp_path / "kiosk.pem")
    public = public_file(tmp_path / "kiosk.pem")
    for told in (found["certificate"], found["sign_in"]):
        assert str(public) in told.remedy
        assert made.sha1 in told.remedy
    assert made.public_pem.strip() in found["certificate"].remedy
    assert "PRIVATE" not in "".join(check.remedy for check in found.values())

    certificate = x509.load_pem_x509_certificate(public.read_bytes())
    tenant.sandbox.application.certificates.append(certificate.public_bytes(serialization.Encoding.DER))
    found = await examined()
    assert found["certificate"].verdict is Verdict.OK


async def test_a_certificate_that_ends_soon_or_has_ended_is_told(examined: Examined, tmp_path: Path) -> None:
    await asyncio.to_thread(
        keys.make, tmp_path / "kiosk.pem", "Aurora", datetime.now(UTC) - VALID + timedelta(days=7)
    )
    changes = {'"client_secret"\nclient_secret_file = "secret"': '"certificate"'}
    note = (await examined(changes))["certificate"]
    assert note.verdict is Verdict.NOTE
    assert f"Move {tmp_path / 'kiosk.pem'} and {tmp_path / 'kiosk.public.pem'} away" in note.remedy
    (known,) = expiries(SystemUserTable(certificate_file=str(tmp_path / "kiosk.pem")))
    assert timedelta(days=6) < known.ends - datetime.now(UTC) <= timedelta(days=7)
    later = Shifted(timedelta(days=8))
    assert "certificate" in wrong(await examined(clock=later))


class Shifted(Clock):
    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return super().now() + self._ahead


@pytest.mark.parametrize(("days", "told"), [(30, "ends on"), (-2, "ended on"), (60, "")])
async def test_a_secret_that_ends_soon_is_a_note_and_nothing_is_wrong(
    examined: Examined, days: int, told: str
) -> None:
    day = datetime.now(UTC).date() + timedelta(days=days)
    found = await examined({"[room]\n": f"client_secret_expires = {day}\n\n[room]\n"})
    assert wrong(found) == []
    assert ("client_secret" in found) == bool(told)
    if told:
        assert f"The client secret {told} {day}" in found["client_secret"].what
        assert "New client secret" in found["client_secret"].remedy


async def test_a_clock_that_is_off_is_told_and_the_rest_is_tried_all_the_same(examined: Examined) -> None:
    found = await examined(clock=Shifted(timedelta(seconds=-95)))
    assert wrong(found) == ["clock"]
    told = re.search(r"(\d+) seconds behind", found["clock"].what)
    assert told is not None
    assert (
        abs(int(told[1]) - 95) < 20
    )  # a machine under load takes its time between asking and reading its clock
    assert found["room.mailbox"].ok


async def test_a_server_signed_by_an_unknown_authority_is_explained(examined: Examined) -> None:
    found = await examined({'ca_file   = "ca.pem"\n': ""})
    assert wrong(found) == ["entra.reach", "graph.reach"]
    assert "graph.ca_file" in found["graph.reach"].remedy


async def test_a_name_that_nobody_knows_is_told(examined: Examined, tenant: Running) -> None:
    found = await examined({f'authority = "{tenant.sandbox.origin}"': 'authority = "https://login.invalid"'})
    assert wrong(found) == ["entra.reach"]
    assert found["entra.reach"].what == "The name login.invalid is not known."


async def test_a_closed_port_is_told(examined: Examined, tenant: Running) -> None:
    await tenant.stop()
    found = await examined()
    assert wrong(found) == ["entra.reach", "graph.reach"]
    assert "refuses the connection" in found["graph.reach"].what


async def test_a_broken_configuration_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text("[graph]\ntenant = 1\n[booking]\ncheckin = true\n")
    checks = await examine(path, Clock())
    assert [check.id for check in checks if not check.ok] == ["configuration"] * 4
    assert checks[-1].id == "not_tried"


async def test_an_unpaired_display_is_told_what_to_add(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text("")
    (check,) = await examine(path, Clock())
    assert not check.ok
    assert "[room] mailbox" in check.remedy


async def test_what_was_pushed_counts_and_each_key_of_the_file_that_does_not_is_listed(
    tmp_path: Path,
) -> None:
    path, data = tmp_path / "kiosk.toml", tmp_path / "data"
    nobody = 'base_url = "https://127.0.0.1:9/v1.0"\nauthority = "https://127.0.0.1:9"\n'
    tenant = f'[graph]\ntenant_id = "contoso.com"\nclient_id = "x"\n{nobody}[room]\nmailbox = "aurora@contoso.com"\n'
    user = '[system_user]\nmailbox = "displays@contoso.com"\n'
    path.write_text(
        tenant + user + '[booking]\nmax_minutes = 60\ndays_ahead = 3\n[display]\nlanguage = "xx"\n'
    )
    tables = {"booking": {"max_minutes": 120, "days_ahead": 3}, "display": {"language": "yy"}}
    document = Document("rd-x", 7, datetime(2026, 11, 23, tzinfo=UTC), tables)
    hash_ = keep.keep_document(data, signed(document.body(), OKPKey.generate_key("Ed25519"), DOCUMENT))
    keep.keep_course(data, Course(good=Revision(7, hash_), highest=7))
    found = {check.id: check for check in await examine(path, Clock(), data=data)}
    told = found["configuration.pushed"]
    assert (told.verdict, "revision 7" in told.what) == (Verdict.NOTE, True)
    assert "booking.max_minutes\ndisplay.language\n" in told.remedy
    assert "booking.days_ahead" not in told.remedy
    assert "yy" in found["display.language"].what, "the examination is of what the display follows"


FOR_SOMEBODY = {"[display]\n": "[booking]\nfor_somebody = true\n\n[display]\n"}


def meets(tenant: Running, *people: str) -> None:
    """They have a meeting in the room today; nobody's life moves the sandbox but this."""
    exchange, now = tenant.sandbox.exchange, tenant.sandbox.now()
    room = exchange.find(ROOM)
    for hours, who in enumerate(people, 1):
        box = exchange.find(f"{who}@contoso.com")
        assert box is not None
        outlook.book(
            exchange, box, Meeting("Sync", now + timedelta(hours=hours), timedelta(minutes=30), room), now
        )
    advance(exchange, now + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("scope", "verdict", "told"),
    [
        (["lena", "omar"], Verdict.OK, "2 tried"),
        (["lena"], Verdict.NOTE, "1 of 2 calendars"),
        ([], Verdict.WRONG, "the scope of Application Calendars.ReadWrite is missing"),
    ],
)
async def test_whose_calendars_are_open_is_tried_with_those_who_book_the_room_and_none_is_named(
    examined: Examined, tenant: Running, scope: list[str], verdict: Verdict, told: str
) -> None:
    meets(tenant, "lena", "omar")
    tenant.sandbox.access.scope = {ROOM, USER, *(f"{who}@contoso.com" for who in scope)}
    before = versions(tenant)
    check = (await examined(FOR_SOMEBODY))["booking.for_somebody"]
    assert (check.verdict, told in check.what) == (verdict, True)
    assert "lena" not in check.what + check.remedy
    assert verdict is Verdict.OK or "New-ManagementRoleAssignment" in check.remedy
    assert versions(tenant) == before


async def test_where_nobody_may_say_what_a_room_is_booking_for_somebody_is_told_of_it(
    examined: Examined, tenant: Running
) -> None:
    tenant.sandbox.access.permissions = ("Calendars.ReadWrite",)
    found = await examined(FOR_SOMEBODY)
    assert "Place.Read.All" in found["booking.for_somebody.rooms"].remedy
    assert found["booking.for_somebody"].verdict is Verdict.NOTE


async def test_a_language_that_is_not_there_is_named_with_those_that_are(examined: Examined) -> None:
    found = await examined({"[display]\n": '[display]\nlanguage = "tlh"\n'})
    assert wrong(found) == ["display.language"]
    assert "tlh" in found["display.language"].what
    assert "de" in found["display.language"].remedy
