"""How a command ends: one plain line on stderr where it did not work. Imports nothing, so that asking stays quick."""

from __future__ import annotations

import sys


def failed(line: str) -> int:
    """Exit code 1 and the line that says what happened and what to do."""
    print(line, file=sys.stderr)  # noqa: T201 - a command prints
    return 1
