"""Whatever somebody says at the door's socket, or does not say: the next visitor is answered."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.device import door as door_file
from kiosk.device.door import MOST_VISITS, NAME, Door, NobodyHome, ask
from tests.fakes.wait import eventually
from tests.hostile.settings import ALWAYS_THE_SAME

asked: list[str] = []


async def status() -> object:
    asked.append("status")
    return {"state": "free", "long": "x" * 4_000_000}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    opened = Door(tmp_path)
    await opened.open({"status": status})
    yield opened
    opened.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_file, "PATIENCE", 0.2)


async def visitor(folder: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_unix_connection(str(folder / NAME))


async def answered(folder: Path) -> bool:
    """A visitor asks as one should."""
    monkey = await asyncio.to_thread(ask, folder, "status", 30)
    return monkey["state"] == "free"


@pytest.mark.usefixtures("hasty")
async def test_who_falls_silent_is_shown_out(door: Door, tmp_path: Path) -> None:
    reader, writer = await visitor(tmp_path)
    writer.write(b"stat")
    assert b"unknown question" in await reader.read()
    writer.close()
    assert not door._visits


@pytest.mark.usefixtures("hasty")
async def test_who_does_not_take_the_answer_is_shown_out(door: Door, tmp_path: Path) -> None:
    asked.clear()
    _, writer = await visitor(tmp_path)
    writer.write(b"status\n")
    await eventually(lambda: bool(asked))
    await eventually(lambda: not door._visits)
    writer.close()


async def test_a_crowd_at_the_door_is_bounded_and_leaves_no_trace(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_file, "PATIENCE", 60)  # longer than any crowd takes to come
    crowd = [await visitor(tmp_path) for _ in range(MOST_VISITS + 5)]
    assert await crowd[-1][0].read() == b""
    with pytest.raises(NobodyHome):
        await asyncio.to_thread(ask, tmp_path, "status", 30)
    for _, writer in crowd:
        writer.close()
    await eventually(lambda: not door._visits)
    assert await answered(tmp_path)


async def test_any_bytes_are_a_question_that_nobody_knows(door: Door, tmp_path: Path) -> None:
    said: list[bytes] = []

    @settings(ALWAYS_THE_SAME, max_examples=60)
    @given(
        st.one_of(
            st.binary(max_size=80),
            st.sampled_from(
                [b"\n", b"\0" * 2000, b"x" * 70_000, b"{}\n", b"status", b"status \0\n", b"\xff\n"]
            ),
        )
    )
    def collect(some: bytes) -> None:
        said.append(some)

    collect()
    for some in said:
        reader, writer = await visitor(tmp_path)
        writer.write(some)
        writer.write_eof()
        with suppress(ConnectionError):  # it did not want to read on
            await reader.read(100)
        writer.close()
    assert await answered(tmp_path)
    await eventually(lambda: not door._visits)


@pytest.mark.parametrize("answer", [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b"null"])
async def test_a_false_display_is_nobody(tmp_path: Path, answer: bytes) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / NAME))
    listener.listen()

    def serve() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(100)
            line.sendall(answer)

    serving = asyncio.create_task(asyncio.to_thread(serve))
    with pytest.raises(NobodyHome):
        await asyncio.to_thread(ask, tmp_path, "status", 30)
    await serving
    listener.close()
