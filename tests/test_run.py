"""`kiosk run` on a data directory whose display was disconnected: what is left is removed before anything else is done."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from kiosk import run
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.load import load
from kiosk.config.tables import PairingTable
from kiosk.connecting import Connecting
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.device.door import Door
from kiosk.pairing import kept
from kiosk.remains import NotRemoved
from kiosk.room.model import Facts
from kiosk.room.pairing import Pairing
from tests.leftovers import found, lived_in


class BegunAnew(Exception):
    """In place of the same program once more."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a display in it that was killed after its mark was set."""

    def again() -> None:
        raise BegunAnew

    monkeypatch.setattr(run, "_again", again)
    lived_in(tmp_path, monkeypatch)
    return tmp_path


def of_room(folder: Path) -> Config:
    path = kept.config_of(folder)
    assert path is not None
    return load(path)


def refuse(*_: object) -> None:
    raise OSError(30, "Read-only file system")


def test_a_room_that_was_taken_away_after_it_was_read_is_not_shown(folder: Path) -> None:
    config = of_room(folder)
    kept.mark_leaving(folder)
    with pytest.raises(BegunAnew):
        run.display(config, folder, None, by_file=False)
    assert found(folder) == []
    Door(folder).close()


def test_a_display_that_follows_a_file_does_not_start_on_what_must_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = of_room(folder)
    kept.mark_leaving(folder)
    monkeypatch.setattr(shutil, "rmtree", refuse)
    assert run.display(config, folder, None) == 1
    assert "Mend the disk or its rights" in capsys.readouterr().err
    Door(folder).close()


async def test_no_code_is_shown_before_all_is_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.mark_leaving(folder)
    disk = Disk(folder)
    core = Core(Facts(pairing=Pairing()), clock=Clock(), disk=disk, publish=lambda _: None)
    connecting = Connecting(core, folder, PairingTable(port=0, listen="127.0.0.1"), lambda: None)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(core.stop)
        stack.callback(disk.close)
        with monkeypatch.context() as patched:
            patched.setattr(shutil, "rmtree", refuse)
            with pytest.raises(NotRemoved, match="still holds something of the room"):
                await connecting.join(stack)
        assert kept.is_leaving(folder)
        await connecting.join(stack)
        assert not kept.is_leaving(folder)
        assert [word for word in found(folder) if word != b"PRIVATE KEY"] == [], "but its new key"
