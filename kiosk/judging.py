"""Whether a signed text may say what this display should be, and what it would be then. Roof; touches nothing."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from kiosk import __version__, in_force
from kiosk.config import document, signatures
from kiosk.config.desired import Config
from kiosk.config.document import Document
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.config.signatures import Trust
from kiosk.in_force import InForce
from kiosk.room.model import Facts
from kiosk.room.project import project

log = logging.getLogger("kiosk")
UNTRUSTED = (
    "This display was told of nobody who may push configurations. Pair it anew, or name config.trust_file."
)


def judged(
    text: str, trust: Trust | None, display: str | None, present: InForce, now: datetime | None
) -> tuple[Document, Config, tuple[str, ...]]:
    """The document, the configuration that it makes of `present`, and the keys of it that nobody here knows.

    `display`: its id. `now`: aware UTC; None: the clock is wrong, and no document can be from the future.

    Raises:
        Refused: with a plain sentence for each reason.
    """
    if trust is None or display is None:
        raise Refused("unknown_key", UNTRUSTED)
    found = document.read(signatures.payload(text, trust))
    course = present.course
    known = document.Known(display, __version__, course.highest, course.latest, course.poison, now)
    document.meant(found, text, signatures.signer_of(text, trust), known)
    try:
        config, ignored = in_force.configured(present.path, present.own, found.cfg)
    except ConfigProblem as problem:
        raise Refused.of("invalid", problem.lines) from None
    return found, config, ignored


def tried_on(config: Config, facts: Facts, now: datetime) -> None:
    """A face is made with it before anything of the glass moves. Raises `Refused`."""
    try:
        project(replace(facts, settings=config.settings()), now)
    except Exception as bug:  # whatever it is, the glass must not meet it
        log.error("a face cannot be made with it: %s", type(bug).__name__)
        raise Refused("invalid", "The glass cannot be drawn with it.") from bug
