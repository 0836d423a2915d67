"""Reads what a client sends about an event, as strictly as Exchange does (facts.md 2.4, 2.5). Raises Rejected."""

import hashlib
import json
import re
from datetime import UTC, date, datetime

from .events import Attendee, Event, Json, midnights, zone_named
from .faults import Answer, error

WRITABLE = frozenset(
    [
        "subject",
        "body",
        "start",
        "end",
        "location",
        "locations",
        "attendees",
        "transactionId",
        "showAs",
        "sensitivity",
        "isReminderOn",
        "reminderMinutesBeforeStart",
        "responseRequested",
        "allowNewTimeProposals",
        "hideAttendees",
        "isAllDay",
        "importance",
        "categories",
        "singleValueExtendedProperties",
        "extensions",
        "isOnlineMeeting",
        "onlineMeetingProvider",
    ]
)
EXTRAS = (
    "location",
    "locations",
    "isReminderOn",
    "reminderMinutesBeforeStart",
    "responseRequested",
    "allowNewTimeProposals",
)
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?")
SHOW_AS = ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown")
SENSITIVITY = ("normal", "personal", "private", "confidential")


class Rejected(Exception):
    """Exchange says no; `answer` is how."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def bad(code: str, message: str) -> Rejected:
    return Rejected(error(400, code, message))


def instant(value: object) -> tuple[datetime, str]:
    """A dateTimeTimeZone as an aware instant in UTC, and its zone's name."""
    if not isinstance(value, dict) or set(value) - {"@odata.type"} != {"dateTime", "timeZone"}:
        raise bad("ErrorInvalidRequest", "The start or end is not a dateTimeTimeZone.")
    text, zone = value["dateTime"], value["timeZone"]
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text.removesuffix("Z")):
        raise bad("ErrorPropertyValidationFailure", "At least one property failed validation.")
    info = zone_named(zone) if isinstance(zone, str) else None
    if info is None:
        raise bad("ErrorInvalidTimeZone", f"The time zone {zone} is not known.")
    naive = datetime.fromisoformat(re.sub(r"(\.\d{6})\d", r"\1", text.removesuffix("Z")))
    return naive.replace(tzinfo=info).astimezone(UTC), zone


def choice(body: Json, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = str(body.get(name, default))
    found = next((one for one in allowed if one.lower() == value.lower()), None)
    if found is None:
        raise bad("RequestBodyRead", f"Requested value '{value}' was not found.")
    return found


def people(body: Json) -> list[Attendee]:
    attendees = []
    for one in body.get("attendees", []):
        address = one.get("emailAddress", {}).get("address", "") if isinstance(one, dict) else ""
        if "@" not in address:
            raise bad("ErrorInvalidRequest", "An attendee has no address.")
        kind = choice(one, "type", ("required", "optional", "resource"), "required")
        attendees.append(Attendee(address, one["emailAddress"].get("name") or address, kind))
    return attendees


def times(body: Json) -> tuple[datetime, datetime, tuple[date, date] | None]:
    start, zone = instant(body.get("start"))
    end, _ = instant(body.get("end"))
    if end < start:
        raise bad("ErrorCalendarEndDateIsEarlierThanStartDate", "The end is before the start.")
    if not body.get("isAllDay"):
        return start, end, None
    first, last = (moment.astimezone(zone_named(zone)) for moment in (start, end))
    if (first.hour, first.minute, last.hour, last.minute) != (0, 0, 0, 0) or first == last:
        raise bad("ErrorInvalidRequest", "An all-day event lasts from midnight to midnight.")
    days = (first.date(), last.date())
    return *midnights(*days, zone), days


def check_names(body: object) -> Json:
    if not isinstance(body, dict):
        raise bad("RequestBodyRead", "The request body is not a JSON object.")
    unknown = {name for name in body if "@odata" not in name} - WRITABLE
    if unknown:
        raise bad("RequestBodyRead", f"The property '{min(unknown)}' does not exist or cannot be written.")
    return body


def fingerprint(body: Json) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def create(mailbox: tuple[str, str], body: Json, ical: str) -> Event:
    """The event that a POST asks for."""
    check_names(body)
    start, end, days = times(body)
    return Event(
        mailbox[0],
        mailbox,
        str(body.get("subject") or ""),
        start,
        end,
        ical,
        days=days,
        attendees=people(body),
        show_as=choice(body, "showAs", SHOW_AS, "busy"),
        sensitivity=choice(body, "sensitivity", SENSITIVITY, "normal"),
        transaction=body.get("transactionId"),
        fingerprint=fingerprint(body),
        body=str((body.get("body") or {}).get("content", "")),
        extras={name: body[name] for name in (*EXTRAS, "singleValueExtendedProperties") if name in body},
    )


def patch(event: Event, body: Json) -> bool:
    """Writes what a PATCH asks for; true when rooms must be asked again."""
    check_names(body)
    if "transactionId" in body:
        raise bad("ErrorInvalidRequest", "transactionId cannot be changed.")
    if "attendees" in body and not event.mine:
        raise bad("ErrorInvalidRequest", "Only the organizer can change attendees.")
    before = (event.start, event.end, [a.address for a in event.attendees], event.subject)
    if "start" in body:
        event.start, _ = instant(body["start"])
    if "end" in body:
        event.end, _ = instant(body["end"])
    if event.end < event.start:
        raise bad("ErrorCalendarEndDateIsEarlierThanStartDate", "The end is before the start.")
    event.subject = str(body.get("subject", event.subject))
    event.show_as = choice(body, "showAs", SHOW_AS, event.show_as)
    event.sensitivity = choice(body, "sensitivity", SENSITIVITY, event.sensitivity)
    if "attendees" in body:
        event.attendees = people(body)
    event.extras |= {name: body[name] for name in EXTRAS if name in body}
    return before != (event.start, event.end, [a.address for a in event.attendees], event.subject)
