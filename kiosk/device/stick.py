"""Files that somebody brings on a USB drive. The system mounts it, read-only (packaging: kiosk-usb@.service); here it is only read.

Whatever lies there is a stranger's: only plain files of the top folder are opened, so many and so large at most, and nothing is
followed anywhere else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

FOLDER = Path("/run/kiosk/usb")
"""Where the system mounts what is plugged in."""
ENVIRONMENT = "KIOSK_USB"
"""Names another folder, where somebody else mounts drives."""
MOST = 1000
"""Files that are looked at: more lie on no drive that somebody made for this."""


class Crowded(Exception):
    """There are more files than anybody looks at."""


def folder() -> Path:
    named = os.environ.get(ENVIRONMENT, "")
    return Path(named) if named else FOLDER


def texts(where: Path, ending: str, largest: int) -> Iterator[str]:
    """Each file whose name ends so, one letter longer than `largest` at most; bytes that are no ASCII are replaced.

    Raises:
        OSError: the drive cannot be read. None is no drive, and has no files.
        Crowded: there are more files than `MOST`.
    """
    with suppress(FileNotFoundError), os.scandir(where) as entries:
        names = [entry.name for entry in islice(entries, MOST + 1)]
        if len(names) > MOST:
            raise Crowded
        for name in sorted(names):
            if not name.endswith(ending) or name.startswith("."):
                continue  # what a Mac lays beside each file begins with a dot
            content = _plain(where / name, largest + 1)
            if content is not None:
                yield content.decode("ascii", errors="replace")


def _plain(path: Path, most: int) -> bytes | None:
    """None: it is no plain file. A pipe is not waited for."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as refused:
        if path.is_symlink():
            return None
        raise refused from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(most)
