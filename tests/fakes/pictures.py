"""Pictures made of nothing but bytes: small ones that any program draws, and headers that claim what they like."""

from __future__ import annotations

import struct
import zlib

GREY, RGB, RGBA = 0, 2, 6
CHANNELS = {GREY: 1, RGB: 3, RGBA: 4}


def chunk(kind: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


def png(
    width: int = 8,
    height: int = 4,
    kind: int = RGBA,
    *,
    claims: tuple[int, int] | None = None,
    more: bytes = b"",
) -> bytes:
    """Each row darker than the one below. `claims`: what the header says in place of the truth; `more`: chunks after it."""
    rows = b"".join(b"\0" + bytes([255 * row // height]) * (CHANNELS[kind] * width) for row in range(height))
    header = struct.pack(">IIBBBBB", *(claims or (width, height)), 8, kind, 0, 0, 0)
    body = chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_header(width: int, height: int, marker: int = 0xC0) -> bytes:
    """As far as a JPEG says how large it is; nothing follows that could be drawn."""
    about = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = bytes([0xFF, marker]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + about + frame + b"\xff\xd9"
