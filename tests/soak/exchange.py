"""The other side of a soak, a process of its own: the sandbox in a hurry, its people, and all that goes wrong with it.

python -m tests.soak.exchange DIR ZERO FACTOR PAUSE: as `kiosk sandbox`, it prints one line of JSON when it answers.
PAUSE: real seconds from one trouble to the next, on average.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from pathlib import Path

from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant import office
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.faults import Fault, Kind
from tests.soak.hurry import Hurry

SWITCHES = Switches(latency_from=0.001, latency_to=0.01, requests_per_10_minutes=0)


def faults() -> tuple[Fault, ...]:
    """What a request can meet; each strikes a few times."""
    return (
        Fault(0, Kind.STATUS, count=2, status=503),
        Fault(0, Kind.STATUS, count=1, status=429, retry_after="2.5"),
        Fault(0, Kind.STATUS, count=1, status=500, code="InternalServerError"),
        Fault(0, Kind.HANDLED_STATUS, count=1, status=504, method="POST"),
        Fault(0, Kind.STATUS, count=1, status=403, code="ErrorAccessDenied"),
        Fault(0, Kind.DROP, count=3),
        Fault(0, Kind.LOST_REPLY, count=2),
        Fault(0, Kind.TRUNCATE, count=2),
        Fault(0, Kind.GARBAGE, count=1),
        Fault(0, Kind.WRONG_TYPE, count=2),
        Fault(0, Kind.SLOW_REPLY, count=1, seconds=0.5),
        Fault(0, Kind.TRICKLE, count=1, seconds=0.5),
        Fault(0, Kind.EMPTY, count=1),
        Fault(0, Kind.CONFLICT, count=1),
    )


async def trouble(running: Running, chance: random.Random, pause: float) -> None:
    """One thing after the other goes wrong, for ever."""
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
        choice = chance.random()
        if choice < 0.2:
            await running._refuse(chance.uniform(0.1, 1.0))
        elif choice < 0.25:
            running.sandbox.tokens.expire_all()
        elif choice < 0.27 and pause >= 1:
            running.faults.add(Fault(0, Kind.DELAY, count=1, seconds=12))  # silence for longer than is waited
        else:
            running.faults.add(chance.choice(faults()))


async def serve(folder: Path, hurry: Hurry, pause: float) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    company = office.contoso("W. Europe Standard Time")
    running = Running(Plan(folder, company, life=True, switches=SWITCHES, clock=SandboxClock(hurry.now)))
    told = await running.start()
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    troubles = asyncio.create_task(trouble(running, random.Random(1), pause))
    await ended.wait()
    troubles.cancel()
    await running.stop()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Hurry(float(sys.argv[2]), float(sys.argv[3])), float(sys.argv[4])))
