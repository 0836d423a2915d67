"""What is sent to which display, how it differs from the last, and which displays an admin means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.admin import register, ring, sending
from kiosk.admin.register import Known, Unknown
from kiosk.cli import main
from kiosk.config import document, signatures
from kiosk.config.problems import ConfigProblem
from tests.config.signing import NOW

AURORA = Known("aurora", "rd-a", "aurora@contoso.com", "10.0.0.1:8443")
BOREAL = Known("boreal", "rd-b", "boreal@contoso.com", "10.0.0.2:8443")
TOML = {
    "graph": {"tenant_id": "contoso.com", "client_id": "1", "ca_file": "ca.pem"},
    "system_user": {
        "mailbox": "displays@contoso.com", "sign_in": "client_secret", "client_secret_file": "secret",
        "client_secret_expires": date(2027, 5, 31),
    },
    "room": {"mailbox": "aurora@contoso.com", "name": "Aurora"},
    "pairing": {"port": 0},
}  # fmt: skip


def test_each_display_gets_its_own_room_and_nothing_that_only_a_device_may_know() -> None:
    sent = sending.tables_for(TOML, AURORA)
    assert sent == {
        "graph": {"tenant_id": "contoso.com", "client_id": "1"},
        "system_user": {"mailbox": "displays@contoso.com", "client_secret_expires": "2027-05-31"},
        "room": {"mailbox": "aurora@contoso.com", "name": "Aurora"},
    }
    assert "room" not in sending.tables_for(TOML, BOREAL)


def test_a_file_with_a_mistake_is_sent_to_nobody() -> None:
    with pytest.raises(ConfigProblem, match=r"display\.theme must be one of"):
        sending.tables_for({**TOML, "display": {"theme": "pink"}}, BOREAL)
    with pytest.raises(ConfigProblem, match="says no tenant"):
        sending.tables_for({"room": TOML["room"]}, BOREAL)


def test_what_changes_is_told_key_by_key() -> None:
    before = {"booking": {"max_minutes": 60, "days_ahead": 1}, "nearby": []}
    after = {"booking": {"max_minutes": 90, "days_ahead": 1}, "display": {"theme": "light"}, "nearby": []}
    assert list(sending.differences(before, after)) == [
        "booking.max_minutes: 60 -> 90", 'display.theme: (default) -> "light"',
    ]  # fmt: skip


def test_each_push_is_newer_than_the_last_and_names_it_whatever_the_clock_says(tmp_path: Path) -> None:
    keys = ring.ring(tmp_path, NOW)
    known, last = AURORA, 0
    for at in (NOW, NOW, NOW - timedelta(days=9), NOW + timedelta(days=1)):
        text, after = sending.signed(keys, known, {}, at)
        made = document.read(signatures.payload(text, keys.trust))
        assert (made.v > last, made.prev, made.aud) == (True, known.hash, "rd-a")
        known, last = after, made.v


def test_a_register_outlasts_a_restart_and_a_display_keeps_one_entry(tmp_path: Path) -> None:
    register.keep(tmp_path, register.noted(register.noted([], BOREAL), replace(AURORA, v=7, hash="h")))
    found = register.displays(tmp_path)
    assert [one.name for one in found] == ["aurora", "boreal"]
    moved = register.noted(found, replace(AURORA, name="atrium", address="10.0.0.9:8443"))
    assert [(one.name, one.v, one.address) for one in moved] == [
        ("atrium", 7, "10.0.0.9:8443"),
        ("boreal", 0, BOREAL.address),
    ]
    replaced = register.noted(moved, replace(BOREAL, id="rd-new"))
    assert [one.id for one in replaced] == ["rd-a", "rd-new"]


def test_displays_are_named_by_name_room_or_id() -> None:
    both = [AURORA, BOREAL]
    for names in ("aurora, boreal", "rd-a,boreal@contoso.com", "all", "Aurora,BOREAL,aurora"):
        assert register.named(both, names) == both
    with pytest.raises(Unknown, match=r"no display 'atrium'\. Known: aurora, boreal"):
        register.named(both, "atrium")
    with pytest.raises(Unknown, match="Pair one"):
        register.named([], "all")


def test_a_damaged_register_is_told(tmp_path: Path) -> None:
    (tmp_path / register.NAME).write_text("[{}]")
    with pytest.raises(Unknown, match="Bring it back from a copy"):
        register.displays(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["push"], 2, "Say to which displays"),
        (["push", "--to", "all"], 2, "Say what to send"),
        (["push", "--to", "aurora", "kiosk.toml"], 1, "There is no display 'aurora'"),
        (["push", "--add", "aurora"], 2, "--add needs --id"),
        (["push", "--data-dir", "."], 2, "Say which document"),
        (["push", "--data-dir", ".", "no-such.jws"], 1, "no-such.jws cannot be used: No such file"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert main(words) == code
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.count("\n") == 1
