"""The display's own key: made once, kept to itself, and what it signs is believed by the other end of a pairing."""

import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.pairing.ends import holds_key
from kiosk.pairing.identity import NAME, IdentityUnusable, identity


def test_a_display_stays_who_it_is_and_no_other_display_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, again, other = identity(tmp_path), identity(tmp_path), identity(tmp_path / "other")
    assert (again.id, again.key) == (first.id, first.key)
    assert other.id != first.id
    assert re.fullmatch("rd-[a-z2-7]{16}", first.id)


def test_what_it_signs_is_known_by_its_public_half_and_by_no_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = identity(tmp_path), identity(tmp_path / "other")
    signature = one.sign(b"all that was said")
    assert holds_key(one.key, signature, b"all that was said")
    assert not holds_key(one.key, signature, b"all that was said!")
    assert not holds_key(other.key, signature, b"all that was said")


def test_the_key_is_readable_by_its_owner_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    made = identity(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in repr(made)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    identity(tmp_path)
    (tmp_path / NAME).chmod(0o640)
    with pytest.raises(IdentityUnusable, match="chmod 600"):
        identity(tmp_path)


def other_curve() -> bytes:
    private = ec.generate_private_key(ec.SECP384R1())
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("content", [b"", b"no key", other_curve()], ids=["empty", "words", "another curve"])
def test_what_is_no_key_is_told_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / NAME
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(IdentityUnusable, match="holds no key"):
        identity(tmp_path)
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(IdentityUnusable, match="cannot be used"):
        identity(tmp_path / "gone")
