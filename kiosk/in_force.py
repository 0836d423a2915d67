"""Which configuration a display runs on: its own file, or what was pushed to it since. Roof; for a start, before the window opens."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.config import course as courses
from kiosk.config import desired, document, keep, load, merged
from kiosk.config.course import Course, Revision
from kiosk.config.desired import Config
from kiosk.config.document import Document
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused

log = logging.getLogger("kiosk")


@dataclass(frozen=True, slots=True)
class InForce:
    """`config`: what it runs on. `own`: what its own file says, in `path`, which holds what only the device may know."""

    config: Config
    own: Config
    path: Path
    course: Course = field(default_factory=Course)
    ignored: bool = False
    """Somebody wants it to start without what was pushed."""


def started(own: Config, path: Path, folder: Path, now: datetime) -> InForce:
    """At a start of the display. One that does not stay up with what it tries goes back here; what is damaged is left out.

    Never raises: a display whose disk cannot be written or read runs on its own file.
    """
    course = courses.started(keep.course(folder), now)
    while (revision := course.in_force) is not None:
        try:
            config = configured(path, own, read(folder, revision).cfg)[0]
        except (Refused, ConfigProblem) as wrong:
            code = wrong.code if isinstance(wrong, Refused) else "invalid"
            log.error("configuration %d cannot be used any more: %s", revision.v, code)
            if course.trying is None:
                break  # the file itself has changed, or the disk lost it: the next push mends it
            course = courses.undone(course, str(wrong))
        else:
            _kept(folder, course)
            return InForce(config, own, path, course)
    _kept(folder, course)
    return InForce(own, own, path, course)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a display that may be running follows beside its file. `overridden`: keys of the file that do not count."""

    config: Config
    v: int
    overridden: tuple[str, ...]


def looked(own: Config, path: Path, folder: Path) -> Pushed | None:
    """Without touching anything; None: nothing was pushed to the display with this data directory.

    Raises:
        Refused, ConfigProblem: what was pushed cannot be used.
    """
    revision = keep.course(folder).in_force
    if revision is None:
        return None
    cfg = read(folder, revision).cfg
    overridden = merged.overridden(load.tables(path), cfg)
    return Pushed(configured(path, own, cfg)[0], revision.v, overridden)


NO_LINK: dict[str, object] = {"display": None, "lan_port": None, "broker": None}
"""What links.py tells of a display that nobody can push to."""


def told(present: InForce | None) -> dict[str, object]:
    """For `kiosk status`: the revision that is wanted, the one that holds, and why they differ."""
    if present is None:
        return {"desired": 0, "applied": 0, "problem": None, **NO_LINK}
    course = present.course
    last, wrong = course.last, course.last.state in ("rejected", "rolled_back")
    wanted = last.v if last.state == "pending" or wrong else course.in_force.v if course.in_force else 0
    problem = f"{last.state}: {last.code}. {' '.join(last.lines)}".strip() if wrong else None
    applied = course.good.v if course.good else 0
    return {"desired": wanted, "applied": applied, "problem": problem, **NO_LINK}


def revision(present: InForce | None) -> tuple[int, str]:
    """For staff at the glass: the revision that holds, 0: none, and the code of a later one that does not."""
    if present is None:
        return 0, ""
    good, last = present.course.good, present.course.last
    return good.v if good else 0, last.code if last.state in ("rejected", "rolled_back") else ""


def configured(path: Path, own: Config, cfg: Mapping[str, Any]) -> tuple[Config, tuple[str, ...]]:
    """The configuration that a document makes of the display's own file, and the keys of it that nobody here knows.

    Raises:
        Refused: it says what it may not.
        ConfigProblem: with one plain sentence for each thing that is wrong, in the document or in the file.
    """
    known, ignored = desired.understood(cfg)
    tables = merged.merged(load.tables(path), known, room=own.room.mailbox)
    config = load.settled(tables, path)
    if not config.paired:
        raise Refused("invalid", "With it the display would have no room.")
    return config.model_copy(update={"pairing": own.pairing}), ignored


def read(folder: Path, revision: Revision) -> Document:
    """A document whose signature was seen when it came; its hash says that it is the same. Raises `Refused`."""
    text = keep.document(folder, revision.hash)
    if text is None:
        raise Refused("garbled", "What was kept of the configuration is damaged.")
    return document.read(document.unverified(text))


def _kept(folder: Path, course: Course) -> None:
    if course == keep.course(folder):
        return
    try:
        keep.keep_course(folder, course)
    except OSError as refused:
        log.error("what became of the pushed configuration cannot be kept: %s", refused.strerror)
