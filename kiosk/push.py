"""The command `kiosk push`: configurations from an admin's computer to displays, signed; for some dozens, without a server."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.outcome import failed

if TYPE_CHECKING:
    from kiosk.admin.found import Found
    from kiosk.admin.register import Known
    from kiosk.admin.ring import Ring
    from kiosk.admin.sending import Sent

AT_ONCE = 32
"""Displays."""
PATIENCE = 60.0
"""Seconds for the display on this machine to say what it makes of a document."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Sends a configuration to displays that were paired from this computer: straight to their LAN link, or as files. "
        "Each display tries it, and goes back by itself when it harms."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE",
                        help="kiosk.toml of your organisation; with --data-dir a document that --write has made")  # fmt: skip
    parser.add_argument("--to", metavar="NAMES", help="displays by name, room or id: aurora,boreal, or all")
    parser.add_argument("--diff", action="store_true", help="show what would change, and send nothing")
    parser.add_argument(
        "--write", type=Path, metavar="DIR", help="write the signed documents there, and send nothing"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR",
                        help="give FILE to the display that runs on this machine with that data directory")  # fmt: skip
    parser.add_argument("--list", action="store_true", help="the displays that this computer knows")
    parser.add_argument(
        "--add", metavar="NAME", help="know a display that was not paired from here: with --id and --address"
    )
    parser.add_argument("--id", metavar="rd-…", help="as kiosk status shows it")
    parser.add_argument("--address", metavar="HOST[:PORT]", help="where its LAN link is")
    parser.add_argument("--room", metavar="MAILBOX", help="the room that it shows")
    parser.add_argument("--trust", type=Path, metavar="FILE",
                        help="write what a display that is configured by file needs, to believe this computer (config.trust_file)")  # fmt: skip
    parser.add_argument(
        "--new-keys", action="store_true", help="replace the keys that sign and knock; the old ones end"
    )
    parser.add_argument(
        "--schema", action="store_true", help="print what a document may look like, as JSON Schema"
    )
    parser.add_argument("--json", action="store_true", help="the outcome as JSON")


def run(args: argparse.Namespace) -> int:
    """0: each display follows it, or will. 1: one does not, and why was printed."""
    from kiosk.admin.register import Unknown  # noqa: PLC0415 - the other commands need not wait for it
    from kiosk.admin.ring import RingUnusable  # noqa: PLC0415 - the same
    from kiosk.config.problems import ConfigProblem  # noqa: PLC0415 - the same

    try:
        return _run(args)
    except ConfigProblem as problem:
        return failed("\n".join(problem.lines))
    except (Unknown, RingUnusable) as wrong:
        return failed(str(wrong))
    except OSError as refused:
        return failed(f"{refused.filename or args.file} cannot be used: {refused.strerror}.")


def _run(args: argparse.Namespace) -> int:
    from kiosk.admin import register, ring  # noqa: PLC0415 - as above
    from kiosk.clock import Clock  # noqa: PLC0415 - the same

    if args.schema:
        from kiosk.config.schema import schema  # noqa: PLC0415 - as above

        _say(json.dumps(schema(), indent=1, ensure_ascii=False))
        return 0
    if args.data_dir is not None:
        return _here(args)
    home, now = ring.folder(), Clock().now()
    if args.list:
        return _list(register.displays(home), as_json=args.json)
    keys = ring.renewed(home, now) if args.new_keys else ring.ring(home, now)
    if args.trust is not None:
        args.trust.write_text(keys.handed_over(), encoding="ascii")
    if args.add is not None:
        if args.id is None:
            return failed("--add needs --id, as kiosk status shows it on that display.", 2)
        one = register.Known(args.add, args.id, args.room, args.address)
        register.keep(home, register.noted(register.displays(home), one))
    if args.to is None:
        done = args.trust or args.add or args.new_keys
        return (
            0
            if done
            else failed("Say to which displays: --to aurora,boreal, or --to all. --list shows them.", 2)
        )
    if args.file is None:
        return failed("Say what to send: the kiosk.toml of your organisation.", 2)
    return _send(args, keys, register.named(register.displays(home), args.to))


def _send(args: argparse.Namespace, keys: Ring, wanted: list[Known]) -> int:
    from kiosk.admin import pictures, sending  # noqa: PLC0415 - as above
    from kiosk.clock import Clock  # noqa: PLC0415 - the same
    from kiosk.config import album, load  # noqa: PLC0415 - the same

    document, contents = pictures.named(load.tables(args.file), args.file.parent)
    tables = [sending.tables_for(document, known) for known in wanted]
    if args.diff:
        for known, sent in zip(wanted, tables, strict=True):
            lines = list(sending.differences(known.cfg, sent)) or ["nothing changes"]
            _say("\n".join([f"{known.name}:", *(f"  {line}" for line in lines)]))
        return 0
    now = Clock().now()
    texts = [sending.signed(keys, known, sent, now) for known, sent in zip(wanted, tables, strict=True)]
    if args.write is not None:
        args.write.mkdir(parents=True, exist_ok=True)
        for text, after in texts:
            (args.write / f"{after.name}.jws").write_text(text, encoding="ascii")
            _remember(keys.path, after)
        for digest, content in contents.items():
            (args.write / album.FOLDER).mkdir(exist_ok=True)
            (args.write / album.FOLDER / digest).write_bytes(content)
        _say(f"{len(texts)} documents in {args.write}. On the display: kiosk push --data-dir DIR FILE.jws")
        return 0
    said = threading.Lock()
    looked = Looked()

    def one(known: Known, text: str, after: Known) -> Sent:
        from kiosk.admin.knock import NotReached  # noqa: PLC0415 - as above

        def try_at(address: str | None) -> Sent:
            there, later = replace(known, address=address), replace(after, address=address)
            return sending.send(
                keys,
                there,
                text,
                later,
                lambda line: None if args.json else _say(f"{known.name} {line}"),
                contents,
            )

        try:
            try:
                sent = try_at(known.address)
            except NotReached:  # it may have got another address since
                found = looked.address_of(known.id)
                if found is None or found == known.address:
                    raise
                sent = try_at(found)
        except NotReached as why:
            sent = sending.Sent(known, "not_reached", (str(why),))
        with said:
            if sent.state != "not_reached":
                _remember(keys.path, sent.known)
            if not args.json:
                _tell(sent)
        return sent

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(
            pool.map(
                lambda each: one(*each), [(known, *text) for known, text in zip(wanted, texts, strict=True)]
            )
        )
    if args.json:
        _say(json.dumps([_body(sent) for sent in results], indent=1))
    return 0 if all(sent.well for sent in results) else 1


class Looked:
    """Where displays say by mDNS that they are: looked up once, when one is not where it was."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: Mapping[str, Found] | None = None

    def address_of(self, display: str) -> str | None:
        from kiosk.admin.found import look  # noqa: PLC0415 - as above

        with self._lock:
            self._found = look() if self._found is None else self._found
            one = self._found.get(display)
        return None if one is None else one.address


def _tell(sent: Sent) -> None:
    from kiosk.admin.sending import WORDS  # noqa: PLC0415 - as above

    words = WORDS.get(sent.state, "was not reached")
    lines = [*sent.why, *(f"It does not know {key}, and left it out." for key in sent.ignored)]
    told = "\n".join([f"{sent.known.name} {words}.", *(f"  {line}" for line in lines)]) + "\n"
    (sys.stdout if sent.well else sys.stderr).write(told)
    sys.stdout.flush()


def _body(sent: Sent) -> dict[str, Any]:
    return {
        "name": sent.known.name, "id": sent.known.id, "room": sent.known.room, "v": sent.known.v, "state": sent.state,
        "why": list(sent.why), "ignored": list(sent.ignored),
    }  # fmt: skip


def _remember(home: Path, known: Known) -> None:
    from kiosk.admin import register  # noqa: PLC0415 - as above

    register.keep(home, register.noted(register.displays(home), known))


def _list(known: list[Known], *, as_json: bool) -> int:
    if as_json:
        _say(json.dumps([{"name": one.name, "id": one.id, "room": one.room, "address": one.address, "v": one.v} for one in known], indent=1))  # fmt: skip
    elif not known:
        _say("No display is known yet. Pair one with kiosk pair.")
    else:
        width = max(len(one.name) for one in known)
        for one in known:
            _say(f"{one.name:{width}}  {one.id}  {one.address or '-'}  {one.room or '-'}")
    return 0


def _here(args: argparse.Namespace) -> int:
    """The display on this machine takes a document from a file: a USB stick, a copy."""
    from kiosk.config import album, document, keep  # noqa: PLC0415 - as above
    from kiosk.device.door import NobodyHome, ask  # noqa: PLC0415 - the same

    if args.file is None:
        return failed("Say which document: one that kiosk push --write has made.", 2)
    text = args.file.read_text(encoding="ascii", errors="replace")
    for picture in document.pictures_of(text):
        content = album.beside(args.file.parent / album.FOLDER, picture)
        if content is not None:
            album.bring(args.data_dir, picture, content)
    keep.leave(args.data_dir, text)
    try:
        told = ask(args.data_dir, "push", PATIENCE)
    except NobodyHome:
        _say("No display runs there. It takes the document with its next start.")
        return 0
    if "error" in told:
        return failed(str(told["error"]))
    if args.json:
        _say(json.dumps(told, indent=1))
    elif told["state"] in ("rejected", "rolled_back"):
        return failed(
            "\n".join(map(str, told["why"])) if isinstance(told["why"], list) else "It was refused."
        )
    else:
        _say(f"The display has revision {told['v']}: {told['state']}.")
    return 0 if told["state"] in ("applied", "pending") else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
