"""Many seeds on all processors, in order, each in a worker process."""

import gc
import os
import signal
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from types import FrameType

from tests.torture.loop import Killed
from tests.torture.plan import plan_of
from tests.torture.world import live

PORTION = 20
"""Seeds that a worker takes at once."""
STUCK_AFTER = 240
"""Real seconds; a run that takes longer goes round in circles."""


@dataclass(frozen=True)
class Portion:
    """What came of some seeds. `done`: all seeds below are done."""

    done: int
    runs: int
    violations: tuple[tuple[int, tuple[str, ...]], ...]


class Stuck(BaseException):
    """A run does not come to an end."""


def run_seeds(begin: int, end: int, hours: float | None = None) -> Iterator[Portion]:
    """The seeds from `begin` up to `end`, portion by portion in order."""
    portions = [(first, min(first + PORTION, end), hours) for first in range(begin, end, PORTION)]
    context = get_context("forkserver")
    workers = ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=_for_work)
    try:
        yield from workers.map(run_portion, portions)
    finally:
        workers.shutdown(cancel_futures=True)


def _for_work() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for whoever hands out the seeds
    signal.signal(signal.SIGALRM, _stuck)
    gc.disable()  # garbage is collected between portions
    # Who dies between a coroutine's birth and its task's leaves it unawaited.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)


def run_portion(portion: tuple[int, int, float | None]) -> Portion:
    begin, end, hours = portion
    bad = []
    for seed in range(begin, end):
        violations = run_one(seed, hours)
        if violations:
            bad.append((seed, violations))
    gc.collect()
    return Portion(end, end - begin, tuple(bad))


def run_one(seed: int, hours: float | None = None) -> tuple[str, ...]:
    """What was broken in the run of this seed."""
    signal.alarm(STUCK_AFTER)
    try:
        return live(plan_of(seed, hours)).violations
    except Stuck:
        return ("stuck: " + "".join(traceback.format_exc(limit=-6)),)
    except (Exception, Killed):  # noqa: BLE001 - a fault of the simulation is a failing seed, too
        return ("the simulation fails: " + "".join(traceback.format_exc(limit=-4)),)
    finally:
        signal.alarm(0)


def _stuck(_: int, __: FrameType | None) -> None:
    raise Stuck
