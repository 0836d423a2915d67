"""What the glass may hold, whoever wrote it: no control and no direction marks, no flood of accents, no endless text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

LONGEST = 300
MOST_MARKS = 4


def texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)


def is_clean(text: str) -> bool:
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            return False
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            return False
    return len(text) <= LONGEST


def dirty(value: object) -> list[str]:
    """What is not clean, cut for a message."""
    return [ascii(text[:60]) for text in texts(value) if not is_clean(text)]
