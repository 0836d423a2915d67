"""Refusals that a sandbox seldom makes, and the words and numbers that come out."""

import argparse
import base64
import json
from pathlib import Path

import pytest

from kiosk.config.desired import parse
from kiosk.doctor import add_arguments, booking, graph_remedies, run, sign_in_remedies
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.command import as_json, as_text
from kiosk.doctor.graph_remedies import Said, Target
from kiosk.doctor.sign_in_remedies import Names
from kiosk.doctor.signing import roles_of

NAMES = Names(
    "https://login.microsoftonline.com", "contoso.com", "app-1", "secret", "kiosk.public.pem", "A1B2"
)
ROOM = Target("aurora@contoso.com", "room.mailbox", "app-1")
CODES = [
    7000215, 7000222, 700016, 700027, 90002, 65001, 90094, 90095, 50126, 50034, 50053, 50055, 50057, 50076, 50079,
    50158, 53003, 53000, 530032, 50131, 50173, 70008, 700082, 70043, 70016, 70018, 70019, 70011, 28002, 700022, 50196,
    90033, 90024, 90055, 50033, 50087,
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_is_really_met_is_explained(code: int) -> None:
    advice = sign_in_remedies.advice(code, NAMES)
    assert f"AADSTS{code}" in advice.what
    assert "error?code=" not in advice.remedy
    assert "{" not in advice.what + advice.remedy


def test_an_unknown_code_leads_to_microsofts_own_explanation() -> None:
    assert (
        "https://login.microsoftonline.com/error?code=12345" in sign_in_remedies.advice(12345, NAMES).remedy
    )
    assert "Sign-in logs" in sign_in_remedies.advice(None, NAMES).remedy


def test_a_missing_consent_comes_with_the_address_that_gives_it() -> None:
    remedy = sign_in_remedies.advice(65001, NAMES).remedy
    assert "https://login.microsoftonline.com/contoso.com/adminconsent?client_id=app-1" in remedy


@pytest.mark.parametrize(
    ("said", "begin", "command"),
    [
        (
            Said(403, "ErrorAccessDenied", "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."),
            "A policy of the tenant keeps the application out",
            "Test-ApplicationAccessPolicy -Identity aurora@contoso.com -AppId app-1",
        ),
        (Said(403, "ErrorAccessDenied", "Access to OData is disabled."), "A policy of the tenant", "Test-Application"),
        (Said(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."), "The application may not read", "New-ManagementScope"),
        (Said(404, "ErrorInvalidUser"), "There is no mailbox aurora@contoso.com", "room.mailbox"),
        (Said(400, "ErrorInvalidUser"), "There is no mailbox", "room.mailbox"),
        (Said(404, "Request_ResourceNotFound"), "There is no mailbox", "room.mailbox"),
        (Said(404, "MailboxNotEnabledForRESTAPI"), "aurora@contoso.com is no mailbox that Graph can read", "Get-Mailbox"),
        (Said(404, "ErrorItemNotFound"), "aurora@contoso.com is no mailbox that Graph can read", "Get-Mailbox"),
        (Said(404), "Exchange finds nothing", "room.mailbox"),
        (Said(401, "InvalidAuthenticationToken"), "Exchange does not take the token", "same cloud"),
        (Said(429, "TooManyRequests"), "Exchange asks for fewer requests", "again"),
        (Said(503), "Exchange has a fault of its own", "again"),
        (Said(0), "Exchange did not answer", "again"),
        (Said(0, "garbled"), "Something answers in Exchange's place", "graph.base_url"),
        (Said(400, "ErrorInvalidRequest"), "Exchange refuses the question", "room.mailbox"),
    ],
)  # fmt: skip
def test_each_refusal_of_exchange_has_its_own_explanation(said: Said, begin: str, command: str) -> None:
    advice = graph_remedies.advice(said, ROOM)
    assert advice.what.startswith(begin)
    assert command in advice.remedy
    assert said.message == "" or said.message not in advice.what + advice.remedy


def token(claims: object) -> str:
    return "e30." + base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=") + ".c2ln"


def test_what_a_token_says_of_permissions_is_a_hint_and_no_more() -> None:
    config = parse("")
    for roles, words in (
        ({"Calendars.ReadWrite"}, "carries Calendars.ReadWrite"),
        ({"Calendars.Read"}, "reading only"),
        (set(), "does not say"),
    ):
        found = booking.notes(
            config, "aurora@contoso.com", "app-1", roles_of(token({"roles": sorted(roles)}))
        )
        assert words in found[0].what
        assert found[0].ok
    for opaque in ("", "opaque", "a.b.c", token([]), token({"roles": 7})):
        assert roles_of(opaque) == frozenset()


def notes(config: str) -> dict[str, Check]:
    found = booking.notes(parse(config), "aurora@contoso.com", "app-1", frozenset())
    return {check.id: check for check in found}


@pytest.mark.parametrize("privacy", ["full", "no_subject", "no_organizer", "initials", "none"])
def test_a_display_that_shows_subjects_is_told_what_exchange_does_with_them(privacy: str) -> None:
    found = notes(f'[display]\nprivacy = "{privacy}"')
    shows = privacy in ("full", "no_organizer")
    assert ("display.privacy" in found, "room.subjects" in found) == (shows, shows)
    if shows:
        remedy = found["room.subjects"].remedy
        assert "Get-CalendarProcessing -Identity aurora@contoso.com" in remedy
        for setting in ("DeleteSubject", "AddOrganizerToSubject", "RemovePrivateProperty"):
            assert f"-{setting} $false" in remedy


def test_where_people_check_in_exchanges_own_release_must_be_off() -> None:
    assert "room.auto_release" not in notes("")
    check = notes("[booking]\ncheck_in = true")["room.auto_release"]
    assert check.verdict is Verdict.NOTE
    assert "cannot be read from here" in check.what
    assert "Get-CalendarProcessing -Identity aurora@contoso.com | fl EnableAutoRelease" in check.remedy
    assert "Set-CalendarProcessing -Identity aurora@contoso.com -EnableAutoRelease $false" in check.remedy


CHECKS = [
    Check("configuration", Verdict.OK, "kiosk.toml is valid."),
    Check("room", Verdict.WRONG, "There is no room.", "First this.\nThen that."),
]


def test_json_has_the_shape_of_the_interface() -> None:
    assert json.loads(as_json(CHECKS)) == {
        "ok": False,
        "checks": [
            {"id": "configuration", "ok": True, "what": "kiosk.toml is valid.", "remedy": None},
            {"id": "room", "ok": False, "what": "There is no room.", "remedy": "First this.\nThen that."},
        ],
    }


def test_the_list_names_each_check_and_each_line_of_its_remedy() -> None:
    assert as_text(CHECKS).splitlines() == [
        "ok     configuration  kiosk.toml is valid.",
        "wrong  room           There is no room.",
        "                      First this.",
        "                      Then that.",
    ]


def test_the_exit_code_tells_and_one_plain_line_on_stderr_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    path = tmp_path / "kiosk.toml"
    assert run(parser.parse_args(["--config", str(path), "--json"])) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["ok"] is False
    assert (
        err == f"kiosk doctor: 1 thing is wrong. First: {path} cannot be read: No such file or directory.\n"
    )
