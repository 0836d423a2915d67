"""`make mutants`: plants each fault in a private copy and runs the tests that should catch it.

The last line is `K of N mutants caught`; exit code 1 if one was not.
"""

import argparse
import queue
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.catalogue import MUTANTS
from tests.mutants.copies import FAILED, ask, ask_with, copy_to
from tests.mutants.mutant import DoesNotApply, Mutant

AT_ONCE = 2
"""Copies that are worked in side by side."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mutant. `by` names the test that caught it, or why none did."""

    mutant: Mutant
    caught: bool
    by: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these mutants")
    names = parser.parse_args().names
    unknown = set(names) - {mutant.name for mutant in MUTANTS}
    if unknown:
        parser.error(f"no mutant is called {', '.join(sorted(unknown))}")
    mutants = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kiosk-mutants-") as folder:
        trees = [Path(folder) / str(number) / "kiosk" for number in range(AT_ONCE)]
        for tree in trees:
            copy_to(tree)
        sound = is_sound(trees[0], mutants)
        verdicts = tried(trees, mutants) if sound else []
    table(verdicts)
    caught = sum(verdict.caught for verdict in verdicts)
    say(f"\nin {time.monotonic() - began:.0f} s")
    say(f"{caught} of {len(mutants)} mutants caught")
    return 0 if caught == len(mutants) else 1


def is_sound(tree: Path, mutants: Sequence[Mutant]) -> bool:
    """Without any fault the named tests pass; else that they fail would say nothing."""
    said = ask(tree, sorted({name for mutant in mutants for name in mutant.caught_by}))
    if said.code != 0:
        say(
            f"{said.words}\nWithout any planted fault the tests that shall catch them do not pass: mend that first."
        )
    return said.code == 0


def tried(trees: Sequence[Path], mutants: Sequence[Mutant]) -> list[Verdict]:
    """A verdict for each mutant, in the order given; told as they come."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for tree in trees:
        free.put(tree)

    def judge(mutant: Mutant) -> Verdict:
        tree = free.get()
        try:
            return verdict_of(mutant, tree)
        finally:
            free.put(tree)

    with ThreadPoolExecutor(len(trees)) as crew:
        work = [crew.submit(judge, mutant) for mutant in mutants]
        for number, done in enumerate(as_completed(work), 1):
            verdict = done.result()
            say(
                f"{number:3}/{len(work)}  {'caught    ' if verdict.caught else 'NOT CAUGHT'}  {verdict.mutant.name}"
            )
        return [done.result() for done in work]


def verdict_of(mutant: Mutant, tree: Path) -> Verdict:
    try:
        said = ask_with(mutant, tree)
    except DoesNotApply as moved:
        return Verdict(mutant, caught=False, by=str(moved))
    if said.code == FAILED and said.failed:
        return Verdict(mutant, caught=True, by=said.failed[0])
    if said.code == 0:
        return Verdict(mutant, caught=False, by="its tests pass all the same")
    return Verdict(
        mutant, caught=False, by=f"its tests cannot run (pytest's exit code {said.code}): {said.words[-300:]}"
    )


def table(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        mark = "by" if verdict.caught else "NOT CAUGHT:"
        say(f"\n{verdict.mutant.name}  (kiosk/{verdict.mutant.file})")
        say(f"    {verdict.mutant.breaks}")
        say(f"    {mark} {verdict.by}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
