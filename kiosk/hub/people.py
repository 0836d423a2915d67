"""Whose certificates count, and who may ask the hub, in the registry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from kiosk.hub.registry import Taken, Unknown
from kiosk.hub.roles import Person, Role
from kiosk.hub.tables import certificates, people


def vouch(on: Connection, serial: str, holder: str, until: datetime) -> None:
    on.execute(insert(certificates).values(serial=serial, holder=holder, until=until))


def holder(on: Connection, serial: str, now: datetime) -> str | None:
    """Whose certificate that is; None: it does not count."""
    row = on.execute(select(certificates).where(certificates.c.serial == serial)).first()
    return None if row is None or row.revoked_at is not None or row.until < now else str(row.holder)


def disown(on: Connection, whose: str, now: datetime) -> None:
    """No certificate of theirs counts any more."""
    asked = update(certificates).where(certificates.c.holder == whose, certificates.c.revoked_at.is_(None))
    on.execute(asked.values(revoked_at=now))


def disowned(on: Connection) -> list[tuple[str, str]]:
    """Holders and serials that do not count any more, for whoever else must know."""
    asked = select(certificates.c.holder, certificates.c.serial).where(certificates.c.revoked_at.is_not(None))
    return [(row.holder, row.serial) for row in on.execute(asked)]


def person(on: Connection, name: str, now: datetime) -> Person | None:
    row = on.execute(select(people).where(people.c.name == name)).first()
    if row is None or row.removed_at is not None or row.until < now:
        return None
    return Person(row.name, Role(row.role), row.until, row.site, row.left)


def persons(on: Connection, now: datetime) -> list[Person]:
    names = on.execute(select(people.c.name).order_by(people.c.name)).scalars().all()
    return [one for name in names if (one := person(on, name, now)) is not None]


def add_person(on: Connection, one: Person) -> None:
    """Or somebody who is known gets another certificate. Raises `Taken`: who bore the name was removed, and the trail means them."""
    before = on.execute(select(people.c.removed_at).where(people.c.name == one.name)).first()
    if before is not None and before.removed_at is not None:
        raise Taken(f"There was somebody called {one.name!r}, who was removed. Choose another name.")
    told = {"role": one.role.value, "site": one.site, "left": one.left, "until": one.until}
    if before is None:
        on.execute(insert(people).values(name=one.name, **told))
    else:
        on.execute(update(people).where(people.c.name == one.name).values(**told))


def remove_person(on: Connection, name: str, now: datetime) -> None:
    """Raises `Unknown`."""
    if person(on, name, now) is None:
        raise Unknown(f"There is nobody called {name!r}.")
    on.execute(update(people).where(people.c.name == name).values(removed_at=now))
    disown(on, f"person:{name}", now)


def spend(on: Connection, name: str) -> bool:
    """One display fewer that they may connect; False: none was left."""
    row = on.execute(select(people.c.left).where(people.c.name == name)).first()
    if row is None or row.left is None:
        return row is not None
    taken = on.execute(
        update(people).where(people.c.name == name, people.c.left > 0).values(left=people.c.left - 1)
    )
    return taken.rowcount == 1
