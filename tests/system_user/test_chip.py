"""A key in a security chip: made there, signing there, and every way in which the chip may not be had."""

import builtins
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import pkcs11
import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass

from kiosk.clock import Clock
from kiosk.system_user import chip as chips
from kiosk.system_user import own_key
from kiosk.system_user.assertion import assertion
from kiosk.system_user.certificate import KeyUnusable, public_file
from kiosk.system_user.identity import Account, Chip, Identity, SignInFailed
from kiosk.system_user.own_key import OwnKey, Tier
from tests.fakes.certificates import Authority
from tests.fakes.chips import PIN, TOKEN, SoftTpm, chip_in, hsm_module, tpm_module
from tests.fakes.entra import CLIENT, TENANT, Entra

NOW = datetime(2026, 10, 13, 9, tzinfo=UTC)


@pytest.fixture
def hsm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chip:
    store = tmp_path / "hsm"
    store.mkdir()
    (store / "conf").write_text(f"directories.tokendir = {store}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(store / "conf"))
    return chip_in(tmp_path, hsm_module())


@pytest.fixture
def tpm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoftTpm]:
    soft = SoftTpm(tmp_path)
    for name, value in soft.environment.items():
        monkeypatch.setenv(name, value)
    soft.start()
    yield soft
    soft.stop()


@pytest.fixture
def own(hsm: Chip, tmp_path: Path) -> OwnKey:
    return OwnKey(tmp_path / "kiosk.pem", hsm)


def refusal(chip: Chip) -> str:
    with pytest.raises(KeyUnusable) as refused:
        chips.key(chip)
    assert PIN not in str(refused.value)
    return str(refused.value)


def test_the_key_is_made_once_and_the_certificate_is_all_that_lies_on_the_disk(
    own: OwnKey, tmp_path: Path
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    made = own_key.make(own, "Aurora", NOW)
    assert {path.name for path in tmp_path.iterdir()} - before == {"kiosk.public.pem"}
    assert public_file(own.file).read_text() == made.public_pem
    assert own_key.make(own, "Borealis", NOW) == made == own_key.read(own)
    assert own.exists
    assert own.tier is Tier.CHIP


def test_a_new_certificate_for_the_same_key_is_made_when_the_old_one_is_moved_away(own: OwnKey) -> None:
    old = own_key.make(own, "Aurora", NOW)
    first = x509.load_pem_x509_certificate(old.public_pem.encode())
    public_file(own.file).unlink()
    new = x509.load_pem_x509_certificate(own_key.make(own, "Aurora", NOW).public_pem.encode())
    assert new != first
    assert new.public_key() == first.public_key()


def test_the_key_signs_and_gives_itself_away_to_nobody(own: OwnKey) -> None:
    own_key.make(own, "Aurora", NOW)
    private, certificate = own_key.signer(own)
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    signature = private.sign(b"words", padding.PKCS1v15(), hashes.SHA256())
    public.verify(signature, b"words", padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(UnsupportedAlgorithm):
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    with pytest.raises(UnsupportedAlgorithm):
        private.private_numbers()


def test_entra_is_shown_what_it_asks_for(own: OwnKey) -> None:
    own_key.make(own, "Aurora", NOW)
    private, certificate = own_key.signer(own)
    text = assertion(private, certificate, CLIENT, "https://entra/token", datetime.now(UTC))
    assert set(jwt.get_unverified_header(text)) == {"alg", "typ", "x5t#S256"}
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    claims = jwt.decode(text, public, ["PS256"], audience="https://entra/token")
    assert claims["iss"] == claims["sub"] == CLIENT
    assert claims["exp"] - claims["iat"] == 600


def test_a_chip_that_salts_as_it_likes_signs_the_older_way(
    own: OwnKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_key.make(own, "Aurora", NOW)
    sign = chips._signed

    def salted_otherwise(session: Any, data: bytes, *, pss: bool) -> bytes:
        if not pss:
            return sign(session, data, pss=False)
        (private,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        salt = (Mechanism.SHA256, MGF.SHA256, 20)
        return bytes(private.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=salt))

    monkeypatch.setattr(chips, "_signed", salted_otherwise)
    private, certificate = own_key.signer(own)
    text = assertion(private, certificate, CLIENT, "https://entra/token", datetime.now(UTC))
    assert set(jwt.get_unverified_header(text)) == {"alg", "typ", "x5t"}
    assert jwt.decode(text, private.public_key(), ["RS256"], audience="https://entra/token")["iss"] == CLIENT


def test_a_wrong_pin_is_told_and_not_tried_twice(hsm: Chip, monkeypatch: pytest.MonkeyPatch) -> None:
    hsm.pin_file.write_text("111111")
    assert f"refuses the PIN in {hsm.pin_file}" in refusal(hsm)
    with monkeypatch.context() as watched:
        watched.setattr("pkcs11.lib", lambda _: pytest.fail("the chip was asked again"))
        assert "write the right one into the file" in refusal(hsm)
    hsm.pin_file.write_text(PIN)
    assert chips.key(hsm) is None


def test_who_finds_the_chip_busy_is_told_and_holds_no_thread(
    hsm: Chip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chips, "BUSY_MOST", 0.01)
    with chips._session(hsm):
        assert "does not answer" in refusal(hsm)
    assert chips.key(hsm) is None


def test_a_missing_module_is_told_with_the_package_that_brings_it(hsm: Chip) -> None:
    assert "apt install libtpm2-pkcs11-1" in refusal(replace(hsm, module="libnowhere.so.1"))


def test_a_missing_token_is_told_with_those_that_are_there(hsm: Chip) -> None:
    told = refusal(replace(hsm, token="door 413"))
    assert "knows no token door 413" in told
    assert TOKEN in told


def test_a_missing_pin_or_none_in_its_file_is_told(hsm: Chip) -> None:
    assert "cannot be read" in refusal(replace(hsm, pin_file=Path("/nowhere/pin")))
    for nothing in (b"\n", b"\xff"):
        hsm.pin_file.write_bytes(nothing)
        assert "holds no PIN" in refusal(hsm)


def test_a_missing_package_is_told_with_the_command_that_installs_it(
    hsm: Chip, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("pkcs11"):
            raise ImportError(name)
        return imported(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert "-m pip install python-pkcs11" in refusal(hsm)


def test_a_certificate_of_another_key_is_refused_with_what_to_move_away(own: OwnKey, tmp_path: Path) -> None:
    other = OwnKey(tmp_path / "other.pem")
    own_key.make(other, "Other", NOW)
    public_file(other.file).rename(public_file(own.file))
    for _ in range(2):  # without a key in the chip, and with one
        with pytest.raises(KeyUnusable, match=f"Move {public_file(own.file)} away"):
            own_key.make(own, "Aurora", NOW)
        assert own.chip
        chips.make(own.chip)


def test_a_display_without_a_chip_never_loads_what_speaks_to_chips(tmp_path: Path) -> None:
    own_key.make(OwnKey(tmp_path / "kiosk.pem"), "Aurora", NOW)
    program = (
        "import sys; from pathlib import Path; import kiosk.exchange, kiosk.system_user.entra;"
        "from kiosk.system_user.own_key import OwnKey, signer; signer(OwnKey(Path(sys.argv[1])));"
        "sys.exit('pkcs11' in sys.modules)"
    )
    asked = subprocess.run([sys.executable, "-c", program, str(tmp_path / "kiosk.pem")], check=False)
    assert asked.returncode == 0


async def test_a_key_in_a_tpm_signs_in_and_a_tpm_that_is_gone_is_told(
    tmp_path: Path,
    tpm: SoftTpm,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chip = chip_in(tmp_path, tpm_module())
    own = OwnKey(tmp_path / "kiosk.pem", chip)
    made = own_key.make(own, "Aurora", NOW)
    authority = Authority(tmp_path_factory.mktemp("tls"))
    with Entra().serving(authority.server_context()) as entra:
        entra.certificate = x509.load_pem_x509_certificate(made.public_pem.encode())
        account = Account(
            entra.address, TENANT, CLIENT, certificate_file=own.file, chip=chip, ca_file=authority.ca_file
        )
        signing: list[threading.Thread] = []
        sign = chips._signed

        def watched(*words: Any, **more: Any) -> bytes:
            signing.append(threading.current_thread())
            return sign(*words, **more)

        monkeypatch.setattr(chips, "_signed", watched)
        assert await Identity(account, None, Clock()).token() == "token-1"
        assert signing
        assert threading.main_thread() not in signing, "the glass waits for no chip"
        tpm.stop()
        with pytest.raises(SignInFailed) as failed:
            await Identity(account, None, Clock()).token()
    assert "group tss" in failed.value.remedy


@pytest.mark.usefixtures("tpm")
def test_the_tpm_itself_refuses_to_give_the_key(tmp_path: Path) -> None:
    chip = chip_in(tmp_path, tpm_module())
    chips.make(chip)
    with chips._session(chip) as session:
        (private,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        assert (private[Attribute.SENSITIVE], private[Attribute.EXTRACTABLE]) == (True, False)
        assert (private[Attribute.ALWAYS_SENSITIVE], private[Attribute.NEVER_EXTRACTABLE]) == (True, True)
        for half in (Attribute.PRIVATE_EXPONENT, Attribute.PRIME_1, Attribute.PRIME_2):
            with pytest.raises((pkcs11.AttributeSensitive, pkcs11.AttributeTypeInvalid)):
                private[half]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"PRIVATE" in path.read_bytes()]
