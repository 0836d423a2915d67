"""The display beside a browser that shows as much: start, memory, processor time at rest, wake-ups, bytes written.

Both on screens of their own, both painted in software, in the same minutes of the same machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.bench import browser
from tests.bench.figures import ROUNDS, Figure, in_turns
from tests.bench.framebuffer import Framebuffer
from tests.bench.processes import Spent, proportional, spent
from tests.bench.tenant import Tenant, tenant
from tests.outside.display import KIOSK
from tests.outside.screen import LEASH, Screen, end_group

FOLDER = Path(__file__).parents[2] / "build" / "bench"
"""On the disk that a clone lies on: what is written to memory is not written."""
STARTS = 9
SETTLE = 15.0
"""Seconds after the picture: the calendar was read and all is built; the browser is done too."""
WINDOW = 45.0
"""Seconds of one look at rest: some polls, and mostly a minute that turns."""
DAY = 86_400.0
PATIENCE = 30.0
BROWSER = "Debian's Chromium in kiosk mode on a static page with one word"


@dataclass(frozen=True)
class Pair:
    """How both are started."""

    ours: list[str]
    theirs: list[str] | None
    """None: there is no Chromium on this machine."""
    environment: dict[str, str]
    log: Path


@contextmanager
def pair() -> Iterator[tuple[Pair, Tenant]]:
    """A display that has read its room before, on the sandbox, and a browser that was started before."""
    folder = FOLDER / f"beside-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        with Screen() as screen, tenant(folder, screen.environment) as there:
            ours = [str(KIOSK), "run", "--config", str(there.config), "--data-dir", str(there.data)]
            yield (
                Pair(
                    [*ours, "--windowed", "1280x800"],
                    browser.command(folder / "profile") if browser.found() else None,
                    screen.environment,
                    folder / "log",
                ),
                there,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _shown(pair: Pair, command: list[str], screen: Framebuffer) -> Iterator[int]:
    """The process, as soon as its picture is there."""
    with pair.log.open("ab") as log:
        process = subprocess.Popen(
            [*LEASH, *command], env={**pair.environment, "DISPLAY": screen.display}, stdout=log, stderr=log,
            start_new_session=True, text=True,
        )  # fmt: skip
    try:
        screen.until_painted()
        yield process.pid
    finally:
        end_group(process)
        screen.until_blank()


def start(pair: Pair) -> Figure | None:
    """From the start of the process to a status word on the screen."""
    if (theirs := pair.theirs) is None:
        return None
    with Framebuffer() as screen:

        def once(command: list[str]) -> float:
            begun = time.perf_counter()
            with _shown(pair, command, screen):
                return time.perf_counter() - begun

        medians = in_turns(lambda: once(pair.ours), lambda: once(theirs), STARTS)
    return Figure("start", "process start to the first status on the screen, the last day on disk", f"{BROWSER}, its profile kept",
                  *medians, STARTS)  # fmt: skip


def at_rest(pair: Pair, there: Tenant) -> Iterator[Figure]:
    """Everything that is measured on a display that nobody touches."""
    taken: list[tuple[float, float | None]] = []
    with Framebuffer() as one, Framebuffer() as other:
        for again in reversed(range(ROUNDS)):
            with ExitStack() as stack:
                ours = stack.enter_context(_shown(pair, pair.ours, one))
                theirs = stack.enter_context(_shown(pair, pair.theirs, other)) if pair.theirs else None
                time.sleep(SETTLE)
                taken.append((proportional(ours), None if theirs is None else proportional(theirs)))
                if not again:
                    yield from _figures(taken, pair)
                    yield from _rested(ours, theirs, there)


def _figures(taken: list[tuple[float, float | None]], pair: Pair) -> Iterator[Figure]:
    ours = median(mine for mine, _ in taken)
    if pair.theirs is not None:
        theirs = median(its for _, its in taken if its is not None)
        about = "all its processes, a page that n of them share counted as 1/n (PSS)"
        yield Figure("memory", about, BROWSER, ours, theirs, unit="MB")


def _rested(ours: int, theirs: int | None, there: Tenant) -> Iterator[Figure]:
    def now() -> tuple[Spent, Spent | None]:
        return spent(ours), None if theirs is None else spent(theirs)

    asked, begun = there.asked(), time.monotonic()
    looks = [now()]
    for _ in range(ROUNDS):
        time.sleep(WINDOW)
        looks.append(now())
    took = time.monotonic() - begun
    asked = there.asked() - asked
    mine = [after.since(before) for (before, _), (after, _) in pairwise(looks)]
    its = [
        after.since(before)
        for (_, before), (_, after) in pairwise(looks)
        if before is not None and after is not None
    ]
    if its:
        about = f"processor time in {WINDOW:g} s that nobody touches it; the calendar is read every 10 s"
        yield Figure(
            "rest", about, BROWSER, median(one.processor for one in mine) * 1000, median(one.processor for one in its) * 1000
        )  # fmt: skip
    yield Figure(
        "wakeups", "how often in a second a thread that slept goes on, the same time", BROWSER,
        median(one.wakeups for one in mine) / WINDOW, median(one.wakeups for one in its) / WINDOW if its else None, unit="1/s",
    )  # fmt: skip
    yield Figure(
        "written_per_day", "meant for the disk, reckoned from all that time", BROWSER,
        sum(one.written for one in mine) / took * DAY / 1e6,
        sum(one.written for one in its) / took * DAY / 1e6 if its else None, 1, "MB",
    )  # fmt: skip
    yield Figure("graph_requests_idle", "requests in an hour, from one room, the same time", "nothing", asked / took * 3600, None, 1, "1/h")  # fmt: skip
    changes = [count for number in range(ROUNDS) if (count := _change(there, number)) is not None]
    if changes:
        yield Figure(
            "graph_requests_per_change", "requests from a meeting made in Outlook to the display knowing of it", "nothing",
            median(changes), None, len(changes), "requests",
        )  # fmt: skip


def _change(there: Tenant, number: int) -> int | None:
    """Requests until a new meeting is known; None: the display does not show that far."""
    known, before = there.known(), there.asked()
    there.book(number)
    deadline = time.monotonic() + PATIENCE
    while there.known() == known:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.5)
    return there.asked() - before
