"""What an admin is given to run: no more than the configuration takes, and nothing in it runs that was not meant."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.config.desired import parse
from kiosk.doctor import tenant, tenant_setup
from kiosk.doctor.needs import Over, Wanted, needs, wanted_of
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant.office import contoso
from tests.doctor.test_trial import QUICK

ROOM, USER = "aurora@contoso.com", "displays@contoso.com"
CLIENT = "11111111-2222-3333-4444-555555555555"
BASE = f"""
[graph]
tenant_id = "contoso.onmicrosoft.com"
client_id = "{CLIENT}"
[system_user]
mailbox = "{USER}"
booking = "MODE"
sign_in = "client_secret"
client_secret_file = "secret"
[room]
mailbox = "{ROOM}"
"""


def wanted(more: str = "", mode: str = "invite") -> Wanted:
    found = wanted_of(parse(BASE.replace("MODE", mode) + more), ())
    assert found is not None
    return found


READ, WRITE = ("Calendars.Read", Over.ROOMS), ("Calendars.ReadWrite", Over.ROOMS)
USERS = ("Calendars.ReadWrite", Over.SYSTEM_USER)
PLACES = ("Place.Read.All", Over.TENANT)
NO_PLACES = "[find_room]\nfrom_places = false\n"


@pytest.mark.parametrize(
    ("mode", "more", "expected"),
    [
        ("invite", NO_PLACES, [READ, USERS]),
        ("invite", "", [READ, USERS, PLACES]),
        ("invite", "[booking]\ndecline_others = true\n" + NO_PLACES, [WRITE, USERS]),
        ("direct", NO_PLACES, [WRITE]),
        ("invite", '[report]\nmail_to = "fm@contoso.com"\n' + NO_PLACES, [READ, USERS, ("Mail.Send", Over.SYSTEM_USER)]),
        ("invite", "[booking]\nfor_somebody = true\n" + NO_PLACES, [READ, USERS, ("Calendars.ReadWrite", Over.PEOPLE), PLACES]),
    ],
)  # fmt: skip
def test_a_configuration_takes_these_permissions_and_no_other(
    mode: str, more: str, expected: list[tuple[str, Over]]
) -> None:
    assert [(need.permission, need.over) for need in needs(wanted(more, mode))] == expected


def test_what_goes_beyond_the_least_is_told_with_how_to_need_less() -> None:
    more = '[booking]\nfor_somebody = true\ndecline_others = true\n[report]\nmail_to = "fm@contoso.com"\n'
    for need in needs(wanted(more)):
        assert need.why
        assert need.less or (need.permission, need.over) == USERS


def test_the_commands_of_an_ordinary_display() -> None:
    assert tenant_setup.powershell(wanted(), "obj-1") == [
        "Connect-ExchangeOnline",
        f"$client = '{CLIENT}'",
        "$object = 'obj-1'",
        "New-ServicePrincipal -AppId $client -ObjectId $object -DisplayName 'Room displays'",
        f"Set-Mailbox -Identity {ROOM} -CustomAttribute1 'RoomDisplays'",
        f"Set-Mailbox -Identity {USER} -CustomAttribute1 'RoomDisplaysUser'",
        "New-ManagementScope -Name 'Room displays: rooms' -RecipientRestrictionFilter \"CustomAttribute1 -eq 'RoomDisplays'\"",
        (
            "New-ManagementScope -Name 'Room displays: system user' -RecipientRestrictionFilter "
            "\"CustomAttribute1 -eq 'RoomDisplaysUser'\""
        ),
        (
            "New-ManagementRoleAssignment -App $object -Role 'Application Calendars.Read' "
            "-CustomResourceScope 'Room displays: rooms'"
        ),
        (
            "New-ManagementRoleAssignment -App $object -Role 'Application Calendars.ReadWrite' "
            "-CustomResourceScope 'Room displays: system user'"
        ),
        f"Set-CalendarProcessing -Identity {ROOM} -AutomateProcessing AutoAccept -AllBookInPolicy $true -AllowConflicts $false",
        f"Test-ServicePrincipalAuthorization -Identity $client -Resource {ROOM} | ft",
        f"Test-ServicePrincipalAuthorization -Identity $client -Resource {USER} | ft",
    ]


def test_without_named_rooms_the_scope_is_every_room_mailbox() -> None:
    lines = tenant_setup.powershell(replace(wanted(), rooms=()))
    assert any("\"RecipientTypeDetails -eq 'RoomMailbox'\"" in line for line in lines)
    assert (
        "Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | Set-CalendarProcessing "
        in "\n".join(lines)
    )


def test_what_the_display_shows_and_asks_of_the_room_is_set_there() -> None:
    more = '[booking]\ncheck_in = true\n[display]\nprivacy = "full"\n'
    line = next(
        line for line in tenant_setup.powershell(wanted(more)) if line.startswith("Set-CalendarProcessing")
    )
    assert "-EnableAutoRelease $false" in line
    assert "-RemovePrivateProperty $false" in line


def test_no_value_can_become_a_command() -> None:
    evil = "a'; Remove-Mailbox x #@contoso.com"
    lines = tenant_setup.powershell(
        Wanted("t", "c'$(x)", rooms=(evil,), system_user="$(whoami)@b.c"), "o\u2019; x"
    )
    assert lines[1:3] == ["$client = 'c''$(x)'", "$object = 'o\u2019\u2019; x'"]
    assert (
        lines[4]
        == "Set-Mailbox -Identity 'a''; Remove-Mailbox x #@contoso.com' -CustomAttribute1 'RoomDisplays'"
    )
    assert lines[5].startswith("Set-Mailbox -Identity '$(whoami)@b.c' ")


def test_the_address_of_consent_is_exact_and_only_there_where_something_is_consented_to() -> None:
    link = f"https://login.microsoftonline.com/contoso.onmicrosoft.com/adminconsent?client_id={CLIENT}"
    assert tenant_setup.consent_link(wanted()) == link
    assert link in tenant_setup.as_text(wanted())
    assert tenant_setup.consent_link(wanted(NO_PLACES)) is None
    assert "Nothing to consent to" in tenant_setup.as_text(wanted(NO_PLACES))


def test_without_a_configuration_it_asks_for_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [
        "tenant",
        "setup",
        "--tenant",
        "contoso.com",
        "--system-user",
        USER,
        "--rooms",
        ROOM,
        "borealis@contoso.com",
    ]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert 'Read-Host "Application (client) ID"' in out
    assert 'Read-Host "Object ID of the ENTERPRISE APPLICATION"' in out
    assert "Set-Mailbox -Identity borealis@contoso.com -CustomAttribute1 'RoomDisplays'" in out
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["permissions"][0]["permission"] == "Calendars.Read"
    assert (told["ok"], told["checks"], told["consent"]) == (True, [], None)


def test_a_check_needs_a_configuration_to_sign_in_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tenant", "setup", "--tenant", "contoso.com", "--check"]) == 2
    assert "--config" in capsys.readouterr().err


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(Plan(tmp_path, contoso("W. Europe Standard Time"), switches=QUICK))
    await running.start()
    yield running
    await running.stop()


async def test_a_check_tries_each_room_and_tells_well_from_wrong(
    office: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    tenant.add_arguments(parser)
    office.sandbox.access.scope = {ROOM, USER}
    words = ["setup", "--config", str(tmp_path / "kiosk.toml"), "--rooms", "borealis@contoso.com", "--check"]
    args = parser.parse_args([*words, "--outside", "lena@contoso.com"])
    code = await asyncio.to_thread(tenant.run, args)
    out, err = capsys.readouterr()
    assert code == 1
    assert f"✓ {ROOM}: A test booking was made, accepted and removed." in out
    assert f"✓ {ROOM}: lena@contoso.com is closed to the display, as it must be." in out
    assert "✗ borealis@contoso.com: The app may not read the calendar of borealis@contoso.com." in out
    assert "Get-ApplicationAccessPolicy | fl" in out
    assert err.startswith("kiosk tenant setup: 1 of ")
