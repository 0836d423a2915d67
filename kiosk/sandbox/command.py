"""The command `kiosk sandbox`: its arguments, and running until a signal ends it."""

import argparse
import asyncio
import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.sandbox.act import act
from kiosk.sandbox.act_arguments import add_act
from kiosk.sandbox.model import switches as switch_values
from kiosk.sandbox.model.switches import Switches

if TYPE_CHECKING:
    from kiosk.sandbox.tenant.company import Company

_ABOUT = """\
Exchange Online in a box: Entra, Graph v1.0 and the resource booking attendant over HTTPS, for one tenant.
Writes DIR/ca.pem, DIR/kiosk.toml (ready for the first room) and DIR/secret, then prints one line of JSON.
The authority and the secret in DIR are used again at the next start, so displays keep trusting it; the
calendars begin anew: what happened in the tenant does not survive a restart.
"""
_TENANT_FILE = """\
a tenant file (TOML or JSON) says:
  name, domain, time_zone, system_user (a mailbox), permissions = [...], scope = "rooms" or "all"
  [[rooms]]      mailbox, name, time_zone, building, floor, floor_label, capacity, audio, video, display,
                 tags, accessible, work_start, work_end, settings = {RemoveCanceledMeetings = true, ...}
  [[people]]     mailbox, name, title, time_zone
  [[room_lists]] mailbox, name, rooms = [mailbox, ...]
  [[events]]     organizer, room, subject, start (ISO, or "+30" minutes from now), minutes, attendees,
                 sensitivity, show_as, all_day, repeats (daily, weekly), times; without organizer: direct
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = _ABOUT
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        _TENANT_FILE
        + "\nswitches (--switch NAME=VALUE):\n"
        + "\n".join(f"  {name} [{default}]  {about}" for name, default, about in switch_values.described())
    )
    parser.add_argument("--dir", type=Path, help="where certificates, kiosk.toml and secret are kept")
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="port to listen on; 0 takes a free one"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument(
        "--control-port",
        type=_port,
        default=0,
        metavar="N",
        help="port of the control surface (loopback only)",
    )
    parser.add_argument("--tenant", type=Path, metavar="FILE", help="another tenant than Contoso; see below")
    parser.add_argument("--life", action="store_true", help="a lived-in day, and people who move")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same life")
    parser.add_argument(
        "--time-zone",
        default="W. Europe Standard Time",
        metavar="ZONE",
        help="zone of all mailboxes (Windows or IANA)",
    )
    parser.add_argument(
        "--certificate", type=Path, action="append", default=[], metavar="PEM",
        help="a certificate the application may sign in with, besides its secret",
    )  # fmt: skip
    parser.add_argument(
        "--notification-ca", type=Path, action="append", default=[], metavar="PEM",
        help="another authority to trust when notifying subscribers",
    )  # fmt: skip
    parser.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help="see below")
    words = parser.add_subparsers(dest="act", metavar="act", help="tell a running sandbox what happens next")
    add_act(words.add_parser("act", help="book, move, cancel, decline, fault, clock … in a running sandbox"))


def run(args: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT: 0; 1 with one plain line when it cannot."""
    if args.act:
        return act(args)
    if args.dir is None:
        return _failed("say where to keep its files: kiosk sandbox --dir DIR", 2)
    try:
        switches = _switches(args.switch)
    except ValueError as wrong:
        return _failed(str(wrong), 2)
    return asyncio.run(_serve(args, switches))


async def _serve(args: argparse.Namespace, switches: Switches) -> int:
    from kiosk.sandbox.running import Plan, Running  # noqa: PLC0415 - `--help` need not load a server

    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        running = Running(
            Plan(
                args.dir,
                _company(args),
                args.host,
                args.port,
                args.control_port,
                args.life,
                args.seed,
                switches,
                args.notification_ca,
            )
        )
        running.trust(args.certificate)
        facts = await running.start()
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        return _failed(f"cannot listen on {args.host} port {args.port} or write to {args.dir}: {reason}")
    except ValueError as wrong:
        return _failed(str(wrong))
    print(json.dumps(facts), flush=True)
    await ended.wait()
    await running.stop()
    return 0


def _company(args: argparse.Namespace) -> "Company":
    from kiosk.sandbox.model.zones import windows_name, zone  # noqa: PLC0415 - `--help` need not know zones
    from kiosk.sandbox.tenant import office  # noqa: PLC0415 - the same

    if zone(args.time_zone) is None:
        msg = f"no time zone is called {args.time_zone}"
        raise ValueError(msg)
    if args.tenant is None:
        return office.contoso(windows_name(args.time_zone))
    from kiosk.sandbox.tenant import tenant_file  # noqa: PLC0415 - pydantic only when there is a file

    return tenant_file.load(args.tenant, args.time_zone)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _switches(wanted: list[str]) -> Switches:
    found: dict[str, Any] = {}
    for one in wanted:
        name, _, value = one.partition("=")
        found[name] = switch_values.parse(name, value)
    return replace(Switches(), **found)


def _failed(words: str, code: int = 1) -> int:
    print(f"kiosk sandbox: {words}", file=sys.stderr)
    return code
