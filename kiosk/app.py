"""The roof of the display: builds each object once, joins them, and takes them down in reverse. Nobody imports it but the command.

Order of a start: configuration, data directory, Qt, the last day from disk, the first picture; only then what Exchange
needs (HTTP, timers), so that the glass shows something while Python is still importing.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__, updates
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.core.supervisor_round import Supervisor
from kiosk.device.door import Door
from kiosk.device.machine import machine_zone
from kiosk.first_facts import first_facts, settings
from kiosk.hanging import Hanging, drawable
from kiosk.in_force import InForce, revision, told
from kiosk.leaving import Leaving
from kiosk.memory import keep_together, resident
from kiosk.room.intents import Intent
from kiosk.room.pairing import Pairing, Stage, Trial, Tried
from kiosk.surroundings import Surroundings
from kiosk.watch import Watch

if TYPE_CHECKING:
    from kiosk.core.alarm import Alarm
    from kiosk.exchange import Exchange
    from kiosk.pushing import Pushing
    from kiosk.room.face import Face
    from kiosk.staffing import Staffing
    from kiosk.ui.glass import Glass
    from kiosk.ui.looks import Looks
    from kiosk.ui.window import Window

log = logging.getLogger("kiosk")
FIRST_FRAME_MOST = 2.0
"""Seconds after which Exchange is asked even if no frame was shown (no compositor yet, screen off)."""


@dataclass(slots=True)
class Display:
    """One display from start to end."""

    config: Config
    folder: Path
    size: tuple[int, int] | None
    """Pixels of the window; None: the whole screen."""
    after_start: Callable[[Display], Awaitable[bool]] | None = None
    """For the demo: called when all runs; True ends the display."""
    clock: Clock = field(default_factory=Clock)
    by_file: bool = False
    """The room stands in a file that an admin wrote: pairing cannot change it."""
    open_for_pairing: bool = False
    """The display has a room, and staff want to connect it to another one."""
    make_alarm: Callable[[Clock], Alarm] | None = None
    """Another way to be woken than core/alarm.py, for a clock that is not the machine's."""
    in_force: InForce | None = None
    """The configuration's own file, and what was pushed to the display since; None: nothing can be."""
    anew: bool = field(init=False, default=False)
    """Once it has ended: it is to be started again, as what it is then."""
    core: Core = field(init=False)
    leaving: Leaving = field(init=False)
    """How staff take it away from its room."""
    window: Window = field(init=False)
    _exchange: Exchange | None = field(init=False, default=None)
    _joined: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    """Set when Exchange can be asked."""
    _disk: Disk = field(init=False)
    _watch: Watch | None = field(init=False, default=None)
    _stop: asyncio.Event = field(init=False)
    _surroundings: Surroundings = field(init=False)
    _glass: Glass = field(init=False)
    _hanging: Hanging = field(init=False)
    _pushing: Pushing | None = field(init=False, default=None)
    _began: float = field(init=False)
    _bug: BaseException | None = field(init=False, default=None)

    def run(self, door: Door) -> int:
        """Until a signal, the closing of the window, or a bug. Exit code."""
        from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - `kiosk status` need not load Qt

        from kiosk.ui.loop import run  # noqa: PLC0415 - the same
        from kiosk.ui.window import prepare  # noqa: PLC0415 - the same

        keep_together()
        prepare()
        app = QGuiApplication(["kiosk"])
        app.setApplicationName("kiosk")
        app.setQuitOnLastWindowClosed(False)
        try:
            run(self._main(door, app.lastWindowClosed.connect), app)
        finally:
            door.close()
            if self._watch is not None:
                self._watch.dog.close()
        return 0 if self._bug is None else 1

    async def _main(self, door: Door, on_closed: Callable[[Callable[[], None]], object]) -> None:
        self._stop = asyncio.Event()
        self._began = self.clock.monotonic()
        self._surroundings = Surroundings(self.config, fills=self.size is None)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._crashed)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        on_closed(self._end)
        async with AsyncExitStack() as stack:
            disk = self._disk = Disk(self.folder)
            stack.callback(disk.close)
            await self._know(stack, disk)
            answers = {"status": self.status, "sync": self._sync, "log": self._log, "push": self._push}
            await door.open({**answers, **self.leaving.answers()})  # who sees the window is answered
            await self._show(stack)
            watch = self._watch = Watch(self.window, disk, self.core.spawn)
            watch.start()
            await self._surroundings.join(self.core, stack)
            if self._has_room:
                self.core.spawn(self._join_staff())
                await self._join_exchange(stack, disk, watch.supervisor)
                await self._join_pushing(stack)
            else:
                await self._join_connecting(stack)
            ended = await self.after_start(self) if self.after_start else False
            if not ended:
                await self._stop.wait()
            watch.end()

    def _end(self) -> None:
        """Somebody wants the display to end. From here on it is watched that it does."""
        self._stop.set()
        if self._watch is not None:
            self._watch.end()

    async def _know(self, stack: AsyncExitStack, disk: Disk) -> None:
        """The core, with what the disk remembers, and the glass that it speaks to."""
        from kiosk.ui.glass import Glass  # noqa: PLC0415 - `kiosk status` need not load Qt

        facts = await first_facts(self.config, disk, self.clock, has_room=self._has_room)
        wished = self.config.display
        glass = self._glass = Glass(
            self._submit, language=wished.language, clock=wished.clock, looks=self._looks()
        )
        self.core = Core(facts, clock=self.clock, disk=disk, publish=lambda face: self._publish(glass, face))
        disk.came_back = self.core.recall
        stack.push_async_callback(self.core.stop)
        self.leaving = Leaving(
            self.core, self.folder, self._begin_anew, self._end, lambda: self._exchange,
            has_room=self._has_room, by_file=self.by_file,
        )  # fmt: skip

    async def _show(self, stack: AsyncExitStack) -> None:
        """The first picture."""
        from kiosk.ui.window import open_window  # noqa: PLC0415 - `kiosk status` need not load Qt

        self.core.look()
        self.window = open_window(self._glass, size=self.size, title="Kiosk")
        stack.callback(self.window.close)
        try:
            async with asyncio.timeout(FIRST_FRAME_MOST):
                await self.window.frame()
        except TimeoutError:
            log.info("no frame was asked for yet")
        self._hanging = Hanging(self.window, self.folder, self.core.spawn)
        self._hanging.follow(self.config.brand)

    def _looks(self) -> Looks:
        from kiosk.ui.looks import Looks  # noqa: PLC0415 - `kiosk status` need not load Qt

        wished, light = self.config.display, self.config.light
        return Looks(wished.theme, wished.diagonal_inches or 0.0, wished.reduced_motion, wished.safe_area, wished.text_scale,
                     edge="screen" in light.drivers)  # fmt: skip

    def adopt(self, config: Config) -> None:
        """From here on the display follows this configuration, as far as that needs no restart (config/plan.py)."""
        self.config = config
        self.core.facts = replace(self.core.facts, settings=settings(config))
        self._glass.adopt(config.display.language, config.display.clock, self._looks())
        self._hanging.follow(config.brand)
        self.core.look()

    async def drawn(self) -> None:
        """Returns when a frame that is asked for now is on the screen."""
        self.window.quick.update()
        await self.window.frame()

    def _publish(self, glass: Glass, face: Face) -> None:
        glass.show(face)
        self._surroundings.show(face)

    @property
    def _has_room(self) -> bool:
        """There is a room, and nobody wants another one."""
        return self.config.paired and not self.open_for_pairing

    async def _join_staff(self) -> None:
        (await self._staffing()).join()

    async def _staffing(self) -> Staffing:
        """What is behind the staff PIN. Imported on a thread, as below."""
        await asyncio.to_thread(importlib.import_module, "kiosk.staffing")
        from kiosk.staffing import Staffing  # noqa: PLC0415 - after the first picture

        return Staffing(
            self.core, self.folder, self.config, self.by_file, sync=self._asked, another_room=self.leaving.move,
            restart=self._begin_anew, status=self.status,
            refusals=lambda: self._exchange.refusals if self._exchange else None, disk_trouble=lambda: self._disk.trouble,
            revision=lambda: revision(self._pushing.present if self._pushing else self.in_force), door=lambda: self._pushing,
        )  # fmt: skip

    async def _join_connecting(self, stack: AsyncExitStack) -> None:
        """What lets staff connect the display to a room. Imported on a thread, as below."""
        await asyncio.to_thread(importlib.import_module, "kiosk.connecting")
        from kiosk.connecting import Connecting  # noqa: PLC0415 - after the first picture
        from kiosk.pairing.identity import IdentityUnusable  # noqa: PLC0415 - the same

        room = self.config.room
        shown = (room.name or room.mailbox or "").partition("@")[0] if self.config.paired else ""
        zone = room.time_zone or machine_zone()
        connecting = Connecting(self.core, self.folder, self.config.pairing, self._begin_anew, zone, shown)
        try:
            await connecting.join(stack)
        except (IdentityUnusable, OSError) as wrong:
            log.error("the display cannot be paired: %s", wrong)
            told = Tried(Trial.SIGN_IN, well=False, told=str(wrong))
            failed = Pairing(Stage.FAILED, tried=(told,), zone=zone)
            self.core.facts = replace(self.core.facts, pairing=failed)
            self.core.by_staff = lambda _: self._begin_anew()
            self.core.look()

    def _begin_anew(self) -> None:
        """What the display is has changed: it ends, and `run` starts it again."""
        self.anew = True
        self._end()

    async def _join_exchange(self, stack: AsyncExitStack, disk: Disk, supervisor: Supervisor) -> None:
        """What needs HTTP and timers. Imported on a thread: the glass goes on meanwhile."""
        await asyncio.to_thread(importlib.import_module, "kiosk.exchange")
        from kiosk.exchange import Exchange  # noqa: PLC0415 - after the first picture

        exchange = Exchange(self.config, self.core, disk, self.make_alarm)
        exchange.looked = self.leaving.looked
        self._exchange = exchange
        await exchange.join(stack, supervisor)
        self._joined.set()

    async def _join_pushing(self, stack: AsyncExitStack) -> None:
        """What lets admins push configurations, where somebody was named who may."""
        present = self.in_force
        if present is None or present.config.config.trust_file is None:
            return
        await asyncio.to_thread(importlib.import_module, "kiosk.pushing")
        from kiosk.asked import Asked  # noqa: PLC0415 - after the first picture
        from kiosk.pushing import Pushing  # noqa: PLC0415 - the same

        staffing = await self._staffing()
        asked = Asked(self.core, staffing.short_id, self._asked, self._begin_anew, staffing.log_text)
        doing = (self.adopt, self._begin_anew, self._asked, self.drawn, asked.do, drawable)
        self._pushing = Pushing(self.core, self.folder, present, *doing)
        await self._pushing.join(stack)

    async def _push(self) -> dict[str, object]:
        """For the local door."""
        if self._pushing is None:
            return {"error": "This display was told of nobody who may push configurations."}
        return await self._pushing.take_inbox()

    async def status(self) -> dict[str, object]:
        """The object of `kiosk status --json`."""
        uptime = self.clock.monotonic() - self._began
        return {
            "version": __version__,
            **self.core.status(),
            "config": self._pushing.status() if self._pushing else told(self.in_force),
            "update": updates.told(self.core.facts, self.config.update, self.core.now()),
            "disk": {"writable": self._disk.trouble is None, "problem": self._disk.trouble},
            "process": {"pid": os.getpid(), "uptime_seconds": int(uptime), "rss_bytes": resident()},
        }

    async def _sync(self) -> dict[str, object]:
        if not self._has_room:
            return {"synced": False, "why": "This display is not connected to a room yet."}
        await self._joined.wait()  # whoever asks a display that has just started is answered all the same
        return {"synced": await self._asked(), "status": await self.status()}

    async def _log(self) -> dict[str, object]:
        return await (await self._staffing()).log()

    async def _asked(self) -> bool:
        """Whether Exchange answered."""
        return self._exchange is not None and await self._exchange.sync_now()

    def _submit(self, intent: Intent) -> None:
        self._surroundings.pressed(intent)
        self.core.submit(intent)

    def _crashed(self, _: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """A bug. Its place is logged without its message, which may hold somebody's words; the service restarts us."""
        bug = context.get("exception")
        if not isinstance(bug, BaseException):
            log.warning("the loop complains: %s", context.get("message"))
            return
        frames = traceback.extract_tb(bug.__traceback__)
        place = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames[-6:]))
        log.critical("a bug ends the display: %s at %s", type(bug).__name__, place)
        self._bug = bug
        self._end()
