"""Reading 1,000 events with the libraries that one would take: O365 and Microsoft's own SDK, each in a process of its own.

They are no part of the display: `make bench` installs them, locked, into build/bench/packages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.figures import ROUNDS, Figure
from tests.bench.reading import server

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "build" / "bench" / "packages"
EVENTS = 1000
UNITS = {"time": "s", "processor": "s", "resident": "MB"}
ABOUT = {
    "time": f"from importing what reads to the last of {EVENTS} events",
    "processor": "of the same, processor time",
    "resident": "of the same, the most that the process held at once",
}
Told = dict[str, float]


def _read(name: str, base: str, authority: Path) -> Told:
    command = [sys.executable, "-m", "tests.bench.library", name, base, str(authority), str(EVENTS)]
    path = [] if name == "kiosk" else [str(PACKAGES)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*path, str(ROOT)])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=240)
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def figures() -> Iterator[Figure]:
    if not PACKAGES.is_dir():
        return
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), EVENTS) as base:
        authority = Path(folder) / "ca.pem"
        names = {"kiosk": "", "o365": "O365", "msgraph": "msgraph-sdk"}
        taken: dict[str, list[Told]] = {name: [] for name in names}
        for _ in range(ROUNDS):
            for name in names:
                taken[name].append(_read(name, base, authority))
        for name, beside in names.items():
            for what, unit in UNITS.items() if beside else ():
                ours, theirs = (median(told[what] for told in taken[one]) for one in ("kiosk", name))
                yield Figure(
                    f"{name}_{what}", ABOUT[what], f"{beside}, its own objects", ours, theirs, unit=unit
                )
