"""The command `kiosk staff`: the display's own PIN and its log, another room for it, or none (disconnect.py); files sealed for it (sealing.py)."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from kiosk import disconnect
from kiosk.device.door import NobodyHome, ask
from kiosk.device.staff_file import NotAPin, set_pin, unlock
from kiosk.outcome import failed
from kiosk.pairing.kept import config_of, leave_open
from kiosk.sealing import seal

PATIENCE = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "What staff do to one display, on its own machine. Never give two displays the same PIN."
    )
    what = parser.add_subparsers(metavar="WHAT", required=True, dest="what")
    pin = what.add_parser("pin", help="set the PIN: six digits, typed or on stdin, never as an argument")
    freed = what.add_parser("unlock", help="forget the wrong tries, also where the PIN was switched off")
    moved = what.add_parser("move", help="show a pairing code: the display can be connected to another room")
    gone = what.add_parser("disconnect", help="take the display away from its room, and remove what it keeps")
    disconnect.add_arguments(gone)
    logged = what.add_parser(
        "log", help="what the running display wrote down and knows, without personal data, on stdout"
    )
    for parser_of_one in (pin, freed, moved, gone, logged):
        parser_of_one.add_argument(
            "--data-dir", type=Path, required=True, metavar="DIR", help="the display's data directory"
        )

    sealed = what.add_parser(
        "seal", help="encrypt a file that holds a secret for this machine (systemd-creds)"
    )
    sealed.add_argument(
        "file", type=Path, metavar="FILE", help="the certificate with its key, a secret, a chip's PIN"
    )
    sealed.add_argument(
        "--to", type=Path, metavar="FILE", help="default: /etc/credstore.encrypted/, under its own name"
    )
    sealed.add_argument(
        "--key", choices=("auto", "host", "tpm2", "host+tpm2"), default="auto",
        help="what opens it: the machine's TPM, a key of root's on the same disk, or both; auto: what there is",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    if args.what == "seal":
        return seal(args.file, args.to, args.key)
    try:
        if args.what == "disconnect":
            return disconnect.run(args.data_dir, args.how)
        return {"pin": _set, "unlock": _unlock, "move": _move, "log": _log}[args.what](args.data_dir)
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


def _move(folder: Path) -> int:
    """The display that runs begins anew with its code; one that does not run shows it with its next start."""
    try:
        told = ask(folder, "move", PATIENCE)
    except NobodyHome:
        if config_of(folder) is None:
            return failed(
                f"No display was paired on {folder}: it shows its pairing code anyway, or follows its --config."
            )
        leave_open(folder, wanted=True)
        print("The display shows a pairing code with its next start.")  # noqa: T201 - a command prints
        return 0
    if not told.get("moved"):
        return failed(str(told.get("why")))
    print("The display shows a pairing code. Until it is used, the glass can go back to its room.")  # noqa: T201 - a command prints
    return 0


def _log(folder: Path) -> int:
    try:
        told = ask(folder, "log", PATIENCE)
    except NobodyHome:
        return failed(
            f"No display is running on {folder}. What one wrote before is in the journal: journalctl -u kiosk"
        )
    sys.stdout.write(str(told.get("log")))
    return 0


def _unlock(folder: Path) -> int:
    if not unlock(folder):
        return failed(f"This display has no PIN. Set one with: kiosk staff pin --data-dir {folder}")
    print("The PIN may be tried again.")  # noqa: T201 - a command prints
    return 0
