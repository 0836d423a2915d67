"""A hand in front of the screen: a real pointer of X, through its XTEST extension."""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from types import TracebackType
from typing import Self


class Hands:
    """On one X display, such as ":99". Places are pixels of the screen."""

    def __init__(self, display: str) -> None:
        x11, xtst = find_library("X11"), find_library("Xtst")
        assert x11 is not None, "libX11 is missing; packaging/prepare installs at-spi2-core, which needs it"
        assert xtst is not None, "libXtst is missing; packaging/prepare installs at-spi2-core, which needs it"
        self._x11, self._xtst = ctypes.CDLL(x11), ctypes.CDLL(xtst)
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._screen = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        assert self._screen.value, f"no X display {display}"

    def down(self, x: int, y: int) -> None:
        """A finger on the glass, until `up`."""
        self._xtst.XTestFakeMotionEvent(self._screen, -1, x, y, ctypes.c_ulong(0))
        self._xtst.XTestFakeButtonEvent(self._screen, 1, 1, ctypes.c_ulong(0))
        self._x11.XFlush(self._screen)

    def up(self) -> None:
        self._xtst.XTestFakeButtonEvent(self._screen, 1, 0, ctypes.c_ulong(0))
        self._x11.XFlush(self._screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x11.XCloseDisplay(self._screen)
