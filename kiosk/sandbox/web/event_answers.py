"""Events in answers: $select and $expand applied to what `shape` makes of them."""

import re

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.web.call import Call, JsonObject
from kiosk.sandbox.web.paging import selected
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import event_json

EVENT_PROPERTIES = (
    "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories", "transactionId",
    "originalStartTimeZone", "originalEndTimeZone", "iCalUId", "reminderMinutesBeforeStart", "isReminderOn",
    "hasAttachments", "subject", "bodyPreview", "importance", "sensitivity", "isAllDay", "isCancelled",
    "isOrganizer", "responseRequested", "seriesMasterId", "showAs", "type", "webLink", "onlineMeetingUrl",
    "isOnlineMeeting", "onlineMeetingProvider", "allowNewTimeProposals", "isDraft", "hideAttendees",
    "responseStatus", "body", "start", "end", "location", "locations", "recurrence", "attendees", "organizer",
    "onlineMeeting", "originalStart", "cancelledOccurrences", "singleValueExtendedProperties", "extensions",
    "exceptionOccurrences",
)  # fmt: skip
_INNER = re.compile(r"singleValueExtendedProperties\(\s*\$filter\s*=\s*(.*)\)", re.IGNORECASE)
_WANTED = re.compile(r"id\s+eq\s+'([^']*)'", re.IGNORECASE)


def show_event(sandbox: Sandbox, box: Mailbox, event: Event, call: Call) -> JsonObject:
    """One event as this call wants it."""
    shown = event_json(sandbox.exchange, box, event, call.wishes())
    expanded = _expanded(sandbox, box, event, call)
    if not {"Calendars.Read", "Calendars.ReadWrite"} & set(sandbox.access.permissions):
        shown = {name: value for name, value in shown.items() if name not in {"body", "bodyPreview"}}
        expanded.pop("extensions", None)  # what Calendars.ReadBasic hides (facts.md §1.5)
    small = selected(shown, call, EVENT_PROPERTIES, "Microsoft.OutlookServices.Event")
    return small | expanded


def check_select(call: Call) -> None:
    """Refuse a wrong $select even where there is nothing to show."""
    selected({}, call, EVENT_PROPERTIES, "Microsoft.OutlookServices.Event")


def _expanded(sandbox: Sandbox, box: Mailbox, event: Event, call: Call) -> JsonObject:
    wish = call.query.get("$expand", "")
    found: JsonObject = {}
    inner = _INNER.search(wish)
    if inner:  # without an inner $filter nothing comes (facts.md §2.4)
        wanted = {name.lower() for name in _WANTED.findall(inner[1])}
        values = [{"id": name, "value": value} for name, value in event.properties if name.lower() in wanted]
        if values:
            found["singleValueExtendedProperties"] = values
    low = wish.lower()
    if "extensions" in re.sub(r"\(.*?\)", "", low).split(","):
        found["extensions"] = [
            {"@odata.type": "#microsoft.graph.openTypeExtension", "id": one.get("extensionName", ""), **one}
            for one in event.extensions
        ]
    if "exceptionoccurrences" in low and event.type == "seriesMaster":
        found["exceptionOccurrences"] = [
            event_json(sandbox.exchange, box, one, call.wishes()) for one in event.exceptions.values()
        ]
    return found
