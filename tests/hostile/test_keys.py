"""The file with the display's key, in any shape: keys that can be used, or a sentence that says what is wrong."""

import os
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.system_user import keys
from kiosk.system_user.certificate import KeyUnusable
from tests.hostile.line import NOW
from tests.hostile.settings import ALWAYS_THE_SAME


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("key") / "kiosk.pem"
    keys.make(path, "Aurora", NOW)
    return path.read_bytes()


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "kiosk.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def pem(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW)
        .sign(private, None if isinstance(private, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)


@settings(ALWAYS_THE_SAME, max_examples=40)
@given(
    st.integers(0, 4000),
    st.integers(0, 60),
    st.one_of(st.binary(max_size=8), st.sampled_from([b"\n", b"A", b"=", b"-----BEGIN CERTIFICATE-----"])),
)
def test_a_key_file_with_litter_in_it_is_read_or_explained(
    good: bytes, tmp_path_factory: pytest.TempPathFactory, begin: int, cut: int, litter: bytes
) -> None:
    path = kept(tmp_path_factory.getbasetemp(), good[:begin] + litter + good[begin + cut :])
    try:
        said = keys.read(path).sha256
    except KeyUnusable as unusable:
        said = str(unusable)
    assert said
    assert "PRIVATE" not in said


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pem(ec.generate_private_key(ec.SECP256R1())), id="elliptic"),
        pytest.param(pem(ed25519.Ed25519PrivateKey.generate()), id="edwards"),
        pytest.param(pem(rsa.generate_private_key(65537, 1024)), id="short"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00" * 1000, id="zeros"),
        pytest.param(b"-----BEGIN PRIVATE KEY-----\n" * 100, id="only begins"),
        pytest.param(b"A" * 200_000, id="large"),
    ],
)
def test_a_key_that_entra_would_not_take_is_explained(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(KeyUnusable, match=r"must hold|too large"):
        keys.read(kept(tmp_path, content))


def test_a_pipe_in_the_place_of_the_key_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kiosk.pem", 0o600)
    with pytest.raises(KeyUnusable, match="not a file"):
        keys.read(tmp_path / "kiosk.pem")
