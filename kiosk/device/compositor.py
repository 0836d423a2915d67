"""Does the compositor still answer? Asked over Wayland's own wire, on a line of its own: Qt cannot tell.

To Qt a compositor that hangs looks like a screen that is off: no frame is wanted any more, and none is owed. A picture that
stands still would go on claiming that a room is free. One request of the core protocol (wl_display.sync) tells the two apart.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

PATIENCE = 2.0
"""Seconds for an answer: a compositor that draws is busy for milliseconds."""
DISPLAY, SYNC, CALLBACK = 1, 0, 2
QUESTION = struct.pack("=III", DISPLAY, 12 << 16 | SYNC, CALLBACK)
"""Object, length and request in one word, and the name of what is to answer. In the machine's own order of bytes."""
HEADER = 8
ANSWER = struct.pack("=I", CALLBACK)


def address() -> Path | None:
    """Where the compositor listens, as libwayland reads it; None: nowhere that can be asked anew."""
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    if not name.startswith("/") and not folder:
        return None
    return Path(folder) / name


def answers(at: Path | None, patience: float = PATIENCE) -> bool:
    """Whether the compositor answers within `patience` seconds. One that cannot be asked is not blamed."""
    if at is None:
        return True
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC) as line:
        line.settimeout(patience)
        try:
            line.connect(str(at))
            line.sendall(QUESTION)
            return line.recv(HEADER).startswith(ANSWER)
        except OSError:
            return False
