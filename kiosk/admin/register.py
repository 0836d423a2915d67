"""The displays that an admin knows: who each of them is, where it was last seen, and what was sent to it. A file of the admin's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kiosk.config.keep import write

NAME = "displays.json"
PORT = 8443


class Unknown(Exception):
    """There is no such display, or the register cannot be used. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Known:
    """One display. `address`: HOST:PORT of its LAN link. `v`, `hash`, `cfg`: what was last sent to it."""

    name: str
    id: str
    room: str | None = None
    address: str | None = None
    v: int = 0
    hash: str = ""
    cfg: Mapping[str, Any] = field(default_factory=dict)


def known_as(display: str, address: str, config: Mapping[str, Any]) -> Known:
    """As one is remembered that was paired just now. `config`: what it was handed over."""
    room, link = config.get("room", {}).get("mailbox"), config.get("config", {})
    host = address.rpartition(":")[0] if ":" in address.rpartition("]")[2] else address
    name = str(room).partition("@")[0] or display
    return Known(name, display, room, f"{host}:{link.get('port', PORT)}")


def displays(path: Path) -> list[Known]:
    """All of them, in the order of their names. Raises `Unknown`: the register is damaged."""
    try:
        told = json.loads((path / NAME).read_text(encoding="utf-8"))
        return sorted((Known(**one) for one in told), key=lambda known: known.name)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError):
        raise Unknown(
            f"{path / NAME} cannot be read. Bring it back from a copy, or remove it and pair anew."
        ) from None


def keep(path: Path, known: Sequence[Known]) -> None:
    """Raises OSError."""
    write(path / NAME, json.dumps([asdict(one) for one in known], indent=1).encode())


def noted(known: Sequence[Known], one: Known) -> list[Known]:
    """With this display; what was known of the same one, or of another under its name, gives way."""
    before = next((other for other in known if other.id == one.id), None)
    if before is not None and not one.v:
        one = replace(one, v=before.v, hash=before.hash, cfg=before.cfg)
    rest = [other for other in known if other.id != one.id and other.name != one.name]
    return sorted([*rest, one], key=lambda other: other.name)


def named(known: Sequence[Known], names: str) -> list[Known]:
    """ "aurora,boreal", or "all". Raises `Unknown`: one of them is not there."""
    if names == "all":
        if not known:
            raise Unknown(
                "No display is known yet. Pair one with kiosk pair, or add one with kiosk push --add."
            )
        return list(known)
    found = []
    for name in dict.fromkeys(part.strip().lower() for part in names.split(",") if part.strip()):
        one = next(
            (one for one in known if name in (one.name.lower(), one.id, (one.room or "").lower())), None
        )
        if one is None:
            all_names = ", ".join(other.name for other in known) or "none yet"
            raise Unknown(f"There is no display {name!r}. Known: {all_names}.")
        found.append(one)
    return found
