"""Files on a USB drive that anybody may have made: plain ones of its top folder, few and small, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.device import stick

MOST = 64


def read(folder: Path) -> list[str]:
    return list(stick.texts(folder, ".jws", MOST))


def test_what_ends_as_it_must_is_read(tmp_path: Path) -> None:
    (tmp_path / "boreal.jws").write_text("b")
    (tmp_path / "aurora.jws").write_text("a")
    (tmp_path / "notes.txt").write_text("c")
    assert read(tmp_path) == ["a", "b"]


def test_where_nothing_is_mounted_there_are_no_files(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere") == []


def test_a_file_without_end_is_read_to_one_letter_more_than_is_allowed(tmp_path: Path) -> None:
    with (tmp_path / "aurora.jws").open("wb") as file:
        file.truncate(1 << 40)
    assert [len(text) for text in read(tmp_path)] == [MOST + 1]


def test_no_link_is_followed_off_the_drive(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "aurora.jws").symlink_to(secret)
    assert read(drive) == []


def test_a_pipe_is_not_waited_for_and_a_folder_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jws")
    (tmp_path / "folder.jws").mkdir()
    assert read(tmp_path) == []


def test_what_a_mac_lays_beside_each_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "._aurora.jws").write_bytes(b"\x00\x05\x16\x07")
    assert read(tmp_path) == []


def test_letters_that_no_document_has_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "aurora.jws").write_bytes(b"a\xff")
    assert read(tmp_path) == ["a�"]


def test_more_files_than_anybody_made_for_this_are_not_looked_at(tmp_path: Path) -> None:
    for number in range(stick.MOST + 1):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(stick.Crowded):
        read(tmp_path)


def test_a_drive_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "drive").write_text("no folder")
    with pytest.raises(OSError, match="drive"):
        read(tmp_path / "drive")


def test_somebody_may_mount_drives_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(stick.ENVIRONMENT, raising=False)
    assert stick.folder() == stick.FOLDER
    monkeypatch.setenv(stick.ENVIRONMENT, str(tmp_path))
    assert stick.folder() == tmp_path
