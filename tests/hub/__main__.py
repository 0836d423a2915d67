"""`make fleet`: thousands of simulated displays on a real hub and a real Mosquitto, and how long each thing takes.

Displays that connect, a change that reaches all of them, the broker killed with -9 in the middle of one with what it kept
thrown away, and what a display costs in memory. Exit code 1: something did not arrive.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.fleet_line import FleetLine
from tests.fakes.postgres import Postgres
from tests.hub.crowd import Crowd, Display
from tests.hub.stage import FLEET, Stage

PATIENCE = 300.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hub", description=__doc__)
    parser.add_argument("--displays", type=int, default=5000)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    args = parser.parse_args()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    cluster = Postgres() if args.postgresql else None
    if cluster is not None:
        cluster.start()
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-fleet-") as folder:
            return asyncio.run(measured(Path(folder), args.displays, cluster.database() if cluster else ""))
    finally:
        if cluster is not None:
            cluster.stop()


async def measured(folder: Path, count: int, database: str) -> int:
    stage = Stage(folder, database)
    await asyncio.to_thread(stage.open_apart)
    try:
        with FleetLine(stage.person("load", "admin")) as line:
            return await _measured(stage, line, count)
    finally:
        await asyncio.to_thread(stage.close)


async def _measured(stage: Stage, line: FleetLine, count: int) -> int:
    displays = [Display() for _ in range(count)]

    def admitted() -> str:
        with ThreadPoolExecutor(4) as pool:
            return list(
                pool.map(lambda one: stage.admit(line, one[1], f"room{one[0]}"), enumerate(displays))
            )[-1]

    begin = time.monotonic()
    authority = await asyncio.to_thread(admitted)
    took = time.monotonic() - begin
    say(f"{count} displays were taken in: {took:.1f} s, {count / took:.0f}/s")

    crowd = Crowd(displays, FLEET, authority, stage.broker_port)
    before = broker_memory(stage)
    begin = time.monotonic()
    await crowd.join()
    took = time.monotonic() - begin
    say(
        f"{len(crowd.connected)} connected by mutual TLS: {took:.1f} s, {count / took:.0f}/s; broker {(broker_memory(stage) - before) / count:.1f} KiB a display"
    )
    online = await until(lambda: sum(one["online"] for one in line.displays()) == count)
    say(f"the hub knows that all are there: {online}")

    pushed = await push(line, crowd, count, "light")
    say(f"a change reached all and each result was reported: {pushed:.1f} s, {count / pushed:.0f}/s")

    say("the broker is killed with -9 while the next change is on its way, and loses what it kept")
    killing = asyncio.create_task(killed(stage))
    back = await push(line, crowd, count, "dark", killing.done)
    say(
        f"all follow and have said so {back:.1f} s after the change, {back - killing.result():.1f} s after the broker was back"
    )
    await crowd.leave()
    well = (
        online
        and crowd.follow(max(one.v for one in displays) - 3_600_000) == count
        and max(pushed, back) < PATIENCE
    )
    say("all arrived" if well else "NOT ALL ARRIVED")
    return 0 if well else 1


async def push(
    line: FleetLine, crowd: Crowd, count: int, theme: str, also: Callable[[], bool] = lambda: True
) -> float:
    """Seconds until the hub knows that all follow it."""
    begin = time.monotonic()
    made = await asyncio.to_thread(
        line.post, "/v1/pushes", to="all", tables={"display": {"theme": theme}}, at_once=True
    )

    def all_follow() -> bool:
        found = line.get("/v1/rollouts")[0]
        return bool(also() and found["id"] == made["id"] and found["applied"] == count)

    await until(all_follow)
    del crowd
    return time.monotonic() - begin


async def killed(stage: Stage) -> float:
    """Seconds from now until it is back."""
    begin = time.monotonic()
    await asyncio.sleep(0.5)
    stage.kill_broker()
    (stage.hub / "broker" / "mosquitto.db").unlink(missing_ok=True)
    await until(lambda: broker_memory(stage) > 0)
    return time.monotonic() - begin


async def until(found: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if await asyncio.to_thread(found):
            return True
        await asyncio.sleep(0.2)
    return False


def broker_memory(stage: Stage) -> int:
    """KiB that are resident; 0: it does not run."""
    for status in stage.broker_process("status"):
        for text in status.splitlines():
            if text.startswith("VmRSS:"):
                return int(text.split()[1])
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
