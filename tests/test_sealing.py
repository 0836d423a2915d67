"""`kiosk staff seal`, with systemd's own program: what it makes, only this machine opens, and only under its name."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.cli import main

SECRET = b"-----BEGIN PRIVATE KEY-----\n\0hush\n"


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to seal, on a machine whose own key lies in the test's folder."""
    monkeypatch.setenv("SYSTEMD_CREDENTIAL_SECRET", str(tmp_path / "host" / "credential.secret"))
    path = tmp_path / "kiosk.pem"
    path.write_bytes(SECRET)
    return path


def opened(sealed: Path, name: str = "kiosk.pem") -> bytes:
    command = ["systemd-creds", "decrypt", f"--name={name}", str(sealed), "-"]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).stdout


needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-creds") is None, reason="this machine has no systemd-creds (systemd 250 or later)"
)


@needs_systemd
def test_what_is_sealed_can_be_opened_here_under_its_name_and_no_other(
    plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = tmp_path / "store" / "kiosk.pem"
    assert main(["staff", "seal", str(plain), "--to", str(sealed), "--key", "host"]) == 0
    assert sealed.stat().st_mode & 0o077 == 0
    assert b"hush" not in sealed.read_bytes()
    assert opened(sealed) == SECRET
    assert opened(sealed, "other.pem") == b""
    (tmp_path / "host" / "credential.secret").unlink()
    assert opened(sealed) == b"", "another machine"
    told = capsys.readouterr().out
    assert f"LoadCredentialEncrypted=kiosk.pem:{sealed}" in told
    assert "$CREDENTIALS_DIRECTORY/kiosk.pem" in told
    assert plain.read_bytes() == SECRET


@needs_systemd
def test_what_was_sealed_is_not_written_over(
    plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = tmp_path / "kiosk.cred"
    sealed.write_bytes(b"old")
    assert main(["staff", "seal", str(plain), "--to", str(sealed), "--key", "host"]) == 1
    assert sealed.read_bytes() == b"old"
    assert "Move it away" in capsys.readouterr().err


def test_without_systemd_creds_it_says_so_and_changes_nothing(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["staff", "seal", str(plain), "--to", str(tmp_path / "out")]) == 1
    assert "systemd-creds is not there" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("behaves", ["echo 'No such device' >&2; exit 1", "exit 1"])
def test_a_refusal_of_systemd_creds_is_told_with_its_words(
    plain: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    behaves: str,
) -> None:
    program = tmp_path / "bin" / "systemd-creds"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{behaves}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    assert main(["staff", "seal", str(plain), "--to", str(tmp_path / "out"), "--key", "tpm2"]) == 1
    told = capsys.readouterr().err
    assert ("No such device" in told) == ("No such" in behaves)
    assert "with sudo" in told
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_told(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/false")
    plain.unlink()
    assert main(["staff", "seal", str(plain), "--to", str(tmp_path / "out")]) == 1
    assert f"There is no file {plain}" in capsys.readouterr().err
