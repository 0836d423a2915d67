"""What a display shall be, layer upon layer: the fleet's, its site's, its groups', its own. The hub merges them. Pure.

What an upper layer says of a key counts; of a key that it does not name, the one below counts. A list is one thing and is
replaced whole; `null` takes a key back to what the program has by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

Tables = Mapping[str, Any]

FLEET, SITE, GROUP, DISPLAY = "fleet", "site", "group", "display"
KINDS = (FLEET, SITE, GROUP, DISPLAY)


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """`name`: of the site or group, a display's id, or "" for the fleet's."""

    kind: str
    name: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """ "fleet", "site:berlin", "group:lobby", "display:rd-…". Raises ValueError."""
        kind, _, name = text.partition(":")
        if kind not in KINDS or (kind == FLEET) != (name == ""):
            raise ValueError(f"{text!r} is no layer: fleet, site:NAME, group:NAME or display:ID.")
        return cls(kind, name)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Member:
    """Where a display stands. Of its groups, a later one counts more."""

    id: str
    site: str = ""
    groups: tuple[str, ...] = ()

    def layers(self) -> tuple[Layer, ...]:
        """That it is made of, the lowest first."""
        site = (Layer(SITE, self.site),) if self.site else ()
        return (Layer(FLEET), *site, *(Layer(GROUP, name) for name in self.groups), Layer(DISPLAY, self.id))


def rendered(member: Member, layers: Mapping[Layer, Tables]) -> dict[str, Any]:
    """The tables of its document."""
    made: dict[str, Any] = {}
    for layer in member.layers():
        _lay(made, layers.get(layer, {}))
    return made


def replaced(body: Tables, tables: Tables, drop: Iterable[str] = ()) -> dict[str, Any]:
    """A layer in which these tables take the place of its own; what they lack stays, but for `drop`."""
    gone = set(drop)
    return {name: table for name, table in {**body, **tables}.items() if name not in gone}


def _lay(made: dict[str, Any], upper: Tables) -> None:
    for name, value in upper.items():
        if value is None:
            made.pop(name, None)
        elif isinstance(value, Mapping):
            below = made.get(name)
            table = dict(below) if isinstance(below, Mapping) else {}
            _lay(table, value)
            made[name] = table
        else:
            made[name] = value
