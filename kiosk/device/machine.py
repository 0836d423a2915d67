"""What the machine is, as others see it: the address that it is reached by, and its model."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

MODEL = Path("/proc/device-tree/model")
LONGEST = 60


def own_address(listen: str) -> str:
    """The address that others reach this machine by; "": there is no network."""
    if listen not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not opened
        return listen
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # of no packet: only which way one would go
        except OSError:
            return ""
        return str(asked.getsockname()[0])


def model() -> str:
    """ "Raspberry Pi 4 Model B Rev 1.4"; "": it does not say."""
    with suppress(OSError):
        return MODEL.read_text(errors="replace").strip("\0 \n")[:LONGEST]
    return ""
