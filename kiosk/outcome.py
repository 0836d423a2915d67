"""How a command ends: one plain line on stderr where it did not work. Imports nothing, so that asking stays quick."""

from __future__ import annotations

import sys


def failed(line: str, code: int = 1) -> int:
    """The exit code, and the line that says what happened and what to do. 2: wrong usage."""
    print(line, file=sys.stderr)  # noqa: T201 - a command prints
    return code
