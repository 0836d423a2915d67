"""The pictures that documents name, on a display's disk: pushed/pictures/<sha256>. Whole, or not there.

A picture counts for nothing until a document names it, and is looked at again whenever it is read: what the disk damaged is
not there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from kiosk.config import keep
from kiosk.config.pictures import LONGEST, Picture

FOLDER = "pictures"
"""Also beside documents that are carried as files."""
BROUGHT = "brought"
"""Beside them, those that came with a document which lies in the inbox."""


def kept(folder: Path, picture: Picture) -> bytes | None:
    """None: it is not there, or damaged."""
    return beside(folder / keep.FOLDER / FOLDER, picture)


def beside(where: Path, picture: Picture) -> bytes | None:
    """The same of any folder: a USB drive's, or one that an admin wrote. Nothing but a plain file is read, and no pipe is waited for."""
    try:
        handle = os.open(where / picture.digest, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            content = file.read(LONGEST + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return None
    return content if picture.is_this(content) else None


def file(path: Path) -> bytes:
    """Of a display's own file. No more of it than anybody shows. Raises OSError."""
    with path.open("rb") as opened:
        return opened.read(LONGEST + 1)


def put(folder: Path, picture: Picture, content: bytes) -> None:
    """Raises OSError: the data directory takes nothing."""
    if kept(folder, picture) is None:
        keep.write(folder / keep.FOLDER / FOLDER / picture.digest, content)


def bring(folder: Path, picture: Picture, content: bytes) -> None:
    """For a document that is to be laid into the inbox. Raises OSError."""
    keep.write(folder / keep.FOLDER / BROUGHT / picture.digest, content)


def brought(folder: Path, picture: Picture) -> bytes | None:
    return beside(folder / keep.FOLDER / BROUGHT, picture)


def clear(folder: Path, named: Collection[Picture]) -> None:
    """All but these are removed, and whatever was brought."""
    stay = {one.digest for one in named}
    for place in (FOLDER, BROUGHT):
        with suppress(OSError):
            for file in (folder / keep.FOLDER / place).iterdir():
                if place == BROUGHT or file.name not in stay:
                    with suppress(OSError):
                        file.unlink()
