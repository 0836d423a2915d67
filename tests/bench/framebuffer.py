"""An X screen whose pixels are a file: what is painted can be seen without asking the program that paints."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.outside.screen import LEASH

LOOK_EVERY = 0.002
PATIENCE = 30.0
ROOT = b"\0\0\0"
WORD = (range(40, 640, 12), range(180, 440, 12))
"""Where both windows write their large word, in pixels."""
PART_OF_IT = 0.03
"""Of these pixels, the least share that a second colour must have: the plane alone is no picture."""


class Framebuffer:
    """`display` is the value of DISPLAY for programs to be shown here."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        read, write = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-fbdir",
            self._folder.name,
            "-screen",
            "0",
            "1280x800x24",
        ]
        self._process = subprocess.Popen(
            [*LEASH, *command, "-br", "-noreset", "-nolisten", "tcp"], pass_fds=(write,), stderr=subprocess.DEVNULL
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = f":{answer.readline().strip()}"
        with (Path(self._folder.name) / "Xvfb_screen0").open("rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._pixels[:100])  # XWDFile.h: sizes are its 1st, 13th and 20th words
        self._begin = head[0] + head[19] * 12
        self._stride = head[12]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._pixels.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pixel(self, x: int, y: int) -> bytes:
        at = self._begin + y * self._stride + x * 4
        return self._pixels[at : at + 3]

    def part(self, x: int, y: int, width: int, height: int) -> bytes:
        """The pixels of a rectangle, to be compared with what they were."""
        begins = (self._begin + row * self._stride + x * 4 for row in range(y, y + height))
        return b"".join(self._pixels[begin : begin + width * 4] for begin in begins)

    def is_painted(self) -> bool:
        """A plane, and a word on it."""
        if self._pixel(4, 4) == ROOT:
            return False
        colours = Counter(self._pixel(x, y) for y in WORD[1] for x in WORD[0])
        (_, most), *others = colours.most_common(2)
        return ROOT not in colours and bool(others) and others[0][1] > PART_OF_IT * most

    def until_painted(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.is_painted():
            assert time.monotonic() < deadline, "nothing was painted"
            time.sleep(LOOK_EVERY)

    def until_blank(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._pixel(4, 4) != ROOT:
            assert time.monotonic() < deadline, "the window stayed"
            time.sleep(LOOK_EVERY)
