"""A drive that somebody plugged in: found by where it is mounted, and written to for good."""

from pathlib import Path

import pytest

from kiosk.device import drive

SYSTEM = "proc /proc proc rw 0 0\n/dev/mmcblk0p2 / ext4 rw 0 0\n/dev/mmcblk0p1 /boot vfat rw 0 0\n"


def mounts(tmp_path: Path, more: str = "") -> Path:
    path = tmp_path / "mounts"
    path.write_text(SYSTEM + more)
    return path


def test_the_systems_own_disks_are_none(tmp_path: Path) -> None:
    assert drive.plugged(mounts(tmp_path)) is None


def test_the_one_that_was_plugged_in_last_counts(tmp_path: Path) -> None:
    told = mounts(
        tmp_path, "/dev/sda1 /media/pi/OLD vfat rw 0 0\n/dev/sdb1 /media/pi/MY\\040STICK vfat rw 0 0\n"
    )
    assert drive.plugged(told) == Path("/media/pi/MY STICK")


def test_a_machine_that_does_not_tell_has_none(tmp_path: Path) -> None:
    assert drive.plugged(tmp_path / "none") is None


def test_what_is_saved_is_there(tmp_path: Path) -> None:
    drive.save(tmp_path, "kiosk.txt", "line\n")
    assert (tmp_path / "kiosk.txt").read_text() == "line\n"


def test_a_drive_that_was_pulled_out_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        drive.save(tmp_path / "gone", "kiosk.txt", "line\n")
