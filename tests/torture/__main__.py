"""`make torture`: runs a range of seeds, or tells the story of one. The last line is `N seeds, M violations, R runs/s`."""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.torture.crowd import run_seeds
from tests.torture.plan import plan_of
from tests.torture.shrink import shrunk
from tests.torture.world import live

RUNS = 200_000
"""A hundred times what `make test` runs."""
DONE = Path("build/torture-done")
"""Up to where the runs without a range have come; `make torture` goes on from there."""
SHOWN, LOGGED = 5, 60
"""Seconds between two words of progress, on a terminal and in a log."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seeds", default="", help="FIRST-LAST, or one seed, which is told as a story")
    parser.add_argument("--hours", type=float, default=None, help="virtual hours of each run")
    parser.add_argument(
        "--shrink", action="store_true", help="leave out of a failing seed what it does not need"
    )
    parser.add_argument("--again", action="store_true", help="begin at seed 0 again")
    given = parser.parse_args(arguments)
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", given.seeds)
    if given.seeds and found is None:
        parser.error("--seeds wants FIRST-LAST or one number")
    if found is not None and found[2] is None:
        return tell(int(found[1]), given.hours, shrink=given.shrink)
    if found is not None:
        return crowd(int(found[1]), int(found[2]) + 1, given.hours)
    return crowd(*left_to_do(again=given.again), given.hours, resumable=True)


def tell(seed: int, hours: float | None, *, shrink: bool) -> int:
    """The story of one seed."""
    plan = plan_of(seed, hours)
    if shrink:
        plan = shrunk(plan)
    outcome = live(plan, tell=True)
    say(
        f"seed {seed}: {plan.hours} h from {plan.begin:%Y-%m-%d %H:%M} UTC, {plan.zone}, {plan.displays} display(s),"
    )
    say(f"every {plan.poll:.0f} s; {plan.settings}\n")
    say("\n".join(outcome.story))
    say("\n" + ("\n".join(outcome.violations) or "all that must hold did hold"))
    return 1 if outcome.violations else 0


def left_to_do(*, again: bool) -> tuple[int, int]:
    begin = int(DONE.read_text(encoding="ascii")) if DONE.exists() and not again else 0
    return (begin, RUNS) if begin < RUNS else (0, RUNS)


def crowd(begin: int, end: int, hours: float | None, *, resumable: bool = False) -> int:
    """Many seeds on all processors."""
    since, runs, bad, told = time.monotonic(), 0, 0, time.monotonic()
    try:
        for result in run_seeds(begin, end, hours):
            runs += result.runs
            for seed, violations in result.violations:
                bad += 1
                say(f"seed {seed}: {violations[0]}")
            if resumable and not bad:
                DONE.parent.mkdir(exist_ok=True)
                DONE.write_text(str(result.done), encoding="ascii")
            terminal = sys.stderr.isatty()
            if time.monotonic() - told > (SHOWN if terminal else LOGGED):
                told = time.monotonic()
                sys.stderr.write(f"\r{runs} of {end - begin}" + ("" if terminal else "\n"))
    except KeyboardInterrupt:
        say(f"interrupted; {'run it again to go on' if resumable else 'not all seeds were run'}")
    say(f"{runs} seeds, {bad} violations, {runs / (time.monotonic() - since):.1f} runs/s")
    return 1 if bad else 0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
