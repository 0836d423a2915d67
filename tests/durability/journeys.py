"""Three journeys of a booking, killed for good at every boundary of an SQL statement, and gone on with after a restart.

`python -m tests.durability.journeys NAME PART PARTS` forks one process for each boundary. It lives the journey on virtual time against
an Exchange in memory and kills itself there with SIGKILL; what Exchange knew at that moment is handed over. Then the
display starts again on the same directory and the person goes on. A process of its own, without threads: it forks.
"""

import json
import logging
import os
import pickle
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from unittest.mock import patch

from kiosk.room import intents
from kiosk.room.model import Life, Promise, PromiseId, Settings, Wish
from tests.core.world import World
from tests.durability.cuts import quick_folder
from tests.fakes.exchange import USER, Exchange
from tests.fakes.virtual import virtually


class InLine(Executor):
    """The disk's thread, without a thread: a process that forks has none."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 - handed to whoever waits
            done.set_exception(fault)
        return done


@dataclass
class Office(Exchange):
    """An Exchange that can be handed from one process to the next."""

    came_to: int = 0
    """How far the person at the door has got."""
    attending: list[tuple[float, str, str]] = field(default_factory=list)

    def _request(self, event_id: str) -> None:
        now = self.clock.monotonic()
        self._attend(now + self.answers_after / 2, "_deliver", event_id)
        self._attend(now + self.answers_after, "_decide", event_id)

    def _attend(self, at: float, what: str, event_id: str) -> None:
        self.attending.append((at, what, event_id))
        self.clock._loop.call_at(at, self._attended, (at, what, event_id))  # type: ignore[attr-defined]  # because the clock is the virtual one

    def _attended(self, due: tuple[float, str, str]) -> None:
        self.attending.remove(due)
        getattr(self, due[1])(due[2])

    def handed_over(self) -> dict[str, Any]:
        left = ("came_to", "attending", "calendars", "created", "offline", "calls")
        return {name: getattr(self, name) for name in left} | {"next": next(self._numbers)}

    def take_over(self, state: dict[str, Any]) -> None:
        self._numbers = iter(range(state.pop("next"), sys.maxsize))
        attending = state.pop("attending")
        for name, value in state.items():
            setattr(self, name, value)
        for at, what, event_id in attending:
            self._attend(at, what, event_id)


# --- what the person at the door does; each may be begun anew at any moment


def mine(world: World) -> Promise | None:
    return next((p for p in world.core.facts.promises if p.wish is not Wish.CANCEL), None)


def stands(world: World) -> bool:
    booking = mine(world)
    return booking is not None and booking.life is Life.KEPT


async def book(world: World, minutes: int = 60) -> None:
    if mine(world) is None:
        assert world.tap(minutes) is not None
    await world.until(lambda: mine(world) is not None)


async def a_booking(world: World, office: Office) -> None:
    await world.ready()
    await book(world)
    await world.until(lambda: stands(world))
    assert len(office.room_day()) == 1


async def a_hold(world: World, office: Office) -> None:
    if office.came_to == 0:
        await world.ready()
        office.offline, office.came_to = True, 1
    if office.came_to == 1:
        await world.until_state("unknown", "held", within=60)
        await book(world)
        await world.until_state("held")
        office.came_to = 2
        await world.stop()
        await world.start()
    if office.came_to == 2:
        assert world.state == "held"
        office.calm()
        office.came_to = 3
    await world.until(lambda: stands(world))
    assert len(office.room_day()) == 1


async def a_change_of_mind(world: World, office: Office) -> None:
    await world.ready()
    if office.came_to == 0:
        await book(world, 30)
        await world.until(lambda: stands(world))
        office.came_to = 1
    booking = mine(world)
    if office.came_to == 1 and booking is not None:
        wanted = office.created[0].end + timedelta(minutes=15)
        if booking.until != wanted:
            world.extend(booking, 15)
        await world.until(lambda: stands(world) and office.room_day()[0].end == wanted)
        office.came_to = 2
    if office.came_to == 2 and booking is not None:
        if booking.subject != "Standup":
            world.core.submit(intents.Rename(booking.id, "Standup"))
        await world.until(
            lambda: stands(world) and "Standup" in [i.subject for i in office.calendars[USER].values()]
        )
        office.came_to = 3
    if office.came_to == 3 and (booking := mine(world)) is not None:
        world.withdraw(booking)
    await world.until(lambda: world.core.facts.promises == ())
    assert office.room_day() == []
    assert office.calendars[USER] == {}


JOURNEYS: dict[str, Callable[[World, Office], Awaitable[None]]] = {
    "booking": a_booking, "hold": a_hold, "change": a_change_of_mind,
}  # fmt: skip


# --- the process that dies


@dataclass
class Fate:
    """Counts boundaries, and ends the process at one."""

    dies_at: int | None
    hand_over: Callable[[], bytes]
    into: Path
    passed: int = 0

    def boundary(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.dies_at:
            self.into.write_bytes(self.hand_over())
            os.kill(os.getpid(), signal.SIGKILL)


WRITES = ("INSERT", "DELETE", "PRAGMA wal_checkpoint")


class Watched(sqlite3.Connection):
    """Before each statement, also those of a script and those that SQLite makes, and after each that writes."""

    fate: Fate

    def execute(self, *args: Any) -> sqlite3.Cursor:
        done = super().execute(*args)
        if args[0].startswith(WRITES):
            self.fate.boundary()
        return done

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        done = super().executemany(*args)
        self.fate.boundary()
        return done

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None, /
    ) -> Literal[False]:
        done = super().__exit__(kind, fault, trace)
        self.fate.boundary()
        return done


def _connect(
    fate: Fate, plain: Callable[..., sqlite3.Connection], path: Path, **more: Any
) -> sqlite3.Connection:
    class Mine(Watched):
        pass

    Mine.fate = fate
    database = plain(path, **more, factory=Mine)
    database.set_trace_callback(fate.boundary)
    fate.boundary()
    return database


def live(name: str, folder: Path, state: dict[str, Any] | None, dies_at: int | None) -> int:
    """Lives the journey to its end or to the boundary at which it dies. How many boundaries there were."""
    fate = Fate(dies_at, bytes, folder.with_suffix(".state"))

    async def to_the_end() -> None:
        world = World(folder, Settings(stale_after=timedelta(seconds=20)))
        world.thread = InLine()
        office = world.exchange = Office(world.clock)  # type: ignore[arg-type]  # because the clock is a look-alike
        promised: set[PromiseId] = set()
        if state is not None:
            world.clock._loop.pass_time(state["seconds"])  # type: ignore[attr-defined]  # because the loop is virtual
            office.take_over(dict(state["office"]))
            promised = state["promised"]

        def hand_over() -> bytes:
            known = world.core.facts.promises if hasattr(world, "core") else ()
            stored = {p.id for p in known if p.stored and p.wish is not Wish.CANCEL}
            seconds = world.clock.monotonic()
            return pickle.dumps({"seconds": seconds, "office": office.handed_over(), "promised": stored})

        fate.hand_over = hand_over
        async with world:
            known = {p.id for p in world.core.facts.promises}
            assert promised <= known, "a promise was forgotten"
            await JOURNEYS[name](world, office)
            assert len(office.created) == 1, "booked twice"

    with patch.object(sqlite3, "connect", partial(_connect, fate, sqlite3.connect)):
        virtually(to_the_end())
    return fate.passed


def killed(name: str, folder: Path, at: int) -> dict[str, Any]:
    """The journey in a process that is killed at this boundary; what it hands over."""
    process = os.fork()
    if process == 0:
        with suppress(BaseException):
            live(name, folder, None, at)
        os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, "it was not killed"  # noqa: PT018 - one fact
    state: dict[str, Any] = pickle.loads(folder.with_suffix(".state").read_bytes())
    return state


def main(name: str, part: int, parts: int) -> int:
    """One line of JSON: how many boundaries there were, and what went wrong after which. Tries one of `parts`."""
    logging.disable()
    faults: dict[int, str] = {}
    with quick_folder() as place:
        folder = place / "data"
        folder.mkdir()
        random.seed(1)
        boundaries = live(name, folder, None, None)
        for at in range(1 + part, boundaries + 1, parts):
            shutil.rmtree(folder)
            folder.mkdir()
            try:
                live(name, folder, killed(name, folder, at), None)
            except AssertionError as fault:
                faults[at] = str(fault)[:2000]
    sys.stdout.write(json.dumps({"boundaries": boundaries, "faults": faults}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
