"""Refusals that a sandbox seldom makes, and the words and numbers that come out."""

import argparse
import base64
import json
from pathlib import Path

import pytest

from kiosk.config.desired import parse
from kiosk.doctor import add_arguments, booking, refusals, run
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.command import as_json, as_text
from kiosk.doctor.refusals import Said, Target
from kiosk.doctor.signing import roles_of

ROOM = Target("aurora@contoso.com", "room.mailbox", "app-1")
RAOP = "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."


@pytest.mark.parametrize("message", [RAOP, "Access to OData is disabled."])
def test_a_policy_is_known_by_its_message_which_is_not_repeated(message: str) -> None:
    check = refusals.of_graph("room.mailbox", Said(403, "ErrorAccessDenied", message), ROOM)
    assert check.what.endswith("(an application access policy) blocks it. (403 ErrorAccessDenied)")
    assert "Test-ApplicationAccessPolicy -Identity aurora@contoso.com -AppId app-1" in check.remedy
    assert message not in check.what + check.remedy


def test_a_refusal_without_a_policy_tells_how_to_let_the_application_in() -> None:
    message = "Access is denied. Check credentials and try again."
    check = refusals.of_graph("room.mailbox", Said(403, "ErrorAccessDenied", message), ROOM)
    assert check.what.startswith("The application may not read the calendar of aurora@contoso.com.")
    assert "New-ManagementScope" in check.remedy


def test_what_is_no_request_id_is_not_shown() -> None:
    shown = [
        refusals.of_graph("room", Said(503, "", "", request_id), ROOM).told
        for request_id in ("7f3c91aa-0001", "lena@contoso.com was here")
    ]
    assert [told and told.details for told in shown] == ["503\nid 7f3c91aa-0001", "503"]


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


def test_what_was_refused_is_told_part_by_part_and_with_what_support_asks_for() -> None:
    said = Said(403, "ErrorAccessDenied", RAOP, "7f3c91aa-0001")
    check = refusals.of_graph("room.mailbox", said, ROOM)
    (shown,) = json.loads(as_json([check]))["checks"]
    assert shown["title"] == "Reading refused"
    assert shown["who"] == "An Exchange administrator"
    assert shown["details"] == "403 ErrorAccessDenied\nid 7f3c91aa-0001"
    assert (
        as_text([check])
        .splitlines()[-1]
        .endswith("For a support case: 403 ErrorAccessDenied, id 7f3c91aa-0001")
    )


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
