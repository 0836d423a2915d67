"""What a display keeps on its disk of a room and of itself, and how all of it is removed: wholly, whatever happens meanwhile.

A mark is set first and taken away last (pairing/kept.py). While it stands no file of the room is read, and whoever starts
on the data directory carries on with removing. What nobody here made is left where it is.
"""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

from kiosk.config import keep
from kiosk.device import door, staff_file
from kiosk.pairing import kept

OURS = (
    "cache.db*",
    "outbox.db*",
    "trial",
    "device.key",
    ".device.key.*",
    "kiosk.pem",
    "kiosk.public.pem",
    ".kiosk.*pem.*",
    kept.PAIRED,
    f"{kept.PAIRED}.old",
    kept.TRIED,
    kept.OPEN,
    "pairing-audit.*",
    "staff-pin.json*",
    keep.FOLDER,
)
"""Databases and what was set aside of them, keys, what was handed over, the PIN, who knocked, what was pushed."""
STAYS = (kept.LEAVING, kept.TRIES, staff_file.LOCK, door.LOCK, door.NAME)
"""Say nothing of a room: the lock and the socket of whoever runs, and how many codes were wrong."""


class NotRemoved(OSError):
    """The disk does not let it go. The text says what to do."""


def remove(folder: Path) -> None:
    """Whoever calls has the data directory for itself. Safe to repeat, and to be killed in.

    Raises:
        NotRemoved: some of it is still there, and so is the mark.
    """
    try:
        kept.mark_leaving(folder)
        for path in sorted(folder.iterdir()):
            if not _is_ours(path.name):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        kept.settle(folder)  # all are gone before the mark is, after a power cut too
        (folder / kept.LEAVING).unlink()
        kept.settle(folder)
    except OSError as refused:
        raise NotRemoved(
            f"{folder} still holds something of the room that it was disconnected from: {refused.strerror}."
            " Mend the disk or its rights; the display carries on with its next start."
        ) from None


def carry_on(folder: Path) -> None:
    """Ends what a power cut or a kill has left half done. Raises `NotRemoved`; the rest as `remove`."""
    if kept.is_leaving(folder):
        remove(folder)


def finish(folder: Path) -> None:
    """The same for somebody who does not have the data directory yet.

    Raises:
        NotRemoved: see there.
        door.Occupied: a display runs on it.
        OSError: it cannot be used.
    """
    own = door.Door(folder)
    try:
        carry_on(folder)
    finally:
        own.close()


def strangers(folder: Path) -> tuple[str, ...]:
    """Names of what is left in the data directory and was not made by a display."""
    names = (path.name for path in folder.iterdir())
    return tuple(sorted(name for name in names if name not in STAYS and not _is_ours(name)))


def _is_ours(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in OURS)
