"""The staff PIN at rest: counted before it is answered, kept across restarts, unlocked by an admin."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.device import staff_file
from kiosk.device.staff_file import NAME, NotAPin, StaffPin, set_pin, unlock
from kiosk.pairing.kept import is_open
from kiosk.room.staff_pin import Locked, Off, Opened, Unset, Wrong


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_file, "COST", 2)


class Time:
    passed = 0.0

    def __call__(self) -> float:
        return self.passed


def test_without_a_pin_it_opens_for_nobody(tmp_path: Path) -> None:
    assert StaffPin(tmp_path, Time()).try_pin("000000") == Unset()
    assert not unlock(tmp_path)
    with pytest.raises(NotAPin):
        set_pin(tmp_path, "12345")
    assert StaffPin(tmp_path, Time()).try_pin("12345") == Unset()


def test_the_right_pin_opens_and_forgets_the_wrong_ones(tmp_path: Path) -> None:
    set_pin(tmp_path, "402913")
    pin = StaffPin(tmp_path, Time())
    assert [pin.try_pin("000000") for _ in range(3)] == [Wrong(4), Wrong(3), Wrong(2)]
    assert pin.try_pin("402913") == Opened()
    assert pin.try_pin("000000") == Wrong(4)


def test_neither_the_pin_is_on_disk_nor_may_another_user_read_what_is(tmp_path: Path) -> None:
    set_pin(tmp_path, "402913")
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert all(b"402913" not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_locked_pin_is_not_looked_at_and_a_restart_begins_the_lock_anew(tmp_path: Path) -> None:
    set_pin(tmp_path, "402913")
    time = Time()
    pin = StaffPin(tmp_path, time)
    for _ in range(5):
        told = pin.try_pin("000000")
    assert told == Locked(30.0)
    time.passed += 29
    assert pin.try_pin("402913") == Locked(1.0)
    restarted = StaffPin(tmp_path, time)
    assert restarted.try_pin("402913") == Locked(30.0)
    time.passed += 30
    assert restarted.try_pin("402913") == Opened()


def test_twenty_wrong_ones_switch_it_off_until_an_admin_unlocks_it(tmp_path: Path) -> None:
    set_pin(tmp_path, "402913")
    time = Time()
    told = []
    for _ in range(200):
        time.passed += 3600
        pin = StaffPin(tmp_path, time)
        time.passed += 3600
        told.append(pin.try_pin("000000"))
    assert told.count(Off()) == 181  # the twentieth says so already
    assert pin.try_pin("402913") == Off()
    assert main(["staff", "unlock", "--data-dir", str(tmp_path)]) == 0
    assert pin.try_pin("402913") == Opened()


def test_a_power_cut_while_it_is_looked_at_has_counted_the_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_pin(tmp_path, "402913")

    def cut(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as dark:
        dark.setattr(staff_file, "_digest", cut)
        with pytest.raises(KeyboardInterrupt):
            StaffPin(tmp_path, Time()).try_pin("000000")
    assert StaffPin(tmp_path, Time()).try_pin("000000") == Wrong(3)


@pytest.mark.parametrize("spoiled", ["", "[]", "{}", '{"salt": 1, "digest": "", "wrong": 0}', "[" * 4000])
def test_a_file_that_makes_no_sense_opens_for_nobody(tmp_path: Path, spoiled: str) -> None:
    set_pin(tmp_path, "402913")
    (tmp_path / NAME).write_text(spoiled)
    assert StaffPin(tmp_path, Time()).try_pin("402913") == Unset()


def test_the_command_takes_the_pin_from_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("40291\n"))
    assert main(["staff", "pin", "--data-dir", str(tmp_path)]) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("402913\n"))
    assert main(["staff", "pin", "--data-dir", str(tmp_path)]) == 0
    assert "402913" not in "".join(capsys.readouterr())
    assert StaffPin(tmp_path, Time()).try_pin("402913") == Opened()


def test_without_a_pin_there_is_nothing_to_unlock(tmp_path: Path) -> None:
    assert main(["staff", "unlock", "--data-dir", str(tmp_path / "none")]) == 1


def test_a_display_that_was_never_paired_cannot_be_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "move", "--data-dir", str(tmp_path)]) == 1
    assert "it shows its pairing code anyway" in capsys.readouterr().err


def test_a_paired_display_that_does_not_run_shows_its_code_with_its_next_start(tmp_path: Path) -> None:
    (tmp_path / "paired").mkdir()
    (tmp_path / "paired" / "config.json").write_text("{}")
    assert main(["staff", "move", "--data-dir", str(tmp_path)]) == 0
    assert is_open(tmp_path)
