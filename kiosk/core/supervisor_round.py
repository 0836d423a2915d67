"""One look after the other at everything that must move: what is stuck is begun anew, the disk is tried. Decides nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from kiosk.core.disk import Disk, DiskRefused
from kiosk.core.supervisor import Part, supervise

log = logging.getLogger("kiosk")


class Supervised(Protocol):
    def late(self) -> timedelta:
        """For how long it has made no move though one was due; zero where none is."""

    def begin_anew(self) -> None:
        """Whatever it does now is cut off, and it begins again with what is known."""


class Supervisor:
    """Looks when it is told to; the watchdog says when."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._parts: dict[Part, Supervised] = {}
        self._suspects: frozenset[Part] = frozenset()
        self._trouble: str | None = None

    def look_after(self, parts: Mapping[Part, Supervised]) -> None:
        self._parts |= parts

    async def look(self) -> None:
        """One round; takes as long as the disk takes, which is bounded."""
        late = {part: one.late() for part, one in self._parts.items()}
        verdict = supervise(late, self._suspects)
        self._suspects = verdict.suspects
        for part in verdict.anew:
            log.critical("%s is stuck for %d s: it is begun anew", part.value, late[part].total_seconds())
            self._parts[part].begin_anew()
        await self._try_disk()

    async def _try_disk(self) -> None:
        before, self._trouble = self._trouble, None
        try:
            await self._disk.try_out()
        except DiskRefused as refused:
            self._trouble = str(refused)
        if self._trouble == before:
            return
        if self._trouble is not None:
            log.error("the data directory cannot be written (%s): no booking is taken", self._trouble)
        else:
            log.warning("the data directory can be written again")
