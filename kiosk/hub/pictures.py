"""The pictures that a fleet's layers name: kept in the registry, and said to the broker once for all displays, which hear what they lack."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.config import pictures
from kiosk.config.pictures import Picture
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.hub.layers import Tables
from kiosk.hub.line import Line
from kiosk.hub.store import Store
from kiosk.hub.tables import layers, rollouts
from kiosk.hub.tables import pictures as kept

UNUSED_FOR = timedelta(days=30)
"""So long one is kept that neither a layer nor any roll-out names: somebody may be about to push it."""
MOST = 200
"""Pictures of one fleet."""


def keep(on: Connection, told: str, now: datetime) -> tuple[Picture, list[str]]:
    """`told`: base64. What it is called, and those that went to make room: nobody names them any more. Raises ConfigProblem."""
    try:
        content = base64.b64decode(told, validate=True)
    except binascii.Error:
        raise ConfigProblem(["The picture is no base64."]) from None
    _look(content)
    picture = pictures.of(content)
    gone = _unused(on, now)
    if on.execute(update(kept).where(kept.c.digest == picture.digest).values(at=now)).rowcount == 0:
        if len(list(on.execute(select(kept.c.digest)))) >= MOST:
            raise ConfigProblem([f"The fleet has {MOST} pictures, which is the most that it keeps."])
        on.execute(
            insert(kept).values(digest=picture.digest, content=base64.b64encode(content).decode(), at=now)
        )
    return picture, [one for one in gone if one != picture.digest]


def missing(on: Connection, tables: Tables) -> list[str]:
    """A sentence for each picture that these name and nobody has brought."""
    return [
        f"brand.{key}: the hub does not have that picture. Push the file that names it with kiosk fleet push."
        for key, one in pictures.wanted(tables)
        if on.execute(select(kept.c.digest).where(kept.c.digest == one.digest)).first() is None
    ]


def publish(store: Store, line: Line, digest: str | None = None) -> None:
    """To the broker, which keeps it; `digest` None: all, for a broker that may have lost what it had."""
    with store.reading() as on:
        those = [digest] if digest is not None else list(on.execute(select(kept.c.digest)).scalars())
    for one in those:
        with store.reading() as on:
            told = on.execute(select(kept.c.content).where(kept.c.digest == one)).scalar()
        if told is not None:
            line.picture(one, base64.b64decode(told))


def _look(content: bytes) -> None:
    """It may be shown as one thing or the other."""
    wrong: list[str] = []
    for key in pictures.KEYS:
        try:
            pictures.look(key, content)
        except Refused as refused:
            wrong += refused.lines
        else:
            return
    raise ConfigProblem(wrong)


def _unused(on: Connection, now: datetime) -> list[str]:
    named = set(_named(on))
    old = on.execute(select(kept.c.digest).where(kept.c.at < now - UNUSED_FOR)).scalars()
    gone = [digest for digest in old if digest not in named]
    for digest in gone:
        on.execute(delete(kept).where(kept.c.digest == digest))
    return gone


def _named(on: Connection) -> Iterator[str]:
    """By what displays shall be, or by what they were before a roll-out: that can be rolled back."""
    bodies = list(on.execute(select(layers.c.body)).scalars())
    for row in on.execute(select(rollouts.c.changes, rollouts.c.before)):
        bodies += [*dict(row.changes).values(), *dict(row.before).values()]
    for body in bodies:
        yield from (one.digest for _, one in pictures.wanted(body))
