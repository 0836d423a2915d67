"""Who belongs to the fleet, and what each display said of itself last: the store of record, whatever a broker lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Row

from kiosk.hub.layers import DISPLAY, GROUP, SITE, Layer, Member
from kiosk.hub.tables import displays, layers

PARTS = 500
"""Names in one question: engines bound them."""


SEEN = tuple(column for column in displays.c if column.name not in ("text", "told_session", "told_n"))
"""What is asked for where displays are looked at; the documents themselves are long."""


class Unknown(Exception):
    """There is no such display, person or layer. The text names what there is."""


class Taken(Exception):
    """The name is another's already."""


@dataclass(frozen=True, slots=True)
class Display:
    """One of the fleet. `key`: its public key (SPKI, base64); `v`, `hash`: of the document that it shall follow."""

    id: str
    name: str
    room: str
    site: str
    groups: tuple[str, ...]
    key: str
    admitted_at: datetime
    revoked_at: datetime | None = None
    v: int = 0
    hash: str = ""
    sent_at: datetime | None = None
    told_v: int = 0
    told: str = ""
    told_at: datetime | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    online: bool = False

    @property
    def member(self) -> Member:
        return Member(self.id, self.site, self.groups)

    @property
    def state(self) -> str:
        """revoked, new (nothing was sent to it yet), sent (it has said nothing of it yet), or what it said of it."""
        if self.revoked_at is not None:
            return "revoked"
        if self.v == 0:
            return "new"
        return self.told if self.told_v == self.v and self.told else "sent"


@dataclass(frozen=True, slots=True)
class Told:
    """What a display reports. `n` counts within a session: of two, the later one counts."""

    display: str
    session: str
    n: int
    v: int
    state: str
    body: Mapping[str, Any]


# --- displays


def admit(on: Connection, one: Display) -> None:
    """Raises `Taken`: the name is another display's."""
    _name_is_free(on, one)
    on.execute(
        insert(displays).values(
            id=one.id, name=one.name, room=one.room, site=one.site, groups=list(one.groups), key=one.key,
            admitted_at=one.admitted_at, v=one.v, hash=one.hash, text="", told_v=0, told="", told_session="",
            told_n=0, report={}, online=False,
        )
    )  # fmt: skip


def again(on: Connection, one: Display) -> None:
    """A display that is known is connected anew, maybe to another room; what it said before does not count. Raises `Taken`."""
    _name_is_free(on, one)
    change(
        on, one.id, name=one.name, room=one.room, site=one.site, groups=list(one.groups), key=one.key, revoked_at=None,
        admitted_at=one.admitted_at, told_v=0, told="",
    )  # fmt: skip


def _name_is_free(on: Connection, one: Display) -> None:
    other = on.execute(
        select(displays.c.id).where(displays.c.name == one.name, displays.c.id != one.id)
    ).scalar()
    if other is not None:
        raise Taken(f"There is a display {one.name!r} already: {other}. Revoke it, or choose another name.")


def change(on: Connection, display: str, **told: Any) -> None:  # noqa: ANN401 - columns are of any kind
    on.execute(update(displays).where(displays.c.id == display).values(**told))


def shall(on: Connection, made: Sequence[tuple[str, int, str, str]]) -> None:
    """Displays, and the revision, hash and text of what each shall be from here on."""
    values = [{"b_id": one, "b_v": v, "b_hash": hashed, "b_text": text} for one, v, hashed, text in made]
    if values:
        changed: dict[str, object] = {
            "v": bindparam("b_v"),
            "hash": bindparam("b_hash"),
            "text": bindparam("b_text"),
            "sent_at": None,
        }
        on.execute(update(displays).where(displays.c.id == bindparam("b_id")).values(changed), values)


def known(on: Connection, display: str) -> Display | None:
    row = on.execute(select(*SEEN).where(displays.c.id == display)).first()
    return None if row is None else _display(row)


def members(on: Connection, *, site: str = "") -> list[Display]:
    """All that are not revoked, in the order of their names."""
    asked = select(*SEEN).where(displays.c.revoked_at.is_(None)).order_by(displays.c.name)
    return [_display(row) for row in on.execute(asked.where(displays.c.site == site) if site else asked)]


def of_room(on: Connection, room: str) -> list[str]:
    """The ids of its displays that are not revoked."""
    asked = select(displays.c.id).where(displays.c.room == room, displays.c.revoked_at.is_(None))
    return list(on.execute(asked).scalars())


def everybody(on: Connection) -> list[Display]:
    """The revoked as well."""
    return [_display(row) for row in on.execute(select(*SEEN).order_by(displays.c.name))]


def these(on: Connection, ids: Sequence[str]) -> list[Display]:
    found: list[Display] = []
    for begin in range(0, len(ids), PARTS):
        part = ids[begin : begin + PARTS]
        found += [_display(row) for row in on.execute(select(*SEEN).where(displays.c.id.in_(part)))]
    return found


def meant(on: Connection, names: str, *, site: str = "") -> tuple[list[Display], list[Layer]]:
    """Whom "all", "site:berlin", "group:lobby" or "aurora,boreal" means, and the layers that say what these shall be.

    `site`: only displays of it are there for who asks. Raises `Unknown`.
    """
    if names == "all":
        return members(on, site=site), [Layer(SITE, site) if site else Layer("fleet")]
    kind, _, name = names.partition(":")
    if kind in (SITE, GROUP) and name:
        found = [one for one in members(on, site=site) if _stands(one, kind, name)]
        if not found:
            raise Unknown(f"There is no display in {kind} {name!r}.")
        return found, [Layer(kind, name)]
    found = _called(on, names, site)
    return found, [Layer(DISPLAY, one.id) for one in found]


def page(
    on: Connection, names: str, after: str, limit: int, *, site: str = "", revoked: bool = False
) -> list[Display]:
    """Whom `names` means (as `meant`), in the order of their names: the first `limit` that come after `after`.

    `revoked`: those that were, too. Raises `Unknown`: on the first page, as `meant`.
    """
    kind, _, name = names.partition(":")
    if names != "all" and not (kind in (SITE, GROUP) and name):
        found = sorted(_called(on, names, site), key=lambda one: one.name)
        return [one for one in found if one.name > after][:limit]
    found = []
    at: str | None = after
    while at is not None and len(found) < limit:
        asked = select(*SEEN).where(displays.c.name > at).order_by(displays.c.name).limit(limit)
        asked = asked if revoked else asked.where(displays.c.revoked_at.is_(None))
        asked = asked.where(displays.c.site == site) if site else asked
        asked = asked.where(displays.c.site == name) if kind == SITE else asked
        rows = [_display(row) for row in on.execute(asked)]
        found += [one for one in rows if kind != GROUP or name in one.groups]
        at = rows[-1].name if len(rows) == limit else None
    if not found and not after and names != "all":
        raise Unknown(f"There is no display in {kind} {name!r}.")
    return found[:limit]


def _stands(one: Display, kind: str, name: str) -> bool:
    return one.site == name if kind == SITE else name in one.groups


def _called(on: Connection, names: str, site: str) -> list[Display]:
    """Each by its name, its id or its room, in the order in which they are named. Raises `Unknown`."""
    wanted = list(dict.fromkeys(part.strip().lower() for part in names.split(",") if part.strip()))
    there: dict[str, Display] = {}
    for begin in range(0, len(wanted), PARTS):
        part = wanted[begin : begin + PARTS]
        called = or_(
            displays.c.name.in_(part), displays.c.id.in_(part), func.lower(displays.c.room).in_(part)
        )
        asked = select(*SEEN).where(displays.c.revoked_at.is_(None), called).order_by(displays.c.name)
        for one in map(_display, on.execute(asked.where(displays.c.site == site) if site else asked)):
            for word in (one.name.lower(), one.id, one.room.lower()):
                there.setdefault(word, one)
    for word in wanted:
        if word not in there:
            raise Unknown(f"There is no display {word!r}. kiosk fleet list shows all.")
    if not wanted:
        raise Unknown("No display is named.")
    return list({there[word].id: there[word] for word in wanted}.values())


def told(on: Connection, reports: Iterable[Told], now: datetime) -> None:
    """What displays said of themselves. What comes late, after a later word of the same session, changes nothing."""
    values = [
        {"b_id": one.display, "b_v": one.v, "b_told": one.state, "b_session": one.session, "b_n": one.n, "b_at": now,
         "b_report": dict(one.body)}
        for one in reports
    ]  # fmt: skip
    if not values:
        return
    newer = or_(displays.c.told_session != bindparam("b_session"), displays.c.told_n < bindparam("b_n"))
    on.execute(
        update(displays)
        .where(displays.c.id == bindparam("b_id"), newer)
        .values(
            told_v=bindparam("b_v"), told=bindparam("b_told"), told_session=bindparam("b_session"),
            told_n=bindparam("b_n"), told_at=bindparam("b_at"), report=bindparam("b_report"), online=True,
        ),
        values,
    )  # fmt: skip


def present(on: Connection, seen: Mapping[str, bool]) -> None:
    """Which displays the broker says are there."""
    values = [{"b_id": display, "b_there": there} for display, there in seen.items()]
    if values:
        on.execute(
            update(displays).where(displays.c.id == bindparam("b_id")).values(online=bindparam("b_there")),
            values,
        )


def texts(on: Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The documents of those that have one and are not revoked."""
    found: list[tuple[str, str]] = []
    for begin in range(0, len(ids), PARTS):
        asked = select(displays.c.id, displays.c.text).where(
            displays.c.id.in_(ids[begin : begin + PARTS]), displays.c.v > 0, displays.c.revoked_at.is_(None)
        )
        found += [(row.id, row.text) for row in on.execute(asked)]
    return found


def behind(on: Connection, ids: Sequence[str]) -> list[str]:
    """Of these, the ones that spoke of an older document than the one that they shall follow."""
    found: list[str] = []
    for begin in range(0, len(ids), PARTS):
        asked = select(displays.c.id).where(
            displays.c.id.in_(ids[begin : begin + PARTS]),
            displays.c.told_v < displays.c.v,
            displays.c.revoked_at.is_(None),
        )
        found += on.execute(asked).scalars()
    return found


def sent(on: Connection, ids: Sequence[str], now: datetime) -> None:
    for begin in range(0, len(ids), PARTS):
        part = ids[begin : begin + PARTS]
        on.execute(update(displays).where(displays.c.id.in_(part)).values(sent_at=now))


def unsettled(on: Connection, before: datetime) -> list[Display]:
    """Those that have a document and have not said what became of it, and were not sent it since `before`."""
    asked = select(*SEEN).where(
        displays.c.revoked_at.is_(None), displays.c.v > 0, displays.c.told_v != displays.c.v,
        or_(displays.c.sent_at.is_(None), displays.c.sent_at < before),
    )  # fmt: skip
    return [_display(row) for row in on.execute(asked)]


# --- layers


def all_layers(on: Connection) -> dict[Layer, dict[str, Any]]:
    return {Layer.read(row.layer): row.body for row in on.execute(select(layers))}


def lay(on: Connection, layer: Layer, body: Mapping[str, Any], now: datetime) -> None:
    on.execute(delete(layers).where(layers.c.layer == str(layer)))
    on.execute(insert(layers).values(layer=str(layer), body=dict(body), changed_at=now))


def _display(row: Row[Any]) -> Display:
    return Display(
        row.id, row.name, row.room, row.site, tuple(row.groups), row.key, row.admitted_at, row.revoked_at, row.v, row.hash,
        row.sent_at, row.told_v, row.told, row.told_at, row.report, row.online,
    )  # fmt: skip
