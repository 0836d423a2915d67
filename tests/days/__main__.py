"""`python -m tests.days NAME…` (none: all): writes what the glass shows at the looks of a day, to be checked by hand."""

from __future__ import annotations

import sys

from tests.days.chain import Printed, facts
from tests.days.written import FOLDER, SUFFIX, names, read, write


def main() -> int:
    for name in sys.argv[1:] or names():
        day = read(name)
        known, printed = facts(day), Printed()
        looks = [
            "\n".join([write(now), *(f"  {line}" for line in printed.look(known, now))])
            for now, _ in day.looks
        ]
        (FOLDER / f"{name}{SUFFIX}").write_text(day.head + "\n\n".join(looks) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
