"""The audit trail in the registry: appended to and read, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.hub.tables import audit, heads
from kiosk.hub.trail import NOTHING, Entry, entry

PAGE = 1000


def note(on: Connection, at: datetime, who: str, source: str, act: str, what: Mapping[str, Any]) -> Entry:
    """In the same transaction as what is done: neither is there without the other."""
    taken = on.execute(update(heads).where(heads.c.name == "audit").values(n=heads.c.n + 1))
    if taken.rowcount == 0:
        on.execute(insert(heads).values(name="audit", n=1, hash=NOTHING))
    last = on.execute(select(heads.c.n, heads.c.hash).where(heads.c.name == "audit")).one()
    at = datetime.fromtimestamp(round(at.timestamp() * 1000) / 1000, at.tzinfo)  # as it is kept
    made = entry((last.n - 1, last.hash), at, who, source, act, what)
    on.execute(update(heads).where(heads.c.name == "audit").values(hash=made.hash))
    on.execute(
        insert(audit).values(
            n=made.n, at=made.at, who=who, source=source, act=act, what=dict(what), before=made.before, hash=made.hash
        )
    )  # fmt: skip
    return made


def entries(on: Connection, after: int = 0, most: int | None = None) -> Iterator[Entry]:
    """From the one after number `after` on."""
    left = most
    while left is None or left > 0:
        page = PAGE if left is None else min(PAGE, left)
        rows = on.execute(select(audit).where(audit.c.n > after).order_by(audit.c.n).limit(page)).all()
        for row in rows:
            yield Entry(row.n, row.at, row.who, row.source, row.act, row.what, row.before, row.hash)
            after = row.n
        if len(rows) < page:
            return
        left = None if left is None else left - page
