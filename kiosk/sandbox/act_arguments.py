"""What `kiosk sandbox act` understands: each word with its arguments, and the request it becomes."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]
Words = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns
Ask = Callable[[argparse.Namespace], tuple[str, str, JsonObject]]


class _Word(argparse.ArgumentParser):
    """A parser that knows which arguments are its own: only those are sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they came
        self.own: list[str] = []
        super().__init__(*args, **kwargs)

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:  # noqa: ANN401 - the same
        action = super().add_argument(*args, **kwargs)
        self.own.append(action.dest)
        return action


def add_act(parser: argparse.ArgumentParser) -> None:
    """The words after `act`."""
    parser.add_argument("--dir", type=Path, default=argparse.SUPPRESS, help="DIR of the running sandbox")
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True, parser_class=_Word)
    _people(words)
    _world(words)


def _word(words: "Words[_Word]", name: str, about: str, ask: Ask) -> _Word:
    parser = words.add_parser(name, help=about, description=about)
    parser.set_defaults(ask=ask, own=parser.own)
    return parser


def _people(words: "Words[_Word]") -> None:
    book = _word(words, "book", "a person books a room in Outlook", _post("book"))
    book.add_argument("--room", help="mailbox of the room")
    book.add_argument("--person", help="who organizes it; an address of another domain is an outsider")
    book.add_argument("--direct", action="store_true", help="write it straight into the room's calendar")
    _times(book)
    book.add_argument("--subject", default="Meeting")
    book.add_argument("--attendees", nargs="*", metavar="ADDRESS")
    book.add_argument("--private", action="store_true")
    book.add_argument("--all-day", action="store_true")
    book.add_argument("--show-as", choices=["free", "tentative", "busy", "oof"])
    book.add_argument("--repeats", choices=["daily", "weekly"])
    book.add_argument("--times", type=int, help="how often it repeats; endless without")
    move = _which(_word(words, "move", "its organizer gives a meeting another time", _post("move")))
    _times(move)
    move.add_argument("--by", type=float, metavar="MINUTES", help="so much later, or earlier if negative")
    _which(_word(words, "cancel", "its organizer calls a meeting off", _post("cancel")))
    rename = _which(_word(words, "rename", "its organizer gives it another subject", _post("rename")))
    rename.add_argument("--to", required=True, metavar="SUBJECT")
    leave = _which(_word(words, "leave", "its organizer takes the room off the list", _post("leave")))
    leave.add_argument("--to", metavar="ROOM", help="and invites that room instead")
    for answer in ("accept", "decline", "tentative"):
        _which(_word(words, answer, f"the mailbox's owner answers: {answer}", _post("answer", answer=answer)))
    _which(_word(words, "delete", "somebody deletes the copy in this mailbox only", _post("delete")))
    listing = _word(words, "list", "what a calendar holds", _get("events"))
    listing.add_argument("--room", help="mailbox of a room")
    listing.add_argument("--person", help="mailbox of a person or of the system user")
    listing.add_argument("--hours", type=float, default=24)
    listing.add_argument("--back", type=float, default=0, metavar="HOURS")
    listing.add_argument("--json", action="store_true", help="whole events as JSON")


def _world(words: "Words[_Word]") -> None:
    clock = _word(words, "clock", "the sandbox's clock: tell, set, shift, stop", _post("clock"))
    clock.add_argument("--set", metavar="TIME", help="ISO time; a wall clock of the tenant without an offset")
    clock.add_argument("--shift", type=float, metavar="SECONDS")
    clock.add_argument("--freeze", action=argparse.BooleanOptionalAction)
    _faults(words)
    refuse = _word(words, "refuse", "refuse connections for a while", _post("refuse"))
    refuse.add_argument("--seconds", type=float, default=10)
    for name, blocked in (("block", True), ("unblock", False)):
        parser = _word(words, name, f"an access policy: {name} a mailbox", _post("block", blocked=blocked))
        parser.add_argument("--room", required=True, metavar="MAILBOX")
        parser.add_argument("--after", type=float, metavar="SECONDS", help="propagation delay")
    settings = _word(words, "settings", "Set-CalendarProcessing of a room", _pairs("settings", "set"))
    settings.add_argument("--room", required=True)
    settings.add_argument("pairs", nargs="*", metavar="NAME=VALUE")
    switch = _word(words, "switch", "switches, as in `kiosk sandbox --help`", _pairs("switches", ""))
    switch.add_argument("pairs", nargs="*", metavar="NAME=VALUE")
    _application(words)


def _faults(words: "Words[_Word]") -> None:
    fault = words.add_parser("fault", help="order, list or withdraw faults")
    orders = fault.add_subparsers(dest="order", metavar="add|list|clear", required=True)
    add = _word(
        orders, "add", "order a fault; it strikes every matching request until it is used up", _post("faults")
    )
    add.add_argument(
        "kind",
        help="status, handled_status, drop, lost_reply, truncate, garbage, wrong_type, delay, slow_reply, "
        "trickle, empty or conflict",
    )
    add.add_argument("--method")
    add.add_argument("--path", help="regular expression on the path")
    add.add_argument("--room", help="only requests on this mailbox")
    add.add_argument("--count", type=int, help="how many requests it strikes; endless without")
    add.add_argument("--probability", type=float)
    add.add_argument("--status", type=int)
    add.add_argument("--code")
    add.add_argument("--retry-after", help="seconds as text, or date:SECONDS for an HTTP date")
    add.add_argument("--seconds", type=float)
    _word(orders, "list", "the standing orders", _get("faults"))
    _word(orders, "clear", "withdraw all orders, or one", _ask("DELETE", "faults")).add_argument(
        "--number", type=int
    )


def _application(words: "Words[_Word]") -> None:
    _word(words, "expire-tokens", "every token given so far is expired", _post("expire-tokens"))
    _word(words, "forget-delta", "every delta token given so far is dead", _post("forget-delta"))
    lifecycle = _word(words, "lifecycle", "a lifecycle notification to all subscribers", _post("lifecycle"))
    lifecycle.add_argument("event", choices=["missed", "subscriptionRemoved", "reauthorizationRequired"])
    trust = _word(words, "trust", "register a certificate with the application", _certificate)
    trust.add_argument("certificate", type=Path, metavar="PEM")
    secret = _word(words, "secret", "let the client secret be expired or good", _post("application"))
    secret.add_argument(
        "--expired", dest="secret_expired", action=argparse.BooleanOptionalAction, required=True
    )
    trouble = _word(
        words, "trouble", "let every sign-in fail with an AADSTS number; 0 ends it", _post("application")
    )
    trouble.add_argument("trouble", type=int, metavar="NUMBER")
    _word(words, "mails", "what the application sent as mail", _get("mails"))
    _word(words, "requests", "what was asked of Graph and Entra", _get("requests"))
    _word(words, "state", "clock, mailboxes, switches, faults", _get("state"))


def _which(parser: _Word) -> _Word:
    parser.add_argument("--room", help="mailbox of the room")
    parser.add_argument("--person", help="mailbox of the person")
    parser.add_argument(
        "--id", help="the event, as `list` shows it; else by subject; else the current or next"
    )
    parser.add_argument("--subject", help="part of the subject its organizer gave it")
    parser.add_argument("--series", action="store_true", help="all of a series, not one occurrence")
    return parser


def _times(parser: _Word) -> None:
    parser.add_argument("--in", type=float, metavar="MINUTES", help="begins so many minutes from now")
    parser.add_argument(
        "--start", metavar="TIME", help="ISO time; a wall clock of the mailbox without an offset"
    )
    parser.add_argument("--minutes", type=float, help="how long")


def _sent(args: argparse.Namespace, **more: object) -> JsonObject:
    """What this word's own arguments say, without those that were not given."""
    given = {name: getattr(args, name) for name in args.own if name not in {"help", "json", "pairs"}}
    return {name: value for name, value in given.items() if value is not None and value is not False} | more


def _ask(method: str, path: str, **more: object) -> Ask:
    return lambda args: (method, path, _sent(args, **more))


def _post(path: str, **more: object) -> Ask:
    return lambda args: ("POST", path, _false_too(args) | _sent(args, **more))


def _get(path: str) -> Ask:
    return _ask("GET", path)


def _false_too(args: argparse.Namespace) -> JsonObject:
    """Switches with a `--no-` form, where false says something."""
    return {name: False for name in ("freeze", "secret_expired") if getattr(args, name, None) is False}


def _pairs(path: str, under: str) -> Ask:
    def ask(args: argparse.Namespace) -> tuple[str, str, JsonObject]:
        found = dict(pair.partition("=")[::2] for pair in args.pairs)
        return "POST", path, _sent(args, **{under: found}) if under else dict(found)

    return ask


def _certificate(args: argparse.Namespace) -> tuple[str, str, JsonObject]:
    return "POST", "application", {"certificate": args.certificate.read_text()}
