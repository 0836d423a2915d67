"""python -m tests.bench [--json FILE] measures Kiosk beside a browser, libraries and bare programs that do the same, in one run.

Ratios travel between machines, times do not. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import beside, browser, libraries, projecting, reading, soaked, touching, window
from tests.bench.figures import Figure


def figures() -> Iterator[Figure]:
    with beside.pair() as (pair, there):
        if (found := beside.start(pair)) is not None:
            yield found
        yield from beside.at_rest(pair, there)
    yield reading.many()
    yield reading.figure()
    yield from libraries.figures()
    yield projecting.figure()
    with window.stage() as scene:
        yield window.first_picture(scene)
    with window.stage() as scene:
        yield window.tap_to_holding(scene)
    yield from touching.figures()
    yield soaked.figure()


def line(figure: Figure) -> str:
    theirs = "-" if figure.theirs is None else f"{figure.theirs:.2f}"
    ratio = "-" if figure.ratio is None else f"{figure.ratio:.2f}"
    numbers = f"{figure.ours:10.2f} {theirs:>10} {figure.unit:<9}{ratio:>6}  {figure.rounds:3}"
    return f"{figure.name:<26}{numbers}\n    {figure.doing}\n    beside: {figure.beside}\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as a list of objects")
    args = parser.parse_args()
    sys.stdout.write(f"{'':<26}{'ours':>10} {'beside':>10} {'':<9}{'ratio':>6}    n   (medians of n)\n")
    if browser.found() is None:
        sys.stdout.write("There is no chromium on this machine: what is measured beside it is left out.\n")
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
