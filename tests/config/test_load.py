"""The file itself, and the files that it names."""

from pathlib import Path

import pytest

from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem

BY_CERTIFICATE = """
[graph]
tenant_id = "contoso.com"
client_id = "1"
[room]
mailbox = "aurora@contoso.com"
[system_user]
mailbox = "displays@contoso.com"
"""
BY_SECRET = BY_CERTIFICATE + 'sign_in = "client_secret"\nclient_secret_file = "secret"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def lines_for(path: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigProblem) as refused:
        load(path)
    return refused.value.lines


def test_files_are_found_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush")
    (tmp_path / "secret").chmod(0o600)
    config = load(write(tmp_path, BY_SECRET))
    assert config.system_user.client_secret_file == str(tmp_path / "secret")
    assert config.system_user.certificate_file == str(tmp_path / "kiosk.pem")


def test_a_secret_that_others_can_read_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    secret.chmod(0o640)
    assert lines_for(write(tmp_path, BY_SECRET)) == (
        f"system_user.client_secret_file: {secret} can be read or changed by others. Run: chmod 600 {secret}",
    )


def test_a_certificate_that_others_can_read_is_refused_and_one_that_is_missing_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, BY_CERTIFICATE)
    assert load(path).paired
    (tmp_path / "kiosk.pem").write_text("x")
    (tmp_path / "kiosk.pem").chmod(0o644)
    (line,) = lines_for(path)
    assert line.endswith(f"Run: chmod 600 {tmp_path / 'kiosk.pem'}")


def test_a_missing_secret_is_told(tmp_path: Path) -> None:
    assert lines_for(write(tmp_path, BY_SECRET)) == (
        f"system_user.client_secret_file: there is no file {tmp_path / 'secret'}.",
    )


def test_a_folder_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir(mode=0o700)
    assert "secret" in lines_for(write(tmp_path, BY_SECRET))[0]


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"\xff\xfe"])
def test_a_trust_anchor_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ca.pem").write_bytes(content)
    (line,) = lines_for(write(tmp_path, BY_CERTIFICATE.replace("[room]", 'ca_file = "ca.pem"\n[room]')))
    assert line == f"graph.ca_file: {tmp_path / 'ca.pem'} holds no certificate authority in PEM form."


def test_a_missing_trust_anchor_and_a_missing_secret_are_told_together(tmp_path: Path) -> None:
    lines = lines_for(write(tmp_path, BY_SECRET.replace("[room]", 'ca_file = "ca.pem"\n[room]')))
    assert [line.split(":")[0] for line in lines] == ["graph.ca_file", "system_user.client_secret_file"]


def test_a_file_that_is_not_there_or_is_not_text_is_told(tmp_path: Path) -> None:
    assert lines_for(tmp_path / "kiosk.toml") == (
        f"{tmp_path / 'kiosk.toml'} cannot be read: No such file or directory.",
    )
    (tmp_path / "kiosk.toml").write_bytes(b'[room]\nname = "M\xfcnchen"\n')
    assert "is not UTF-8 text, line 2" in lines_for(tmp_path / "kiosk.toml")[0]


def test_an_unpaired_display_needs_no_files(tmp_path: Path) -> None:
    assert not load(write(tmp_path, '[room]\nname = "Aurora"\n')).paired


def test_a_library_by_its_bare_name_is_for_the_loader_and_the_pin_must_be_there_and_closed(
    tmp_path: Path,
) -> None:
    chip = 'pkcs11_module = "libtpm2_pkcs11.so.1"\npkcs11_token = "kiosk"\npkcs11_pin_file = "pin"\n'
    path = write(tmp_path, BY_CERTIFICATE + chip)
    (line,) = lines_for(path)
    assert line == f"system_user.pkcs11_pin_file: there is no file {tmp_path / 'pin'}."
    (tmp_path / "pin").write_text("493817")
    (tmp_path / "pin").chmod(0o644)
    (line,) = lines_for(path)
    assert line == (
        f"system_user.pkcs11_pin_file: {tmp_path / 'pin'} can be read or changed by others. Run: chmod 600 {tmp_path / 'pin'}"
    )
    (tmp_path / "pin").chmod(0o600)
    assert load(path).system_user.pkcs11_module == "libtpm2_pkcs11.so.1"


def test_a_credential_of_systemd_is_found_where_it_was_put_and_only_its_owner_and_group_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, BY_CERTIFICATE + 'certificate_file = "$CREDENTIALS_DIRECTORY/kiosk.pem"\n')
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert "only the display's own service is given that file" in lines_for(path)[0]
    handed = tmp_path / "handed"
    handed.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(handed))
    secret = handed / "kiosk.pem"
    secret.touch(mode=0o440)
    assert load(path).system_user.certificate_file == str(secret)
    secret.chmod(0o444)
    (line,) = lines_for(path)
    assert line == (
        f"system_user.certificate_file: {secret} can be read or changed by others. Run: chmod 600 {secret}"
    )
