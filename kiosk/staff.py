"""The command `kiosk staff`: sets this display's own PIN, and unlocks it after too many wrong ones."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from kiosk.device.staff_file import NotAPin, set_pin, unlock
from kiosk.outcome import failed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "The staff PIN of one display. Never give two displays the same."
    what = parser.add_subparsers(metavar="WHAT", required=True, dest="what")
    pin = what.add_parser("pin", help="set the PIN: six digits, typed or on stdin, never as an argument")
    freed = what.add_parser("unlock", help="forget the wrong tries, also where the PIN was switched off")
    for parser_of_one in (pin, freed):
        parser_of_one.add_argument(
            "--data-dir", type=Path, required=True, metavar="DIR", help="the display's data directory"
        )


def run(args: argparse.Namespace) -> int:
    try:
        return _set(args.data_dir) if args.what == "pin" else _unlock(args.data_dir)
    except OSError as refused:
        return failed(f"{args.data_dir} cannot be written: {refused.strerror}. Nothing was changed.")


def _set(folder: Path) -> int:
    typed = getpass.getpass("New PIN, six digits: ") if sys.stdin.isatty() else sys.stdin.readline(64)
    try:
        set_pin(folder, typed.strip())
    except NotAPin:
        return failed("A PIN is six digits, 0 to 9. Nothing was changed.")
    print("The PIN is set, and it is not locked.")  # noqa: T201 - a command prints
    return 0


def _unlock(folder: Path) -> int:
    if not unlock(folder):
        return failed(f"This display has no PIN. Set one with: kiosk staff pin --data-dir {folder}")
    print("The PIN may be tried again.")  # noqa: T201 - a command prints
    return 0
