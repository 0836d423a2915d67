"""Event JSON from a client, read into an Edit. Enum values in any case, unknown properties refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.sandbox.model.edit import Edit
from kiosk.sandbox.model.event import Address, Attendee, Body, Location
from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.model.zones import YEARS, to_wall, zone
from kiosk.sandbox.web.call import JsonObject
from kiosk.sandbox.web.read_recurrence import read_recurrence
from kiosk.sandbox.web.read_values import boolean, entry, integer, one_of, strings, text

_SHOW_AS = ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown")
_SENSITIVITY = ("normal", "personal", "private", "confidential")
_IMPORTANCE = ("low", "normal", "high")
_LOCATION_KINDS = (
    "default", "conferenceRoom", "homeAddress", "businessAddress", "geoCoordinates", "streetAddress",
    "hotel", "restaurant", "localBusiness", "postalAddress",
)  # fmt: skip
_PROVIDERS = ("unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer")
_READ_ONLY = frozenset(
    {
        "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "iCalUId", "bodyPreview", "isCancelled",
        "isOrganizer", "organizer", "responseStatus", "seriesMasterId", "type", "webLink", "onlineMeeting",
        "onlineMeetingUrl", "originalStart", "originalStartTimeZone", "originalEndTimeZone", "hasAttachments",
        "isDraft", "occurrenceId", "cancelledOccurrences", "exceptionOccurrences", "attachments", "calendar",
        "instances", "multiValueExtendedProperties",
    }
)  # fmt: skip


def read_edit(sent: JsonObject, *, creating: bool) -> Edit:
    """What a POST or PATCH body asks for; raises Refusal as Graph would."""
    fields: dict[str, Any] = {}
    for name, value in sent.items():
        if name in _READ_ONLY or name.startswith("@") or "@odata." in name or name in _TIMES:
            continue
        if name == "transactionId":
            if not creating:
                raise bad_request(
                    "ErrorInvalidPropertySet", "The property 'transactionId' cannot be changed."
                )
            continue
        if name not in _FIELDS:
            raise bad_request(
                "RequestBodyRead",
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make sure to only "
                "use property names that are defined by the type.",
            )
        target, reader = _FIELDS[name]
        if name == "location" and "locations" in sent:
            continue
        fields[target] = reader(name, value)
    if creating and ("start" in sent) != ("end" in sent):
        raise bad_request("ErrorInvalidRequest", "Start and end are both required.")
    all_day = sent.get("isAllDay")
    return Edit(
        fields,
        start=_moment("start", sent["start"]) if sent.get("start") is not None else None,
        end=_moment("end", sent["end"]) if sent.get("end") is not None else None,
        all_day=boolean("isAllDay", all_day) if all_day is not None else None,
        transaction=_transaction(sent) if creating else None,
    )


def _transaction(sent: JsonObject) -> tuple[str, str] | None:
    name = sent.get("transactionId")
    if not name:
        return None
    rest = {key: value for key, value in sent.items() if key != "transactionId"}
    return text("transactionId", name), json.dumps(rest, sort_keys=True)


def _moment(name: str, value: object) -> tuple[datetime, str]:
    sent = entry(name, value)
    label = text(name, sent.get("timeZone") or "UTC")
    if zone(label) is None:
        raise bad_request(
            "ErrorCalendarInvalidTimeZone", f"A valid TimeZone value must be specified, not '{label}'."
        )
    return read_moment(name, sent.get("dateTime"), label), label


def read_moment(name: str, value: object, label: str) -> datetime:
    """A wall-clock time; one that carries an offset is converted to the zone named beside it."""
    try:
        moment = datetime.fromisoformat(text(name, value))
    except (ValueError, Refusal):
        raise bad_request(
            "ErrorPropertyValidationFailure", f"The value of '{name}.dateTime' is not a date and time."
        ) from None
    if moment.year not in YEARS:
        raise bad_request("ErrorPropertyValidationFailure", f"'{name}.dateTime' is outside the calendar.")
    return to_wall(moment.astimezone(UTC), label) if moment.tzinfo else moment


def _attendees(name: str, value: object) -> tuple[Attendee, ...]:
    if not isinstance(value, list):
        raise bad_request("RequestBodyRead", f"'{name}' is a collection.")
    return tuple(_attendee(one) for one in value)


def _attendee(value: object) -> Attendee:
    sent = entry("attendees", value)
    mail = entry("emailAddress", sent.get("emailAddress"))
    address = text("address", mail.get("address") or "")
    if "@" not in address:
        raise bad_request("ErrorInvalidRecipients", "At least one recipient isn't valid.")
    kind = one_of("required", "optional", "resource")("type", sent.get("type") or "required")
    return Attendee(Address(text("name", mail.get("name") or ""), address), kind)


def _location(name: str, value: object) -> tuple[Location, ...]:
    sent = entry(name, value)
    kind = one_of(*_LOCATION_KINDS)("locationType", sent.get("locationType") or "default")
    made = Location(
        text("displayName", sent.get("displayName") or ""),
        text("locationEmailAddress", sent.get("locationEmailAddress") or ""),
        kind,
        text("locationUri", sent.get("locationUri") or ""),
    )
    return () if made == Location() else (made,)


def _locations(name: str, value: object) -> tuple[Location, ...]:
    if not isinstance(value, list):
        raise bad_request("RequestBodyRead", f"'{name}' is a collection.")
    return tuple(found for one in value for found in _location(name, one))


def _body(name: str, value: object) -> Body:
    sent = entry(name, value)
    kind = one_of("text", "html")("contentType", sent.get("contentType") or "text")
    return Body(kind, text("content", sent.get("content") or ""))


def _properties(name: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise bad_request("RequestBodyRead", f"'{name}' is a collection.")
    pairs = [entry(name, one) for one in value]
    return tuple((text("id", one.get("id")), text("value", one.get("value") or "")) for one in pairs)


def _extensions(name: str, value: object) -> tuple[JsonObject, ...]:
    if not isinstance(value, list):
        raise bad_request("RequestBodyRead", f"'{name}' is a collection.")
    return tuple(entry(name, one) for one in value)


_TIMES = frozenset({"start", "end", "isAllDay"})
_FIELDS: dict[str, tuple[str, Callable[[str, object], object]]] = {
    "subject": ("subject", text),
    "body": ("body", _body),
    "attendees": ("attendees", _attendees),
    "location": ("locations", _location),
    "locations": ("locations", _locations),
    "showAs": ("show_as", one_of(*_SHOW_AS)),
    "sensitivity": ("sensitivity", one_of(*_SENSITIVITY)),
    "importance": ("importance", one_of(*_IMPORTANCE)),
    "categories": ("categories", strings),
    "recurrence": ("recurrence", read_recurrence),
    "isReminderOn": ("reminder_on", boolean),
    "reminderMinutesBeforeStart": ("reminder_minutes", integer),
    "responseRequested": ("response_requested", boolean),
    "allowNewTimeProposals": ("new_time_proposals", boolean),
    "hideAttendees": ("hide_attendees", boolean),
    "isOnlineMeeting": ("online", boolean),
    "onlineMeetingProvider": ("online_provider", one_of(*_PROVIDERS)),
    "singleValueExtendedProperties": ("properties", _properties),
    "extensions": ("extensions", _extensions),
}
