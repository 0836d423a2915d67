"""An admin's keys: made once, for their owner alone, renewed before their year is over, and told of plainly when damaged."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.admin import ring
from kiosk.admin.ring import RingUnusable
from kiosk.config import believed, document, signatures
from tests.config.signing import NOW
from tests.config.signing import document as made

DAY = timedelta(days=1)


def opens(text: str, trust: signatures.Trust) -> bool:
    try:
        document.read(signatures.payload(text, trust))
    except signatures.Refused:
        return False
    return True


def test_they_are_made_once_and_nobody_else_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "kiosk"
    first = ring.ring(path, NOW)
    assert ring.ring(path, NOW + DAY).trust == first.trust
    assert {one.stat().st_mode & 0o077 for one in (path, *path.iterdir())} == {0}
    handed = first.handed_over()
    assert "PRIVATE" not in handed
    assert opens(first.sign(made()), believed.trust_of(handed))


def test_in_the_last_two_months_of_its_year_the_signing_key_is_replaced(tmp_path: Path) -> None:
    first = ring.ring(tmp_path, NOW)
    assert ring.ring(tmp_path, NOW + 304 * DAY).trust == first.trust
    second = ring.ring(tmp_path, NOW + 306 * DAY)
    trust = signatures.renewed(first.trust, second.trust.keys)
    assert opens(second.sign(made()), trust)
    assert not opens(first.sign(made()), trust)


def test_without_the_root_the_keys_serve_until_their_year_is_over(tmp_path: Path) -> None:
    first = ring.ring(tmp_path, NOW)
    (tmp_path / ring.ROOT).rename(tmp_path.parent / "safe.pem")
    assert ring.ring(tmp_path, NOW + 364 * DAY).trust == first.trust
    with pytest.raises(RingUnusable, match=r"Bring root\.pem back"):
        ring.ring(tmp_path, NOW + 366 * DAY)
    with pytest.raises(RingUnusable, match=r"Bring root\.pem back"):
        ring.renewed(tmp_path, NOW)


def test_keys_that_were_stolen_are_replaced_at_once(tmp_path: Path) -> None:
    stolen = ring.ring(tmp_path, NOW)
    new = ring.renewed(tmp_path, NOW)
    trust = signatures.renewed(stolen.trust, new.trust.keys)
    assert not opens(stolen.sign(made()), trust)
    assert new.trust.admins != stolen.trust.admins


@pytest.mark.parametrize("name", [ring.SIGNING, ring.AUTHORITY, ring.KEYS])
@pytest.mark.parametrize("damage", ["", "garbled", None])
def test_what_is_damaged_or_lost_is_told_with_its_remedy(
    tmp_path: Path, name: str, damage: str | None
) -> None:
    ring.ring(tmp_path, NOW)
    (tmp_path / ring.ROOT).unlink()
    if damage is not None:
        (tmp_path / name).write_text(damage)
    else:
        (tmp_path / name).unlink()
    with pytest.raises(RingUnusable, match=r"copy|cannot be used|belong together"):
        ring.ring(tmp_path, NOW)


def test_keys_that_others_can_read_are_not_used(tmp_path: Path) -> None:
    ring.ring(tmp_path, NOW)
    (tmp_path / ring.SIGNING).chmod(0o640)
    with pytest.raises(RingUnusable, match="chmod 600"):
        ring.ring(tmp_path, NOW)


def test_keys_of_two_rings_do_not_go_together(tmp_path: Path) -> None:
    ring.ring(tmp_path / "a", NOW)
    ring.ring(tmp_path / "b", NOW)
    (tmp_path / "b" / ring.SIGNING).replace(tmp_path / "a" / ring.SIGNING)
    with pytest.raises(RingUnusable, match="do not belong together"):
        ring.ring(tmp_path / "a", NOW)


def test_a_root_is_never_replaced_by_a_new_one_when_only_the_list_is_gone(tmp_path: Path) -> None:
    first = ring.ring(tmp_path, NOW)
    (tmp_path / ring.KEYS).unlink()
    again = ring.ring(tmp_path, NOW + DAY)
    assert [root.x for root in again.trust.roots] == [root.x for root in first.trust.roots]


def test_a_clock_of_long_ago_makes_no_list_that_is_older(tmp_path: Path) -> None:
    first = ring.ring(tmp_path, NOW)
    back = datetime(2000, 1, 1, tzinfo=NOW.tzinfo)
    assert ring.renewed(tmp_path, back).trust.version > first.trust.version
