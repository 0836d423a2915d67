"""What was handed over, on the disk: a folder that is there whole or not at all. The second file of pairing on disk.

paired/      the configuration that the display runs on, and its files
pairing.new/ what was handed over and is being tried
pairing.open there is a room, and staff want another one
leaving      there is no room any more, and not everything of it is removed yet
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.pairing.bundle import FILES, Bundle
from kiosk.pairing.window import WRONG_MOST

PAIRED, TRIED, OPEN, LEAVING = "paired", "pairing.new", "pairing.open", "leaving"
CONFIG = "config.json"
TRIES = "pairing-tries"


def config_of(folder: Path) -> Path | None:
    """The configuration that was handed over to the display with this data directory; None: there is none."""
    if is_leaving(folder):
        return None
    path = folder / PAIRED / CONFIG
    old = folder / f"{PAIRED}.old"
    if not path.exists() and (old / CONFIG).exists():  # the power went between the two steps of `take_on`
        old.rename(folder / PAIRED)
    return path if path.exists() else None


def named(bundle: Bundle) -> dict[str, Any]:
    """Its configuration, which names the files that came with it, as they are called here, and no others."""
    config: dict[str, Any] = {
        name: dict(table) if isinstance(table, dict) else table for name, table in bundle.config.items()
    }
    for key in FILES:
        table, _, name = key.partition(".")
        if key in bundle.files:
            config.setdefault(table, {})[name] = key
        elif isinstance(config.get(table), dict):
            config[table].pop(name, None)
    return config


def keep(folder: Path, bundle: Bundle, certificate: str) -> Path:
    """Everything of it on disk, for its user only, where it can be tried. The path of its configuration.

    `certificate`: the file with the display's own key, for a configuration that signs in with one and brings none.

    Raises:
        OSError: the data directory takes nothing.
    """
    new = folder / TRIED
    drop(folder)
    new.mkdir(mode=0o700, parents=True)
    config = named(bundle)
    for key in FILES:
        if key in bundle.files:
            _write(new / key, bundle.files[key])
    user = config.setdefault("system_user", {})
    if user.get("sign_in", "certificate") == "certificate" and "certificate_file" not in user:
        user["certificate_file"] = certificate
    _write(new / CONFIG, json.dumps(config, default=str, indent=1).encode())
    settle(new)
    settle(folder)
    return new / CONFIG


def take_on(folder: Path) -> None:
    """What was tried is what the display runs on, from its next start. Outlasts a power cut at any moment.

    Raises:
        OSError: the data directory takes nothing.
    """
    present, old = folder / PAIRED, folder / f"{PAIRED}.old"
    if present.exists():
        shutil.rmtree(old, ignore_errors=True)
        present.rename(old)
    (folder / TRIED).rename(present)
    settle(folder)
    shutil.rmtree(old, ignore_errors=True)
    leave_open(folder, wanted=False)


def drop(folder: Path) -> None:
    """What was being tried is gone."""
    shutil.rmtree(folder / TRIED, ignore_errors=True)


def leave_open(folder: Path, *, wanted: bool) -> None:
    """Whether the display shows a pairing code with its next start, though it has a room."""
    if wanted:
        _write(folder / OPEN, b"")
    else:
        (folder / OPEN).unlink(missing_ok=True)
    settle(folder)


def is_open(folder: Path) -> bool:
    return (folder / OPEN).exists()


def mark_leaving(folder: Path) -> None:
    """From here on the display has no room; what it kept of it is to be removed (kiosk/remains.py).

    Raises:
        OSError: the data directory takes nothing. Then the room is still there.
    """
    if is_leaving(folder):
        return
    try:
        _write(folder / LEAVING, b"")
        settle(folder)
    except OSError:
        with suppress(OSError):
            (folder / LEAVING).unlink(missing_ok=True)
        raise


def is_leaving(folder: Path) -> bool:
    return (folder / LEAVING).exists()


def count_wrong(folder: Path, wrong: int) -> None:
    """So many wrong codes within the last hour. Raises OSError: the data directory takes nothing."""
    if wrong:
        _write(folder / TRIES, str(wrong).encode())
    else:
        (folder / TRIES).unlink(missing_ok=True)


def wrong_tries(folder: Path) -> int:
    """Those of before the start; when they were nobody knows, so each counts as one of just now."""
    try:
        return min(WRONG_MOST, int((folder / TRIES).read_text(encoding="ascii")[:4]))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError):
        return WRONG_MOST  # somebody must touch the glass


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """What was made, renamed or removed in it outlasts a power cut from here on. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
