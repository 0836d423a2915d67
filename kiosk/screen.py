"""Is there a screen to draw on? Asked before Qt, which would end the process without a word a person can use."""

from __future__ import annotations

import os
import socket
from pathlib import Path

NO_SCREEN = (
    "There is no screen to draw on. Start Kiosk in a graphical session (DISPLAY or WAYLAND_DISPLAY set), "
    "or set QT_QPA_PLATFORM=offscreen to run without one."
)


def has_screen() -> bool:
    """Whether Qt will find what it is told to draw on."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY", "")
    if wayland and _answers(Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / wayland):
        return True
    display = os.environ.get("DISPLAY", "")
    if not display:
        return False
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True  # a remote one: Qt will say
    number = number.partition(".")[0]
    return _answers(Path("/tmp/.X11-unix") / f"X{number}") or _answers(f"\0/tmp/.X11-unix/X{number}")  # noqa: S108 - X's place


def _answers(address: Path | str) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(address))
        except OSError:
            return False
    return True
