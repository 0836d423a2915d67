"""`make powercut`: a hundred times the power cuts of `make test`, on all processors, from where the last time ended.

SEEDS=0-99 runs these stories only. Last line: `N cuts, M faults, R cuts/s`; exit 1 if M > 0.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from tests.durability.cuts import Tally, cut_story

CUTS = 40
ALL = 3200
"""Stories; 128,000 cuts."""
PROGRESS = Path(".check/powercut")
"""How far the last run came that was not told its seeds."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("--seeds", metavar="A-B", help="these stories, both ends included")
    given = parser.parse_args().seeds
    first, last = map(int, given.split("-")) if given else (_came_to(), ALL - 1)
    tally, began = Tally(), time.monotonic()
    for done, story in _cut(range(first, last + 1)):
        tally.add(story)
        for fault in story.faults:
            sys.stdout.write(f"{fault[:300]}\n")
        if not given:
            _note(done + 1 if done < last else 0)
        if done % 200 == 199:
            sys.stdout.write(f"… story {done}, {tally.cuts} cuts, {len(tally.faults)} faults\n")
            sys.stdout.flush()
    rate = tally.cuts / (time.monotonic() - began)
    sys.stdout.write(f"{tally.cuts} cuts, {len(tally.faults)} faults, {rate:.0f} cuts/s\n")
    return 1 if tally.faults else 0


def _cut(seeds: range) -> Iterator[tuple[int, Tally]]:
    waiting = iter(seeds)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        while batch := list(islice(waiting, 64)):
            yield from zip(batch, workers.map(cut_story, batch, [CUTS] * len(batch)), strict=True)


def _came_to() -> int:
    return int(PROGRESS.read_text(encoding="ascii")) if PROGRESS.exists() else 0


def _note(seed: int) -> None:
    PROGRESS.parent.mkdir(exist_ok=True)
    PROGRESS.write_text(f"{seed}\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
