"""One soak: the display as `kiosk run` builds it, on a window off screen, beside the sandbox; both in a hurry."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.app import Display
from kiosk.config.load import load
from kiosk.device.door import Door
from kiosk.memory import give_back
from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.presence import Presence
from tests.pixels import boards
from tests.soak.growth import Counted, count
from tests.soak.hurry import HurriedAlarm, HurriedClock, Hurry
from tests.soak.visitors import visit

MINUTE = 60.0
LOOKS = 6
"""At one count."""
WARM = 1000
"""Taps before the first count of a long soak: by then everything was shown once, and caches, which are bounded, are full."""
WAKES = 0.4
"""Seconds after which a glass at rest takes touch: a sensor sees who comes."""
APART = 0.15
"""Seconds from look to look."""


@dataclass
class Soak:
    """`seconds` of the machine, each of which is `factor` seconds of the display and of its office."""

    folder: Path
    seconds: float
    factor: float
    counts: list[Counted] = field(default_factory=list)
    taps: int = 0
    faces: int = 0
    """How many pictures were shown."""
    counted: Callable[[Counted], None] = lambda _: None

    def run(self) -> int:
        """The display's exit code."""
        hurry = Hurry(time.monotonic(), self.factor)
        with exchange(self.folder, hurry, pause=max(0.5, self.seconds / 400)) as told:
            data = self.folder / "data"
            logging.basicConfig(level=logging.INFO, filename=self.folder / "soak.log")
            for chatty in ("httpx", "httpcore", "apscheduler", "msal", "asyncio", "urllib3"):
                logging.getLogger(chatty).setLevel(logging.ERROR)
            display = Display(
                load(Path(str(told["config"]))), data, (1280, 800), self._live, HurriedClock(hurry),
                lambda _: HurriedAlarm(hurry),
            )  # fmt: skip
            return display.run(Door(data))

    async def _live(self, display: Display) -> bool:
        """Visitors come and go, most in the first tenth, so that everything has been opened once; counted after the first tenth, at the end and, in a long soak, in between."""
        chance = random.Random(1)
        show = display.core._publish

        def counted(face: Face) -> None:
            self.faces += 1
            show(face)

        display.core._publish = counted
        workers = min(32, (os.cpu_count() or 1) + 4)  # as many as asyncio's own executor may have
        await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.05) for _ in range(workers)))
        for (
            code
        ) in display.core.facts.settings.languages:  # a language brings its fonts when it is first spoken
            display.core.submit(intents.Speak(code))
            await asyncio.sleep(0.3)
        for tenths in (1, 2, 3, 4) if self.seconds >= MINUTE else (1, 9):
            ends = time.monotonic() + self.seconds * tenths / 10
            morning = not self.counts
            cold = WARM if morning and self.seconds >= MINUTE else 0
            while time.monotonic() < ends or self.taps < cold:
                display.core.sensed(Presence(here=True, at=display.core.now()))
                await asyncio.sleep(WAKES)
                self.taps += await visit(display.window.quick, chance)
                await asyncio.sleep(chance.uniform(0.1, 0.2 if morning else 0.8))
            if not self.counts:
                await self._count(display)  # what counting itself needs is there
            self.counts.append(await self._count(display))
            self.counted(self.counts[-1])
        return True

    async def _count(self, display: Display) -> Counted:
        window = display.window.quick
        gc.collect()
        give_back()  # as the display does every hour: what is free is not held
        with still(display):
            least = count(window, display.folder)
            for _ in range(LOOKS):
                await asyncio.sleep(APART)
                least = least.least(count(window, display.folder))
        return least


@contextmanager
def still(display: Display) -> Iterator[None]:
    """One picture, whatever the core publishes meanwhile."""
    core = display.core
    held: list[Face] = []
    publish, core._publish = core._publish, held.append
    publish(boards.free())
    try:
        yield
    finally:
        core._publish = publish
        if core._face is not None:
            publish(core._face)


@contextmanager
def exchange(folder: Path, hurry: Hurry, pause: float) -> Iterator[dict[str, object]]:
    command = [sys.executable, "-m", "tests.soak.exchange", str(folder), str(hurry.zero), str(hurry.factor), str(pause)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ.copy()) as process:
        try:
            assert process.stdout is not None
            told: dict[str, object] = json.loads(process.stdout.readline())
            yield told
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
