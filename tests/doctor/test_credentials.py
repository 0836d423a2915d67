"""The doctor tells where the display keeps what it signs in with, and whom that keeps out."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.examine import examine
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant.office import contoso
from kiosk.system_user.certificate import public_file
from tests.fakes.chips import PIN, TOKEN, SoftTpm, chip_in, tpm_module

BY_SECRET = '"client_secret"\nclient_secret_file = "secret"'


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(Plan(tmp_path, contoso("W. Europe Standard Time")))
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def tpm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoftTpm]:
    soft = SoftTpm(tmp_path)
    for name, value in soft.environment.items():
        monkeypatch.setenv(name, value)
    soft.start()
    yield soft
    soft.stop()


async def examined(folder: Path, old: str = "", new: str = "") -> dict[str, Check]:
    path = folder / "kiosk.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    found = await examine(path, Clock())
    assert not any(PIN in check.what + check.remedy for check in found)
    return {check.id: check for check in found}


def known(tenant: Running, public: Path) -> None:
    """Somebody uploads the certificate."""
    tenant.sandbox.application.certificates.append(public.read_bytes())


async def test_a_display_signs_in_with_a_key_that_its_tpm_made(
    tenant: Running, tpm: SoftTpm, tmp_path: Path
) -> None:
    chip = chip_in(tmp_path, tpm_module())
    named = (
        f'"certificate"\npkcs11_module = "{chip.module}"\npkcs11_token = "{TOKEN}"\npkcs11_pin_file = "pin"'
    )
    found = await examined(tmp_path, BY_SECRET, named)
    public = public_file(tmp_path / "kiosk.pem")
    assert [name for name, check in found.items() if not check.ok] == ["sign_in"]
    assert str(public) in found["certificate"].remedy

    known(tenant, public)
    found = await examined(tmp_path)
    assert [name for name, check in found.items() if not check.ok] == []
    assert found["sign_in"].verdict is Verdict.OK
    assert found["credential"].verdict is Verdict.OK
    assert f"the security chip {TOKEN} and cannot be read out" in found["credential"].what
    assert not (tmp_path / "kiosk.pem").exists()

    tpm.stop()
    found = await examined(tmp_path)
    assert not found["certificate"].ok
    assert "ls /dev/tpmrm0" in found["certificate"].remedy


async def test_a_key_in_a_file_is_a_note_that_says_who_can_have_it(tenant: Running, tmp_path: Path) -> None:
    assert tenant.sandbox.origin
    found = await examined(tmp_path)
    assert found["credential"].verdict is Verdict.NOTE
    assert "Who has this disk, or a copy of it, has the client secret" in found["credential"].what
    found = await examined(tmp_path, BY_SECRET, '"certificate"')
    assert found["credential"].verdict is Verdict.NOTE
    assert "has the private key" in found["credential"].what
    assert "kiosk staff seal" in found["credential"].remedy


async def test_a_credential_that_systemd_opened_is_used_where_it_lies(
    tenant: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await examined(tmp_path, BY_SECRET, '"certificate"\ncertificate_file = "kiosk.pem"')
    known(tenant, public_file(tmp_path / "kiosk.pem"))
    handed = tmp_path / "handed"
    handed.mkdir()
    (tmp_path / "kiosk.pem").rename(handed / "kiosk.pem")
    (handed / "kiosk.pem").chmod(0o440)  # as systemd leaves it, with an access list for the service's user

    name = '"$CREDENTIALS_DIRECTORY/kiosk.pem"'
    found = await examined(tmp_path, '"kiosk.pem"', name)
    assert "only the display's own service is given that file" in found["configuration"].what
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(handed))
    found = await examined(tmp_path)
    assert [check for check in found.values() if not check.ok] == []
    assert "is sealed, and systemd opens it" in found["credential"].what

    (handed / "kiosk.pem").unlink()
    found = await examined(tmp_path)
    assert "systemd hands the service no credential kiosk.pem" in found["certificate"].remedy
    assert not (handed / "kiosk.pem").exists()
