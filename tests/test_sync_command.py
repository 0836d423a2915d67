"""`kiosk sync` for several displays: all are asked at the same time, and each has its line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from kiosk import ask as asking
from kiosk.cli import main
from kiosk.device.door import Door

WELL = "Exchange answered. The display is up to date."


@pytest.fixture
async def displays(tmp_path: Path) -> AsyncIterator[Path]:
    """Two that run, in one folder; neither answers before both are asked."""
    together = asyncio.Barrier(2)

    async def sync() -> object:
        await together.wait()
        return {"synced": True}

    async with AsyncExitStack() as stack:
        for name in ("aurora", "borealis"):
            door = Door(tmp_path / name)
            await door.open({"sync": sync})
            stack.callback(door.close)
        yield tmp_path


async def test_all_that_lie_in_a_folder_are_asked_at_once(
    displays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (displays / "no display").mkdir()
    assert await asyncio.to_thread(main, ["sync", "--all", str(displays)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{displays / name}: {WELL}" for name in ("aurora", "borealis")]


async def test_one_that_fails_is_named_and_the_others_are_done(
    displays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [str(displays / name) for name in ("aurora", "nowhere", "borealis")]
    assert await asyncio.to_thread(main, ["sync", "--data-dir", *folders]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"{folders[0]}: {WELL}", f"{folders[2]}: {WELL}"]
    assert said.err.startswith(f"{folders[1]}: No display is running on {folders[1]}.")


async def test_a_first_sync_tells_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PROGRESS_EVERY", 0.01)
    read, pages = asyncio.Event(), iter((None, 100, 100, 200))

    async def sync() -> object:
        await read.wait()
        return {"synced": True}

    async def status() -> object:
        loaded = next(pages, 300)
        if loaded == 300:
            read.set()
        return {"exchange": {"loaded": loaded}}

    async with AsyncExitStack() as stack:
        door = Door(tmp_path)
        await door.open({"sync": sync, "status": status})
        stack.callback(door.close)
        assert await asyncio.to_thread(main, ["sync", "--data-dir", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [WELL]
    assert [line.split()[3] for line in said.err.splitlines()] == ["100", "200", "300"]


def test_a_folder_without_displays_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", "--all", str(tmp_path)]) == 1
    assert "There is no display's data directory" in capsys.readouterr().err


def test_it_must_be_said_which(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sync"])
    assert ended.value.code == 2
    assert "--data-dir --all" in capsys.readouterr().err
