"""The command line of `kiosk doctor`: its arguments, its output, its exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.doctor.check import Check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Tries every permission and setting that the display needs, against the real tenant, and says how to "
        "mend each thing that is wrong. Books, changes and deletes nothing, unless --book asks for it."
    )
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="the display's kiosk.toml")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="the display's, to look at what was pushed to it as well"
    )
    add_asked(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object instead of a list to read")
    form.add_argument(
        "--live",
        action="store_true",
        help="verify the room step by step, each a line of JSON as soon as it is known",
    )


def add_asked(parser: argparse.ArgumentParser) -> None:
    """What an admin may ask for beyond reading."""
    parser.add_argument(
        "--book",
        action="store_true",
        help="also make a test booking of three minutes in the coming week, and remove it",
    )
    parser.add_argument(
        "--outside",
        metavar="MAILBOX",
        help="a mailbox that must be closed to the displays, somebody's: tries whether it is",
    )


def run(args: argparse.Namespace) -> int:
    """0: all is well. 1: something is wrong, and how to mend it was printed."""
    import asyncio  # noqa: PLC0415 - the other commands need not wait for what only this one uses

    from kiosk.clock import Clock  # noqa: PLC0415 - the same
    from kiosk.doctor.examine import examine  # noqa: PLC0415 - the same
    from kiosk.doctor.verify import Asked  # noqa: PLC0415 - the same

    if args.live:
        return asyncio.run(_live(args))
    checks = asyncio.run(examine(args.config, Clock(), Asked(args.book, args.outside), args.data_dir))
    sys.stdout.write((as_json(checks) if args.json else as_text(checks)) + "\n")
    wrong = sum(not check.ok for check in checks)
    if wrong:
        first = next(check for check in checks if not check.ok)
        things = "1 thing is" if wrong == 1 else f"{wrong} things are"
        sys.stderr.write(f"kiosk doctor: {things} wrong. First: {first.what}\n")
    return 1 if wrong else 0


async def _live(args: argparse.Namespace) -> int:
    from kiosk.clock import Clock  # noqa: PLC0415 - only here
    from kiosk.doctor.live import lines  # noqa: PLC0415 - the same
    from kiosk.doctor.verify import Asked  # noqa: PLC0415 - the same

    well = True
    async for line in lines(args.config, Clock(), Asked(args.book, args.outside), args.data_dir):
        well = well and line.get("ok") is not False
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0 if well else 1


def as_json(checks: Sequence[Check]) -> str:
    return json.dumps(
        {
            "ok": all(check.ok for check in checks),
            "checks": [as_object(check) for check in checks],
        },
        ensure_ascii=False,
    )


def as_object(check: Check) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": check.id,
        "ok": check.ok,
        "what": check.what,
        "remedy": check.remedy or None,
    }
    if check.told is not None:
        shown |= {"title": check.told.title, "who": check.told.who or None, "details": check.told.details}
    return shown


def as_text(checks: Sequence[Check]) -> str:
    width = max(len(check.id) for check in checks)
    lines: list[str] = []
    for check in checks:
        lines.append(f"{check.verdict.value:<5}  {check.id:<{width}}  {check.what}")
        lines += [f"{'':<{7 + width}}  {line}" for line in check.remedy.splitlines()]
        if check.told is not None and check.told.details:
            details = ", ".join(check.told.details.splitlines())
            lines.append(f"{'':<{7 + width}}  For a support case: {details}")
    return "\n".join(lines)
