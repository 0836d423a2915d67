"""python -m tests.soak [--minutes N] [--factor K] [--json]: a display lives a day in N minutes; what has grown meanwhile?

A minute of the machine is 1440 / N minutes at the door unless K says otherwise: the poll, the minute's change, office
life and days run in that hurry; HTTP, its time-outs, the disk, frames and fingers run in real time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from tests.soak.growth import line, told, too_much
from tests.soak.soak import Soak

DAY = 1440.0
KEPT = 2000
"""Characters of the display's log that are shown when it did not end well."""


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=10, metavar="N", help="of the machine; 10 without it"
    )
    parser.add_argument(
        "--factor", type=float, metavar="K", help="how many minutes at the door each of them is"
    )
    parser.add_argument("--json", action="store_true", help="all counts as one line of JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as folder:
        soak = Soak(Path(folder), args.minutes * 60, args.factor or DAY / args.minutes)
        if not args.json:
            soak.counted = lambda one: say(told(one))
        code = soak.run()
        if code != 0:
            sys.stderr.write((Path(folder) / "soak.log").read_text(encoding="utf-8")[-KEPT:])
    if args.json:
        counts = [one.plain() for one in soak.counts]
        say(json.dumps({"code": code, "taps": soak.taps, "faces": soak.faces, "counts": counts}))
        return code
    grown = too_much(soak.counts, memory=True)
    hours = args.minutes * soak.factor / 60
    for one in grown:
        say(f"grown: {one}")
    say(f"{hours:.1f} hours at the door, {soak.taps} taps, {soak.faces} pictures: {line(soak.counts)}")
    return 1 if code or grown else 0


if __name__ == "__main__":
    sys.exit(main())
