"""An event as Graph shows it: the one place that turns the model into event JSON (facts.md §2.1)."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import quote

from kiosk.sandbox.model import ids
from kiosk.sandbox.model.event import Address, Attendee, Event, Location, Response, Span
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import shifted_original
from kiosk.sandbox.model.recurrence import Recurrence
from kiosk.sandbox.model.zones import to_wall, windows_name
from kiosk.sandbox.web.call import JsonObject, Wishes

_NO_TIME = "0001-01-01T00:00:00Z"


def stamp(instant: datetime) -> str:
    """An Edm.DateTimeOffset in UTC with seven digits."""
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond:06d}0Z"


def wall(moment: datetime, zone: str) -> JsonObject:
    """A dateTimeTimeZone."""
    return {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}0", "timeZone": zone}


def times(span: Span, box: Mailbox, zone: str) -> tuple[JsonObject, JsonObject]:
    """Start and end in the wished zone; all-day spans are dates and stay midnight (facts.md §2.13)."""
    if span.all_day:
        return wall(span.start, zone), wall(span.end, zone)
    start, end = span.instants(box.zone)
    return wall(to_wall(start, zone), zone), wall(to_wall(end, zone), zone)


def etag(box: Mailbox, event: Event) -> str:
    return f'W/"{ids.change_key(box.guid, event.key, event.change)}"'


def event_json(exchange: Exchange, box: Mailbox, event: Event, wishes: Wishes) -> JsonObject:
    """Every property of an event, without navigation properties."""
    master = box.items.get(event.key, event)
    own_id = exchange.id_of(box, event, immutable=wishes.immutable)
    start, end = times(event.span, box, wishes.zone)
    uid = event.uid
    if event.day is not None and exchange.switches.occurrence_uid == "own":
        uid = ids.occurrence_uid(uid, event.day)
    shown: JsonObject = {
        "@odata.etag": etag(box, event),
        "id": own_id,
        "createdDateTime": stamp(event.created),
        "lastModifiedDateTime": stamp(event.modified),
        "changeKey": ids.change_key(box.guid, event.key, event.change),
        "categories": list(event.categories),
        "originalStartTimeZone": windows_name(event.span.zone),
        "originalEndTimeZone": windows_name(event.span.end_zone or event.span.zone),
        "iCalUId": uid,
        "reminderMinutesBeforeStart": event.reminder_minutes,
        "isReminderOn": event.reminder_on,
        "hasAttachments": False,
        "subject": event.subject,
        "bodyPreview": _plain(event.body.content)[:255],
        **_marks(event),
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(own_id, safe='')}&exvsurl=1&path=/calendar/item",
        "responseStatus": _response(event.response),
        "body": _body(event, wishes),
        "start": start,
        "end": end,
        "location": _location(event.locations[0]) if event.locations else _location(Location()),
        "locations": [_location(one) for one in event.locations],
        "recurrence": _recurrence(event.recurrence) if event.recurrence else None,
        "attendees": [_attendee(one) for one in event.attendees],
        "organizer": {"emailAddress": _address(event.organizer)},
        "onlineMeeting": {"joinUrl": _join_url(event)} if event.online else None,
    }
    if event.day is not None:
        series = ids.Ref(box.guid, event.key, None)
        shown["seriesMasterId"] = ids.item_id(series, immutable=wishes.immutable)
        shown["originalStart"] = stamp(shifted_original(master, event.day))
    if event.transaction_id is not None and event.day is None:
        shown["transactionId"] = event.transaction_id
    if event.type == "seriesMaster":
        shown["cancelledOccurrences"] = [f"OID.{own_id}.{day.isoformat()}" for day in sorted(event.dropped)]
    return shown


def _marks(event: Event) -> JsonObject:
    """The plain flags of an event, that need nothing but the event."""
    return {
        "importance": event.importance,
        "sensitivity": event.sensitivity,
        "isAllDay": event.span.all_day,
        "isCancelled": event.cancelled,
        "isOrganizer": event.is_organizer,
        "responseRequested": event.response_requested,
        "seriesMasterId": None,
        "showAs": event.show_as,
        "type": event.type,
        "onlineMeetingUrl": None,
        "isOnlineMeeting": event.online,
        "onlineMeetingProvider": event.online_provider,
        "allowNewTimeProposals": event.new_time_proposals,
        "isDraft": False,
        "hideAttendees": event.hide_attendees,
    }


def _plain(content: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", content)).strip()


def _body(event: Event, wishes: Wishes) -> JsonObject:
    if wishes.text_body and event.body.content_type == "html":
        return {"contentType": "text", "content": _plain(event.body.content)}
    return {"contentType": event.body.content_type, "content": event.body.content}


def _response(response: Response) -> JsonObject:
    return {"response": response.answer, "time": stamp(response.time) if response.time else _NO_TIME}


def _address(who: Address) -> JsonObject:
    return {"name": who.name, "address": who.address}


def _attendee(one: Attendee) -> JsonObject:
    return {"type": one.kind, "status": _response(one.status), "emailAddress": _address(one.who)}


def _location(one: Location) -> JsonObject:
    shown: JsonObject = {
        "displayName": one.name,
        "locationType": one.kind,
        "uniqueId": one.address or one.name or None,
        "uniqueIdType": "directory" if one.address else "private" if one.name else "unknown",
    }
    if one.address:
        shown["locationEmailAddress"] = one.address
    if one.uri:
        shown["locationUri"] = one.uri
    return {key: value for key, value in shown.items() if value is not None}


def _join_url(event: Event) -> str:
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{event.uid[-32:].lower()}%40thread.v2/0"


def _recurrence(rule: Recurrence) -> JsonObject:
    return {
        "pattern": {
            "type": rule.kind,
            "interval": rule.interval,
            "month": rule.month if rule.kind.endswith("Yearly") else 0,
            "dayOfMonth": rule.day_of_month if rule.kind.startswith("absolute") else 0,
            "daysOfWeek": list(rule.days),
            "firstDayOfWeek": rule.first_day_of_week,
            "index": rule.index,
        },
        "range": {
            "type": rule.range_kind,
            "startDate": rule.first.isoformat(),
            "endDate": rule.last.isoformat() if rule.last else "0001-01-01",
            "recurrenceTimeZone": windows_name(rule.zone) if rule.zone else "",
            "numberOfOccurrences": rule.count,
        },
    }
