"""The rooms that an admin chooses from when a display is paired: those of the tenant's list, where Exchange tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.core.tokens import Tokens, account_of
from kiosk.room.nearby import Neighbour
from kiosk.sync.errors import GraphFault
from kiosk.sync.graph import Graph
from kiosk.sync.neighbours import rooms_of_building
from kiosk.system_user.identity import Identity

ANSWERS = 3
"""Times that something which is no room is asked for again."""
UNTOLD = (
    "The rooms of the tenant cannot be listed from here ({}): type the room's mailbox. The list needs the permission"
    " Place.Read.All, and a sign-in that this computer can make."
)


class NotListed(Exception):
    """Exchange does not tell its rooms. The text says why."""


async def rooms_of(config: Config, clock: Clock) -> tuple[Neighbour, ...]:
    """All rooms that Exchange tells of, by building, floor and name; new ones are up to 48 hours late (facts.md §2.9).

    Raises:
        NotListed: it tells of none.
    """
    where = config.graph
    if where is None:
        raise NotListed("the configuration names no tenant")
    ca_file = Path(where.ca_file) if where.ca_file else None
    identity = Identity(account_of(config), None, clock)
    graph = Graph(where.base_url, Tokens(identity), clock, ca_file=ca_file, proxy=where.proxy)
    try:
        found = await rooms_of_building(graph, "")
    except GraphFault as fault:
        raise NotListed(str(fault) or type(fault).__name__) from None
    finally:
        await graph.close()
        await identity.close()
    if not found:
        raise NotListed("no permission, or no rooms")
    return tuple(sorted(found, key=lambda room: (room.building.casefold(), room.floor, room.name.casefold())))


def lines(rooms: Sequence[Neighbour]) -> list[str]:
    """One for each room, numbered from 1."""
    return [f"{number:4}  {_described(room)}" for number, room in enumerate(rooms, 1)]


def _described(room: Neighbour) -> str:
    seats = f"{room.seats} seats" if room.seats else ""
    floor = f"floor {room.floor}" if room.floor else ""
    return ", ".join(part for part in (room.name, room.building, floor, seats, room.mailbox) if part)


def chosen(rooms: Sequence[Neighbour], asked: Callable[[str], str], say: Callable[[str], None]) -> str | None:
    """The mailbox of the room whose number was typed, or the mailbox that was; None: nobody typed one."""
    prompt = "Number of the room, or its mailbox: " if rooms else "Mailbox of the room: "
    for _ in range(ANSWERS):
        typed = asked(prompt).strip()
        if not typed:
            return None
        if "@" in typed:
            return typed
        if typed.isdecimal() and 1 <= int(typed) <= len(rooms):
            return rooms[int(typed) - 1].mailbox
        say(f"{typed} is no number of the list and no mailbox.")
    return None
