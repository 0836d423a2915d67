"""A tenant as data: names, rooms, people and what the display's application may do."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_DNS, UUID, uuid5

from kiosk.sandbox.model.mailbox import Mailbox

PERMISSIONS = (
    "Calendars.ReadWrite",
    "Place.Read.All",
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
    """A meeting that is in the calendars from the start. Times as in Outlook, in the tenant's zone."""

    organizer: str
    room: str
    subject: str
    start: str
    minutes: int = 30
    attendees: tuple[str, ...] = ()
    private: bool = False
    show_as: str = "busy"
    all_day: bool = False
    weekly: bool = False


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
