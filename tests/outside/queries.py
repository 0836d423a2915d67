"""What `$select`, `$top`, `$filter` and `Prefer` mean, and which of them Graph refuses (facts.md 2.0, 2.2, 2.5)."""

import re
from datetime import UTC, datetime

from .bodies import Rejected, bad
from .events import Event, zone_named
from .faults import error

PROPERTIES = frozenset(
    [
        "id",
        "createdDateTime",
        "lastModifiedDateTime",
        "changeKey",
        "categories",
        "transactionId",
        "originalStartTimeZone",
        "originalEndTimeZone",
        "iCalUId",
        "reminderMinutesBeforeStart",
        "isReminderOn",
        "hasAttachments",
        "subject",
        "bodyPreview",
        "importance",
        "sensitivity",
        "isAllDay",
        "isCancelled",
        "isOrganizer",
        "responseRequested",
        "seriesMasterId",
        "showAs",
        "type",
        "webLink",
        "onlineMeetingUrl",
        "isOnlineMeeting",
        "onlineMeetingProvider",
        "allowNewTimeProposals",
        "isDraft",
        "hideAttendees",
        "recurrence",
        "onlineMeeting",
        "originalStart",
        "responseStatus",
        "body",
        "start",
        "end",
        "location",
        "locations",
        "attendees",
        "organizer",
        "cancelledOccurrences",
    ]
)
CLAUSE = re.compile(r"(?P<name>[\w/]+)\s+(?P<how>eq|ge|gt|le|lt)\s+'(?P<value>[^']*)'")


def select(query: dict[str, str]) -> list[str] | None:
    if "$select" not in query:
        return None
    names = [name.strip() for name in query["$select"].split(",")]
    unknown = [name for name in names if name not in PROPERTIES]
    if unknown:
        message = f"Could not find a property named '{unknown[0]}' on type 'Microsoft.OutlookServices.Event'."
        raise bad("RequestBroker--ParseUri", message)
    return names


def number(query: dict[str, str], name: str, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not text.isdigit() or not (name == "$skip" or 1 <= int(text) <= most):
        raise bad("ErrorInvalidUrlQuery", f"The value of {name} is not allowed.")
    return int(text)


def zone(headers: dict[str, str]) -> str:
    """The zone asked for by Prefer; UTC when none was."""
    found = re.search(r'outlook\.timezone="([^"]+)"', headers.get("prefer", ""), re.IGNORECASE)
    if found is None:
        return "UTC"
    if zone_named(found[1]) is None:
        raise bad("ErrorInvalidTimeZone", f"The time zone {found[1]} is not known.")
    return found[1]


def moment(text: str) -> datetime:
    """A startDateTime or endDateTime; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except ValueError:
        raise bad("ErrorInvalidParameter", "The date and time are not readable.") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def window(query: dict[str, str]) -> tuple[datetime, datetime]:
    """The two ends of a calendarView, and the refusals of its options."""
    if "startDateTime" not in query or "endDateTime" not in query:
        message = "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."
        raise bad("ErrorInvalidParameter", message)
    if re.search(r"extension|extendedprop", query.get("$filter", ""), re.IGNORECASE):
        raise Rejected(
            error(500, "ErrorInternalServerError", "An internal server error occurred. The operation failed.")
        )
    if "$filter" in query:
        raise bad("ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
    start, end = moment(query["startDateTime"]), moment(query["endDateTime"])
    if end < start:
        raise bad("ErrorInvalidParameter", "The end is before the start.")
    if (end - start).days > 1825:
        raise bad("ErrorCalendarViewRangeTooBig", "The requested time window is too long.")
    return start, end


def order(events: list[Event], query: dict[str, str]) -> list[Event]:
    wanted = query.get("$orderby", "start/dateTime").lower()
    if wanted not in ("start/datetime", "start/datetime asc", "start/datetime desc"):
        raise bad("ErrorInvalidUrlQuery", f"Ordering by {wanted} is not supported.")
    return sorted(events, key=lambda event: (event.start, event.id), reverse=wanted.endswith("desc"))


def filtered(events: list[Event], text: str, *, by_transaction: bool) -> list[Event]:
    """`$filter` on /events: clauses joined by `and`. Filtering by transactionId is refused unless the tenant can."""
    for part in re.split(r"\s+and\s+", text):
        clause = CLAUSE.fullmatch(part.strip())
        name = clause["name"].lower() if clause else ""
        if clause is None or name not in (
            "transactionid",
            "icaluid",
            "subject",
            "start/datetime",
            "end/datetime",
        ):
            raise bad("ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
        if name == "transactionid" and not by_transaction:
            raise bad("ErrorInvalidProperty", "The property 'transactionId' does not support filtering.")
        events = [event for event in events if _holds(event, name, clause["how"], clause["value"])]
    return events


def _holds(event: Event, name: str, how: str, value: str) -> bool:
    if name in ("start/datetime", "end/datetime"):
        left = event.start if name.startswith("start") else event.end
        right = moment(value)
        return {
            "eq": left == right,
            "ge": left >= right,
            "gt": left > right,
            "le": left <= right,
            "lt": left < right,
        }[how]
    own = {"transactionid": event.transaction, "icaluid": event.ical, "subject": event.subject}[name]
    return how == "eq" and own == value
