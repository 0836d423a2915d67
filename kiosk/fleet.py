"""The command `kiosk fleet`: an admin looks at the displays of a fleet, and says what they shall be, through its hub."""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from kiosk.clock import Clock
from kiosk.outcome import failed

if TYPE_CHECKING:
    from kiosk.fleet_line import FleetLine

EVERY = 0.2
ANSWER_WITHIN = 30.0
"""Seconds for displays to answer a command."""
WAITS = ("stopped", "rolled_back", "paused", "approval")
FOLLOW = 180.0
"""Seconds for displays to say what became of the last wave: the gate is two minutes at most (config/course.py)."""
WORDS = ("identify", "sync", "restart", "log")
TO = "displays: aurora,boreal, site:NAME, group:NAME, or all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "The displays of a fleet, through its hub. Begin with: kiosk fleet login FILE"
    parser.add_argument(
        "--as", dest="pass_file", type=Path, metavar="FILE", help="who asks; default: who logged in"
    )
    parser.add_argument("--json", action="store_true", help="the outcome as JSON")
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True, dest="verb")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=about, description=about)
        made.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="the outcome as JSON"
        )
        return made

    verb("login", "keep the file that kiosk hub admin add has made").add_argument(
        "file", type=Path, metavar="FILE"
    )
    made = verb("list", "all displays")
    made.add_argument("--to", default="all", metavar="WHICH", help=TO)
    made.add_argument("--revoked", action="store_true", help="those that were revoked as well")
    verb("show", "one display, with all that it says of itself").add_argument("name", metavar="NAME")
    made = verb("push", "say what displays shall be")
    made.add_argument("file", nargs="?", type=Path, metavar="FILE", help="kiosk.toml, or some tables of it")
    made.add_argument("--to", required=True, metavar="WHICH", help=TO)
    made.add_argument(
        "--drop", action="append", default=[], metavar="TABLE", help="this layer says nothing of it any more"
    )
    made.add_argument("--diff", action="store_true", help="show what would change, and send nothing")
    made.add_argument("--reason", default="", metavar="TEXT", help="for the audit trail")
    made.add_argument(
        "--at-once", action="store_true", default=None, help="no waves; up to 50 displays have none anyway"
    )
    made.add_argument("--waves", dest="at_once", action="store_false", help="in waves, however few they are")
    made.add_argument("--soak", type=int, metavar="SECONDS", help="between two waves; default: 900")
    made.add_argument("--no-wait", action="store_true", help="do not wait for what becomes of it")
    made = verb("place", "where a display stands: its site and its groups")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--site", metavar="SITE")
    made.add_argument("--groups", metavar="NAMES", help="lobby,floor-2; a later one counts more; empty: none")
    made = verb("rollout", "one roll-out, or the latest ones")
    made.add_argument("number", nargs="?", type=int, metavar="NUMBER")
    made.add_argument("--wait", action="store_true", help="until it is over, or waits for somebody")
    for name, about in (
        ("pause", "no further wave begins"), ("resume", "it goes on, also where it stopped by itself"),
        ("approve", "agree to somebody else's roll-out"), ("rollback", "what has it gets back what it had"),
    ):  # fmt: skip
        made = verb(name, about)
        made.add_argument("number", type=int, metavar="NUMBER")
        made.add_argument("--reason", default="", metavar="TEXT", help="for the audit trail")
    for word, about in (
        ("identify", "displays show which one they are"), ("sync", "displays read their calendar now"),
        ("restart", "displays begin anew, when nobody is at the door"), ("log", "what displays have in their log"),
    ):  # fmt: skip
        verb(word, about).add_argument("to", metavar="WHICH", help=TO)
    made = verb("revoke", "a display is no part of the fleet any more")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--reason", default="", metavar="TEXT", help="for the audit trail")
    verb("export", "the audit trail, an entry a line (admins)")


def run(args: argparse.Namespace) -> int:
    """0: done. 1: it did not work, or a display does not follow, and why was printed."""
    from kiosk.fleet_line import FleetLine, NotAsked, Pass  # noqa: PLC0415 - the other commands need not wait for it

    try:
        if args.verb == "login":
            told = Pass.read(args.file)
            told.keep()
            with FleetLine(told) as line:
                _say(f"{told.name} at {told.hub} ({line.get('/v1/me')['role']}).")
            return 0
        with FleetLine(Pass.read(args.pass_file)) as line:
            return VERBS[args.verb](line, args)
    except NotAsked as why:
        return failed(str(why))
    except OSError as refused:
        return failed(f"{refused.filename or 'A file'} cannot be used: {refused.strerror}.")


def _list(line: FleetLine, args: argparse.Namespace) -> int:
    """Page by page: what is shown is not held."""
    found = line.displays(to=args.to, **({"revoked": "1"} if args.revoked else {}))
    if args.json:
        count = 0
        for count, one in enumerate(found, 1):
            _say(("[" if count == 1 else ",") + json.dumps(one, ensure_ascii=False))
        _say("]" if count else "[]")
        return 0
    head, widths = [("NAME", "STATE", "", "SITE", "GROUPS", "ROOM")], [0] * 6
    while page := list(islice(found, 500)):
        rows = head + [
            (one["name"], one["state"], "" if one["online"] else "away", one["site"] or "-", ",".join(one["groups"]) or "-", one["room"])
            for one in page
        ]  # fmt: skip
        widths = _table(rows, widths)
        head = []
    if head:
        _say("No display belongs to this fleet yet. Connect one: kiosk pair --hub")
    return 0


def _show(line: FleetLine, args: argparse.Namespace) -> int:
    found = line.get(f"/v1/displays/{args.name}")
    if args.json:
        return _json(found)
    for key, value in {**found, "report": None, **found["report"]}.items():
        if value not in (None, "", [], {}):
            _say(f"{key:18} {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return 0


def _push(line: FleetLine, args: argparse.Namespace) -> int:
    if args.file is None and not args.drop:
        return failed("Say what to send: a file, or --drop TABLE.", 2)
    tables, contents = _tables(args.file)
    said = {"to": args.to, "tables": tables, "drop": args.drop, "reason": args.reason,
            "at_once": args.at_once, "soak_seconds": args.soak}  # fmt: skip
    if args.diff:
        found = line.post("/v1/preview", **said)
        if args.json:
            return _json(found)
        by_diff: dict[tuple[str, ...], list[str]] = {}
        for one in found:
            by_diff.setdefault(tuple(one["diff"]), []).append(one["name"])
        for diff, names in by_diff.items():
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - what fits a line
            _say(f"{', '.join(names[:5])}{more}:")
            _say("\n".join(f"  {one}" for one in diff or ("nothing changes",)))
        return 0
    for content in contents.values():
        line.post("/v1/pictures", content=base64.b64encode(content).decode())
    made = line.post("/v1/pushes", **said)
    return _told(line, made["id"], args, wait=not args.no_wait)


def _tables(file: Path | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What of the file may be sent, and the pictures that it names. The room is each display's own."""
    from kiosk.admin import pictures  # noqa: PLC0415 - as above
    from kiosk.config import load, merged  # noqa: PLC0415 - as above
    from kiosk.config.problems import ConfigProblem  # noqa: PLC0415 - the same
    from kiosk.fleet_line import NotAsked  # noqa: PLC0415 - the same

    if file is None:
        return {}, {}
    try:
        tables, contents = pictures.named(merged.without(load.tables(file)), file.parent)
    except ConfigProblem as problem:
        raise NotAsked("\n".join(problem.lines)) from None
    if isinstance(room := tables.get("room"), Mapping):
        tables["room"] = {key: value for key, value in room.items() if key != "mailbox"}
    told: dict[str, Any] = json.loads(json.dumps(tables, default=str))
    return told, contents


def _place(line: FleetLine, args: argparse.Namespace) -> int:
    said: dict[str, object] = {}
    if args.site is not None:
        said["site"] = args.site
    if args.groups is not None:
        said["groups"] = [name.strip() for name in args.groups.split(",") if name.strip()]
    found = line.patch(f"/v1/displays/{args.name}", **said)
    return _json(found) if args.json else 0


def _rollout(line: FleetLine, args: argparse.Namespace) -> int:
    if args.number is not None:
        return _told(line, args.number, args, wait=args.wait)
    found = line.get("/v1/rollouts")
    if args.json:
        return _json(found)
    _table([("NUMBER", "STATE", "WAVE", "FOLLOW", "DID NOT", "AWAY", "BY", "WHY")] + [
        (str(one["id"]), one["state"], f"{one['wave']}/{one['waves']}", f"{one['applied']}/{one['asked']}", str(one["ill"]),
         str(one["away"]), one["by"], one["why"] or one["reason"])
        for one in found
    ])  # fmt: skip
    return 0


def _turn(line: FleetLine, args: argparse.Namespace) -> int:
    line.post(f"/v1/rollouts/{args.number}/{args.verb}", reason=args.reason)
    return _told(line, args.number, args, wait=False)


def _told(line: FleetLine, number: int, args: argparse.Namespace, *, wait: bool) -> int:
    """What has become of a roll-out; with `wait`, once it is over or waits for somebody."""
    clock, before = Clock(), None
    until = clock.monotonic() + FOLLOW
    while True:
        one = line.get(f"/v1/rollouts/{number}")
        mark = (one["state"], one["wave"], one["applied"], one["ill"], one["away"])
        if mark != before and not args.json:
            _say(_progress(one))
        before = mark
        all_told = one["applied"] + one["ill"] + one["away"] >= one["asked"]
        if one["state"] != "done":
            until = clock.monotonic() + FOLLOW
        if (
            not wait
            or one["state"] in WAITS
            or (one["state"] == "done" and (all_told or clock.monotonic() > until))
        ):
            break
        sleep(EVERY)
    if args.json:
        _json(one)
    else:
        for display in one["displays"]:
            if display["state"] in ("rejected", "rolled_back"):
                _say(
                    "\n".join(
                        [f"{display['name']}: {display['state']}", *(f"  {why}" for why in display["why"])]
                    )
                )
    return 1 if one["ill"] or one["state"] == "stopped" else 0


def _progress(one: Mapping[str, Any]) -> str:
    parts = [f"{one['applied']} of {one['asked']} displays follow it"]
    if one["ill"]:
        parts.append(f"{one['ill']} undid or refused it")
    if one["away"]:
        parts.append(f"{one['away']} are away")
    wave = f", wave {one['wave']} of {one['waves']}" if one["waves"] > 1 else ""
    why = f" ({one['why']})" if one["why"] else ""
    return f"Roll-out {one['id']}: {one['state']}{why}{wave}: {', '.join(parts)}."


def _command(line: FleetLine, args: argparse.Namespace) -> int:
    asked = line.post("/v1/commands", to=args.to, do=args.verb)
    numbers = {one["number"]: one["name"] for one in asked.values()}
    answers: dict[str, Mapping[str, Any]] = {}
    clock = Clock()
    until = clock.monotonic() + ANSWER_WITHIN
    while len(answers) < len(numbers) and clock.monotonic() < until:
        sleep(EVERY)
        answers |= line.post("/v1/answers", numbers=[number for number in numbers if number not in answers])
    told = {
        name: answers.get(number, {"ok": False, "why": "It does not answer."})
        for number, name in numbers.items()
    }
    if args.json:
        _json(told)
    else:
        for name, answer in sorted(told.items()):
            _say(f"{name}: {'ok' if answer['ok'] else answer.get('why') or 'it did not work'}")
            if "log" in answer:
                _say(str(answer["log"]))
    return 0 if all(answer["ok"] for answer in told.values()) else 1


def _revoke(line: FleetLine, args: argparse.Namespace) -> int:
    found = line.post(f"/v1/displays/{args.name}/revoke", reason=args.reason)
    return _json(found) if args.json else 0


def _export(line: FleetLine, args: argparse.Namespace) -> int:
    del args
    after = 0
    while page := line.get("/v1/audit", after=str(after)):
        for entry in page:
            _say(json.dumps(entry, ensure_ascii=False, sort_keys=True))
            after = entry["n"]
    return 0


VERBS: Mapping[str, Callable[[FleetLine, argparse.Namespace], int]] = {
    "list": _list, "show": _show, "push": _push, "place": _place, "rollout": _rollout, "revoke": _revoke, "export": _export,
    **dict.fromkeys(("pause", "resume", "approve", "rollback"), _turn), **dict.fromkeys(WORDS, _command),
}  # fmt: skip


def _table(rows: Sequence[Sequence[str]], least: Sequence[int] = ()) -> list[int]:
    """The columns' widths, `least` being those of what stands above."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths = [max(pair) for pair in zip(widths, least, strict=True)] if least else widths
    for row in rows:
        _say("  ".join(f"{one:{width}}" for one, width in zip(row, widths, strict=True)).rstrip())
    return widths


def _json(found: object) -> int:
    _say(json.dumps(found, indent=1, ensure_ascii=False))
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
