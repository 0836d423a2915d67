"""The display's own staff PIN at rest: a salted scrypt hash and the wrong tries, in one file for its user alone.

A hash on a card hides 10^6 PINs from nobody who has the card (docs/guides/staff-pin.md): what it guards is the glass.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.room.staff_pin import MOST_TRIES, Answer, Opened, Unset, after_wrong, hindered, well_formed

NAME = "staff-pin.json"
LOCK = "staff-pin.lock"
COST = 2**14
LONGEST = 4096
"""Bytes of the file that are read: one of ours is far shorter."""


class NotAPin(ValueError):
    """It is not six digits."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says. `wrong`: tries in a row."""

    salt: bytes
    digest: bytes
    wrong: int = 0


class StaffPin:
    """The one that is asked while the display runs. `elapsed`: seconds that only ever grow, whatever the clock says."""

    def __init__(self, folder: Path, elapsed: Callable[[], float]) -> None:
        self._folder = folder
        self._elapsed = elapsed
        self._since = elapsed()

    def try_pin(self, pin: str) -> Answer:
        """The try is on disk as a wrong one before it is looked at: no power cut makes it one that never was.

        Takes some tens of milliseconds: not for the loop.

        Raises:
            OSError: the data directory takes nothing, so that no try can be counted; none is looked at.
        """
        with _alone(self._folder):
            kept = _read(self._folder)
            if kept is None:
                return Unset()
            if hinders := hindered(kept.wrong, self._elapsed() - self._since):
                return hinders
            tried = replace(kept, wrong=kept.wrong + 1)
            _write(self._folder, tried)
            self._since = self._elapsed()
            if not hmac.compare_digest(_digest(pin, kept.salt), kept.digest):
                return after_wrong(tried.wrong)
            _write(self._folder, replace(kept, wrong=0))
            return Opened()


def set_pin(folder: Path, pin: str) -> None:
    """From now on it is the display's PIN, and no try was wrong. For `kiosk staff pin` and for pairing.

    Raises:
        NotAPin: it is not six digits.
        OSError: the data directory takes nothing.
    """
    if not well_formed(pin):
        raise NotAPin
    salt = os.urandom(16)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        _write(folder, Kept(salt, _digest(pin, salt)))


def unlock(folder: Path) -> bool:
    """No try was wrong. False: this display has no PIN.

    Raises:
        OSError: the data directory takes nothing.
    """
    if not folder.is_dir():
        return False
    with _alone(folder):
        kept = _read(folder)
        if kept is not None:
            _write(folder, replace(kept, wrong=0))
    return kept is not None


def _digest(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=8, p=1)


def _read(folder: Path) -> Kept | None:
    """None where there is none, or none that makes sense: then the menu opens for nobody."""
    try:
        number = os.open(folder / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(number, "rb") as file:
        try:
            told = json.loads(file.read(LONGEST))
            wrong = told["wrong"]
            kept = Kept(bytes.fromhex(told["salt"]), bytes.fromhex(told["digest"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
    sound = isinstance(wrong, int) and not isinstance(wrong, bool) and wrong >= 0
    return replace(kept, wrong=wrong if sound else MOST_TRIES)


def _write(folder: Path, kept: Kept) -> None:
    """All of it or nothing, and it outlasts a power cut."""
    new = folder / f"{NAME}.new"
    with suppress(FileNotFoundError):
        new.unlink()
    number = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(number, "w") as file:
        json.dump({"salt": kept.salt.hex(), "digest": kept.digest.hex(), "wrong": kept.wrong}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / NAME)
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The display and `kiosk staff` never write at once."""
    number = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
