"""$filter and $orderby, as far as clients of calendars use them; anything else is refused, not ignored."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.web.call import Call, JsonObject, Wishes
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import event_json

_COMPARISON = re.compile(r"^([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+(?:'((?:[^']|'')*)'|(\S+))$", re.IGNORECASE)
_FUNCTION = re.compile(r"^(startswith|contains)\(\s*([\w/]+)\s*,\s*'((?:[^']|'')*)'\s*\)$", re.IGNORECASE)
_PROPERTY = re.compile(
    r"^singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id\s+eq\s+'([^']*)'\s+and\s+\1/value\s+eq\s+'([^']*)'\s*\)$",
    re.IGNORECASE,
)
_OPERATIONS: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}


def matches(shown: JsonObject, wish: str) -> bool:
    """Whether JSON fulfils comparisons joined by `and`; raises Refusal for what is not understood."""
    return all(_fulfilled(shown, part.strip()) for part in re.split(r"\s+and\s+(?![^(]*\))", wish))


def filtered(events: list[Event], call: Call, sandbox: Sandbox, box: Mailbox) -> list[Event]:
    wish = call.query.get("$filter", "").strip()
    if not wish:
        return events
    own = _PROPERTY.match(wish)
    if own:
        return [e for e in events if (own[2].lower(), own[3]) in {(n.lower(), v) for n, v in e.properties}]
    return [e for e in events if matches(event_json(sandbox.exchange, box, e, Wishes()), wish)]


def ordered(events: list[Event], call: Call, sandbox: Sandbox, box: Mailbox) -> list[Event]:
    wish = call.query.get("$orderby", "").strip()
    if not wish:
        return events
    result = events
    for part in reversed(wish.split(",")):
        path, _, direction = part.strip().partition(" ")
        shown = [_text(_reach(event_json(sandbox.exchange, box, e, Wishes()), path)) for e in result]
        rank = sorted(range(len(shown)), key=shown.__getitem__, reverse=direction.strip() == "desc")
        result = [result[number] for number in rank]
    return result


def _fulfilled(shown: JsonObject, part: str) -> bool:
    compared = _COMPARISON.match(part)
    if compared:
        value = compared[3].replace("''", "'") if compared[3] is not None else compared[4]
        return _OPERATIONS[compared[2].lower()](_text(_reach(shown, compared[1])), _comparable(value))
    called = _FUNCTION.match(part)
    if called:
        text, piece = _text(_reach(shown, called[2])).lower(), called[3].replace("''", "'").lower()
        return text.startswith(piece) if called[1].lower() == "startswith" else piece in text
    raise _not_understood(part)


def _reach(shown: JsonObject, path: str) -> Any:  # noqa: ANN401 - any value JSON can hold
    value: Any = shown
    for name in path.split("/"):
        if not isinstance(value, dict):
            raise _not_understood(path)
        known = {key.lower(): key for key in value}
        if name.lower() not in known:
            raise _not_understood(path)
        value = value[known[name.lower()]]
    return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:020d}"
    return "" if value is None else str(value)


def _comparable(value: str) -> str:
    if value.isdigit():
        return f"{int(value):020d}"
    return "" if value == "null" else value.rstrip("Z") if re.match(r"^\d{4}-\d\d-\d\dT", value) else value


def _not_understood(part: str) -> Refusal:
    return bad_request("BadRequest", f"Invalid filter clause: '{part}' is not supported.")


def filtered_json(shown: Sequence[JsonObject], call: Call) -> list[JsonObject]:
    """The same for collections that are JSON already."""
    wish = call.query.get("$filter", "").strip()
    return [one for one in shown if not wish or matches(one, wish)]
