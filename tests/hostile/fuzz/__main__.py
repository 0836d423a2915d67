"""`make fuzz MINUTES=n`: every target in turn, the corpus growing in build/fuzz. Exit 1 where something was found."""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.hostile.fuzz.targets import TARGETS, WORDS

HOME = Path(__file__).parents[3] / "build" / "fuzz"
MOST_BYTES = 65_536
SLOWEST = 10
"""Seconds for one input; slower is a finding too."""
MOST_MEGABYTES = 2048


def main() -> int:
    arguments = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    arguments.add_argument("--minutes", type=float, default=6, help="for all targets together")
    arguments.add_argument("--only", nargs="*", choices=sorted(TARGETS), default=sorted(TARGETS))
    wanted = arguments.parse_args()
    if not (HOME / "packages" / "atheris").is_dir():
        say("atheris, which drives this, has no wheel for this machine: Linux on x86-64 it must be.")
        return 1
    seconds = max(1, int(wanted.minutes * 60 / len(wanted.only)))
    runs, found = 0, 0
    for name in wanted.only:
        ran, crashed = fuzz(name, seconds)
        runs, found = runs + ran, found + crashed
        say(f"{name}: {ran} runs, {corpus(name)} inputs kept, {'FOUND' if crashed else 'nothing found'}")
    say(f"{len(wanted.only)} targets, {runs} runs, {found} findings")
    return 1 if found else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def corpus(name: str) -> int:
    return sum(1 for _ in (HOME / "corpus" / name).iterdir())


def fuzz(name: str, seconds: int) -> tuple[int, bool]:
    """Runs, and whether an input was found that nobody named; it lies in build/fuzz/found, and its story in the log."""
    kept, found = HOME / "corpus" / name, HOME / "found"
    kept.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for seed in TARGETS[name].seeds:
        (kept / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    words = HOME / "words"
    words.write_text("".join(f'"{word}"\n' for word in WORDS))
    log = HOME / f"{name}.log"
    with log.open("wb") as told:
        done = subprocess.run(
            [
                sys.executable, "-m", "tests.hostile.fuzz.one", name, str(kept), f"-max_total_time={seconds}", f"-dict={words}",
                f"-max_len={MOST_BYTES}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST_MEGABYTES}",
                f"-artifact_prefix={found}/{name}-", "-print_final_stats=1",
            ],
            stdout=told, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "PYTHONPATH": f"{HOME / 'packages'}{os.pathsep}{HOME.parents[1]}"},
        )  # fmt: skip
    stats = re.search(rb"number_of_executed_units: (\d+)|Done (\d+) runs", log.read_bytes())
    if done.returncode:
        say(log.read_text(errors="replace")[-4000:])
    return int(next(filter(None, stats.groups()))) if stats else 0, done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
