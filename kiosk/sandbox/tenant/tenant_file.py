"""A tenant from a TOML or JSON file. What the file may say is told by `kiosk sandbox --help`."""

import json
import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.sandbox.model.mailbox import Kind, Mailbox
from kiosk.sandbox.model.settings import WEEKDAYS, Place, WorkingHours, adjusted
from kiosk.sandbox.model.zones import windows_name, zone
from kiosk.sandbox.tenant.company import PERMISSIONS, Company, Planned, RoomList, guid_of


class TenantFileError(ValueError):
    """The file cannot be used; the text is one plain sentence."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Room(_Strict):
    mailbox: str
    name: str
    time_zone: str | None = None
    building: str = ""
    floor: int | None = None
    floor_label: str = ""
    capacity: int | None = None
    audio: str = ""
    video: str = ""
    display: str = ""
    tags: tuple[str, ...] = ()
    accessible: bool = False
    work_start: time = time(8)
    work_end: time = time(17)
    settings: dict[str, Any] = Field(default_factory=dict)


class _Person(_Strict):
    mailbox: str
    name: str
    title: str = ""
    time_zone: str | None = None


class _RoomList(_Strict):
    mailbox: str
    name: str
    rooms: tuple[str, ...]


class _Event(_Strict):
    organizer: str = ""
    room: str = ""
    subject: str
    start: str
    minutes: float = 30
    attendees: tuple[str, ...] = ()
    sensitivity: str = "normal"
    show_as: str = "busy"
    all_day: bool = False
    repeats: str = ""
    times: int = 0


class _Tenant(_Strict):
    name: str = "Contoso"
    domain: str = "contoso.com"
    time_zone: str
    system_user: str
    permissions: tuple[str, ...] = PERMISSIONS
    scope: Literal["rooms", "all"] | list[str] = "rooms"
    rooms: list[_Room] = Field(min_length=1)
    people: list[_Person] = Field(default_factory=list)
    room_lists: list[_RoomList] = Field(default_factory=list)
    events: list[_Event] = Field(default_factory=list)


def load(path: Path, time_zone: str) -> Company:
    """The tenant of that file; `time_zone` where it names none. Raises TenantFileError."""
    try:
        text = path.read_text()
        raw = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        if not isinstance(raw, dict):
            raise TenantFileError(f"{path} is not a table of keys")
        defaults = {"time_zone": time_zone, "system_user": f"displays@{raw.get('domain', 'contoso.com')}"}
        return _company(_Tenant.model_validate(defaults | raw))
    except OSError as wrong:
        raise TenantFileError(f"{path} cannot be read: {wrong.strerror}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TenantFileError(f"{path}: {where}: {first['msg']}") from None
    except TenantFileError:
        raise
    except ValueError as wrong:
        raise TenantFileError(f"{path}: {wrong}") from None


def _company(said: _Tenant) -> Company:
    zone_of = _zones(said.time_zone)
    rooms = [_room(one, zone_of(one.time_zone)) for one in said.rooms]
    people = [
        _mailbox(one.mailbox, one.name, "person", zone_of(one.time_zone), title=one.title)
        for one in said.people
    ]
    displays = _mailbox(said.system_user, "Room Displays", "system", zone_of(None))
    more = [] if isinstance(said.scope, str) else said.scope
    limited = {
        said.system_user.lower(),
        *(one.address.lower() for one in rooms),
        *(one.lower() for one in more),
    }
    scope = None if said.scope == "all" else limited
    return Company(
        said.name,
        said.domain,
        zone_of(None),
        [*rooms, *people, displays],
        [RoomList(one.mailbox, one.name, one.rooms) for one in said.room_lists],
        said.system_user,
        said.permissions,
        tuple(Planned(**one.model_dump()) for one in said.events),
        scope,
    )


def _zones(default: str) -> Callable[[str | None], str]:
    def find(name: str | None) -> str:
        wanted = name or default
        if zone(wanted) is None:
            msg = f"no time zone is called {wanted}"
            raise ValueError(msg)
        return windows_name(wanted)

    return find


def _mailbox(address: str, name: str, kind: Kind, zone_name: str, *, title: str = "") -> Mailbox:
    return Mailbox(
        guid_of(address), address, name, kind, zone_name, WorkingHours(zone=zone_name), title=title
    )


def _room(said: _Room, zone_name: str) -> Mailbox:
    room = _mailbox(said.mailbox, said.name, "room", zone_name)
    room.hours = WorkingHours(WEEKDAYS, said.work_start, said.work_end, zone_name)
    room.place = Place(
        said.building, said.floor, said.floor_label, said.capacity, said.audio, said.video, said.display, said.tags,
        said.accessible,
    )  # fmt: skip
    room.processing = adjusted(room.processing, said.settings)
    return room
