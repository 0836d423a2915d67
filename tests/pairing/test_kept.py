"""What was handed over, on a real disk: whole or not at all, readable by its user only."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kiosk.config.load import load
from kiosk.pairing import kept
from kiosk.pairing.bundle import Bundle, NoBundle, read, written
from kiosk.pairing.window import WRONG_MOST

SECRET = "system_user.client_secret_file"
TENANT = {
    "graph": {"tenant_id": "contoso.onmicrosoft.com", "client_id": "c", "ca_file": "gone.pem"},
    "system_user": {"mailbox": "displays@contoso.com", "sign_in": "client_secret", "client_secret_file": "elsewhere"},
    "room": {"mailbox": "aurora@contoso.com"},
}  # fmt: skip
BUNDLE = Bundle(TENANT, {SECRET: b"hush"}, "482917")


def test_what_is_kept_is_a_configuration_with_its_files_for_nobody_else(tmp_path: Path) -> None:
    path = kept.keep(tmp_path, BUNDLE, "unused")
    config = load(path)
    assert config.room.mailbox == "aurora@contoso.com"
    assert Path(config.system_user.client_secret_file or "").read_bytes() == b"hush"
    assert config.graph is not None
    assert config.graph.ca_file is None, "a file that was not handed over is not named"
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (path.parent, *path.parent.iterdir())}
    assert modes == {0o700, 0o600}
    assert "482917" not in path.read_text()


def test_a_display_that_signs_in_with_a_certificate_uses_its_own(tmp_path: Path) -> None:
    config = {**TENANT, "system_user": {"mailbox": "displays@contoso.com"}}
    path = kept.keep(tmp_path, Bundle(config), str(tmp_path / "kiosk.pem"))
    assert load(path).system_user.certificate_file == str(tmp_path / "kiosk.pem")


def test_a_chip_is_handed_over_with_its_pin_and_the_certificate_stays_the_displays_own(
    tmp_path: Path,
) -> None:
    chip = {"pkcs11_module": "libtpm2_pkcs11.so.1", "pkcs11_token": "kiosk", "pkcs11_pin_file": "pin"}
    config = {**TENANT, "system_user": {"mailbox": "displays@contoso.com", **chip}}
    pin = {"system_user.pkcs11_pin_file": b"493817"}
    user = load(kept.keep(tmp_path, Bundle(config, pin), str(tmp_path / "kiosk.pem"))).system_user
    assert Path(user.pkcs11_pin_file or "").read_bytes() == b"493817"
    assert user.certificate_file == str(tmp_path / "kiosk.pem")


def test_it_counts_from_when_it_is_taken_on_and_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    kept.keep(tmp_path, BUNDLE, "")
    assert kept.config_of(tmp_path) is None
    kept.take_on(tmp_path)
    kept.leave_open(tmp_path, wanted=True)
    other = {**TENANT, "room": {"mailbox": "borealis@contoso.com"}}
    kept.keep(tmp_path, Bundle(other, BUNDLE.files), "")
    kept.take_on(tmp_path)
    path = kept.config_of(tmp_path)
    assert path is not None
    assert load(path).room.mailbox == "borealis@contoso.com"
    assert not kept.is_open(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["paired"]


def test_a_power_cut_between_the_old_and_the_new_one_leaves_the_old_one(tmp_path: Path) -> None:
    kept.keep(tmp_path, BUNDLE, "")
    kept.take_on(tmp_path)
    (tmp_path / "paired").rename(tmp_path / "paired.old")
    path = kept.config_of(tmp_path)
    assert path is not None
    assert load(path).room.mailbox == "aurora@contoso.com"


def test_wrong_tries_outlast_a_restart_and_a_file_that_makes_no_sense_counts_as_all(tmp_path: Path) -> None:
    assert kept.wrong_tries(tmp_path) == 0
    kept.count_wrong(tmp_path, 7)
    assert kept.wrong_tries(tmp_path) == 7
    (tmp_path / "pairing-tries").write_bytes(b"\xff")
    assert kept.wrong_tries(tmp_path) == WRONG_MOST
    kept.count_wrong(tmp_path, 0)
    assert kept.wrong_tries(tmp_path) == 0


def test_a_bundle_is_read_as_it_was_written() -> None:
    assert read(written(BUNDLE)) == BUNDLE


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"config": []}, {"files": {"../../etc/passwd": ""}}, {"files": {SECRET: "?"}}, {"files": None},
        {"pin": 482917}, {"book": "yes"}, {"outside": 1}, {"files": {SECRET: "A" * 80_000}},
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_refused(change: dict[str, object]) -> None:
    body = json.loads(written(BUNDLE)) | change
    with pytest.raises(NoBundle):
        read(json.dumps(body).encode())


def test_what_is_not_even_json_is_refused() -> None:
    for text in (b"", b"[]", b"\xff", b"[" * 100_000):
        with pytest.raises(NoBundle):
            read(text)
