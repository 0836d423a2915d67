"""Private copies of the tree, and what the tests say in them. The work tree itself is only read."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import PROJECT, Mutant

LEFT_OUT = ("__pycache__", "build", "dist", "*.egg-info", ".*")
"""Not copied: made things, and all that begins with a dot; the Python environment is joined by a link."""
PATIENCE = 600
"""Seconds for the tests of one fault; a test by itself has pytest's own time limit."""
FAILED = 1
"""pytest's exit code where tests ran and one of them failed. Any other says that they could not run."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a run of pytest ended."""

    code: int
    failed: tuple[str, ...]
    """Names of the tests that failed."""
    words: str


def copy_to(tree: Path) -> None:
    shutil.copytree(PROJECT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (tree / ".venv").symlink_to(PROJECT / ".venv")


def ask(tree: Path, tests: Iterable[str]) -> Said:
    """Runs tests (below tests/) in a copy until the first of them fails."""
    asked = [f"tests/{name}" for name in tests]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-rfE",
        "--tb=short",
        "-p",
        "no:cacheprovider",
        *asked,
    ]
    # No compiled files: one that is as long and as old as the planted one would be run in its place.
    world = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=tree, env=world, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Said(-1, (), f"no answer within {PATIENCE} s")
    words = ran.stdout + ran.stderr
    return Said(
        ran.returncode,
        tuple(re.findall(r"^(?:FAILED|ERROR) tests/(.+?)(?: - .*)?$", words, re.MULTILINE)),
        words,
    )


def ask_with(mutant: Mutant, tree: Path) -> Said:
    """What the tests say to one fault. The copy is as before afterwards. Raises `DoesNotApply`."""
    path = mutant.path(tree)
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.planted_in(text), encoding="utf-8")
    try:
        return ask(tree, mutant.caught_by)
    finally:
        path.write_text(text, encoding="utf-8")
