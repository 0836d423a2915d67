"""What the process holds after a long time at the door (tests/soak, in a hurry), beside what it held in the morning."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure

MINUTES, FACTOR = 0.7, 1440
"""Of the machine, and how many minutes at the door each of them is."""


def figure() -> Figure:
    command = [
        sys.executable,
        "-m",
        "tests.soak",
        "--minutes",
        str(MINUTES),
        "--factor",
        str(FACTOR),
        "--json",
    ]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=180, cwd=Path(__file__).parents[2]
    )
    told = json.loads(done.stdout.splitlines()[-1])
    first, last = told["counts"][0], told["counts"][-1]
    return Figure(
        "resident_after_soak",
        f"resident set after {MINUTES * FACTOR / 60:.0f} hours at the door in a hurry, {told['taps']} taps, {told['faces']} pictures",
        "the same process after the first tenth of that", last["resident"] / 2**20, first["resident"] / 2**20, 1, "MB",
    )  # fmt: skip
