"""The commands `kiosk status` and `kiosk sync`: they ask the running display through its local door."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import wait
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.device.door import LOCK, NobodyHome, ask
from kiosk.outcome import failed
from kiosk.workers import Workers

PATIENCE_STATUS = 5.0
PATIENCE_SYNC = 3900.0
"""A running Retry-After is waited for; it is cut at an hour."""
PROGRESS_EVERY = 1.0
MOST_AT_ONCE = 16
"""Displays that are asked at a time."""


def add_status_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "What the running display knows and shows."
    _folder(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object, times in UTC")


def add_sync_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Reads the calendar now and waits for the answer. Ends any pause between tries but one that Exchange asked for."
        " With several displays: all at the same time, and a line for each."
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--data-dir",
        type=Path,
        nargs="+",
        action="extend",
        metavar="DIR",
        help="the data directories of one display or more",
    )
    which.add_argument(
        "--all",
        type=Path,
        metavar="DIR",
        help="every display of this machine whose data directory lies in DIR",
    )


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir", type=Path, required=True, metavar="DIR", help="the display's data directory"
    )


def status(args: argparse.Namespace) -> int:
    try:
        told = ask(args.data_dir, "status", PATIENCE_STATUS)
    except NobodyHome:
        return failed(_nobody(args.data_dir))
    print(json.dumps(told) if args.json else _in_words(told))  # noqa: T201 - a command prints
    return 0


def sync(args: argparse.Namespace) -> int:
    folders = args.data_dir or _displays(args.all)
    if not folders:
        return failed(f"There is no display's data directory in {args.all}.")
    visitors = Workers(min(len(folders), MOST_AT_ONCE), "visitor")
    alone = len(folders) == 1
    under_way = {folder: visitors.submit(_synced, folder) for folder in folders}
    last: dict[Path, int] = {}
    while wait(under_way.values(), timeout=PROGRESS_EVERY).not_done:
        for folder in [one for one, answer in under_way.items() if not answer.done()]:
            loaded = _loaded(folder)
            if loaded is not None and loaded != last.get(folder):
                last[folder] = loaded
                first = f"{_named(folder, alone=alone)}The first sync: {loaded} bookings loaded so far."
                print(first, file=sys.stderr)  # noqa: T201 - a command prints
    return max([_report(folder, answer.result(), alone=alone) for folder, answer in under_way.items()])


def _loaded(folder: Path) -> int | None:
    """How many events of its first read a display has; None: it is not in the midst of that."""
    with suppress(NobodyHome):
        exchange = ask(folder, "status", PATIENCE_STATUS).get("exchange")
        loaded = exchange.get("loaded") if isinstance(exchange, dict) else None
        return loaded if isinstance(loaded, int) else None
    return None


def _named(folder: Path, *, alone: bool) -> str:
    return "" if alone else f"{folder}: "


def _displays(folder: Path) -> list[Path]:
    """The data directories that lie in `folder`: a display has left its lock in each."""
    return sorted(lock.parent for lock in folder.glob(f"*/{LOCK}"))


def _report(folder: Path, why: str, *, alone: bool) -> int:
    """Whether it went well, for its exit code; of several each is named."""
    name = _named(folder, alone=alone)
    if why:
        return failed(f"{name}{why}")
    print(f"{name}Exchange answered. The display is up to date.")  # noqa: T201 - a command prints
    return 0


def _synced(folder: Path) -> str:
    """Why it did not go well; "": it did."""
    try:
        told = ask(folder, "sync", PATIENCE_SYNC)
    except NobodyHome:
        return _nobody(folder)
    if told.get("synced"):
        return ""
    state = told.get("status")
    exchange = state.get("exchange") if isinstance(state, dict) else None
    problem = exchange.get("problem") if isinstance(exchange, dict) else None
    why = told.get("why") or f"Exchange did not answer well ({problem})."
    return f"{why} `kiosk doctor` says what to do."


def _nobody(folder: Path) -> str:
    return f"No display is running on {folder}. Start one with: kiosk run --config FILE --data-dir {folder}"


def _in_words(told: dict[str, object]) -> str:
    room, exchange = told.get("room"), told.get("exchange")
    name = room.get("name") if isinstance(room, dict) else "no room yet"
    lines = [f"{name}: {told.get('state')}{_until(told.get('until'))}"]
    current = told.get("current")
    if isinstance(current, dict):
        lines.append(f"  now: {current.get('subject')}{_until(current.get('end'))}")
    if isinstance(exchange, dict):
        problem = exchange.get("problem")
        lines.append(f"  Exchange: {_heard(exchange)}" + (f", problem {problem}" if problem else ""))
    disk = told.get("disk")
    if isinstance(disk, dict) and not disk.get("writable", True):
        lines.append(f"  data directory: cannot be written ({disk.get('problem')}); no booking is taken")
    update = told.get("update")
    if isinstance(update, dict) and update.get("state") not in (None, "current"):
        parts = [str(part) for part in (update["state"], update.get("version"), update.get("why")) if part]
        lines.append(f"  update: {', '.join(parts)}")
    warnings = told.get("warnings")
    lines += [
        f"  warning: the {str(one['what']).replace('_', ' ')} ends on {str(one['ends'])[:10]} ({one['days_left']} days left)"
        for one in (warnings if isinstance(warnings, list) else [])
    ]
    outbox = told.get("outbox")
    lines += [
        f"  waiting: {command['kind']} {command['state']}, {command['attempts']} tries"
        for command in (outbox if isinstance(outbox, list) else [])
    ]
    return "\n".join(lines)


def _heard(exchange: dict[str, object]) -> str:
    if exchange.get("age_seconds") is not None:
        return f"heard {exchange['age_seconds']} s ago"
    if exchange.get("loaded") is not None:
        return f"the first sync, {exchange['loaded']} bookings loaded so far"
    return "never heard" if exchange.get("last_success") is None else "not heard since the machine started"


def _until(at: object) -> str:
    if not isinstance(at, str):
        return ""
    return (
        f" until {datetime.fromisoformat(at).astimezone():%a %H:%M %Z}"  # the machine's zone, not the room's
    )
