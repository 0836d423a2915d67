"""One run: a plan is played, every step is watched, and what happened can be told."""

import asyncio
import heapq
import json
import logging
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kiosk.room import intents
from tests.torture.calm import Calm
from tests.torture.display import Display
from tests.torture.ends import Ends
from tests.torture.happenings import (
    Attendant,
    ClockStep,
    Compare,
    DiskFull,
    Fault,
    Happening,
    Kill,
    Lag,
    Outlook,
    Press,
    Stop,
    Suspend,
    TokensExpire,
    Trouble,
    ZoneChange,
)
from tests.torture.line import Line, Sent
from tests.torture.loop import PROCESS, Killed, Time, TortureLoop
from tests.torture.mortal import mortal_disks
from tests.torture.office import ROOM, USER, Office
from tests.torture.person import again, chosen
from tests.torture.plan import Plan
from tests.torture.witness import Witness

WATCH = 15.0
"""Seconds within which a display notices that its clock was set, or that it slept (core/alarm.py)."""

NETWORK_TIME = 20.0
"""Seconds after a start until the machine's clock is set by the network."""


@dataclass(frozen=True)
class Outcome:
    """What came of a plan. The story is empty unless it was asked for."""

    violations: tuple[str, ...]
    story: tuple[str, ...] = ()


class World:
    """Plays the happenings of a plan in the order of their times."""

    def __init__(self, plan: Plan, folder: Path, *, tell: bool) -> None:
        self.plan = plan
        self._dice = Random(f"run {plan.seed}")
        random.seed(plan.seed)  # the product's own jitter
        self.time = Time(asyncio.get_running_loop(), plan.begin)
        self._tell = tell
        self.story: list[str] = []
        self.office = Office(plan, self.time)
        self.office.sandbox.origin = "https://graph.example"
        self.witness = Witness(plan, self.office, self.note)
        self.calm = Calm(plan, self.office, self.witness)
        self.displays = [
            Display(n, plan, self.time, self, self.witness, _made(folder / str(n)))
            for n in range(plan.displays)
        ]
        self._faults: list[Fault] = []
        self.ends = Ends(self.time, self.witness, self._later, self._booted)
        self._due: list[tuple[float, int, Happening | Callable[[], Any]]] = []
        self._sooner = asyncio.Event()
        self._number = 0
        self._asleep_until = self._drowsy_until = 0.0

    def note(self, who: str, what: str) -> None:
        if self._tell:
            self.story.append(f"{self.time.now():%d %H:%M:%S.%f}"[:-3] + f"  {who:<10} {what}")

    # --- what the line asks

    def now(self) -> datetime:
        return self.time.now()

    def uniform(self, least: float, most: float) -> float:
        return self._dice.uniform(least, most)

    def strikes(self, sent: Sent) -> Trouble | None:
        """The trouble that this request meets."""
        trouble = None
        if self._faults:
            now = self.time.seconds
            self._faults = [one for one in self._faults if now < one.at + one.seconds]
            for one in self._faults:
                hits = one.on == "sign-in" if sent.method == "SIGN-IN" else sent.concerns(one.on)
                if hits and self._dice.random() < one.chance:
                    trouble = one.trouble
                    break
        display = _display()
        if self._tell:
            self.note(
                f"display {display.number}",
                f"{sent.method} {_short(sent.target)}" + (f"  -> {trouble.value}" if trouble else ""),
            )
        if sent.method != "SIGN-IN":
            self.witness.sent(display, sent, trouble)
            self.ends.met(display, "request")
        return trouble

    def serve(self, line: Line, sent: Sent, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        del line
        display = _display()
        self.witness.arrived(display, sent)
        body = b"" if sent.body is None else _json(sent.body)
        answer = self.office.serve(sent.method, sent.target, headers, body)
        self.witness.answered(sent, answer[0])
        if sent.method == "GET" and f"{ROOM}/calendarView?" in sent.target:
            self.witness.view_served(display, sent.target, self.office.shown_last)
        if self._tell and (answer[0] >= 300 or sent.writes):
            self.note("exchange", f"{answer[0]} to {sent.method} {_short(sent.target)}")
        self.ends.met(display, "after request")
        return answer

    def told_to_wait(self, seconds: float) -> None:
        self.witness.told_to_wait(_display(), self.time.seconds + seconds)

    def token(self) -> str:
        return self.office.token()

    def died(self, display: Display) -> None:
        self.note(f"display {display.number}", "the process is killed")
        self.ends.died(display)

    # --- the course of things

    async def play(self) -> Outcome:
        for one in self.plan.happenings:
            self._later(one.at, one)
        for display in self.displays:
            await self.ends.start(display)
        while self._due and not self.witness.violations:
            if not await self._passed(self._due[0][0]):
                continue  # something is due sooner
            _, _, what = heapq.heappop(self._due)
            if callable(what):
                result = what()
                if result is not None:
                    await result
            else:
                await self._happens(what)
            if not self._asleep_until and self.time.seconds > self._drowsy_until:
                for display in self.displays:
                    self.witness.fresh(display)
        for display in self.displays:
            if display.runs:
                self.calm.written(display, display.commits + display.fate.commits)
                await display.kill()
        return Outcome(tuple(self.witness.violations), tuple(self.story))

    def _later(self, at: float, what: Happening | Callable[[], Any]) -> None:
        self._number += 1
        heapq.heappush(self._due, (at, self._number, what))
        self._sooner.set()

    async def _passed(self, at: float) -> bool:
        """Waits until it is `at`; False when something else became due before. What is asleep does not notice."""
        self._sooner.clear()
        if self._asleep_until:
            until = min(at, self._asleep_until)
            self.time.slept += max(0.0, until - self.time.seconds)
            if at < self._asleep_until:
                return True
            self._asleep_until = 0.0
            self.note("world", "the displays wake")
            for display in self.displays:
                self._will_notice(display)
            self._drowsy_until = self.time.seconds + WATCH
        wait = asyncio.get_running_loop().call_later(max(0.0, at - self.time.seconds), self._sooner.set)
        await self._sooner.wait()
        wait.cancel()
        return self._due[0][0] >= at

    async def _happens(self, what: Happening) -> None:
        if self._tell and not isinstance(what, Press | Outlook | Compare):
            self.note("world", repr(what))
        match what:
            case Press():
                self._press(self.displays[what.display], what)
            case Outlook():
                self.note("outlook", self.office.does(what))
            case Fault():
                self._faults.append(what)
            case Lag(at, seconds, behind):
                self.office.behind = behind
                self._later(at + seconds, lambda: setattr(self.office, "behind", 0.0))
            case Attendant(at, seconds, manner, thinks):
                self.office.attend(manner, thinks)
                self._later(at + seconds, self._attendant_again)
            case Suspend(at, seconds):
                self._asleep_until = max(self._asleep_until, at + seconds)
            case TokensExpire():
                self.office.expire_tokens()
            case ZoneChange(at, zone):
                if self._asleep_until:
                    return
                self.office.move_zone(zone)
                for display in self.displays:
                    await self._befalls(display, Stop(at, 3.0, display.number))
            case Compare():
                for display in self.displays:
                    if display.runs:
                        self.calm.compare(display)
            case _:
                await self._befalls(self.displays[what.display], what)

    async def _befalls(self, display: Display, what: ClockStep | Kill | Stop | DiskFull) -> None:
        """What happens to one display."""
        match what:
            case ClockStep(_, by, seconds) if not self._asleep_until:  # nobody sets the clock of what sleeps
                self._step(display, by)
                self._clock_right_after(display, seconds)
            case DiskFull(at, seconds):
                self._fill(display, full=True)
                self._later(at + seconds, lambda: self._fill(display, full=False))
            case Kill() if display.runs and not self._asleep_until:
                self.ends.order(display, what)
            case Stop() if display.runs and not self._asleep_until:
                await self.ends.stop(display, what)
            case _:
                pass  # it is off

    def _press(self, display: Display, wish: Press) -> None:
        if not display.runs or self._asleep_until:
            return
        intent = chosen(display, wish, self.note)
        if intent is None:
            return
        if isinstance(intent, intents.Withdraw):
            ledger = self.witness.ledgers[display.number]
            ledger.withdrawn.add(intent.promise)
            ledger.withdrawn_at[intent.promise] = self.time.seconds
            if display.full:
                ledger.unwritten.add(intent.promise)
        display.submit(intent)
        more = again(wish, self.time.seconds, intent)
        if more is not None:
            self._later(more.at, more)

    def _attendant_again(self) -> None:
        self.note("world", f"the attendant is itself again {self.office.attend_as_usual()}")

    def _step(self, display: Display, off: float) -> None:
        display.clock.set(timedelta(seconds=off))
        self.note(f"display {display.number}", f"the clock is {off} s off")
        self._will_notice(display)

    def _booted(self, display: Display, dark: float) -> None:
        """It has no clock that runs without power; the network's time comes a while after the network."""
        display.clock.booted(dark)
        self.note(f"display {display.number}", f"starts after {dark} s without power, its clock too")
        self._clock_right_after(display, NETWORK_TIME)

    def _clock_right_after(self, display: Display, seconds: float) -> None:
        def put_right() -> None:
            if self._asleep_until:
                self._clock_right_after(display, self._asleep_until - self.time.seconds + WATCH)
            else:
                self._step(display, 0.0)

        self._later(self.time.seconds + seconds, put_right)

    def _will_notice(self, display: Display) -> None:
        self._later(self.time.seconds + self._dice.uniform(0, WATCH), display.notice_clock)

    def _fill(self, display: Display, *, full: bool) -> None:
        display.full = full
        if display.runs:
            display.fate.full = full


def _display() -> Display:
    process = PROCESS.get()
    assert process is not None
    display: Display = process.display  # type: ignore[attr-defined]  # because every process here is a display's
    return display


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body).encode()


def _short(target: str) -> str:
    head, _, query = target.partition("?")
    return head.replace("/users/", "").replace(ROOM, "room").replace(USER, "user") + (
        " (traces)" if "transactionId" in query else ""
    )


def live(plan: Plan, *, tell: bool = False) -> Outcome:
    """Plays a plan from its begin to its end; the same plan gives the same story."""
    bugs: list[str] = []

    def note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        bug = context.get("exception")
        if not isinstance(bug, Killed):
            bugs.append(f"bug: {bug!r} {context.get('message')}")

    with _quiet(), _folder() as folder, mortal_disks(), asyncio.Runner(loop_factory=TortureLoop) as runner:
        runner.get_loop().set_exception_handler(note)

        async def run() -> Outcome:
            return await World(plan, folder, tell=tell).play()

        outcome = runner.run(run())
    return Outcome((*bugs, *outcome.violations), outcome.story)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the product's log, and with its jitter as it was afterwards."""
    log, dice = logging.getLogger("kiosk"), random.getstate()
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
        random.setstate(dice)


@contextmanager
def _folder() -> Iterator[Path]:
    """In memory where the machine has such a place."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="torture-", dir=shm if shm.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
