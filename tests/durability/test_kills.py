"""`kill -9` between any two statements: in the end there is exactly one booking, and nothing that was promised is forgotten."""

import json
import subprocess
import sys

import pytest

PARTS = 4


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("journey", ["booking", "hold", "change"])
def test_killed_at_any_statement_a_journey_ends_as_it_should(journey: str, part: int) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.durability.journeys", journey, str(part), str(PARTS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    found = json.loads(told.stdout)
    assert found["faults"] == {}
    assert found["boundaries"] > 100, "these were not all statements"
