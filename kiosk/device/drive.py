"""A drive that somebody plugged in, for what staff want to take along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
PLACES = ("/media/", "/run/media/", "/mnt/")
"""Where systems put what is plugged in."""


def plugged(mounts: Path = MOUNTS) -> Path | None:
    """The drive that was mounted last; None: there is none."""
    return next(reversed(list(_mounted(mounts))), None)


def _mounted(mounts: Path) -> Iterator[Path]:
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        device, _, rest = line.partition(" ")
        where = rest.partition(" ")[0].replace("\\040", " ")  # spaces are written so
        if device.startswith("/dev/") and where.startswith(PLACES):
            yield Path(where)


def save(drive: Path, name: str, text: str) -> None:
    """A new file, which is on the drive when this returns.

    Raises:
        OSError: it takes nothing.
    """
    path = drive / name
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(drive, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
