"""What a display may ask of Exchange through its hub: to read and book its own room, spelt as displays spell it. Pure.

What is not named here is refused. Addresses are built anew from parts that were looked at, so that none leads elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import unquote

from kiosk.config.desired import Config
from kiosk.hub.relay.bodies import change, creation, decline, mail, schedule

LONGEST_PART, LONGEST_VALUE = 1100, 4096
PARTS_MOST = 6
WINDOW_MOST = timedelta(days=400)
PAGE_MOST = 1000
AHEAD_LEAST = timedelta(days=10)
"""The doctor's test booking lies within a week, whatever people may book."""
ROOMS_FIELDS = frozenset(
    [
        "id",
        "iCalUId",
        "subject",
        "start",
        "end",
        "isAllDay",
        "showAs",
        "sensitivity",
        "organizer",
        "responseStatus",
        "isCancelled",
        "isOrganizer",
        "type",
        "seriesMasterId",
        "transactionId",
        "createdDateTime",
    ]
)
"""What a display learns of a meeting in its room."""
OWN_FIELDS = ROOMS_FIELDS | {"attendees"}
"""And of one that was booked at its room's displays."""
PAGING = frozenset({"$skip", "$skiptoken", "$top", "$select", "$orderby"})


class NotAllowed(Exception):
    """The display may not ask that. The text says which rule says so, and nothing of what was asked."""


class Kind(Enum):
    """What is asked for, and with it what of the answer is told."""

    ABOUT = "about"
    """A room's or a mailbox's own properties."""
    VIEW = "view"
    """The room's calendar."""
    OWN_VIEW = "own_view"
    """The system user's calendar: of all rooms; told is what was booked here."""
    EVENT = "event"
    OWN_EVENT = "own_event"
    SCHEDULE = "schedule"
    CREATE = "create"
    CHANGE = "change"
    TOLD = "told"
    """Something is sent on, and nothing comes back: a decline, a mail."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one display reaches. Mailboxes in lower case."""

    room: str
    user: str = ""
    """The system user's mailbox; "": bookings are written into the room's calendar."""
    nearby: frozenset[str] = frozenset()
    """Rooms that its admin lets it offer beside its own."""
    longest: timedelta = timedelta(hours=4)
    ahead: timedelta = timedelta(days=1)
    mail_to: str = ""
    guests: bool = False
    declines: bool = False
    subjects: bool = False
    """What meetings are about may be told to it."""

    @property
    def owner(self) -> str:
        """In whose calendar its bookings stand."""
        return self.user or self.room

    @property
    def rooms(self) -> frozenset[str]:
        return self.nearby | {self.room}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it came: `path` below the base address, still quoted; `body`: its JSON, None where it has none."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is asked of Exchange in the display's stead."""

    kind: Kind
    parts: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    booked: str = ""
    """An event that must have been booked at this room's displays; "": none must."""
    transaction: str = ""
    """Of a booking."""


def reach_of(room: str, user: str, config: Config) -> Reach:
    """`config`: what the display was told to be. `user`: the system user's mailbox, "" where rooms are written into directly."""
    booking = config.booking
    return Reach(
        room.lower(), user.lower(), frozenset(one.mailbox.lower() for one in config.nearby),
        timedelta(minutes=booking.max_minutes), timedelta(days=booking.days_ahead),
        (config.report.mail_to or "").lower(), booking.for_somebody, booking.check_in or booking.decline_others,
        config.settings().privacy.shows_subject,
    )  # fmt: skip


def allowed(asked: Asked, reach: Reach, now: datetime) -> Allowed:
    """Raises NotAllowed."""
    parts = tuple(_part(one) for one in asked.path.split("/"))
    if len(parts) > PARTS_MOST:
        raise NotAllowed("path")
    query = dict(asked.query)
    if len(query) != len(asked.query) or any(len(value) > LONGEST_VALUE for value in query.values()):
        raise NotAllowed("query")
    match asked.method, parts:
        case "GET", ("places", mailbox) if mailbox.lower() == reach.room:
            return Allowed(Kind.ABOUT, parts, _none(query))
        case "GET", ("users", mailbox, *rest) if mailbox.lower() in (reach.room, reach.owner):
            return _read(parts, rest, query, mailbox.lower(), reach)
        case "POST", ("users", mailbox, *rest) if asked.body is not None:
            _none(query)
            return _posted(parts, rest, asked.body, mailbox.lower(), reach, now)
        case (("PATCH" | "DELETE"), ("users", mailbox, "events", event)) if mailbox.lower() == reach.owner:
            _none(query)
            body = (
                _looked(change, asked.body or {}, now, _horizon(reach), reach.longest)
                if asked.method == "PATCH"
                else None
            )
            return Allowed(Kind.CHANGE, parts, body=body, booked=event)
    raise NotAllowed("path")


def _read(
    parts: tuple[str, ...], rest: Sequence[str], query: Mapping[str, str], mailbox: str, reach: Reach
) -> Allowed:
    own = mailbox != reach.room
    match rest:
        case ["calendarView"]:
            fields = OWN_FIELDS if own else ROOMS_FIELDS
            told = {
                **_window(query),
                **_paging({key: one for key, one in query.items() if key in PAGING}, fields),
            }
            if set(query) - set(told):
                raise NotAllowed("query")
            if own and not {"id", "transactionId"} <= set(told.get("$select", "").split(",")):
                raise NotAllowed("select")
            return Allowed(Kind.OWN_VIEW if own else Kind.VIEW, parts, told)
        case ["events", event]:
            told = _paging(query, OWN_FIELDS if own else ROOMS_FIELDS, only={"$select"})
            return Allowed(Kind.OWN_EVENT if own else Kind.EVENT, parts, told, booked=event if own else "")
        case ["calendar"]:
            return Allowed(
                Kind.ABOUT, parts, _paging(query, {"id", "name", "canEdit", "owner"}, only={"$select"})
            )
        case [] if not own:
            return Allowed(Kind.ABOUT, parts, {**_none(query), "$select": "id,displayName"})
        case ["mailboxSettings"] if not own:
            return Allowed(Kind.ABOUT, parts, _paging(query, {"userPurpose"}, only={"$select"}))
    raise NotAllowed("path")


def _posted(
    parts: tuple[str, ...], rest: Sequence[str], body: Mapping[str, Any], mailbox: str, reach: Reach, now: datetime
) -> Allowed:  # fmt: skip
    match rest:
        case ["events"] if mailbox == reach.owner:
            rooms = reach.rooms if reach.user else frozenset()
            told = _looked(creation, body, now, _horizon(reach), reach.longest, rooms, reach.guests)
            return Allowed(Kind.CREATE, parts, body=told, transaction=told["transactionId"])
        case ["calendar", "getSchedule"] if mailbox in (reach.room, reach.owner):
            return Allowed(Kind.SCHEDULE, parts, body=_looked(schedule, body, reach.rooms))
        case ["events", _, "decline"] if mailbox == reach.room and reach.declines:
            return Allowed(Kind.TOLD, parts, body=_looked(decline, body))
        case ["sendMail"] if mailbox == reach.user and reach.mail_to:
            return Allowed(Kind.TOLD, parts, body=_looked(mail, body, reach.mail_to))
    raise NotAllowed("path")


def _horizon(reach: Reach) -> timedelta:
    return max(reach.ahead, AHEAD_LEAST) + timedelta(days=2)


def _looked(look: Callable[..., dict[str, Any]], body: Mapping[str, Any], *told: object) -> dict[str, Any]:
    try:
        return look(body, *told)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise NotAllowed("body") from None


def _part(quoted: str) -> str:
    part = unquote(quoted, errors="strict")
    if (
        not 0 < len(part) <= LONGEST_PART
        or not part.strip(".")
        or not part.isprintable()
        or set(part) & set("/\\?#%")
    ):
        raise NotAllowed("path")
    return part


def _none(query: Mapping[str, str]) -> dict[str, str]:
    if query:
        raise NotAllowed("query")
    return {}


def _window(query: Mapping[str, str]) -> dict[str, str]:
    try:
        begin, end = (_moment(query[key]) for key in ("startDateTime", "endDateTime"))
    except (KeyError, ValueError):
        raise NotAllowed("window") from None
    if not timedelta(0) < end - begin <= WINDOW_MOST:
        raise NotAllowed("window")
    return {key: query[key] for key in ("startDateTime", "endDateTime")}


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def _paging(
    query: Mapping[str, str], fields: frozenset[str] | set[str], *, only: frozenset[str] | set[str] = PAGING
) -> dict[str, str]:
    if set(query) - only:
        raise NotAllowed("query")
    if "$select" in query and not set(query["$select"].split(",")) <= fields:
        raise NotAllowed("select")
    for key in ("$top", "$skip"):
        number = query.get(key, "1")
        if not (
            number.isascii() and number.isdigit() and int(number) <= (PAGE_MOST if key == "$top" else 10**6)
        ):
            raise NotAllowed("query")
    if query.get("$orderby", "start/dateTime") != "start/dateTime":
        raise NotAllowed("query")
    return dict(query)
