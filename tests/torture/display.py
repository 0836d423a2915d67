"""One display without glass: the product's own core, puller, pusher, engine, Graph and disk, joined as kiosk/app.py joins them."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from kiosk.clock import Boot
from kiosk.core.courier import Courier
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.core.pull import Puller
from kiosk.core.push import Pusher
from kiosk.core.searching import Choice, Searcher
from kiosk.core.start import remembered
from kiosk.room.face import Face
from kiosk.room.intents import Intent
from kiosk.room.model import Facts, Heard, Notice, PromiseId, Room
from kiosk.room.nearby import Nearby
from kiosk.room.reports import Report, Tried, Way
from kiosk.sync import reports
from kiosk.sync.engine import Engine
from tests.fakes.virtual import VirtualAlarm
from tests.torture.line import Line
from tests.torture.line import World as Network
from tests.torture.loop import PROCESS, Fate, InLine, Killed, Time, TortureLoop
from tests.torture.office import FACILITIES, ROOM, USER
from tests.torture.plan import Plan


class Witness(Protocol):
    """Who looks at a display all the time."""

    def saw(self, display: "Display", face: Face) -> None: ...

    def heard_notice(self, display: "Display", notice: Notice) -> None: ...

    def heard_time(self, display: "Display", said: datetime) -> None: ...

    def read_well(self, display: "Display") -> None: ...

    def looked(self, display: "Display") -> None: ...


class World(Network, Protocol):
    """What a display asks of the run."""

    def died(self, display: "Display") -> None: ...


class DisplayClock:
    """The display's own clocks: the wall clock may be wrong, the other one stands still in a suspend."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self.off = timedelta()
        self.set_at = 0.0
        """Seconds of the run at which somebody last set it."""
        self._boots, self._booted_at = 1, 0.0

    def set(self, off: timedelta) -> None:
        self.off, self.set_at = off, self._time.seconds

    def now(self) -> datetime:
        return self._time.now() + self.off if self.off else self._time.now()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    def elapsed(self) -> timedelta:
        return timedelta(seconds=self._time.seconds - self._booted_at)

    def boot(self) -> Boot:
        return Boot(str(self._boots), self.now() - self.elapsed())

    def booted(self, dark: float) -> None:
        """The machine was without power for so many seconds, in which its wall clock stood still."""
        self._boots, self._booted_at = self._boots + 1, self._time.seconds
        self.set(self.off - timedelta(seconds=dark))


LATE = timedelta(milliseconds=1)
"""No timer rings to the microsecond; what is due at a moment and just after it is one look, here as in a real loop."""


class Alarm(VirtualAlarm):
    """Timers that stand still in a suspend. As core/alarm.py, it rings all when the wall clock was set."""

    def __init__(self, clock: DisplayClock) -> None:
        super().__init__(clock)  # type: ignore[arg-type]  # because the clock is a look-alike
        self._rings: dict[str, Callable[[], None]] = {}

    def at(self, name: str, when: datetime, ring: Callable[[], None]) -> None:
        self._rings[name] = ring
        super().at(name, when + LATE, ring)

    def clock_was_set(self) -> None:
        due = tuple(self._set)
        self.close()
        for name in due:
            self._rings[name]()


class Display:
    """A place with a data directory, in which processes live and die."""

    def __init__(
        self, number: int, plan: Plan, time: Time, world: World, witness: Witness, folder: Path
    ) -> None:
        self.number, self.plan, self.folder = number, plan, folder
        self.clock = DisplayClock(time)
        self.witness = witness
        self.world = world
        self.process: _Run | None = None
        self.full = False
        self.commits = 0
        """Of processes that are no more."""
        self._ids = (PromiseId(f"{plan.seed}-{number}-{n}") for n in count(1))

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.alive

    @property
    def core(self) -> Core:
        assert self.process is not None
        return self.process.core

    @property
    def fate(self) -> Fate:
        assert self.process is not None
        return self.process.fate

    async def start(self) -> None:
        self.process = _Run(self)
        await asyncio.get_running_loop().create_task(self.process.start(), context=self.process.context)

    async def kill(self) -> None:
        """The process ends where it stands."""
        if self.process is not None:
            await self.process.end()

    async def stop(self) -> None:
        """As a service is stopped: what is being written is waited for."""
        process = self.process
        if process is not None and process.alive:
            with suppress(Killed):
                await asyncio.get_running_loop().create_task(process.stop(), context=process.context)
            await process.end()

    def spare(self) -> None:
        """It was to die at its n-th step, line or statement, and did not come so far."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, TortureLoop)
        sys.settrace(None)
        if self.process is not None:
            loop.dies_at_step(self.process, 0)
            self.process.fate.kill_in = None

    def notice_clock(self) -> None:
        """What the display's watch over its clock does when it finds it set."""
        if self.process is not None and self.process.alive and hasattr(self.process, "courier"):
            with suppress(Killed):
                self.process.context.run(self.process.alarm.clock_was_set)

    def submit(self, intent: Intent) -> None:
        assert self.process is not None
        with suppress(Killed):
            self.process.context.run(self.process.core.submit, intent)

    def new_id(self) -> PromiseId:
        return next(self._ids)


class _Run:
    """One process of a display: everything that ends with it."""

    def __init__(self, display: Display) -> None:
        self.display = display
        self.alive = True
        self.fate = Fate()
        self.context: Context = copy_context()
        self.context.run(PROCESS.set, self)
        self._tasks: dict[asyncio.Task[Any], None] = {}
        self.core: Core
        self.face: Face | None = None
        self.disk_is_slow = 0.0

    def began(self, task: asyncio.Task[Any]) -> None:
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    def work_takes(self) -> float:
        return self.display.world.uniform(0.0, 0.05) if self.display.world.uniform(0.0, 1.0) < 0.2 else 0.0

    def died(self) -> None:
        if self.alive:
            self.alive = False
            self.display.world.died(self.display)

    async def start(self) -> None:
        display, plan = self.display, self.display.plan
        self.disk = Disk(display.folder, InLine())
        facts = await self._facts()
        core = self.core = _Watched(
            facts, clock=display.clock, disk=self.disk, publish=self._show, new_id=display.new_id  # type: ignore[arg-type]  # because the clock is a look-alike
        )  # fmt: skip
        core.display = display
        self.disk.came_back = core.recall
        core.look()
        self.alarm = Alarm(display.clock)
        self.line = Line(display.world, display.clock, core.hear_time)  # type: ignore[arg-type]  # because the clock is a look-alike
        engine = Engine(self.line, ROOM, USER, f"kiosk {ROOM} {display.number}")
        self.puller = Puller(
            core, engine, self.disk, self.alarm.at, poll_seconds=plan.poll, tentative_is_busy=True,
            waiting=lambda: self.line.waiting, zone_is_set=False,
        )  # fmt: skip
        self.pusher = Pusher(core, engine, self.alarm.at, moved=self.puller.sooner)
        self.searcher = Searcher(
            core,
            self.line,
            self.alarm.at,
            Choice(),
            here=ROOM,
            asker=USER,
            every=timedelta(seconds=plan.poll),
        )
        self.courier = Courier(core, {Way.MAIL: self._mails}, self.alarm.at)
        core.start(self.alarm.at, self._looked)
        self.puller.start()

    async def _facts(self) -> Facts:
        settings, zone = self.display.plan.settings, None
        clock = self.display.clock
        known = await remembered(self.disk, Room(ROOM), settings, clock, zone=zone)  # type: ignore[arg-type]  # because it is a look-alike
        return replace(known, nearby=Nearby(offered=True))

    async def _mails(self, report: Report, room: Room) -> Tried:
        return await reports.send_mail(self.line, USER, reports.mail(report, room, FACILITIES))

    def _looked(self) -> None:
        self.pusher.look()
        self.searcher.look()
        self.courier.look()
        self.puller.look()

    def _show(self, face: Face) -> None:
        if self.alive:
            assert face != self.face, "the same picture was published twice"
            self.face = face
            self.display.witness.saw(self.display, face)

    async def stop(self) -> None:
        await self.puller.stop()
        await self.pusher.stop()
        await self.searcher.stop()
        await self.courier.stop()
        self.alarm.close()
        await self.core.stop()
        self.disk.close()

    async def end(self) -> None:
        """Nothing of it is heard of again; what is written is written."""
        self.alive = False
        self.display.commits += self.fate.commits
        self.fate.commits = 0
        if hasattr(self, "courier"):
            self.pusher._stopped = self.searcher._stopped = self.courier._stopped = True
            self.core._wake = None
            self.core._after_look.clear()
            self.alarm.close()
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        self.disk._closed = True
        if self.disk._again is not None:
            self.disk._again.cancel()
        store = self.disk._store
        if store is not None:
            store._cache.close()
            store._outbox.close()


class _Watched(Core):
    """The core, with somebody looking over its shoulder."""

    display: Display

    def tell(self, notice: Notice) -> None:
        super().tell(notice)
        self.display.witness.heard_notice(self.display, notice)

    def hear(self, heard: Heard) -> None:
        if heard.as_of != self.facts.heard.as_of:
            self.display.witness.read_well(self.display)
        super().hear(heard)

    def hear_time(self, server: datetime | None) -> None:
        if server is not None:
            self.display.witness.heard_time(self.display, server)
        super().hear_time(server)

    def look(self) -> None:
        super().look()
        if self.display.runs:
            self.display.witness.looked(self.display)
