"""Words of an administrator's command line: a value stays one word and means only itself. Pure."""

from __future__ import annotations

import re

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@:\\-]*")
"""What PowerShell takes as it stands: no sign of it is an operator, a variable or a quote."""
QUOTES = re.compile("(['\u2018\u2019\u201a\u201b])")
"""PowerShell ends a literal at any of these, not only at the straight one."""


def quoted(value: str) -> str:
    """`value` as one argument. Control signs, which could end the line, are dropped."""
    value = "".join(sign for sign in value if sign.isprintable())
    return value if PLAIN.fullmatch(value) else literal(value)


def literal(value: str) -> str:
    """`value` as a literal in quotes, in which nothing is replaced."""
    value = "".join(sign for sign in value if sign.isprintable())
    return "'" + QUOTES.sub(r"\1\1", value) + "'"


def in_filter(value: str) -> str:
    """`value` in single quotes inside a filter that itself stands in double quotes (OPATH in PowerShell)."""
    escaped = re.sub('([`$"\u201c\u201d\u201e])', r"`\1", QUOTES.sub(r"\1\1", value))
    return "'" + "".join(sign for sign in escaped if sign.isprintable()) + "'"
