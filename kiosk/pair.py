"""The command `kiosk pair`: connects a display to a room, from a computer in its network, with the code on its glass."""

from __future__ import annotations

import argparse
import csv
import getpass
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.outcome import failed

if TYPE_CHECKING:
    from kiosk.pairing.bundle import Bundle


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Connects a new display to a room. Stand where you can read its glass: the code there is asked for, and never "
        "sent. Nobody who listens, and nobody in between, learns anything from it."
    )
    parser.add_argument("--address", metavar="HOST[:PORT]", help="as the display's glass shows it")
    parser.add_argument(
        "--find", action="store_true", help="list the displays in this network that belong to no room yet"
    )
    parser.add_argument("--config", type=Path, metavar="FILE",
                        help="kiosk.toml of your organisation: what the display is handed over, with the files that it names")  # fmt: skip
    parser.add_argument(
        "--room", metavar="MAILBOX", help="the room that the display is to show; default: the file's"
    )
    parser.add_argument(
        "--choose", action="store_true",
        help="list the tenant's rooms to choose from; done anyway at a terminal where neither --room nor the file names one",
    )  # fmt: skip
    parser.add_argument("--file", type=Path, metavar="CSV",
                        help="many displays, one after the other: lines of address,room under a first line with these words")  # fmt: skip
    parser.add_argument(
        "--outside",
        metavar="MAILBOX",
        help="a mailbox that must be closed to the display, somebody's: tried too",
    )
    parser.add_argument("--hub", action="store_true",
                        help="into the fleet of the hub at which you logged in (kiosk fleet login); see --site and --name")  # fmt: skip
    parser.add_argument("--site", default="", metavar="SITE", help="with --hub: where the display stands")
    parser.add_argument(
        "--name", default="", metavar="NAME", help="with --hub: its name; default: of the room's address"
    )
    parser.add_argument(
        "--no-test-booking", action="store_true", help="make no test booking of three minutes in the room"
    )


def run(args: argparse.Namespace) -> int:
    """0: each display shows its room. 1: one does not, and why was printed."""
    from kiosk.admin import register, ring  # noqa: PLC0415 - the same
    from kiosk.clock import Clock  # noqa: PLC0415 - the same
    from kiosk.config.problems import ConfigProblem  # noqa: PLC0415 - the other commands need not wait for it
    from kiosk.pairing.admin import Failed, pair  # noqa: PLC0415 - the same
    from kiosk.pairing.identity import id_of  # noqa: PLC0415 - the same
    from kiosk.pairing_files import Many, bundle_of, rooms_of  # noqa: PLC0415 - the same

    if args.find:
        return _find()
    if args.config is None:
        return failed("Say what to hand over: --config, the kiosk.toml of your organisation.", 2)
    home = ring.folder()
    try:
        trust = ring.ring(home, Clock().now()).handed_over()
        wanted = (
            rooms_of(args.file)
            if args.file
            else [Many(args.address or _asked("Address on the display: "), args.room or _chosen(args))]
        )
        bundles = [
            bundle_of(
                args.config,
                one.room,
                book=not args.no_test_booking,
                outside=args.outside,
                trust=trust,
                hub=args.hub,
            )
            for one in wanted
        ]
    except ConfigProblem as problem:
        return failed("\n".join(problem.lines))
    except ring.RingUnusable as unusable:
        return failed(str(unusable))
    except (OSError, csv.Error) as refused:
        return failed(f"{args.file or args.config} cannot be read: {refused}")
    joined = _into_fleet(args) if args.hub else lambda handed, _: handed
    wrong = 0
    for one, bundle in zip(wanted, bundles, strict=True):
        try:
            code = _secret(f"Code on the display at {one.address}: ")
            pin = _secret("Staff PIN for this display, six digits (empty: none): ")
            handed = bundle(pin or None)
            key = pair(one.address, code, partial(joined, handed), say=_say)
            if not args.hub:  # a fleet's displays are known to its hub
                known = register.known_as(id_of(key), one.address, handed.config)
                register.keep(home, register.noted(register.displays(home), known))
        except (register.Unknown, OSError) as refused:
            wrong += 1
            sys.stderr.write(f"{one.address} is connected, but cannot be remembered here: {refused}\n")
        except Failed as why:
            wrong += 1
            sys.stderr.write(f"{one.address}: {why}\n")
    return 1 if wrong else 0


def _find() -> int:
    """0: there is one. 1: nobody says so by mDNS."""
    from kiosk.admin.found import look  # noqa: PLC0415 - needed only by who looks
    from kiosk.announced import UNPAIRED  # noqa: PLC0415 - the same

    found = [one for one in look().values() if one.state == UNPAIRED]
    for one in sorted(found, key=lambda one: one.id):
        _say(f"{one.id[:7]}…{one.id[-4:]}  {one.address}")
    return (
        0
        if found
        else failed("No new display says that it is here. Read the address on its glass: --address.")
    )


def _into_fleet(args: argparse.Namespace) -> Callable[[Bundle, bytes], Bundle]:
    """What a display is handed over besides, once its key is known: the fleet vouches for it."""
    from kiosk.fleet_line import NotAsked  # noqa: PLC0415 - needed only where there is a fleet
    from kiosk.pairing.admin import Failed  # noqa: PLC0415 - the same
    from kiosk.pairing_files import joining  # noqa: PLC0415 - the same

    def joined(handed: Bundle, key: bytes) -> Bundle:
        try:
            return joining(handed, key, site=args.site, name=args.name)
        except NotAsked as why:
            raise Failed(f"The hub does not take it in. {why}") from None

    return joined


def _chosen(args: argparse.Namespace) -> str | None:
    """The room that the admin picks from the tenant's; None: the file's. Raises `ConfigProblem` and `OSError`."""
    import asyncio  # noqa: PLC0415 - needed only where there is something to choose

    from kiosk import choosing  # noqa: PLC0415 - the same
    from kiosk.clock import Clock  # noqa: PLC0415 - the same
    from kiosk.config.load import load  # noqa: PLC0415 - the same
    from kiosk.config.problems import ConfigProblem  # noqa: PLC0415 - the same

    config = load(args.config)
    if not args.choose and (config.room.mailbox or not sys.stdin.isatty()):
        return None
    try:
        rooms = asyncio.run(choosing.rooms_of(config, Clock()))
    except choosing.NotListed as why:
        rooms = ()
        _say(choosing.UNTOLD.format(why))
    for line in choosing.lines(rooms):
        _say(line)
    room = choosing.chosen(rooms, _asked, _say)
    if room is None:
        raise ConfigProblem(["No room was chosen, and nothing was handed over."])
    return room


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _asked(prompt: str) -> str:
    return (input(prompt) if sys.stdin.isatty() else sys.stdin.readline(256)).strip()


def _secret(prompt: str) -> str:
    """Typed without being shown, or a line on stdin; never an argument, which others on this computer could read."""
    return (getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline(64)).strip()
