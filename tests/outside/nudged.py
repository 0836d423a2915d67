"""`make notices`: how long it is from Exchange's notice of a change to the glass, through the hub and the broker. The last line has the figures.

Measured from the moment at which the sandbox sends the notice to the word on the real glass, read over D-Bus; on the way are the hub's TLS
port, its registry, Mosquitto, the display, and its read through the relay.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.sandbox.web import notifier
from tests.hub.relayed import World

from .graph import Graph
from .screen import Screen
from .stage import Stage
from .test_relay import AURORA, SELDOM, relayed

APART = 5.0
"""Seconds between two changes: longer than what gathers notices, twice."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.outside.nudged", description=__doc__)
    parser.add_argument("--changes", type=int, default=40)
    count = parser.parse_args().changes
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="kn-") as folder:
        took = sorted(measured(count, Path(folder), patch))
    p95 = took[int(len(took) * 0.95) - 1]
    print(  # noqa: T201 - the report
        f"{len(took)} changes: from the notice to the glass median {statistics.median(took):.2f} s, p95 {p95:.2f} s, most {took[-1]:.2f} s"
    )
    return 0


def measured(count: int, folder: Path, patch: pytest.MonkeyPatch) -> list[float]:
    left: list[float] = []
    send = notifier.Notifier._send

    async def noted(self: notifier.Notifier, notice: Any) -> None:
        left.append(time.monotonic())
        await send(self, notice)

    patch.setattr(notifier.Notifier, "_send", noted)
    took: list[float] = []
    with Screen() as screen:
        stage, world = Stage(screen, Graph()), World(folder, poll_seconds=SELDOM)
        world.open()
        try:
            display = relayed(stage, world)
            world.office.create(
                AURORA, start=300, attendees=[]
            )  # a day that turns empty is read twice, a second apart
            for word in itertools.islice(itertools.cycle(("Busy", "Free")), count):
                time.sleep(APART)
                left.clear()
                if word == "Busy":
                    meeting = world.office.create(AURORA, start=-1, length=30, attendees=[])
                else:
                    world.office.ask("DELETE", f"/users/{AURORA}/events/{meeting['id']}")
                display.glass.label(word, 20)
                took.append(time.monotonic() - left[0])
        finally:
            stage.close()
            world.close()
    return took


if __name__ == "__main__":
    raise SystemExit(main())
