"""The local door waits for nobody for ever: neither for a question nor for somebody to take the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.device import door as door_module
from kiosk.device.door import NAME, Door
from tests.fakes.wait import eventually

LONG = "x" * 4_000_000


async def answer() -> object:
    return LONG


@pytest.fixture
async def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    monkeypatch.setattr(door_module, "PATIENCE", 0.2)
    monkeypatch.chdir(tmp_path)  # a socket's address is short
    door = Door(Path("data"))
    await door.open({"status": answer})
    yield door
    door.close()


async def test_who_asks_nothing_is_told_so_and_let_go(door: Door) -> None:
    reader, writer = await asyncio.open_unix_connection(f"data/{NAME}")
    assert b"unknown question" in await asyncio.wait_for(reader.read(), 20)
    await eventually(lambda: not door._visits)
    writer.close()


async def test_who_does_not_take_the_answer_is_hung_up_on(door: Door) -> None:
    reader, writer = await asyncio.open_unix_connection(f"data/{NAME}", limit=1024)
    writer.write(b"status\n")
    await eventually(lambda: bool(door._visits))
    await eventually(lambda: not door._visits)
    taken = asyncio.create_task(reader.read())
    await asyncio.wait({taken}, timeout=20)
    assert taken.exception() is not None or len(taken.result()) < len(LONG)
    writer.transport.abort()


async def test_a_long_answer_is_given_whole(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    del door
    monkeypatch.setattr(door_module, "PATIENCE", 60)
    reader, writer = await asyncio.open_unix_connection(f"data/{NAME}", limit=8_000_000)
    writer.write(b"status\n")
    answer = await asyncio.wait_for(reader.read(), 20)
    assert answer == b'"' + LONG.encode() + b'"\n'
    writer.close()
