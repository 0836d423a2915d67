"""`kiosk staff disconnect`: what it asks, what it says, and when it does nothing."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import disconnect, remains
from kiosk.cli import main
from kiosk.clock import Clock
from kiosk.device.door import Door
from kiosk.leaving import Left
from kiosk.pairing import kept
from kiosk.room.model import Life, Promise, PromiseId
from kiosk.sync.store import Store
from tests.leftovers import STRANGER, found, lived_in, names


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lived_in(tmp_path, monkeypatch)
    return tmp_path


def staff(folder: Path, *words: str) -> int:
    return main(["staff", "disconnect", "--data-dir", str(folder), *words])


class Person:
    """At a terminal."""

    def __init__(self, typed: str) -> None:
        self._typed = typed

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return f"{self._typed}\n"


@pytest.fixture
def at_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)


class Display:
    """One that runs, and answers as it is told to."""

    def __init__(self, folder: Path, told: Left, *, removes: bool = True) -> None:
        self._folder, self._told, self._removes = folder, told, removes
        self.asked: list[str] = []

    async def work(self, *words: str) -> int:
        """The command's exit code."""
        door = Door(self._folder)

        async def bookings() -> object:
            return {"to_come": 2}

        await door.open(
            {
                "bookings": bookings,
                "disconnect cancel": lambda: self._leave("cancel"),
                "disconnect leave": lambda: self._leave("leave"),
            }
        )
        try:
            return await asyncio.to_thread(staff, self._folder, *words)
        finally:
            door.close()

    async def _leave(self, how: str) -> object:
        self.asked.append(how)
        if self._told.left:
            kept.mark_leaving(self._folder)
        if self._removes:
            asyncio.get_running_loop().call_later(0.2, remains.carry_on, self._folder)
        return asdict(self._told)


def test_without_a_terminal_one_of_the_two_must_be_said(
    folder: Path, at_a_pipe: None, capsys: pytest.CaptureFixture[str]
) -> None:
    del at_a_pipe
    before = names(folder)
    assert staff(folder) == 2
    assert "--cancel takes them back in Exchange, --leave leaves them there" in capsys.readouterr().err
    assert names(folder) == before


def test_a_display_that_does_not_run_is_cleared_and_its_bookings_are_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert staff(folder, "--cancel") == 1
    assert "its bookings cannot be cancelled" in capsys.readouterr().err
    assert found(folder) != []
    assert staff(folder, "--leave") == 0
    assert found(folder) == []
    said = capsys.readouterr().out
    assert "with its next start" in said
    assert f"Left there, because the display did not make it: {STRANGER}" in said


def test_whoever_names_the_wrong_folder_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cache.db").write_text("of another program")
    assert staff(tmp_path, "--leave") == 1
    assert staff(tmp_path / "nowhere", "--leave") == 1
    assert capsys.readouterr().err.count("No display has ever run on") == 2
    assert names(tmp_path) == {"cache.db"}


@pytest.mark.parametrize(("typed", "code"), [("leave", 0), ("cancel", 1), ("", 1), ("yes", 1)])
def test_at_a_terminal_it_asks_with_the_number_of_bookings(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, code: int
) -> None:
    store, now, hour = Store(folder), Clock().now(), timedelta(hours=1)
    for number in (1, 2):
        start = now + number * hour
        store.keep(Promise(PromiseId(f"to come {number}"), start, start + hour, now, life=Life.KEPT))
    store.close()
    monkeypatch.setattr(sys, "stdin", Person(typed))
    assert staff(folder) == code
    assert "still to come is 2." in capsys.readouterr().out
    assert (found(folder) == []) is (code == 0)


async def test_a_display_that_runs_is_asked_and_waited_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    display = Display(folder, Left(left=True, cancelled=2))
    assert await display.work("--cancel") == 0
    assert display.asked == ["cancel"]
    assert found(folder) == []
    said = capsys.readouterr().out
    assert "2 bookings were cancelled in Exchange." in said
    assert "shows a pairing code" in said


async def test_what_is_left_in_exchange_is_told_by_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await Display(folder, Left(left=True, stay=1, unsent=2, unsure=1, reports=1)).work("--leave") == 0
    said = capsys.readouterr().out
    assert "1 booking stays in Exchange." in said
    assert "2 bookings were never sent, and will not be." in said
    assert "look in the room's calendar whether it stands" in said
    assert "1 report to facilities had not left, and is gone." in said


async def test_a_display_that_follows_a_file_says_that_the_file_still_names_the_room(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await Display(folder, Left(left=True, by_file=True)).work("--leave") == 0
    assert "Its --config file still names the room" in capsys.readouterr().out


async def test_a_display_that_could_not_cancel_keeps_everything(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = names(folder)
    assert await Display(folder, Left(left=False, why="1 of 3 bookings")).work("--cancel") == 1
    assert "1 of 3 bookings" in capsys.readouterr().err
    assert names(folder) == before


async def test_a_display_that_is_asked_at_a_terminal_tells_its_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Person("cancel"))
    display = Display(folder, Left(left=True, cancelled=2))
    assert await display.work() == 0
    assert display.asked == ["cancel"]
    assert "still to come is 2." in capsys.readouterr().out


async def test_a_display_that_does_not_come_to_removing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(disconnect, "REMOVED_WITHIN", 0.2)
    assert await Display(folder, Left(left=True), removes=False).work("--leave") == 1
    assert "does not answer. End it, and run this again" in capsys.readouterr().err
    assert kept.is_leaving(folder)
