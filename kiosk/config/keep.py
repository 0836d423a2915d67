"""What was pushed to a display, on its disk: who may push, the documents, and what became of them.

pushed/keys.json     who may push (believed.py)
pushed/<hash>.jws    a document as it was signed
pushed/course.json   which one is in force, which was the last good one; the one file that decides
pushed/inbox.jws     one that came by file or USB stick, for the display to take when it next looks

Each file appears whole or not at all, and outlasts a power cut from when a verb here has returned.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.config import course as courses
from kiosk.config.bounded import LONGEST
from kiosk.config.course import Course
from kiosk.config.document import hash_of

FOLDER = "pushed"
COURSE, INBOX = "course.json", "inbox.jws"

LARGEST_FILE = 64 * LONGEST


def course(folder: Path) -> Course:
    """Where there is none, or a damaged one, the one before; else a new one: the display's own file is in force."""
    for name in (COURSE, f"{COURSE}.old"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            return courses.read(json_of(folder / FOLDER / name))
    return Course()


def keep_course(folder: Path, now: Course) -> None:
    """Documents that it does not name are removed. Raises OSError: the data directory takes nothing."""
    path = folder / FOLDER / COURSE
    with suppress(OSError):
        old = path.with_name(f"{COURSE}.old")
        old.unlink(missing_ok=True)
        os.link(path, old)
    write(path, json.dumps(courses.written(now)).encode())
    named = {one.hash for one in (now.good, now.in_force) if one is not None}
    for document in path.parent.glob("*.jws"):
        if document.name != INBOX and f"sha256:{document.stem}" not in named:
            with suppress(OSError):
                document.unlink()


def keep_document(folder: Path, text: str) -> str:
    """Its hash. It counts for nothing until a course names it. Raises OSError: the data directory takes nothing."""
    found = hash_of(text)
    write(folder / FOLDER / f"{found.removeprefix('sha256:')}.jws", text.encode())
    return found


def document(folder: Path, hash_: str) -> str | None:
    """The signed text with that hash; None: it is not there, or damaged."""
    try:
        text = _bounded(folder / FOLDER / f"{hash_.removeprefix('sha256:')}.jws").decode("ascii")
    except (OSError, ValueError):
        return None
    return text if hash_of(text) == hash_ else None


def forget(folder: Path) -> None:
    """Nothing was ever pushed: the display becomes another one. Raises OSError."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder / FOLDER)


def leave(folder: Path, text: str) -> None:
    """In the inbox of the display with this data directory. Raises OSError."""
    write(folder / FOLDER / INBOX, text.encode())


def is_something_there(folder: Path) -> bool:
    """Somebody left a document while the display did not run."""
    return (folder / FOLDER / INBOX).exists()


def take(folder: Path) -> str | None:
    """What lies in the inbox, which is empty then."""
    path = folder / FOLDER / INBOX
    try:
        text = _bounded(path).decode("ascii", errors="replace")
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        path.unlink()
    return text


def json_of(path: Path) -> dict[str, Any]:
    """Raises OSError, ValueError or TypeError: there is no such object."""
    body = json.loads(_bounded(path))
    if not isinstance(body, dict):
        raise TypeError
    return body


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise ValueError
    return content


def write(path: Path, content: bytes) -> None:
    """Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
