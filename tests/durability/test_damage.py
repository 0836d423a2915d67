"""Files that a dying card, a careless hand or another program has changed: the display starts, and says what it lost."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.cuts import quick_folder
from tests.durability.fill import Filled, check, filled, started

FILES = ["cache.db", "outbox.db", "cache.db-wal", "outbox.db-wal"]
FLIPS = 160
"""Bits of each file that turn, one at a time; the first hundred bytes are all tried."""


def display_with(file: str, folder: Path) -> Filled:
    """One that was killed has WALs; one that was ended has all in its databases."""
    place = folder / "first"
    place.mkdir()
    return filled(place, killed=file.endswith("-wal"))


@pytest.mark.parametrize("file", FILES)
def test_a_bit_that_turns_changes_no_promise_in_silence(file: str) -> None:
    chance = random.Random(file)
    with quick_folder() as folder:
        display = display_with(file, folder)
        whole = display.files[file]
        assert len(whole) > 4000
        used = [at for at in range(100, len(whole)) if whole[at]]
        for at in [*range(100), *sorted(chance.sample(used, FLIPS))]:
            place = display.laid_out(folder / "data")
            turned = bytearray(whole)
            turned[at] ^= 1 << chance.randrange(8)
            (place / file).write_bytes(turned)
            try:
                check(started(place))
            except Exception as fault:
                raise AssertionError(f"byte {at} of {file}") from fault


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_cut_short_is_noticed(file: str) -> None:
    chance = random.Random(file)
    with quick_folder() as folder:
        display = display_with(file, folder)
        whole = display.files[file]
        sizes = {0, 1, 16, 31, 32, 99, 100, 511, *range(512, len(whole), 512)}
        for size in sorted(sizes | set(chance.sample(range(len(whole)), 20))):
            place = display.laid_out(folder / "data")
            (place / file).write_bytes(whole[:size])
            try:
                check(started(place))
            except Exception as fault:
                raise AssertionError(f"{file} of {len(whole)} bytes cut to {size}") from fault


def picture(path: Path) -> None:
    path.write_bytes(
        bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + random.Random(1).randbytes(9000)
    )


def nothing(path: Path) -> None:
    path.touch()


def folder_with_something(path: Path) -> None:
    path.mkdir()
    (path / "holiday.jpg").write_bytes(b"sea")


def others_database(path: Path) -> None:
    other = sqlite3.connect(path)
    with other:
        other.execute("CREATE TABLE contacts (name TEXT)")
        other.execute("INSERT INTO contacts VALUES ('Ada')")
    other.close()


def newer_version(path: Path) -> None:
    newer = sqlite3.connect(path)
    with newer:
        newer.execute("CREATE TABLE promise (id TEXT PRIMARY KEY, body BLOB NOT NULL, room TEXT)")
        newer.execute("PRAGMA user_version = 7")
    newer.close()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere/at/all")


def pipe(path: Path) -> None:
    import os  # noqa: PLC0415 - only here

    os.mkfifo(path)


FOREIGN = [picture, nothing, folder_with_something, others_database, newer_version, loop, dangling, pipe]


@pytest.mark.parametrize("foreign", FOREIGN)
@pytest.mark.parametrize("file", [*FILES, "cache.db-shm", "outbox.db-shm", "outbox.db-journal"])
def test_a_foreign_file_in_the_place_of_ours_is_set_aside(
    tmp_path: Path, file: str, foreign: Callable[[Path], None]
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    place = filled(first).laid_out(tmp_path / "data")
    (place / file).unlink(missing_ok=True)
    foreign(place / file)
    check(started(place))
    if foreign is folder_with_something:
        assert [path.read_bytes() for path in place.rglob("holiday.jpg")] == [b"sea"]
    if foreign is others_database and file == "outbox.db":
        other = sqlite3.connect(place / "outbox.db.unreadable")
        assert other.execute("SELECT * FROM contacts").fetchall() == [("Ada",)]
        other.close()


@pytest.mark.parametrize("left", ["cache.db", "outbox.db", ""])
def test_what_is_deleted_by_hand_is_made_anew(tmp_path: Path, left: str) -> None:
    first = tmp_path / "first"
    first.mkdir()
    place = filled(first).laid_out(tmp_path / "data")
    for path in place.iterdir():
        if path.name != left:
            path.unlink()
    kept = started(place)
    if left:
        check(kept)
    assert kept.outbox_lost is (left == "cache.db"), "an empty folder is a new display"
