"""What is said of an audit that could not be made: it is no audit that was passed, and none that was failed."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
import supply


@pytest.mark.parametrize(
    ("said", "unheard"),
    [
        (
            "ERROR:pip_audit._cli:anyio: Dependency not found on PyPI and could not be audited: anyio (4.9.0)",
            True,
        ),
        ("requests.exceptions.ConnectionError: Max retries exceeded with url: /v1/query", True),
        ("Found 1 known vulnerability in 1 package\njinja2 2.4.1 PYSEC-2014-8 2.7.2", False),
        ("No known vulnerabilities found", False),
    ],
)
def test_advisories_that_are_not_to_be_had_are_told_from_weaknesses(said: str, unheard: bool) -> None:
    assert supply.unheard(said) is unheard
