"""`python -m tests.faces NAME…` (none: all): writes what the glass shows now, to be reviewed and committed."""

from __future__ import annotations

import sys

from tests.faces.pairs import FACE, FOLDER, names, shown


def main() -> int:
    for name in sys.argv[1:] or names():
        path = FOLDER / f"{name}{FACE}"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        now = shown(name)
        if now != before:
            path.write_text(now, encoding="utf-8")
            sys.stdout.write(f"{path.name}: {'changed' if before else 'new'}, please review it\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
