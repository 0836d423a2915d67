"""What the watchdog's question means for a display: the compositor answers, the loop turns, a frame comes, what is stuck is begun anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.core.disk import Disk
from kiosk.core.supervisor_round import Supervisor
from kiosk.device import compositor
from kiosk.device.watchdog import Answer, Watchdog

if TYPE_CHECKING:
    from kiosk.ui.window import Window

log = logging.getLogger("kiosk")
Spawn = Callable[[Coroutine[object, object, None]], asyncio.Task[None]]


class Watch:
    """Begins with the first picture. Belongs to the loop, but for the watchdog's thread."""

    def __init__(self, window: Window, disk: Disk, spawn: Spawn) -> None:
        self._window, self._disk, self._spawn = window, disk, spawn
        self.supervisor = Supervisor(disk)
        self._looking: asyncio.Task[None] | None = None
        self._owed: Answer | None = None
        self._loop = asyncio.get_running_loop()
        self._ended = False
        self._compositor = compositor.address() if window.on_wayland else None
        self.dog = Watchdog(self._ask, Clock())

    def start(self) -> None:
        self._window.on_frame(self._frame_came)
        self.dog.start()

    def end(self) -> None:
        """The display was told to end: what is watched now is that it does."""
        self._ended = True
        self.dog.end()

    def _ask(self, answer: Answer) -> None:
        """On the watchdog's thread."""
        if self._compositor is not None and not compositor.answers(self._compositor):
            answer.waits_for = "the compositor"
            return
        self._loop.call_soon_threadsafe(self._asked, answer)

    def _asked(self, answer: Answer) -> None:
        """One question: a frame is asked for, where one can come at all."""
        if self._ended:
            answer.give(healthy=True)
            return
        if self._looking is None or self._looking.done():
            self._looking = self._spawn(self.supervisor.look())
        answer.waits_for = "the window"
        self._owed = answer
        if self._window.quick.isExposed():
            self._window.quick.update()
        else:
            self._frame_came()  # a screen that is off, or no compositor: nothing is owed

    def _frame_came(self) -> None:
        owed, self._owed = self._owed, None
        if owed is not None:
            owed.give(healthy=not self._disk.hangs)
