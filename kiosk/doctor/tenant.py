"""The command `kiosk tenant setup`: prints what an admin runs, and with --check tries each room against the real tenant."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.outcome import failed

if TYPE_CHECKING:
    from kiosk.config.desired import Config
    from kiosk.doctor.check import Check
    from kiosk.doctor.needs import Wanted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Sets up a tenant for displays with the least permissions: prints, changes nothing."
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    setup = actions.add_parser("setup", help="print the consent link and Exchange's commands, and check them")
    source = setup.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--config", type=Path, metavar="FILE", help="a display's kiosk.toml: exactly what it has on"
    )
    source.add_argument("--tenant", metavar="ID", help="without a configuration: the tenant's ID or domain")
    setup.add_argument(
        "--client", default="", metavar="ID", help="with --tenant: application (client) ID, once there is one"
    )
    setup.add_argument(
        "--system-user", metavar="MAILBOX", help="with --tenant: who organizes what is booked at a door"
    )
    setup.add_argument(
        "--rooms",
        nargs="+",
        default=[],
        metavar="MAILBOX",
        help="(more) rooms; none at all: every room mailbox",
    )
    setup.add_argument(
        "--object-id", default="", metavar="ID", help="of the enterprise application, where it is known"
    )
    setup.add_argument(
        "--check", action="store_true",
        help="with --config: try each room. Makes a test booking of three minutes in the coming week, and removes it",
    )  # fmt: skip
    setup.add_argument(
        "--outside", metavar="MAILBOX", help="a mailbox that must be closed to the displays, somebody's"
    )
    setup.add_argument("--json", action="store_true", help="one JSON object instead of a text to read")


def run(args: argparse.Namespace) -> int:
    """0: printed, and every check is well. 1: something is wrong, and how to mend it was printed."""
    from kiosk.config.load import load  # noqa: PLC0415 - the other commands need not wait for what only this one uses
    from kiosk.config.problems import ConfigProblem  # noqa: PLC0415 - the same
    from kiosk.doctor import tenant_setup  # noqa: PLC0415 - the same
    from kiosk.doctor.needs import Wanted, wanted_of  # noqa: PLC0415 - the same

    config: Config | None = None
    wanted: Wanted | None
    if args.config is None:
        if args.check:
            failed("--check signs in as a display does: it needs --config FILE.")
            return 2
        user = args.system_user
        wanted = Wanted(
            args.tenant, args.client, rooms=tuple(args.rooms), system_user=user, invites=user is not None
        )
    else:
        try:
            config = load(args.config)
        except ConfigProblem as problem:
            return failed(" ".join(problem.lines))
        wanted = wanted_of(config, tuple(args.rooms))
    if wanted is None:
        return failed(f"{args.config} names no tenant. Add [graph] tenant_id and client_id, or use --tenant.")
    if not args.json:
        sys.stdout.write(tenant_setup.as_text(wanted, args.object_id) + "\n")
    checks = _checked(config, wanted, args.outside, aloud=not args.json) if config and args.check else []
    if args.json:
        sys.stdout.write(as_json(wanted, args.object_id, checks) + "\n")
    wrong = [check for _, check in checks if not check.ok]
    if wrong:
        sys.stderr.write(
            f"kiosk tenant setup: {len(wrong)} of {len(checks)} checks failed. First: {wrong[0].what}\n"
        )
    return 1 if wrong else 0


Checked = Sequence[tuple[str, "Check"]]
"""A room's mailbox and what was found about it."""


def _checked(config: Config, wanted: Wanted, outside: str | None, *, aloud: bool) -> Checked:
    import asyncio  # noqa: PLC0415 - printing needs none

    from kiosk.clock import Clock  # noqa: PLC0415 - the same
    from kiosk.doctor.verify import Asked, verify  # noqa: PLC0415 - the same

    async def each() -> Checked:
        found: list[tuple[str, Check]] = []
        for room in wanted.rooms:
            of_room = config.model_copy(update={"room": config.room.model_copy(update={"mailbox": room})})
            async for progress in verify(of_room, Clock(), Asked(book=True, outside=outside)):
                if progress.check is not None:
                    found.append((room, progress.check))
                    if aloud:
                        sys.stdout.write(line_of(room, progress.check) + "\n")
                        sys.stdout.flush()
        return found

    return asyncio.run(each())


def line_of(room: str, check: Check) -> str:
    from kiosk.doctor.check import Verdict  # noqa: PLC0415 - the same

    sign = {Verdict.OK: "✓", Verdict.NOTE: "-", Verdict.WRONG: "✗"}[check.verdict]
    remedy = "".join(f"\n    {line}" for line in check.remedy.splitlines())
    return f"{sign} {room}: {check.what}{remedy}"


def as_json(wanted: Wanted, object_id: str, checks: Checked) -> str:
    from kiosk.doctor import tenant_setup  # noqa: PLC0415 - the same
    from kiosk.doctor.command import as_object  # noqa: PLC0415 - the same
    from kiosk.doctor.needs import needs  # noqa: PLC0415 - the same

    told = {
        "ok": all(check.ok for _, check in checks),
        "permissions": [
            {
                "permission": need.permission,
                "granted_in": "exchange" if need.in_exchange else "entra",
                "over": need.over.value,
                "why": need.why,
                "to_need_less": need.less or None,
            }
            for need in needs(wanted)
        ],
        "consent": tenant_setup.consent_link(wanted),
        "powershell": tenant_setup.powershell(wanted, object_id),
        "checks": [{"room": room} | as_object(check) for room, check in checks],
    }
    return json.dumps(told, ensure_ascii=False)
