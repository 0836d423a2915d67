"""A configuration that staff bring on a USB drive: this display's own is found, and goes through the door of all others. Roof.

The drive is believed nothing. Which document is meant is read from what the documents claim; whether it may be, and what becomes of
it, is judged where every pushed one is (pushing.py).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from kiosk.carried import Bring
from kiosk.config import album, document
from kiosk.config.bounded import LONGEST
from kiosk.config.refused import Refused
from kiosk.device import stick
from kiosk.judging import UNTRUSTED
from kiosk.room.staff import Done, Outcome
from kiosk.room.text import one_line

log = logging.getLogger("kiosk")
ENDING = ".jws"
"""As `kiosk push --write` names them."""
REASON_MOST = 160
"""Letters of a reason that the glass has room for; `kiosk status` has the whole of it."""


class Door(Protocol):
    """Where configurations are judged: pushing.py's."""

    async def take(self, text: str, *, bring: Bring) -> dict[str, Any]: ...
    def status(self) -> dict[str, object]: ...


class NothingThere(Exception):
    """No document lies on the drive; or none for this display."""

    def __init__(self, *, others: bool) -> None:
        super().__init__()
        self.others = others


async def taken(door: Door | None, folder: Path | None = None) -> Done:
    """What was found, and what becomes of it, for who stands in front of the glass."""
    if door is None:
        return Done(Outcome.STICK_REFUSED, UNTRUSTED)
    display = str(door.status().get("display") or "")
    where = folder or stick.folder()
    try:
        text = await asyncio.to_thread(chosen, where, display)
    except NothingThere as nothing:
        return Done(Outcome.STICK_OTHERS if nothing.others else Outcome.STICK_EMPTY)
    except stick.Crowded:
        return Done(Outcome.STICK_CROWDED)
    except OSError as refused:
        log.warning("the USB drive cannot be read: %s", refused.strerror)
        return Done(Outcome.STICK_UNREADABLE)
    log.info("staff bring a configuration on a USB drive")
    return told(await door.take(text, bring=partial(album.beside, where / album.FOLDER)))


def chosen(folder: Path, display: str) -> str:
    """The newest document for this display; where there is none, one that says nothing of itself: why, it will be told.

    Raises:
        NothingThere, Crowded, OSError: there is none to be judged.
    """
    return newest(stick.texts(folder, ENDING, LONGEST), display)


def newest(texts: Iterable[str], display: str) -> str:
    """Pure; as `chosen`."""
    best, latest, damaged, others = None, 0, None, False
    for text in texts:
        try:
            found = document.read(document.unverified(text))
        except Refused:
            damaged = text
            continue
        if found.aud != display:
            others = True
        elif found.v > latest:
            best, latest = text, found.v
    if best is None:
        best = damaged
    if best is None:
        raise NothingThere(others=others)
    return best


def told(report: dict[str, Any]) -> Done:
    """What is said of it at the glass."""
    state, revision = report.get("state"), str(report.get("v", ""))
    if state == "pending":
        return Done(Outcome.STICK_TAKEN, revision)
    if state == "applied":
        return Done(Outcome.STICK_SAME, revision)
    why = report.get("why") or [report.get("error") or report.get("code") or ""]
    return Done(Outcome.STICK_REFUSED, one_line(" ".join(map(str, why)), REASON_MOST))
