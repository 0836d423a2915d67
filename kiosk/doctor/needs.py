"""Which permissions a configuration needs, why, over whose mailboxes, and what to turn off to need less. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kiosk.config.desired import Config
from kiosk.system_user.certificate import public_file


class Over(Enum):
    """What a permission reaches. Those of Exchange are limited by a scope, those of Entra hold for the whole tenant."""

    ROOMS = "rooms"
    SYSTEM_USER = "system user"
    PEOPLE = "people who may be booked for"
    TENANT = "the tenant"


@dataclass(frozen=True, slots=True)
class Need:
    permission: str
    over: Over
    why: str
    less: str
    """What to do to need less; empty where nothing is smaller."""

    @property
    def in_exchange(self) -> bool:
        return self.over is not Over.TENANT


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose tenant is set up, and what the displays shall do. `client` empty: the application is not registered yet."""

    tenant: str
    client: str = ""
    authority: str = "https://login.microsoftonline.com"
    rooms: tuple[str, ...] = ()
    """Empty: every room mailbox of the tenant."""
    system_user: str | None = None
    invites: bool = True
    declines_others: bool = False
    books_for_somebody: bool = False
    sends_mail: bool = False
    asks_places: bool = True
    checks_in: bool = False
    shows_subjects: bool = False
    public_file: str = ""
    """The display's certificate for upload; empty: it signs in with a secret, or makes its key later."""


def wanted_of(config: Config, rooms: tuple[str, ...]) -> Wanted | None:
    """What the configuration of one display asks of the tenant, for its room and `rooms`. None: it names no tenant yet."""
    if config.graph is None:
        return None
    own = (config.room.mailbox,) if config.room.mailbox else ()
    direct = config.system_user.booking == "direct"
    nearby = tuple(one.mailbox for one in config.nearby) if direct else ()
    certificate = Path(config.system_user.certificate_file)
    return Wanted(
        config.graph.tenant_id, config.graph.client_id, config.graph.authority,
        tuple(dict.fromkeys((*own, *nearby, *rooms))), config.system_user.mailbox, not direct,
        declines_others=config.booking.decline_others, books_for_somebody=config.booking.for_somebody,
        sends_mail=config.report.mail_to is not None, asks_places=config.find_room.from_places,
        checks_in=config.booking.check_in, shows_subjects=config.settings().privacy.shows_subject,
        public_file=str(public_file(certificate)) if config.system_user.sign_in == "certificate" else "",
    )  # fmt: skip


def needs(wanted: Wanted) -> tuple[Need, ...]:
    """No permission more than what is turned on takes."""
    found = [_rooms(wanted)]
    if wanted.invites:
        why = "Bookings made at a door are events of the system user, who invites the room."
        found.append(Need("Calendars.ReadWrite", Over.SYSTEM_USER, why, ""))
    if wanted.books_for_somebody:
        found.append(
            Need(
                "Calendars.ReadWrite", Over.PEOPLE, "Booking for somebody writes into that person's own calendar.",
                "Set for_somebody = false, or keep the group of these people small.",
            )
        )  # fmt: skip
    if wanted.sends_mail:
        why = "Reports to facilities are sent as mail of the system user."
        found.append(
            Need("Mail.Send", Over.SYSTEM_USER, why, "Use report.webhook in place of report.mail_to.")
        )
    if wanted.asks_places or wanted.books_for_somebody:
        found.append(_places(wanted))
    return tuple(found)


def _rooms(wanted: Wanted) -> Need:
    if wanted.invites and not wanted.declines_others:
        return Need("Calendars.Read", Over.ROOMS, "The display shows the room's meetings.", "")
    if wanted.invites:
        why = "The display shows the room's meetings, and lets the room decline those that nobody comes to (decline_others)."
        less = "Set decline_others = false: then Calendars.Read is enough for the rooms."
        return Need("Calendars.ReadWrite", Over.ROOMS, why, less)
    why = "The display shows the room's meetings, and writes bookings into the room's own calendar (booking = \"direct\")."
    less = 'Set booking = "invite": then Calendars.Read is enough for the rooms, and writing is limited to the system user.'
    return Need("Calendars.ReadWrite", Over.ROOMS, why, less)


def _places(wanted: Wanted) -> Need:
    if wanted.books_for_somebody:
        why = "Tells a room from a person where somebody types an address; and floor, seats, equipment, other rooms."
        return Need(
            "Place.Read.All", Over.TENANT, why, "Set for_somebody = false and find_room.from_places = false."
        )
    why = "Floor, seats and equipment, and which other rooms there are. It reads no calendar."
    less = "Set find_room.from_places = false and list rooms in [[nearby]]; floor, seats and equipment are then left out."
    return Need("Place.Read.All", Over.TENANT, why, less)
