"""A tenant as data: names, rooms, people and what the display's application may do."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_DNS, UUID, uuid5

from kiosk.sandbox.model.mailbox import Mailbox

PERMISSIONS = (
    "Calendars.ReadWrite",
    "Place.Read.All",
    "Mail.Send",
    "User.ReadBasic.All",
    "Organization.Read.All",
    "MailboxSettings.Read",
)


@dataclass(frozen=True, slots=True)
class RoomList:
    address: str
    name: str
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting that is in the calendars from the start: booked long ago, answered by the room.

    `start` is ISO text, a wall clock of the organizer's mailbox unless it has an offset, or "+30" and "-15":
    minutes from the start of the sandbox. An empty `organizer` writes straight into the room's calendar.
    """

    organizer: str
    room: str
    subject: str
    start: str
    minutes: float = 30
    attendees: tuple[str, ...] = ()
    sensitivity: str = "normal"
    show_as: str = "busy"
    all_day: bool = False
    repeats: str = ""
    times: int = 0


@dataclass(slots=True)
class Company:
    """One tenant. `scope` is what the application may touch in Exchange; None means every mailbox."""

    name: str
    domain: str
    time_zone: str
    mailboxes: list[Mailbox]
    room_lists: list[RoomList]
    system_user: str
    permissions: tuple[str, ...] = PERMISSIONS
    planned: tuple[Planned, ...] = ()
    scope: set[str] | None = field(default=None)

    @property
    def tenant_id(self) -> UUID:
        return uuid5(NAMESPACE_DNS, f"tenant.{self.domain}")

    @property
    def client_id(self) -> UUID:
        return uuid5(NAMESPACE_DNS, f"room-displays.{self.domain}")

    @property
    def rooms(self) -> list[Mailbox]:
        return [one for one in self.mailboxes if one.kind == "room"]


def guid_of(address: str) -> UUID:
    """A mailbox keeps its object id over restarts: it is made from its address."""
    return uuid5(NAMESPACE_DNS, f"mailbox.{address.lower()}")
