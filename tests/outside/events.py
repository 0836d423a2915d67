"""Events as Exchange keeps them, one per mailbox, and their shape in Graph's JSON (facts.md 2.0, 2.1, 2.13)."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

# Windows name -> IANA name; Exchange speaks the first, answers to both.
ZONES = {
    "UTC": "UTC",
    "UTC-11": "Etc/GMT+11",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "Alaskan Standard Time": "America/Anchorage",
    "Pacific Standard Time": "America/Los_Angeles",
    "Mountain Standard Time": "America/Denver",
    "Central Standard Time": "America/Chicago",
    "Eastern Standard Time": "America/New_York",
    "Atlantic Standard Time": "America/Halifax",
    "E. South America Standard Time": "America/Sao_Paulo",
    "UTC-02": "Etc/GMT+2",
    "Cape Verde Standard Time": "Atlantic/Cape_Verde",
    "GMT Standard Time": "Europe/London",
    "W. Europe Standard Time": "Europe/Berlin",
    "South Africa Standard Time": "Africa/Johannesburg",
    "Arab Standard Time": "Asia/Riyadh",
    "Arabian Standard Time": "Asia/Dubai",
    "Pakistan Standard Time": "Asia/Karachi",
    "Bangladesh Standard Time": "Asia/Dhaka",
    "SE Asia Standard Time": "Asia/Bangkok",
    "China Standard Time": "Asia/Shanghai",
    "Tokyo Standard Time": "Asia/Tokyo",
    "E. Australia Standard Time": "Australia/Brisbane",
    "Central Pacific Standard Time": "Pacific/Guadalcanal",
    "New Zealand Standard Time": "Pacific/Auckland",
}
BLOCKS_TIME = ("busy", "tentative", "oof")
NEVER = "0001-01-01T00:00:00Z"


def zone_named(name: str) -> ZoneInfo | None:
    """The zone a client named, by its Windows or its IANA name; None when Exchange would not know it."""
    iana = ZONES.get(name, name)
    return ZoneInfo(iana) if iana in ZONES.values() else None


def morning_zone(now: datetime) -> str:
    """The Windows name of a zone where it is the middle of the morning, so that no test meets midnight."""

    def distance(windows: str) -> float:
        local = now.astimezone(ZoneInfo(ZONES[windows]))
        return abs(local.hour + local.minute / 60 - 10.5)

    return min((name for name in ZONES if name != "UTC"), key=distance)


@dataclass(slots=True)
class Attendee:
    address: str
    name: str
    kind: str = "required"
    response: str = "none"
    answered: datetime | None = None

    def json(self) -> Json:
        time = NEVER if self.answered is None else stamp(self.answered)
        return {
            "type": self.kind,
            "status": {"response": self.response, "time": time},
            "emailAddress": {"name": self.name, "address": self.address},
        }


def new_id() -> str:
    """An id like Exchange's: case-sensitive, with characters that must be escaped in a path."""
    return "AAMkAD" + urlsafe_b64encode(secrets.token_bytes(30)).decode() + "_-AAA="


@dataclass(slots=True)
class Event:
    """One mailbox's copy. Timed: `start` and `end` are UTC. All day: `days` holds the dates, start and end the zone's midnights."""

    mailbox: str
    organizer: tuple[str, str]
    subject: str
    start: datetime
    end: datetime
    ical: str
    days: tuple[date, date] | None = None
    attendees: list[Attendee] = field(default_factory=list)
    show_as: str = "busy"
    sensitivity: str = "normal"
    response: str = "organizer"
    cancelled: bool = False
    kind: str = "singleInstance"
    master: str | None = None
    original_start: datetime | None = None
    transaction: str | None = None
    fingerprint: str = ""
    body: str = ""
    extras: Json = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    sequence: int = 0
    pending: bool = False

    @property
    def mine(self) -> bool:
        return self.organizer[0] == self.mailbox

    def touch(self) -> None:
        """Something changed: a new change key, as Exchange makes one."""
        self.key = secrets.token_urlsafe(16)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and self.end > start

    def blocks(self) -> bool:
        return self.show_as in BLOCKS_TIME and not self.cancelled and not self.pending


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def wall(moment: datetime | date, zone: str) -> Json:
    if isinstance(moment, datetime):
        moment = moment.astimezone(zone_named(zone)).replace(tzinfo=None)
        text = moment.strftime("%Y-%m-%dT%H:%M:%S.%f0")
    else:
        text = f"{moment:%Y-%m-%d}T00:00:00.0000000"
    return {"dateTime": text, "timeZone": zone}


def midnights(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """The instants from the beginning of `first` to the beginning of `last`, which is not part of it."""
    info = zone_named(zone)
    start = datetime(first.year, first.month, first.day, tzinfo=info)
    end = datetime(last.year, last.month, last.day, tzinfo=info)
    return start.astimezone(UTC), end.astimezone(UTC)


def event_json(event: Event, zone: str, select: list[str] | None) -> Json:
    """What Graph answers for this event, times in `zone`; with `$select` only what was asked, and never its time of creation."""
    first, last = event.days or (event.start, event.end)
    person = {"emailAddress": {"name": event.organizer[1], "address": event.organizer[0]}}
    whole: Json = {
        "id": event.id,
        "createdDateTime": stamp(event.created),
        "lastModifiedDateTime": stamp(event.created + timedelta(seconds=event.sequence)),
        "changeKey": event.key,
        "categories": [],
        "transactionId": event.transaction,
        "originalStartTimeZone": "UTC",
        "originalEndTimeZone": "UTC",
        "iCalUId": event.ical,
        "reminderMinutesBeforeStart": 15,
        "isReminderOn": False,
        "hasAttachments": False,
        "subject": event.subject,
        "bodyPreview": event.body[:255],
        "importance": "normal",
        "sensitivity": event.sensitivity,
        "isAllDay": event.days is not None,
        "isCancelled": event.cancelled,
        "isOrganizer": event.mine,
        "responseRequested": True,
        "seriesMasterId": event.master,
        "showAs": event.show_as,
        "type": event.kind,
        "webLink": "https://outlook.office365.com/owa/?itemid=0",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": False,
        "onlineMeetingProvider": "unknown",
        "allowNewTimeProposals": True,
        "isDraft": False,
        "hideAttendees": False,
        "recurrence": None,
        "onlineMeeting": None,
        "originalStart": None if event.original_start is None else stamp(event.original_start),
        "responseStatus": {"response": event.response, "time": NEVER},
        "body": {"contentType": "html", "content": event.body},
        "start": wall(first, zone),
        "end": wall(last, zone),
        "location": {"displayName": "", "locationType": "default"},
        "locations": [],
        "attendees": [attendee.json() for attendee in event.attendees],
        "organizer": person,
    }
    whole.update(event.extras)
    whole.pop("singleValueExtendedProperties", None)
    if event.original_start is None:
        del whole["originalStart"]
    if select is not None:
        unsupported = {"createdDateTime", "lastModifiedDateTime"}
        whole = {
            key: whole[key] for key in whole if key == "id" or (key in select and key not in unsupported)
        }
    return {"@odata.etag": f'W/"{event.key}"', **whole}
