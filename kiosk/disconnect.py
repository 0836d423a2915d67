"""The command `kiosk staff disconnect`: takes a display away from its room, and waits until all that it kept is removed."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from kiosk import remains
from kiosk.device.door import LOCK, Door, NobodyHome, Occupied, ask
from kiosk.outcome import failed
from kiosk.pairing.kept import is_leaving

CANCEL, LEAVE = "cancel", "leave"
PATIENCE_COUNT = 5.0
PATIENCE = 150.0
"""Seconds: Exchange has 90 of them (kiosk/leaving.py)."""
REMOVED_WITHIN, LOOK_EVERY = 30.0, 0.1
"""Seconds for the display to begin anew and remove, and between two looks whether it has."""
USAGE = 2
WHICH = (
    "Say what becomes of the bookings made at this display that are still to come:"
    " --cancel takes them back in Exchange, --leave leaves them there."
)
DONE = {
    "cancelled": ("{} booking was cancelled in Exchange.", "{} bookings were cancelled in Exchange."),
    "stay": ("{} booking stays in Exchange.", "{} bookings stay in Exchange."),
    "unsent": (
        "{} booking was never sent, and will not be.",
        "{} bookings were never sent, and will not be.",
    ),
    "unsure": (
        "{} booking was sent or withdrawn without an answer: look in the room's calendar whether it stands.",
        "{} bookings were sent or withdrawn without an answer: look in the room's calendar whether they stand.",
    ),
    "reports": (
        "{} report to facilities had not left, and is gone.",
        "{} reports to facilities had not left, and are gone.",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Takes the display away from its room: its bookings are settled, and the calendar, promises, keys,"
        " configuration and PIN that it keeps are removed. It shows a pairing code then."
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--cancel", dest="how", action="store_const", const=CANCEL,
        help="first take back in Exchange what was booked here and is still to come",
    )  # fmt: skip
    how.add_argument(
        "--leave", dest="how", action="store_const", const=LEAVE,
        help="leave in Exchange what was booked here; what was never sent is not sent",
    )  # fmt: skip


def run(folder: Path, how: str | None) -> int:
    """Raises OSError: the data directory cannot be used."""
    if not (folder / LOCK).exists():  # nobody's folder is cleared by a slip of the hand
        return failed(f"No display has ever run on {folder}.")
    if how is None and not sys.stdin.isatty():
        print(WHICH, file=sys.stderr)  # noqa: T201 - a command prints
        return USAGE
    try:
        how = how or _asked(_to_come(folder))
        return _at_rest(folder) if how is None else _disconnect(folder, how)
    except Occupied:
        return failed(f"The display on {folder} does not answer. End it, and run this again with --leave.")
    except remains.NotRemoved as refused:
        return failed(str(refused))


def _disconnect(folder: Path, how: str) -> int:
    try:
        told = ask(folder, f"disconnect {how}", PATIENCE)
    except NobodyHome:
        return _without_display(folder, how)
    if not told.get("left"):
        return failed(str(told.get("why") or told.get("error")))
    _removed(folder)
    for what, (one, more) in DONE.items():
        number = told.get(what)
        if isinstance(number, int) and number:
            _say((one if number == 1 else more).format(number))
    if told.get("by_file"):
        return _goodbye(
            folder,
            "The display has ended. Its --config file still names the room, and what that file names is still there:"
            " take the room out of it before the display is started again, or it shows that room again.",
        )
    return _goodbye(folder, "The display has no room any more, and shows a pairing code.")


def _without_display(folder: Path, how: str) -> int:
    """Nobody can ask Exchange."""
    own = Door(folder)
    try:
        if how == CANCEL and not is_leaving(folder):
            return failed(
                f"No display is running on {folder}, so its bookings cannot be cancelled. Start it and run this again, or"
                " use --leave. Nothing was removed."
            )
        remains.remove(folder)
    finally:
        own.close()
    return _goodbye(
        folder,
        "The display has no room any more, and shows a pairing code with its next start. If it follows a --config file"
        " that names the room, take it out there.",
    )


def _removed(folder: Path) -> None:
    """Waits until the display has begun anew without its room; one that cannot is helped.

    Raises:
        Occupied: it is still at it.
        remains.NotRemoved: see there.
    """
    for _ in range(int(REMOVED_WITHIN / LOOK_EVERY)):
        if not is_leaving(folder):
            return
        time.sleep(LOOK_EVERY)
    remains.finish(folder)


def _goodbye(folder: Path, last: str) -> int:
    _say(last)
    _say(
        f"What it kept is removed from {folder}. A disk may hold traces of removed files: see docs/guides/pairing.md."
    )
    left = remains.strangers(folder)
    if left:
        _say(f"Left there, because the display did not make it: {', '.join(left)}")
    return 0


def _to_come(folder: Path) -> int | None:
    """How many bookings of ours are still to come; None: nobody can tell."""
    try:
        told = ask(folder, "bookings", PATIENCE_COUNT).get("to_come")
    except NobodyHome:
        return _promised(folder)
    return told if isinstance(told, int) else None


def _promised(folder: Path) -> int | None:
    """From the outbox of a display that does not run. Raises `Occupied`."""
    from kiosk.clock import Clock  # noqa: PLC0415 - asking a display that runs needs none of it
    from kiosk.room.model import Facts  # noqa: PLC0415 - the same
    from kiosk.room.parting import to_take_back  # noqa: PLC0415 - the same
    from kiosk.sync.store import REFUSALS, Store  # noqa: PLC0415 - the same

    own = Door(folder)
    try:
        store = Store(folder)
        try:
            return len(to_take_back(Facts(promises=store.promises()), Clock().now()))
        finally:
            store.close()
    except REFUSALS:
        return None
    finally:
        own.close()


def _asked(number: int | None) -> str | None:
    many = "is not known" if number is None else f"is {number}"
    _say(f"The number of bookings that were made at this display and are still to come {many}.")
    typed = input("Cancel them in Exchange, or leave them there? cancel / leave, anything else ends: ")
    return {"cancel": CANCEL, "leave": LEAVE}.get(typed.strip().lower())


def _at_rest(folder: Path) -> int:
    return failed(f"Nothing was changed on {folder}.")


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command prints
