"""JSON from outside, read within bounds that no honest sender meets (fleet.md §2.3). Pure."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

from kiosk.config.refused import Refused

LARGEST = 64 * 1024
"""Bytes."""
DEEPEST = 8
NODES_MOST = 2000
"""Values, however nested."""
BIDI = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of writing: a name could show as another one."""


LONGEST = LARGEST * 4 // 3 + 1024
"""Letters of such an object with its signature."""


class Garbled(ValueError):
    """It is no JSON object that anybody means. The text says why; never what is in it."""


def read(text: bytes) -> dict[str, Any]:
    """The object, with its texts in one form of Unicode (NFC) and without marks that turn the direction of writing.

    Raises:
        Garbled: too large, too deep, too much of it, a key twice, a number that is none, or no JSON object.
    """
    if len(text) > LARGEST:
        raise Garbled(f"it is larger than {LARGEST // 1024} KiB")
    try:
        body = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise Garbled("it is nested without end") from None
    except Garbled:
        raise
    except ValueError:
        raise Garbled("it is no JSON") from None
    if not isinstance(body, dict):
        raise Garbled("it is no JSON object")
    left = [NODES_MOST]
    cleaned: dict[str, Any] = _clean(body, DEEPEST, left)
    return cleaned


def payload(text: bytes) -> dict[str, Any]:
    """The same of what was signed. Raises `Refused`."""
    try:
        return read(text)
    except Garbled as why:
        raise Refused("garbled", f"What was signed cannot be read: {why}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Garbled("it says the same key twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise Garbled("it holds a number that is none")


def _clean(value: Any, depth: int, left: list[int]) -> Any:  # noqa: ANN401 - JSON
    left[0] -= 1
    if left[0] < 0:
        raise Garbled(f"it holds more than {NODES_MOST} values")
    match value:
        case dict() | list() if depth == 0:
            raise Garbled(f"it is nested more than {DEEPEST} deep")
        case dict():
            clean = {_text(key): _clean(one, depth - 1, left) for key, one in value.items()}
            if len(clean) != len(value):
                raise Garbled("it says the same key twice")
            return clean
        case list():
            return [_clean(one, depth - 1, left) for one in value]
        case str():
            return _text(value)
        case _:
            return value


def _text(value: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Garbled("it holds half a letter")
    return unicodedata.normalize("NFC", value).translate(BIDI)
