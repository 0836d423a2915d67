"""The display's own key: made once, kept whole, shown to its owner alone."""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.system_user.certificate import KeyUnusable, public_file
from kiosk.system_user.keys import make, read

NOW = datetime(2026, 10, 13, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "kiosk.pem"
    make(path, "Aurora", NOW)
    return path


def test_only_its_owner_can_read_the_private_half(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_the_public_half_lies_beside_it_without_the_private_one(made: Path) -> None:
    public = public_file(made).read_text()
    assert public == read(made).public_pem
    assert "PRIVATE" not in public
    assert {path.name for path in made.parent.iterdir()} == {"kiosk.pem", "kiosk.public.pem"}


def test_thumbprints_are_those_that_entra_shows(made: Path) -> None:
    keys = read(made)
    der = x509.load_pem_x509_certificate(keys.public_pem.encode()).public_bytes(serialization.Encoding.DER)
    assert keys.sha1 == hashlib.sha1(der).hexdigest().upper()
    assert keys.sha256 == hashlib.sha256(der).hexdigest().upper()
    assert keys.not_after == NOW + timedelta(days=730)


def test_keys_that_exist_are_never_written_over(made: Path) -> None:
    before = made.read_bytes()
    public_file(made).unlink()
    assert make(made, "Borealis", NOW) == read(made)
    assert made.read_bytes() == before
    assert public_file(made).exists()


def test_the_private_half_is_in_no_text_of_ours(made: Path) -> None:
    assert "PRIVATE" not in repr(read(made))


def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(
    made: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kiosk.pem"
    path.write_bytes(made.read_bytes())
    path.chmod(0o644)
    with pytest.raises(KeyUnusable, match=f"chmod 600 {path}"):
        read(path)


def test_a_certificate_of_another_key_is_refused(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    make(other, "Other", NOW)
    mixed = tmp_path / "mixed.pem"
    mixed.write_text(read(made).private_pem + read(other).public_pem)
    mixed.chmod(0o600)
    with pytest.raises(KeyUnusable, match="belongs to another private key"):
        read(mixed)


def test_what_is_no_rsa_pair_is_refused_without_repeating_it(tmp_path: Path) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for content in (b"", b"hush", elliptic):
        path = tmp_path / "kiosk.pem"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(KeyUnusable, match="must hold an RSA private key") as refused:
            read(path)
        assert "hush" not in str(refused.value)


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="cannot be written"):
        make(tmp_path / "nowhere" / "kiosk.pem", "Aurora", NOW)


def test_a_crash_while_writing_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyUnusable, match="No space left"):
        make(tmp_path / "kiosk.pem", "Aurora", NOW)
    assert list(tmp_path.iterdir()) == []
