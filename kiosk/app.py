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

from kiosk import __version__, languages
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.core.start import remembered
from kiosk.core.supervisor_round import Supervisor
from kiosk.device.backlight import offered
from kiosk.device.door import Door
from kiosk.device.machine import machine_zone
from kiosk.leaving import Leaving
from kiosk.memory import keep_together, resident
from kiosk.room.intents import Intent
from kiosk.room.model import Facts, Room, Settings
from kiosk.room.nearby import Nearby
from kiosk.room.pairing import Pairing, Stage, Trial, Tried
from kiosk.watch import Watch

if TYPE_CHECKING:
    from kiosk.core.alarm import Alarm
    from kiosk.core.around import Around
    from kiosk.exchange import Exchange
    from kiosk.room.face import Face
    from kiosk.room.presence import Presence
    from kiosk.staffing import Staffing
    from kiosk.ui.glass import Glass
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
    anew: bool = field(init=False, default=False)
    """Once it has ended: it is to be started again, as what it is then."""
    core: Core = field(init=False)
    leaving: Leaving = field(init=False)
    """How staff take it away from its room."""
    window: Window = field(init=False)
    _exchange: Exchange | None = field(init=False, default=None)
    _disk: Disk = field(init=False)
    _watch: Watch | None = field(init=False, default=None)
    _stop: asyncio.Event = field(init=False)
    _around: Around | None = field(init=False, default=None)
    _shown: Face | None = field(init=False, default=None)
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
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._crashed)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        on_closed(self._end)
        async with AsyncExitStack() as stack:
            disk = self._disk = Disk(self.folder)
            stack.callback(disk.close)
            await self._show(stack, disk)
            watch = self._watch = Watch(self.window, disk, self.core.spawn)
            watch.start()
            await self._join_devices(stack)
            self.leaving = Leaving(
                self.core, self.folder, self._begin_anew, self._end, lambda: self._exchange,
                has_room=self._has_room, by_file=self.by_file,
            )  # fmt: skip
            await door.open(
                {"status": self.status, "sync": self._sync, "log": self._log, **self.leaving.answers()}
            )
            if self._has_room:
                self.core.spawn(self._join_staff())
                await self._join_exchange(stack, disk, watch.supervisor)
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

    async def _show(self, stack: AsyncExitStack, disk: Disk) -> None:
        """The first picture, from what the disk remembers."""
        from kiosk.ui.glass import Glass  # noqa: PLC0415 - `kiosk status` need not load Qt
        from kiosk.ui.looks import Looks  # noqa: PLC0415 - the same
        from kiosk.ui.window import open_window  # noqa: PLC0415 - the same

        config = self.config.display
        facts = await self._facts(disk)
        glass = Glass(
            self._submit, language=config.language, clock=config.clock,
            looks=Looks(config.theme, config.diagonal_inches or 0.0, config.reduced_motion, config.safe_area, config.text_scale,
                        edge="screen" in self.config.light.drivers),
        )  # fmt: skip
        self.core = Core(facts, clock=self.clock, disk=disk, publish=lambda face: self._publish(glass, face))
        disk.came_back = self.core.recall
        stack.push_async_callback(self.core.stop)
        self.core.look()
        self.window = open_window(glass, size=self.size, title="Kiosk")
        stack.callback(self.window.close)
        shown = asyncio.Event()
        self.window.on_frame(shown.set)
        try:
            async with asyncio.timeout(FIRST_FRAME_MOST):
                await shown.wait()
        except TimeoutError:
            log.info("no frame was asked for yet")

    def _publish(self, glass: Glass, face: Face) -> None:
        self._shown = face
        glass.show(face)
        if self._around is not None:
            self._around.show(face)

    async def _join_devices(self, stack: AsyncExitStack) -> None:
        """Lights and sensors, after the first picture; only where the configuration names any."""
        if not self._has_devices():
            return
        await asyncio.to_thread(importlib.import_module, "kiosk.core.around")
        from kiosk.core.around import Around  # noqa: PLC0415 - after the first picture

        self._around = Around(self.config, self.clock, self._sensed, fills=self.size is None)
        stack.push_async_callback(self._around.close)
        if self._shown is not None:
            self._around.show(self._shown)

    def _has_devices(self) -> bool:
        config = self.config
        wished = config.display.backlight
        panel = offered() is not None and self.size is None if wished == "auto" else wished != "off"
        return bool(panel or config.display.sounds or config.light.drivers or config.presence.drivers)

    def _sensed(self, presence: Presence) -> None:
        """Somebody is at the door, or in the room: the glass wakes, and where the admin wants it, it is a check-in."""
        if presence.here and self.config.presence.checks_in:
            self.core.attending.sensed(presence.at)
        if self.config.presence.wakes:
            self.core.sensed(presence)

    async def _facts(self, disk: Disk) -> Facts:
        """What is known before Exchange is asked: the configuration, and what the disk remembers."""
        settings, table = self._settings(), self.config.room
        if not self._has_room or table.mailbox is None:
            return Facts(settings=settings, pairing=Pairing(zone=table.time_zone or machine_zone()))
        room = Room(table.mailbox, table.name or "", table.time_zone or machine_zone())
        facts = await remembered(disk, room, settings, self.clock.now(), zone=table.time_zone)
        offered = bool(self.config.nearby) or self.config.find_room.from_places
        return replace(facts, nearby=Nearby(offered=offered))

    def _settings(self) -> Settings:
        """The configuration's, with the languages that there are."""
        wished = self.config.display
        if not languages.known(wished.language):
            log.warning("there is no file for display.language %s: the glass speaks English", wished.language)
        return replace(self.config.settings(), languages=languages.offered(wished.language, wished.languages))

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
            self.core.facts = replace(
                self.core.facts, pairing=Pairing(Stage.FAILED, tried=(told,), zone=zone)
            )
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

    async def status(self) -> dict[str, object]:
        """The object of `kiosk status --json`."""
        uptime = self.clock.monotonic() - self._began
        return {
            "version": __version__,
            **self.core.status(),
            "config": {"desired": 0, "applied": 0, "problem": None},
            "disk": {"writable": self._disk.trouble is None, "problem": self._disk.trouble},
            "process": {"pid": os.getpid(), "uptime_seconds": int(uptime), "rss_bytes": resident()},
        }

    async def _sync(self) -> dict[str, object]:
        if self._exchange is None:
            return {"synced": False, "why": "This display is not connected to a room yet."}
        return {"synced": await self._asked(), "status": await self.status()}

    async def _log(self) -> dict[str, object]:
        return await (await self._staffing()).log()

    async def _asked(self) -> bool:
        """Whether Exchange answered."""
        return self._exchange is not None and await self._exchange.sync_now()

    def _submit(self, intent: Intent) -> None:
        if self._around is not None:
            self._around.pressed(intent)
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
