"""python -m tests.bench [--json FILE] measures Kiosk beside something bare that does the same, in one run.

Ratios travel between machines, times do not. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import projecting, reading, window
from tests.bench.figures import Figure


def figures() -> Iterator[Figure]:
    yield projecting.figure()
    yield reading.figure()
    with window.stage() as scene:
        yield window.first_picture(scene)
    with window.stage() as scene:
        yield window.tap_to_holding(scene)


def line(figure: Figure) -> str:
    numbers = f"{figure.ours:9.2f} {figure.theirs:9.2f}  {figure.ratio:6.2f}  {figure.rounds:3}"
    return f"{figure.name:<18}{numbers}\n    {figure.doing}\n    beside: {figure.beside}\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as a list of objects")
    args = parser.parse_args()
    sys.stdout.write(f"{'':<18}{'ours ms':>9} {'beside ms':>9}  {'ratio':>6}    n   (medians of n)\n")
    found: list[Figure] = []
    for figure in figures():
        sys.stdout.write(line(figure))
        sys.stdout.flush()
        found.append(figure)
    if args.json is not None:
        args.json.write_text(
            json.dumps([figure.plain() for figure in found], indent=2) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
