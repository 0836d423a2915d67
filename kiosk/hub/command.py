"""The command `kiosk hub`: makes a hub, runs it and its broker, and says who its admins are."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.outcome import failed

LASTS = {"facility": timedelta(hours=8)}
A_YEAR = timedelta(days=365)
LONGEST_NAME = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "A fleet's hub: who belongs to it, what each display shall be, and how that gets there. "
        "Needs the packages of requirements/hub.txt."
    )
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True, dest="verb")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=about, description=about)
        made.add_argument(
            "--dir", type=Path, metavar="DIR", default=Path("hub"), help="the hub's folder; default: ./hub"
        )
        return made

    made = verb("init", "make a hub: its keys, its authorities and its settings")
    made.add_argument("--name", required=True, metavar="NAME", help="of the fleet: small letters and digits")
    made.add_argument(
        "--url", required=True, metavar="https://HOST:PORT", help="where admins and displays find the hub"
    )
    made.add_argument(
        "--broker",
        metavar="HOST:PORT",
        help="where displays find the broker; default: the hub's host, port 8883",
    )
    made.add_argument(
        "--database", default="", metavar="URL", help="postgresql://USER@HOST/NAME; default: SQLite in DIR"
    )
    made = verb("serve", "run the hub; several may run beside each other on one PostgreSQL")
    made.add_argument(
        "--as", dest="name", default="hub", metavar="NAME", help="hub (the first), hub-2 to hub-9"
    )
    verb("broker", "run the fleet's broker, a Mosquitto with the settings that it needs")
    verb("relay", "look whether the hub can ask Exchange in its displays' stead, and what is left to do")
    made = verb("admin", "who may ask the hub")
    people = made.add_subparsers(title="people", metavar="WHAT", required=True, dest="what")
    added = people.add_parser("add", help="issue a certificate for somebody")
    added.add_argument("name", metavar="NAME")
    added.add_argument("--role", required=True, choices=("viewer", "facility", "operator", "admin"))
    added.add_argument("--site", default="", metavar="SITE", help="bound to the displays of one site")
    added.add_argument(
        "--uses", type=int, metavar="N", help="displays that they may connect; default: any number"
    )
    added.add_argument(
        "--hours", type=float, metavar="N", help="how long it counts; default: a year, for facility 8 hours"
    )
    added.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        required=True,
        help="where to write it; hand it over, then delete it",
    )
    people.add_parser("remove", help="somebody's certificate does not count any more").add_argument(
        "name", metavar="NAME"
    )
    people.add_parser("list", help="everybody")
    made = verb("audit", "print the audit trail, an entry a line, and look whether it is whole")
    made.add_argument("--check", action="store_true", help="only look whether it is whole")
    verb("backup", "write keys, settings and the whole registry into one file").add_argument(
        "file", type=Path, metavar="FILE"
    )
    verb("restore", "make a hub of a backup; DIR must not be one yet").add_argument(
        "file", type=Path, metavar="FILE"
    )


def run(args: argparse.Namespace) -> int:
    """0: done. 1: it did not work, and why was printed."""
    try:
        from kiosk.admin.ring import RingUnusable  # noqa: PLC0415 - the other commands need not wait for it
        from kiosk.hub.authority import AuthorityUnusable  # noqa: PLC0415 - the same
        from kiosk.hub.carrying import NotCarried  # noqa: PLC0415 - the same
        from kiosk.hub.registry import Taken, Unknown  # noqa: PLC0415 - the same
        from kiosk.hub.settings import SettingsWrong  # noqa: PLC0415 - the same
        from kiosk.hub.store import StoreUnusable  # noqa: PLC0415 - the same
    except ModuleNotFoundError as missing:
        return failed(f"A hub needs {missing.name}: pip install --require-hashes -r requirements/hub.txt")
    verbs: dict[str, Callable[[argparse.Namespace], int]] = {
        "init": _init, "serve": _serve, "broker": _broker, "admin": _admin, "audit": _audit, "backup": _backup,
        "restore": _restore, "relay": _relay,
    }  # fmt: skip
    try:
        return verbs[args.verb](args)
    except (
        RingUnusable,
        AuthorityUnusable,
        NotCarried,
        Taken,
        Unknown,
        SettingsWrong,
        StoreUnusable,
    ) as wrong:
        return failed(str(wrong))
    except OSError as refused:
        return failed(f"{refused.filename or args.dir} cannot be used: {refused.strerror}.")


def _init(args: argparse.Namespace) -> int:
    from pydantic import ValidationError  # noqa: PLC0415 - as above

    from kiosk.config.keep import write  # noqa: PLC0415 - the same
    from kiosk.hub import process, settings  # noqa: PLC0415 - the same

    if (args.dir / settings.NAME).exists():
        return failed(f"{args.dir} is a hub's folder already. Nothing was changed.")
    host = args.url.removeprefix("https://").rpartition(":")[0] or args.url.removeprefix("https://")
    try:
        told = settings.Settings(
            name=args.name, url=args.url.rstrip("/"), broker=args.broker or f"{host}:{settings.BROKER_PORT}",
            database=args.database,
        )  # fmt: skip
    except ValidationError as wrong:
        return failed(
            "\n".join(f"--{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()), 2
        )
    args.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(args.dir / settings.NAME, settings.written(told).encode())
    with process.base(args.dir) as base, base.store.begin() as on:
        _note(base, on, "init", {"name": told.name})
    _say(
        f"A hub for {told.name} in {args.dir}. Keep a copy of that folder: kiosk hub backup --dir {args.dir} FILE"
    )
    _say(
        f"Next: kiosk hub admin --dir {args.dir} add YOU --role admin --out you.hub, then kiosk hub broker and kiosk hub serve."
    )
    return 0


def _serve(args: argparse.Namespace) -> int:
    from kiosk.hub import process  # noqa: PLC0415 - as above

    _log()
    hub = process.Process(process.base(args.dir), args.name)
    stop = _ended()
    hub.open()
    _say(json.dumps({"url": hub.base.settings.url, "port": hub.port}))
    stop.wait()
    hub.close()
    return 0


def _broker(args: argparse.Namespace) -> int:
    from kiosk.hub import brokering, process  # noqa: PLC0415 - as above

    _log()
    with process.base(args.dir) as base:
        return brokering.run(base, _ended(), _say)


def _relay(args: argparse.Namespace) -> int:
    from kiosk.hub import process  # noqa: PLC0415 - as above
    from kiosk.hub.relay import setting_up  # noqa: PLC0415 - the same

    with process.base(args.dir) as base:
        try:
            lines = setting_up.looked(args.dir, base.settings, base.clock)
        except setting_up.NotYet as why:
            return failed(str(why))
    for line in lines:
        _say(line)
    return 0


def _admin(args: argparse.Namespace) -> int:
    from kiosk.config.keep import write  # noqa: PLC0415 - as above
    from kiosk.hub import people, process  # noqa: PLC0415 - the same
    from kiosk.hub.knocking import PERSON  # noqa: PLC0415 - the same
    from kiosk.hub.roles import Person, Role  # noqa: PLC0415 - the same

    with process.base(args.dir) as base, base.store.begin() as on:
        now = base.clock.now()
        if args.what == "list":
            for one in people.persons(on, now):
                left = "" if one.left is None else f"  {one.left} displays left"
                _say(
                    f"{one.name}  {one.role.value}  {one.site or 'all sites'}  until {one.until:%Y-%m-%d %H:%M} UTC{left}"
                )
            return 0
        if args.what == "remove":
            people.remove_person(on, args.name, now)
            _note(base, on, "remove person", {"name": args.name})
            return 0
        if not 0 < len(args.name) <= LONGEST_NAME or len(args.site) > LONGEST_NAME:
            return failed(f"Names have up to {LONGEST_NAME} letters.", 2)
        if args.role == "facility" and not args.site:
            return failed("Facility staff are bound to a site: add --site.", 2)
        lasts = timedelta(hours=args.hours) if args.hours else LASTS.get(args.role, A_YEAR)
        issued = base.authorities.people.person(args.name, now, lasts)
        people.add_person(on, Person(args.name, Role(args.role), issued.until, args.site, args.uses))
        people.vouch(on, issued.serial, PERSON + args.name, issued.until)
        what = {
            "name": args.name,
            "role": args.role,
            "site": args.site,
            "uses": args.uses,
            "until": issued.until.isoformat(),
        }
        _note(base, on, "add person", what)
    shown = {"hub": base.settings.url, "name": args.name, "authority": base.authorities.fleet.pem, "certificate": issued.pem,
             "broker": base.settings.broker, "fleet": base.settings.name}  # fmt: skip
    write(args.out, json.dumps(shown, indent=1).encode())
    _say(f"{args.out} is {args.name}'s until {issued.until:%Y-%m-%d %H:%M} UTC: kiosk fleet login {args.out}")
    return 0


def _audit(args: argparse.Namespace) -> int:
    from kiosk.hub import process, trail, trailing  # noqa: PLC0415 - as above

    with process.base(args.dir) as base, base.store.begin() as on:
        whole = trail.broken(trailing.entries(on))
        if not args.check:
            for one in trailing.entries(on):
                _say(one.line())
    if whole is not None:
        return failed(f"The trail is broken at entry {whole}: something was changed or left out there.")
    sys.stderr.write("The trail is whole.\n")
    return 0


def _backup(args: argparse.Namespace) -> int:
    from kiosk.hub import carrying, process  # noqa: PLC0415 - as above

    with process.base(args.dir) as base:
        with base.store.begin() as on:
            _note(base, on, "backup", {})
        count = carrying.backup(base, args.file)
    _say(
        f"{args.file}: {count} rows, the keys and the settings. Whoever has it can configure the fleet: keep it in a safe."
    )
    return 0


def _restore(args: argparse.Namespace) -> int:
    from kiosk.hub import carrying, process  # noqa: PLC0415 - as above

    count = carrying.restore(args.file, args.dir)
    with process.base(args.dir) as base, base.store.begin() as on:
        _note(base, on, "restore", {"rows": count})
    _say(f"{args.dir} is a hub again, with {count} rows.")
    return 0


def _note(base: Any, on: Any, act: str, what: dict[str, Any]) -> None:  # noqa: ANN401 - imported where they are needed
    from kiosk.hub import trailing  # noqa: PLC0415 - as above

    trailing.note(on, base.clock.now(), "hub", "here", act, what)


def _ended() -> threading.Event:
    """Is set when the process is asked to end."""
    stop = threading.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *_: stop.set())
    return stop


def _log() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
