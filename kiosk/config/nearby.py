"""The tables for finding another room: [find_room], and [[nearby]] once for each room. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kiosk.config.rules import Mailbox, Name, between
from kiosk.config.tables import Table
from kiosk.room.nearby import Neighbour

Equipment = Literal["display", "camera", "whiteboard", "phone"]
MOST = 100
"""getSchedule takes no more rooms at a time (facts.md §2.8)."""


def _not_too_many(rooms: tuple[NearbyTable, ...]) -> tuple[NearbyTable, ...]:
    if len(rooms) > MOST:
        raise ValueError(f"must be {MOST} rooms at most, not {len(rooms)}")
    return rooms


class FindRoomTable(Table):
    from_places: bool = True
    """Ask Exchange which rooms there are, besides those of [[nearby]]."""
    max_rooms: Annotated[int, AfterValidator(between(1, MOST))] = 20


class NearbyTable(Table):
    """A room that can be booked from here. What is left out, Exchange's places may tell."""

    mailbox: Mailbox
    name: Name | None = None
    building: Name = ""
    floor: Name = ""
    seats: Annotated[int, AfterValidator(between(1, 9999))] | None = None
    equipment: Annotated[tuple[Equipment, ...], Field(strict=False)] = ()
    step_free: bool | None = None
    metres: Annotated[int, AfterValidator(between(0, 5000))] | None = None
    way: Name = ""

    def neighbour(self) -> Neighbour:
        return Neighbour(
            self.mailbox, self.name or "", self.building, self.floor, self.seats, self.equipment, self.step_free,
            self.metres, self.way,
        )  # fmt: skip


Rooms = Annotated[tuple[NearbyTable, ...], Field(strict=False), AfterValidator(_not_too_many)]
