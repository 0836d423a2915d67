"""A display becomes part of the fleet, or ceases to be: its certificate, and what it is told about its broker."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from kiosk.config import believed
from kiosk.hub import people, registry, trailing
from kiosk.hub.authority import Authority, Issued
from kiosk.hub.fleet import Fleet, Who
from kiosk.hub.knocking import DISPLAY
from kiosk.hub.registry import Display
from kiosk.hub.roles import Person, Role
from kiosk.pairing.identity import id_of

LONGEST_NAME, LONGEST_ROOM = 50, 320


class NotAdmitted(Exception):
    """It is not taken in. The text says why."""


@dataclass(frozen=True, slots=True)
class Application:
    """`key`: the display's own public key (SPKI, DER). `name`: for admins; "": made of the room's address."""

    key: bytes
    room: str
    site: str = ""
    groups: Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """What a display is handed over."""

    id: str
    certificate: str
    authority: str
    trust: str
    """Whom it shall believe: the content of its `config.trust_file`."""


def admit(fleet: Fleet, authority: Authority, person: Person, who: Who, asked: Application) -> Member:
    """Raises NotAdmitted, Taken."""
    try:
        display = id_of(asked.key)
        issued = authority.display(asked.key, fleet.clock.now())
    except ValueError:
        raise NotAdmitted("That is not a display's key.") from None
    name = (asked.name or asked.room.partition("@")[0]).lower()
    look_at(replace(asked, name=name))
    site = person.site or asked.site
    with fleet.store.begin() as on:
        now = fleet.clock.now()
        before = registry.known(on, display)
        if before is not None and before.revoked_at is None and person.role is Role.FACILITY:
            raise NotAdmitted("This display belongs to the fleet already. An operator can connect it anew.")
        if not people.spend(on, person.name):
            raise NotAdmitted("No more displays can be connected with this certificate. Ask for another one.")
        one = Display(
            display, name, asked.room, site, tuple(asked.groups), base64.b64encode(asked.key).decode(), now
        )
        _take_in(on, one, before)
        people.disown(on, DISPLAY + display, now)
        people.vouch(on, issued.serial, DISPLAY + display, issued.until)
        what = {
            "display": display,
            "name": name,
            "room": asked.room,
            "site": site,
            "again": before is not None,
        }
        trailing.note(on, now, who.name, who.source, "admit", what)
    fleet.ensure(display)
    return Member(display, issued.pem, authority.pem, believed.written(fleet.ring.trust))


def look_at(asked: Application) -> None:
    """Raises NotAdmitted: a name, a place or a room cannot be kept so."""
    name = asked.name or "unnamed"
    if len(name) > LONGEST_NAME or "," in name or ":" in name or name == "all":
        raise NotAdmitted(f"A display's name has up to {LONGEST_NAME} letters, and neither comma nor colon.")
    if "@" not in asked.room or len(asked.room) > LONGEST_ROOM:
        raise NotAdmitted(f"{asked.room[:80]!r} is no mailbox's address.")
    if (
        any(not 0 < len(one) <= LONGEST_NAME or "," in one for one in asked.groups)
        or len(asked.site) > LONGEST_NAME
    ):
        raise NotAdmitted(f"Sites and groups have names of up to {LONGEST_NAME} letters, without a comma.")


def _take_in(on: Connection, one: Display, before: Display | None) -> None:
    """Raises Taken."""
    if before is None:
        registry.admit(on, one)
    else:
        registry.again(on, one)


def revoke(fleet: Fleet, who: Who, one: Display, reason: str) -> None:
    """From here on it is nobody: at the hub at once, at the broker when it looks again (mosquitto.py)."""
    with fleet.store.begin() as on:
        now = fleet.clock.now()
        registry.change(on, one.id, revoked_at=now, online=False, name=f"{one.name} ({one.id})")
        people.disown(on, DISPLAY + one.id, now)
        trailing.note(
            on, now, who.name, who.source, "revoke", {"display": one.id, "name": one.name, "reason": reason}
        )
    fleet.line.publish([(one.id, "")])
    fleet.line.ask(one.id, "sync", secrets.token_hex(12))  # it looks now, and says that it lost its access


def renewed(on: Connection, authority: Authority, one: Display, now: datetime) -> Issued:
    """Another certificate for the same key; the one before counts until it ends."""
    issued = authority.display(base64.b64decode(one.key), now)
    people.vouch(on, issued.serial, DISPLAY + one.id, issued.until)
    return issued
