"""The requests behind *Find another room*: which rooms there are (places), and when they are taken (getSchedule)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from kiosk.room.model import Room
from kiosk.room.nearby import Neighbour, Plan, Span
from kiosk.room.text import one_line
from kiosk.sync import bodies, errors, wire
from kiosk.sync.pages import pages

PAGE = 100
"""Places come at most so many at a time (facts.md §2.9)."""
LONGEST_ADDRESS = 250
NAME_MOST = 60
MOST_TAKEN = 2000
"""Stretches of one room in a day or a few."""
FREE = frozenset({"free", "workingelsewhere"})
"""All else takes the room, also what we do not know (facts.md §3.4)."""


class Asks(Protocol):
    """The two requests of this file; sync/graph.py answers them over HTTP."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        ...


async def rooms_of_building(graph: Asks, here: str) -> tuple[Neighbour, ...]:
    """The rooms that Exchange tells of: those of the building that `here` is in, where it tells buildings.

    A permission that is missing (Place.Read.All) is no error: then it tells of none.

    Raises:
        errors.GraphFault: no answer, or none that can be read to its end.
    """
    found: list[Neighbour] = []
    told = 0
    try:
        async for items in pages(graph, "places/microsoft.graph.room", {"$top": str(PAGE)}):
            told += len(items)
            found += [room for item in items if (room := _neighbour(item)) is not None]
    except (errors.Forbidden, errors.MailboxMissing, errors.BadRequest):
        return ()
    if told and not found:
        raise errors.Garbled("places")
    ours = next((room for room in found if room.mailbox.lower() == here.lower()), None)
    building = ours.building.casefold() if ours is not None else ""
    return tuple(
        replace(room, building="" if building else room.building)
        for room in found
        if room is not ours and (not building or room.building.casefold() in ("", building))
    )


def _neighbour(item: Mapping[str, Any]) -> Neighbour | None:
    """A place as Exchange describes it; None for what has no address."""
    address, building = item.get("emailAddress"), item.get("building")
    if not isinstance(address, str) or "@" not in address or len(address) > LONGEST_ADDRESS:
        return None
    if one_line(address, LONGEST_ADDRESS) != address:
        return None
    room = wire.with_place(Room(address), item)
    free = item.get("isWheelChairAccessible")
    return Neighbour(
        address, room.name or address, one_line(building, NAME_MOST) if isinstance(building, str) else "", room.floor,
        room.seats, room.equipment, free if isinstance(free, bool) else None,
    )  # fmt: skip


def joined(listed: Iterable[Neighbour], found: Sequence[Neighbour], most: int) -> tuple[Neighbour, ...]:
    """The admin's rooms, filled up with what Exchange tells of them; then the others, `most` together."""
    told = {room.mailbox.lower(): room for room in found}
    rooms: dict[str, Neighbour] = {}
    for room in listed:
        rooms[room.mailbox.lower()] = _filled(room, told.get(room.mailbox.lower()))
    return tuple({**rooms, **{key: room for key, room in told.items() if key not in rooms}}.values())[:most]


def _filled(room: Neighbour, told: Neighbour | None) -> Neighbour:
    if told is None:
        return replace(room, name=room.name or room.mailbox.partition("@")[0].capitalize())
    return Neighbour(
        room.mailbox, room.name or told.name, room.building or told.building, room.floor or told.floor,
        room.seats or told.seats, room.equipment or told.equipment,
        told.step_free if room.step_free is None else room.step_free, room.metres, room.way,
    )  # fmt: skip


async def plans(
    graph: Asks, asker: str, mailboxes: Sequence[str], begin: datetime, end: datetime
) -> tuple[Plan, ...]:
    """When each room is taken between the two (aware UTC). A room that Exchange could not look into is left out.

    `asker` is the mailbox in whose name is asked. One request: 100 rooms at most (facts.md §2.8).

    Raises:
        errors.GraphFault: no answer, or none of getSchedule's shape.
    """
    body = {
        "schedules": list(mailboxes), "startTime": _utc(begin), "endTime": _utc(end), "availabilityViewInterval": 60,
    }  # fmt: skip
    answer = await graph.post(bodies.address("users", asker, "calendar", "getSchedule"), body)
    try:
        items, _ = wire.page_of(answer)
    except wire.Unreadable as wrong:
        raise errors.Garbled(str(wrong)) from None
    wanted = {mailbox.lower() for mailbox in mailboxes}
    told = (_plan(item) for item in items)
    return tuple(plan for plan in told if plan is not None and plan.mailbox.lower() in wanted)


def _plan(item: Mapping[str, Any]) -> Plan | None:
    """One room's day; None where it is not told, or not so that it could be believed."""
    mailbox, taken = item.get("scheduleId"), item.get("scheduleItems")
    if not isinstance(mailbox, str) or not isinstance(taken, list) or item.get("error") is not None:
        return None
    view = item.get("availabilityView")
    if len(taken) > MOST_TAKEN or (not taken and isinstance(view, str) and view.strip("04")):
        return None  # it is taken, and nobody says when
    try:
        spans = tuple(_span(one) for one in taken if _takes(one))
    except wire.Unreadable:
        return None
    return Plan(mailbox, tuple(sorted(spans)))


def _takes(item: Any) -> bool:  # noqa: ANN401 - JSON
    status = item.get("status") if isinstance(item, dict) else None
    return not (isinstance(status, str) and status.lower() in FREE)


def _span(item: Any) -> Span:  # noqa: ANN401 - JSON
    if not isinstance(item, dict):
        raise wire.Unreadable("scheduleItems")
    start, end, _ = wire.span_of({"start": item.get("start"), "end": item.get("end")}, "UTC")
    return start, end


def _utc(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
