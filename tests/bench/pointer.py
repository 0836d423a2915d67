"""A finger on an X screen, as X's own test extension makes one (XTEST): no library, for it is three requests."""

from __future__ import annotations

import socket
import struct
from types import TracebackType
from typing import Self

QUERY_EXTENSION, FAKE_INPUT = 98, 2
PRESS, RELEASE, MOTION = 4, 5, 6
LEFT = 1


class Pointer:
    """`display` as in DISPLAY, for example ":7"; the screen must ask nobody for a password."""

    def __init__(self, display: str) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
        self._line.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        accepted, *_, rest = struct.unpack("<BBHHH", self._read(8))
        self._read(rest * 4)
        assert accepted == 1, "the screen does not let us in"
        self._line.sendall(struct.pack("<BxHHxx8s", QUERY_EXTENSION, 4, 5, b"XTEST"))
        answer = self._read(32)
        assert answer[8], "the screen has no XTEST"
        self._extension = answer[9]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def move(self, x: int, y: int) -> None:
        self._fake(MOTION, 0, x, y)

    def press(self) -> None:
        self._fake(PRESS, LEFT)

    def release(self) -> None:
        self._fake(RELEASE, LEFT)

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        event = struct.pack("<BBxxII8xhh8x", kind, detail, 0, 0, x, y)
        self._line.sendall(struct.pack("<BBH", self._extension, FAKE_INPUT, 9) + event)

    def _read(self, count: int) -> bytes:
        read = b""
        while len(read) < count:
            part = self._line.recv(count - len(read))
            assert part, "the screen has gone"
            read += part
        return read
