"""Draws every state in every size class, theme and language, looks for faults, and lays all pictures on one sheet.

python -m tests.sheet [--states a,b] [--sizes 800x480] [--themes dark] [--languages en] [--out sheet]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from tests.sheet.contact import contact_sheet
from tests.sheet.draw import Window, draw
from tests.sheet.states import STATES

SIZES = ("1280x800", "800x480", "800x1280", "720x1280")
THEMES = ("dark", "light", "high-contrast")
LANGUAGES = ("en", "de", "ar")


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    sizes = [tuple(map(int, size.split("x"))) for size in asked.sizes]
    windows = [
        Window((width, height), theme, language)
        for (width, height), theme, language in product(sizes, asked.themes, asked.languages)
    ]
    drawn, wrong = 0, 0
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as processes:
        for told in processes.map(partial(draw, states=asked.states, folder=out), windows):
            drawn += len(told)
            for file, faults in told:
                wrong += len(faults)
                for fault in faults:
                    _say(f"{file}: {fault}")
    contact_sheet(out, asked.states, windows).save(str(out / "contact.png"))
    _say(f"{drawn} pictures, {wrong} faults")
    return 1 if wrong else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sheet", description=__doc__)
    for name, known in {"states": tuple(STATES), "sizes": SIZES, "themes": THEMES}.items():
        parser.add_argument(f"--{name}", type=partial(_listed, known=known), default=list(known))
    parser.add_argument("--languages", type=lambda text: text.split(","), default=list(LANGUAGES))
    parser.add_argument("--out", default="sheet")
    return parser.parse_args(arguments)


def _listed(text: str, known: tuple[str, ...]) -> list[str]:
    asked = text.split(",")
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
    return asked


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command answers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
