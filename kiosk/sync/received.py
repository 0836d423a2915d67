"""The bytes of an answer: counted, unpacked and parsed, each within bounds. No HTTP, no meaning."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

from kiosk.sync.errors import Garbled

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes, packed or unpacked. A page of 500 events has half a million, with the longest subjects twice that."""
MOST_PIECES = 200_000
"""Commas and brackets. A page of 500 events has some 12,000; millions of empty lists would fill the memory of a small
machine, and hold its only interpreter for seconds."""
OFF_LOOP_FROM = 32 * 1024
"""Bodies from this size on are parsed on a thread: a frame must not wait for them."""
GZIP = 31
"""zlib's number for gzip and nothing else."""


async def received(chunks: AsyncIterator[bytes], coding: str) -> bytes:
    """The whole body, unpacked. Never holds much more than `LARGEST_BODY`, whatever is packed in it.

    Raises:
        Garbled: it does not end, is not packed as `coding` says, or in a way that was not asked for.
    """
    if coding not in ("", "identity", "gzip"):
        raise Garbled("content coding")
    unpack = zlib.decompressobj(GZIP) if coding == "gzip" else None
    content = bytearray()
    came = 0
    async for chunk in chunks:
        came += len(chunk)
        try:
            content += unpack.decompress(chunk, LARGEST_BODY + 1 - len(content)) if unpack else chunk
        except zlib.error:
            raise Garbled("content coding") from None
        if unpack is not None and unpack.unused_data:
            raise Garbled("content coding")  # more after the end: zlib would hoard it
        if max(len(content), came) > LARGEST_BODY:
            raise Garbled("the answer does not end")
    if unpack is not None and not unpack.eof:
        raise Garbled("content coding")
    return bytes(content)


async def parsed(content: bytes) -> Any:  # noqa: ANN401 - JSON of any shape
    """The JSON of a body, parsed off the loop when it is large.

    Raises:
        Garbled: it is none.
    """
    try:
        return _parse(content) if len(content) < OFF_LOOP_FROM else await asyncio.to_thread(_parse, content)
    except (ValueError, RecursionError):
        raise Garbled("no JSON") from None


def _parse(content: bytes) -> Any:  # noqa: ANN401 - JSON of any shape
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_PIECES:
        raise Garbled("too many pieces")
    return json.loads(content)
