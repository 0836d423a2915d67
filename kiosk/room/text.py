"""What may become of foreign text before anything keeps it: one line, no control or direction marks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_EMOJI = range(0x1F000, 0x20000)
_JOINERS = {0xFE0F, 0x20E3}
EMAIL_MOST = 254
"""Signs of an address (RFC 5321)."""
_EMAIL = re.compile(r"[^@]{1,64}@([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_]([\w-]*[^\W_])?")
_NOT_IN_EMAIL = frozenset('()<>[]:;,\\"')
MOST_MARKS = 4
"""Marks above and below one letter: no script needs more, and a flood of them paints over its neighbours."""


def one_line(text: str, most: int) -> str:
    """`text` on one line, without control characters, direction marks, floods of accents and emoji, cut to `most` characters."""
    begin = text[: most * 4]
    if not (
        begin.isascii() and begin.isprintable()
    ):  # most text is plain already, and a calendar has much of it
        begin = "".join(_calm(map(_plain, begin)))
    return " ".join(begin.split())[:most].rstrip()


def _calm(chars: Iterable[str]) -> Iterator[str]:
    marks = 0
    for char in chars:
        if char:
            marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            yield char


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    if ord(char) in _EMOJI or ord(char) in _JOINERS:
        return ""
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category in ("Cf", "Cs", "Co", "Cn") else char


def is_email(text: str) -> bool:
    """Whether it has the shape name@company.com. Whether somebody reads mail there, only the mail can tell."""
    strange = any(char.isspace() or not char.isprintable() or char in _NOT_IN_EMAIL for char in text)
    return len(text) <= EMAIL_MOST and not strange and _EMAIL.fullmatch(text) is not None


def initials(name: str) -> str:
    """ "Mina Okafor" becomes "M. O."."""
    return " ".join(f"{part[0]}." for part in name.split() if part)
