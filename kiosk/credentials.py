"""Files that systemd hands to the service decrypted (LoadCredentialEncrypted=): how a setting names them, and who may read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

FOLDER = "CREDENTIALS_DIRECTORY"
"""systemd's variable: a folder in memory that only the service can read. See systemd.exec(5), Credentials."""
PREFIX = f"${FOLDER}/"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotHanded(Exception):
    """A setting names a credential of the service, and this process was given none."""


def located(name: str, folder: Path) -> Path:
    """Where a file is that a setting names: among the service's credentials, or relative to `folder`.

    Raises:
        NotHanded: it is a credential, and systemd has handed none to this process.
    """
    if not name.startswith(PREFIX):
        return folder / name
    handed = os.environ.get(FOLDER)
    if not handed:
        raise NotHanded
    return Path(handed) / name.removeprefix(PREFIX)


def is_handed(path: Path) -> bool:
    """Whether it lies where systemd put this service's credentials: it may be read there, and nothing can be written."""
    handed = os.environ.get(FOLDER)
    return bool(handed) and Path(handed or "") in path.parents


def open_to_others(path: Path, about: os.stat_result) -> bool:
    """Whether others than its owner may read or change the file.

    systemd lets the service's user in by an access list, which shows as rights of the group on a file of root's.
    """
    closed = stat.S_IRWXO | stat.S_IWGRP if is_handed(path) else OTHERS
    return bool(about.st_mode & closed)
