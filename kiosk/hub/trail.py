"""The audit trail: who did what, from where, and when; each entry holds the one before, so none can be changed or left out. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOTHING = "0" * 64
"""What the first entry holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`n` counts from 1. `before`, `hash`: SHA-256 in hex."""

    n: int
    at: datetime
    who: str
    source: str
    """The address that it came from, or "here": on the hub's own machine."""
    act: str
    what: Mapping[str, Any]
    before: str
    hash: str

    def line(self) -> str:
        """As it is exported: one JSON object."""
        return json.dumps({**_body(self), "hash": self.hash}, ensure_ascii=False, sort_keys=True)


def entry(
    last: tuple[int, str], at: datetime, who: str, source: str, act: str, what: Mapping[str, Any]
) -> Entry:
    """The next one. `last`: number and hash of the one before."""
    number, before = last
    bare = Entry(number + 1, at, who, source, act, what, before, "")
    return Entry(bare.n, at, who, source, act, what, before, _hash(bare))


def broken(entries: Iterable[Entry]) -> int | None:
    """The number at which the chain does not hold any more; None: it holds from the first to the last."""
    number, before = 0, NOTHING
    for one in entries:
        if one.n != number + 1 or one.before != before or one.hash != _hash(one):
            return one.n
        number, before = one.n, one.hash
    return None


def _body(one: Entry) -> dict[str, Any]:
    return {
        "n": one.n, "at": one.at.isoformat(), "who": one.who, "from": one.source, "act": one.act, "what": one.what,
        "before": one.before,
    }  # fmt: skip


def _hash(one: Entry) -> str:
    text = json.dumps(_body(one), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
