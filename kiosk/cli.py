"""The command `kiosk`: finds the module of a subcommand, which is imported only when it is meant."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk import __version__


@dataclass(frozen=True, slots=True)
class Command:
    about: str
    module: str
    arguments: str = "add_arguments"
    run: str = "run"


COMMANDS = {
    "demo": Command("a display on a sandbox tenant; nothing to configure", "kiosk.demo"),
    "run": Command("the display", "kiosk.run"),
    "status": Command(
        "what the running display knows and shows", "kiosk.ask", "add_status_arguments", "status"
    ),
    "sync": Command("read the calendar now", "kiosk.ask", "add_sync_arguments", "sync"),
    "pair": Command("connect a new display to a room, with the code on its glass", "kiosk.pair"),
    "push": Command("send a configuration to displays that were paired from this computer", "kiosk.push"),
    "fleet": Command(
        "look at the displays of a fleet and say what they shall be, through its hub", "kiosk.fleet"
    ),
    "hub": Command("run a fleet's hub and its broker", "kiosk.hub.command"),
    "staff": Command("a display's staff PIN, another room for it, or none", "kiosk.staff"),
    "doctor": Command("try every permission and setting, and print each remedy", "kiosk.doctor.command"),
    "tenant": Command(
        "what an admin runs to set up a tenant for displays, and whether it holds", "kiosk.doctor.tenant"
    ),
    "sandbox": Command("Exchange Online in a box, for trying and testing", "kiosk.sandbox.command"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: done; 1: it did not work, one plain line says why; 2: wrong usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words and words[0] in COMMANDS else None
    parser = argparse.ArgumentParser(
        prog="kiosk", description="The display beside the meeting-room door. Try it with: kiosk demo"
    )
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for known, command in COMMANDS.items():
        added = subparsers.add_parser(known, help=command.about)
        if known == name:
            module = importlib.import_module(command.module)
            getattr(module, command.arguments)(added)
            added.set_defaults(run_command=getattr(module, command.run))
    args = parser.parse_args(words)
    try:
        return int(args.run_command(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
