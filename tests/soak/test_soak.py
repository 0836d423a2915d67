"""Twenty seconds of a busy door: what a display holds at the end is what it held when it had begun."""

import json
import subprocess
import sys
from pathlib import Path

from tests.soak.growth import Counted, too_much

PROJECT = Path(__file__).parents[2]


def test_most_of_an_hour_at_a_busy_door_leaves_nothing_behind() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--minutes", "0.3", "--factor", "144", "--json"],
        cwd=PROJECT, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout)
    assert told["taps"] > 10, "nobody came"
    assert told["faces"] > 20, "nothing happened"
    assert too_much([Counted(**one) for one in told["counts"]], memory=False) == []
