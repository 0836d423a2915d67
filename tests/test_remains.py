"""What a display leaves of a room: everything that could tell of it goes, and nothing else; `kill -9` at any step changes nothing of that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import remains
from kiosk.config.load import load
from kiosk.device import door
from kiosk.pairing import kept
from kiosk.sync.store import Store
from tests.leftovers import STRANGER, WORDS, found, lived_in, names

LEFT = {door.LOCK, "staff-pin.lock", kept.TRIES, STRANGER}
KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk import remains
folder, last = Path(sys.argv[1]), int(sys.argv[2])
count = 0
def step(event, arguments):
    global count
    if event in ("open", "os.remove", "os.rmdir", "os.rename", "os.scandir", "os.listdir"):
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
sys.addaudithook(step)
remains.remove(folder)
"""
"""Ends itself before its step of that number: between any two things that it does to the disk."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lived_in(tmp_path / "data", monkeypatch)
    assert set(found(tmp_path / "data")) >= set(WORDS), "there is something to be removed"
    return tmp_path / "data"


def test_nothing_is_left_but_what_says_nothing_and_what_is_not_ours(folder: Path) -> None:
    remains.remove(folder)
    assert names(folder) == LEFT
    assert found(folder) == []
    assert remains.strangers(folder) == (STRANGER,)
    assert kept.wrong_tries(folder) == 3, "who guesses at codes has no more tries for it"
    remains.remove(folder)
    assert names(folder) == LEFT


def test_a_link_is_removed_and_what_it_points_to_is_not(folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "file").write_text("theirs")
    shutil.rmtree(folder / kept.TRIED)
    (folder / kept.TRIED).symlink_to(theirs)
    remains.remove(folder)
    assert names(folder) == LEFT
    assert (theirs / "file").read_text() == "theirs"


def test_without_a_mark_nothing_is_removed(folder: Path) -> None:
    before = names(folder)
    remains.carry_on(folder)
    assert names(folder) == before


@pytest.mark.timeout(300)
def test_killed_at_any_step_the_room_is_whole_or_the_next_start_carries_on(
    folder: Path, tmp_path: Path
) -> None:
    whole, steps, halves = names(folder), 0, 0
    while True:
        copy = tmp_path / str(steps)
        shutil.copytree(folder, copy, symlinks=True)
        ended = subprocess.run([sys.executable, "-c", KILLED, str(copy), str(steps)], check=False)
        if ended.returncode == 0:
            break
        assert ended.returncode == -9
        if kept.is_leaving(copy):
            halves += names(copy) != whole
            assert kept.config_of(copy) is None, "half a room is none"
            remains.carry_on(copy)
        if names(copy) == LEFT:
            assert found(copy) == []
        else:
            assert names(copy) == whole
            path = kept.config_of(copy)
            assert path is not None
            assert load(path).room.mailbox == "aurora@contoso.com"
            store = Store(copy)
            assert len(store.promises()) == 1
            store.close()
        shutil.rmtree(copy)
        steps += 1
    assert steps > 20, "these were not all steps"
    assert halves > 15, "it was hardly ever caught in the middle"


def test_a_disk_that_lets_nothing_go_is_told_and_the_mark_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", refuse)
        with pytest.raises(remains.NotRemoved, match=r"Read-only file system\. Mend the disk or its rights"):
            remains.remove(folder)
    assert kept.is_leaving(folder)
    assert kept.config_of(folder) is None
    remains.finish(folder)
    assert names(folder) == LEFT


def test_nobody_removes_under_a_display_that_runs(folder: Path) -> None:
    kept.mark_leaving(folder)
    own = door.Door(folder)
    with pytest.raises(door.Occupied):
        remains.finish(folder)
    own.close()
    remains.finish(folder)
    assert names(folder) == LEFT
