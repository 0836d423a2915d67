"""The local door: one display per data directory, one question, one answer, for its user alone."""

import asyncio
import errno
import os
import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.device.door import NAME, Door, NobodyHome, Occupied, ask


async def status() -> object:
    return {"state": "free"}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    opened = Door(tmp_path / "data")
    await opened.open({"status": status})
    yield opened
    opened.close()


async def knock(folder: Path, question: str = "status", patience: float = 5) -> dict[str, object]:
    return await asyncio.to_thread(ask, folder, question, patience)


@pytest.mark.usefixtures("door")
async def test_a_question_is_answered(tmp_path: Path) -> None:
    assert await knock(tmp_path / "data") == {"state": "free"}


@pytest.mark.usefixtures("door")
async def test_an_unknown_question_is_told_so(tmp_path: Path) -> None:
    assert "unknown question" in str(await knock(tmp_path / "data", "open sesame"))


@pytest.mark.usefixtures("door")
async def test_many_may_ask_at_once(tmp_path: Path) -> None:
    answers = await asyncio.gather(*(knock(tmp_path / "data") for _ in range(20)))
    assert answers == [{"state": "free"}] * 20


@pytest.mark.usefixtures("door")
async def test_only_its_user_may_open_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.usefixtures("door")
async def test_a_second_display_is_not_let_in(tmp_path: Path) -> None:
    with pytest.raises(Occupied):
        Door(tmp_path / "data")
    assert await knock(tmp_path / "data") == {"state": "free"}, "the first one is not disturbed"


async def test_a_display_that_died_leaves_the_door_to_the_next(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left_over:
        left_over.bind(str(tmp_path / NAME))
    door = Door(tmp_path)
    await door.open({"status": status})
    assert await knock(tmp_path) == {"state": "free"}
    door.close()


async def test_closed_nobody_is_home_and_another_may_move_in(tmp_path: Path) -> None:
    first = Door(tmp_path)
    await first.open({"status": status})
    first.close()
    with pytest.raises(NobodyHome):
        await knock(tmp_path)
    second = Door(tmp_path)
    await second.open({"status": status})
    assert await knock(tmp_path) == {"state": "free"}
    second.close()


async def test_a_folder_that_is_not_there_is_nobody_home(tmp_path: Path) -> None:
    with pytest.raises(NobodyHome):
        await knock(tmp_path / "nowhere")


async def test_a_path_longer_than_a_sockets_address_works(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*(["a-rather-long-name-for-a-folder"] * 6))
    folder.mkdir(parents=True)
    assert len(os.fspath(folder)) > 108
    door = Door(folder)
    await door.open({"status": status})
    assert await knock(folder) == {"state": "free"}
    door.close()


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize(
    "said", [b"", b"\n", b"status", b"\xff\xfe\n", b"x" * 200_000 + b"\n", b"x" * 200_000]
)
async def test_whoever_stammers_or_hangs_up_disturbs_nobody(tmp_path: Path, said: bytes) -> None:
    def stammer() -> None:
        directory = os.open(tmp_path / "data", os.O_RDONLY)
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"/proc/self/fd/{directory}/{NAME}")
            line.sendall(said)
        os.close(directory)

    await asyncio.to_thread(stammer)
    assert await knock(tmp_path / "data") == {"state": "free"}


async def test_who_waits_for_a_slow_answer_and_goes_away_disturbs_nobody(tmp_path: Path) -> None:
    release = asyncio.Event()

    async def slow() -> object:
        await release.wait()
        return {"synced": True}

    door = Door(tmp_path)
    await door.open({"status": status, "sync": slow})
    with pytest.raises(NobodyHome):
        await knock(tmp_path, "sync", patience=0.05)
    assert await knock(tmp_path) == {"state": "free"}
    release.set()
    assert await knock(tmp_path) == {"state": "free"}
    door.close()


async def test_an_answer_of_any_length_comes_whole(tmp_path: Path) -> None:
    async def long() -> object:
        return {"next": ["x" * 1000] * 5000}

    door = Door(tmp_path)
    await door.open({"status": long})
    assert len(str(await knock(tmp_path))) > 5_000_000
    door.close()


async def test_closing_while_somebody_waits_ends_the_wait(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def never() -> object:
        asked.set()
        await asyncio.Event().wait()
        return {}

    door = Door(tmp_path)
    await door.open({"sync": never})
    waiting = asyncio.create_task(knock(tmp_path, "sync", patience=20))
    await asked.wait()
    door.close()
    with pytest.raises(NobodyHome):
        await waiting


@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC])
async def test_a_disk_that_takes_nothing_keeps_no_display_dark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    def opened(path: str | Path, flags: int, *more: int, **named: int) -> int:
        return refuse() if flags & os.O_CREAT else plain(path, flags, *more, **named)  # type: ignore[return-value]  # because it raises

    plain = os.open
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(socket.socket, "bind", refuse)
    monkeypatch.setattr(Path, "chmod", refuse)
    door = Door(tmp_path)
    await door.open({"status": status})
    with pytest.raises(Occupied):
        Door(tmp_path)
    with pytest.raises(NobodyHome):
        await knock(tmp_path)
    door.close()
    Door(tmp_path).close()
