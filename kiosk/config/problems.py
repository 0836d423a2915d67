"""What is wrong with a configuration, in sentences that an admin can act on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MEANINGS = {
    "graph.tenant_id": "Entra shows it on the app registration's overview as Directory (tenant) ID",
    "graph.client_id": "Entra shows it on the app registration's overview as Application (client) ID",
}

LISTS = {"drivers": '["mqtt"]', "gpio_pins": "[17, 27, 22]"}


class ConfigProblem(Exception):
    """The configuration cannot be used. `lines`: one sentence for each thing that is wrong."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def of_syntax(broken: TOMLDecodeError) -> tuple[str]:
    what, _, where = str(broken).partition(" (at ")
    line = re.match(r"line (\d+)", where)
    place = f"line {line[1]}" if line else "at its end"
    return (f"The file is not valid TOML, {place}: {_shown(what, 200)}.",)


def of_values(errors: Iterable[ErrorDetails], tables: type[BaseModel]) -> tuple[str, ...]:
    return tuple(_sentence(error, tables) for error in errors)


def _sentence(error: ErrorDetails, tables: type[BaseModel]) -> str:
    path = [_shown(part) for part in error["loc"] if not isinstance(part, int)]
    key = ".".join(path)
    match error["type"]:
        case "extra_forbidden":
            return _unknown(path, tables)
        case "missing":
            return f"{key} is missing. {MEANINGS[key]}." if key in MEANINGS else f"{key} is missing. Add it."
        case "value_error":
            return f"{key} {error['ctx']['error']}."
        case "literal_error":
            return f"{key} must be one of {_choices(error['ctx']['expected'])}, not {_shown(repr(error['input']))}."
        case "string_type":
            return f'{key} must be text in quotes, such as {path[-1]} = "{_quotable(error["input"])}".'
        case "bool_type":
            return f"{key} must be true or false, without quotes."
        case "model_type" | "model_attributes_type":
            return f"{key} must be a table: a line [{key}] with its keys below."
        case "tuple_type":
            return f"{key} must be a list, such as {LISTS.get(path[-1], '[15, 30, 45, 60]')}."
        case "int_type" | "int_from_float":
            return f"{key} must be a whole number without quotes."
        case kind:
            day = f"a day without quotes, such as {path[-1]} = 2027-05-31"
            return f"{key} must be {day if kind.startswith('date') else 'a number without quotes'}."


def _shown(text: str, most: int = 60) -> str:
    """What stands in the file, fit for a terminal and a log."""
    short = text if len(text) <= most else f"{text[:most]}…"
    return short if short.isprintable() else ascii(short)[1:-1]


def _unknown(path: Sequence[str], tables: type[BaseModel]) -> str:
    if len(path) == 1:
        nearest = _nearest(path[0], tables.model_fields)
        return f"[{path[0]}] is not a known table. The nearest is [{nearest}]."
    table, key = path[0], path[-1]
    homes = [name for name, keys in _keys(tables) if key in keys]
    if homes:
        return f"{table}.{key} is not a known key of [{table}]. It belongs into [{homes[0]}]."
    known = dict(_keys(tables))[table]
    return f"{table}.{key} is not a known key. The nearest is {table}.{_nearest(key, known)}."


def _keys(tables: type[BaseModel]) -> Iterator[tuple[str, list[str]]]:
    for name, field in tables.model_fields.items():
        options = getattr(field.annotation, "__args__", (field.annotation,))
        model = next(option for option in options if isinstance(option, type))
        yield name, list(model.model_fields) if issubclass(model, BaseModel) else []


def _nearest(word: str, known: Iterable[str]) -> str:
    return get_close_matches(word, list(known), n=1, cutoff=0)[0]


def _choices(expected: str) -> str:
    return expected.replace("'", '"').replace(" or ", ", ")


def _quotable(value: object) -> str:
    return _shown(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else "…"
