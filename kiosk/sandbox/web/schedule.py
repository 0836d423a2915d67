"""getSchedule: free and busy of several mailboxes (facts.md §2.8)."""

from datetime import UTC, datetime, timedelta

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.model.zones import to_utc, to_wall, zone
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.directory import working_hours
from kiosk.sandbox.web.read_event import read_moment
from kiosk.sandbox.web.read_values import entry, integer, strings, text
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import wall

_DIGITS = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4", "unknown": "2"}
_WEIGHT = "04123"  # which of two overlapping states the view shows: the later one in this row


def get_schedule(sandbox: Sandbox, call: Call) -> Answer:
    sent = {name.lower(): value for name, value in call.json().items()}
    schedules = strings("schedules", sent.get("schedules"))
    start, end = _instant("startTime", sent.get("starttime")), _instant("endTime", sent.get("endtime"))
    interval = integer("availabilityViewInterval", sent.get("availabilityviewinterval") or 30)
    if len(schedules) > 100:
        raise bad_request(
            "ErrorMailboxDataArrayTooBig",
            "There are too many target users in the EmailAddress array. The allowed size = 100; the actual "
            f"size = {len(schedules)}.",
        )
    if end <= start or not 5 <= interval <= 1440 or end - start < timedelta(minutes=interval):
        raise bad_request("ErrorInvalidTimeInterval", "The time interval is not valid.")
    if end - start > timedelta(days=sandbox.switches.schedule_range_days):
        raise bad_request("ErrorTimeIntervalTooBig", "The requested time duration is too long.")
    shown = [_one(sandbox, call, name, start, end, interval) for name in schedules]
    context = f"{sandbox.base_url}/$metadata#Collection(microsoft.graph.scheduleInformation)"
    return Answer(200, {"@odata.context": context, "value": shown})


def _instant(name: str, value: object) -> datetime:
    sent = entry(name, value)
    label = text(name, sent.get("timeZone") or "UTC")
    if zone(label) is None:
        raise bad_request("ErrorInvalidTimeZone", f"The time zone '{label}' is not recognized.")
    return to_utc(read_moment(name, sent.get("dateTime"), label), label)


def _one(
    sandbox: Sandbox, call: Call, name: str, start: datetime, end: datetime, interval: int
) -> JsonObject:
    box = sandbox.exchange.find(name)
    if box is None or box.kind == "outside" or not box.enabled:
        return {
            "scheduleId": name,
            "availabilityView": "",
            "scheduleItems": [],
            "error": {
                "message": "Unable to resolve e-mail address or recipient to an Active Directory object.",
                "responseCode": "ErrorMailRecipientNotFound",
            },
        }
    found = [e for e in box.window(start, end) if e.span.instants(box.zone)[1] > start]
    zone_name = call.wishes().zone
    return {
        "scheduleId": name,
        "availabilityView": _view(box, found, start, end, interval),
        "scheduleItems": [_item(box, one, zone_name) for one in found],
        "workingHours": working_hours(box),
    }


def _view(box: Mailbox, found: list[Event], start: datetime, end: datetime, interval: int) -> str:
    digits = []
    step = timedelta(minutes=interval)
    moment = start
    while moment < end:
        until = min(moment + step, end)
        states = [_DIGITS[e.show_as] for e in found if _shares(e.span.instants(box.zone), moment, until)]
        digits.append(max(states, key=_WEIGHT.index, default="0"))
        moment += step
    return "".join(digits)


def _shares(span: tuple[datetime, datetime], start: datetime, end: datetime) -> bool:
    return span[1] > start and span[0] < end


def _item(box: Mailbox, one: Event, zone_name: str) -> JsonObject:
    """Unlike calendarView, all-day spans become real instants here (facts.md §2.8)."""
    start, end = one.span.instants(box.zone)
    private = one.sensitivity == "private"
    return {
        "isPrivate": private,
        "status": one.show_as,
        "subject": "" if private else one.subject,
        "location": "" if private or not one.locations else one.locations[0].name,
        "start": wall(to_wall(start.astimezone(UTC), zone_name), zone_name),
        "end": wall(to_wall(end.astimezone(UTC), zone_name), zone_name),
    }
