"""One display without glass, on virtual time: the real core, puller, pusher, engine and disk, against an Exchange in memory.

Joined as kiosk/app.py joins them.
"""

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from kiosk.core.courier import Courier, Try
from kiosk.core.disk import Disk, DiskRefused
from kiosk.core.giving import Giver
from kiosk.core.loop import Core
from kiosk.core.pull import Puller
from kiosk.core.push import Pusher
from kiosk.core.start import remembered
from kiosk.room import days, intents
from kiosk.room.face import Face, Told
from kiosk.room.model import Facts, Life, Notice, Promise, Room, Settings
from kiosk.room.reasons import Reason
from kiosk.room.reports import Fate, Report, Tried, Way
from kiosk.sync import reports
from kiosk.sync.engine import Engine
from tests.fakes.exchange import ROOM, USER, Exchange
from tests.fakes.virtual import VirtualAlarm, VirtualClock

ZONE = "Europe/Berlin"
POLL = 10.0
SELDOM = 300.0
"""For a story of a whole day, in which reading is not what it is about."""


class World:
    """`async with World(folder) as world:`; what is seen on the glass is kept in `faces`."""

    def __init__(
        self, folder: Path, settings: Settings | None = None, *, seed: int = 1, poll: float = POLL
    ) -> None:
        random.seed(seed)
        self.folder, self.poll = folder, poll
        self.settings = settings or Settings()
        self.clock = VirtualClock(asyncio.get_running_loop())
        self.exchange = Exchange(self.clock)  # type: ignore[arg-type]  # because the clock is a look-alike
        self.faces: list[tuple[datetime, Face]] = []
        self.told: list[Reason] = []
        """Every reason that was shown since the world began, once each time."""
        self.notices: list[Notice] = []
        """Everything that the core wanted told."""
        self.thread: Executor | None = None
        """What the disk works on, if not on a thread of its own."""
        self.looked: Callable[[], None] = lambda: None
        """Is called whenever the facts may have changed."""
        self.disk_full = False
        self.hook: list[Fate] = []
        """What becomes of the next posts to the webhook."""
        self.posted: list[tuple[datetime, dict[str, Any], Fate]] = []
        self.dated: timedelta | None = None
        """How far Exchange's Date headers are ahead of the true time; None: its answers have none."""
        self._tasks_before = asyncio.all_tasks()

    async def __aenter__(self) -> Self:
        self._tasks_before = asyncio.all_tasks()
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- the display

    async def start(self) -> None:
        self.disk = Disk(self.folder, self.thread)
        glass = _Glass(self)
        self.core = _Core(
            self, await self._facts(), clock=self.clock, disk=_Fillable(self), publish=glass.show
        )
        self.disk.came_back = self.core.recall
        self.exchange.dates = self._date
        self.alarm = VirtualAlarm(self.clock)
        engine = Engine(self.exchange, ROOM, USER, f"kiosk {ROOM}")
        self.puller = Puller(
            self.core, engine, _Fillable(self), self.alarm.at, poll_seconds=self.poll, tentative_is_busy=True,  # type: ignore[arg-type]  # because it is a look-alike
            waiting=lambda: self.exchange.waiting, zone_is_set=False,
        )  # fmt: skip
        self.pusher = Pusher(self.core, engine, self.alarm.at, moved=self.puller.sooner)
        self.giver = Giver(self.core, engine.give_back, self.alarm.at, moved=self.puller.sooner)
        ways: dict[Way, Try] = {Way.MAIL: self._by_mail, Way.WEBHOOK: self._by_webhook}
        self.courier = Courier(self.core, ways, self.alarm.at)
        self.core.look()
        self.core.start(self.alarm.at, self._looked)
        self.puller.start()

    def _looked(self) -> None:
        self.pusher.look()
        self.giver.look()
        self.courier.look()
        self.puller.look()
        self.looked()

    async def _by_mail(self, report: Report, room: Room) -> Tried:
        return await reports.send_mail(
            self.exchange, USER, reports.mail(report, room, "facilities@contoso.com")
        )

    async def _by_webhook(self, report: Report, room: Room) -> Tried:
        fate = self.hook.pop(0) if self.hook else Fate.TAKEN
        self.posted.append((self.now, reports.payload(report, room), fate))
        return Tried(fate)

    def _date(self) -> None:
        if self.dated is not None:
            self.core.hear_time(self.now - self.clock.off + self.dated)

    async def _facts(self) -> Facts:
        return await remembered(self.disk, Room(ROOM), self.settings, self.clock)  # type: ignore[arg-type]  # because it is a look-alike

    async def stop(self) -> None:
        """As a service is stopped: what is being written is waited for."""
        await self.puller.stop()
        await self.pusher.stop()
        await self.giver.stop()
        await self.courier.stop()
        self.alarm.close()
        await self.core.stop()
        self.disk.close()

    async def crash(self) -> None:
        """All that runs ends where it stands; nothing more is written."""
        self.alarm.close()
        self.core._wake = None
        self.core._after_look.clear()
        mine = asyncio.all_tasks() - self._tasks_before - {asyncio.current_task()}
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)
        self.disk.close()

    async def restart(self) -> None:
        await self.crash()
        await self.start()

    # --- the person at the door

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def minute(self) -> datetime:
        """The running minute."""
        return days.floor_minute(self.now)

    def tap(self, minutes: int = 30, *, subject: str = "", name: str = "", email: str = "") -> Promise | None:
        """Books from the running minute on; the promise, if there is one."""
        start = self.minute
        return self.book(start, start + timedelta(minutes=minutes), subject=subject, name=name, email=email)

    def book(
        self, start: datetime, end: datetime, *, subject: str = "", name: str = "", email: str = ""
    ) -> Promise | None:
        before = {promise.id for promise in self.core.facts.promises}
        self.core.submit(intents.Book(start, end, subject, name, email))
        return next((p for p in self.core.facts.promises if p.id not in before), None)

    def extend(self, promise: Promise, minutes: int) -> None:
        present = self.promise(promise)
        assert present is not None
        self.core.submit(intents.Extend(promise.id, present.end + timedelta(minutes=minutes)))

    def withdraw(self, promise: Promise) -> None:
        self.core.submit(intents.Withdraw(promise.id))

    def promise(self, promise: Promise) -> Promise | None:
        return self.core.promise(promise.id)

    def life(self, promise: Promise) -> Life | None:
        found = self.core.promise(promise.id)
        return found.life if found else None

    # --- what is seen

    @property
    def state(self) -> str:
        return str(self.core.status()["state"])

    @property
    def outbox(self) -> list[tuple[str, str]]:
        commands = self.core.status()["outbox"]
        assert isinstance(commands, list)
        return [(str(command["kind"]), str(command["state"])) for command in commands]

    @property
    def word(self) -> str:
        """The tone of the plane: free, busy, hold, yours, …"""
        return self.faces[-1][1].plane.tone.value

    @property
    def coming(self) -> list[dict[str, object]]:
        """`next` of kiosk status."""
        coming = self.core.status()["next"]
        assert isinstance(coming, list)
        return coming

    @property
    def current(self) -> dict[str, object] | None:
        current = self.core.status()["current"]
        assert current is None or isinstance(current, dict)
        return current

    def on_disk(self) -> bytes:
        """Every byte of the data directory."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file())

    async def until(self, claim: Callable[[], bool], within: float = 60) -> None:
        """Returns when `claim` holds; fails after `within` virtual seconds."""
        last = self.now + timedelta(seconds=within)
        while not claim():
            if self.now >= last:
                raise AssertionError(f"not within {within} s.\n{self.story()}")
            await asyncio.sleep(0.1)

    async def until_state(self, *states: str, within: float = 60) -> None:
        await self.until(lambda: self.state in states, within)

    async def ready(self) -> None:
        """The display has read its room for the first time."""
        await self.until(lambda: self.core.facts.heard.as_of is not None)

    def story(self) -> str:
        """What there is to say when something is not as it should be."""
        requests = "\n".join(
            f"  {call.at:%H:%M:%S.%f} {call.method} {call.path}" for call in self.exchange.calls[-25:]
        )
        promises = "\n".join(f"  {promise}" for promise in self.core.facts.promises)
        return f"{self.now:%H:%M:%S} {self.state} {self.outbox} told {self.told}\n{requests}\n{promises}"


class _Core(Core):
    """The core, overheard."""

    def __init__(self, world: World, facts: Facts, **parts: Any) -> None:
        super().__init__(facts, **parts)
        self._world = world

    def tell(self, notice: Notice) -> None:
        self._world.notices.append(notice)
        super().tell(notice)


class _Glass:
    """What one start of the display has shown."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._face: Face | None = None

    def show(self, face: Face) -> None:
        assert face != self._face, "the same picture was published twice"
        told = self._face.alert if self._face is not None else None
        self._face = face
        self._world.faces.append((self._world.now, face))
        if isinstance(face.alert, Told) and face.alert != told:
            self._world.told.append(face.alert.reason)


class _Fillable:
    """The disk, which can be full."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getattr__(self, name: str) -> Callable[..., object]:
        if self._world.disk_full:
            return self._refuse
        method: Callable[..., object] = getattr(self._world.disk, name)
        return method

    async def _refuse(self, *_: object, **__: object) -> None:
        raise DiskRefused("OperationalError")
