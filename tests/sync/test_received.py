"""The bytes of an answer. Over a line: test_graph.py."""

import gzip
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from kiosk.sync import received as received_file
from kiosk.sync.errors import Garbled

MEGABYTE = 1024 * 1024


async def in_pieces(content: bytes, size: int = 65536) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]


async def test_a_bomb_takes_no_more_memory_than_an_answer_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_file, "LARGEST_BODY", MEGABYTE)
    bomb = gzip.compress(bytes(64 * MEGABYTE))
    tracemalloc.start()
    try:
        with pytest.raises(Garbled):
            await received_file.received(in_pieces(bomb), "gzip")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * MEGABYTE


async def test_an_answer_of_the_largest_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_file, "LARGEST_BODY", MEGABYTE)
    assert await received_file.received(in_pieces(gzip.compress(bytes(MEGABYTE))), "gzip") == bytes(MEGABYTE)
