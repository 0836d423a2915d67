"""Windows and lists of a calendar: calendarView, events, instances (facts.md §2.2, §2.7)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import in_window
from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.model.zones import YEARS
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.event_answers import check_select, show_event
from kiosk.sandbox.web.events import named_event
from kiosk.sandbox.web.filters import filtered, ordered
from kiosk.sandbox.web.paging import page
from kiosk.sandbox.web.sandbox import Sandbox


def calendar_view(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.mailbox(call.arguments["user"])
    start, end = window(sandbox, call)
    wish = call.query.get("$filter", "")
    if "extendedproperties" in wish.lower() or "extensions" in wish.lower():
        raise Refusal(
            500, "ErrorInternalServerError", "An internal server error occurred. The operation failed."
        )
    if "start/" in wish or "end/" in wish:
        raise bad_request(
            "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes."
        )
    return _answer(sandbox, call, box, box.window(start, end), in_view=True)


def list_events(sandbox: Sandbox, call: Call) -> Answer:
    """Masters and single instances, no occurrences."""
    box = sandbox.mailbox(call.arguments["user"])
    newest_first = sorted(box.items.values(), key=lambda one: one.created, reverse=True)
    return _answer(sandbox, call, box, newest_first, in_view=False)


def instances(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    start, end = window(sandbox, call)
    found = sorted(in_window(event, start, end, box.zone), key=lambda one: one.span.start)
    return _answer(sandbox, call, box, found if event.recurrence else [], in_view=True)


def window(sandbox: Sandbox, call: Call) -> tuple[datetime, datetime]:
    """The query's startDateTime and endDateTime: their own offset counts, UTC without one."""
    start, end = _instant(call, "startDateTime"), _instant(call, "endDateTime")
    if end < start:
        raise bad_request("ErrorInvalidParameter", "The end date cannot be earlier than the start date.")
    if end - start > timedelta(days=sandbox.switches.view_range_days):
        raise bad_request(
            "ErrorCalendarViewRangeTooBig",
            "Your request can't be completed. The range between the start and end dates is greater than the "
            f"allowed range. Maximum number of days: {sandbox.switches.view_range_days}",
        )
    return start, end


def _instant(call: Call, name: str) -> datetime:
    value = call.query.get(name.lower())
    if not value:
        raise bad_request(
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters StartDateTime and "
            "EndDateTime.",
        )
    try:
        moment = datetime.fromisoformat(value)
        if moment.year not in YEARS:
            raise ValueError(value)
    except ValueError:
        raise bad_request(
            "ErrorInvalidParameter", f"The value '{value}' of {name} is not a date and time."
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _answer(sandbox: Sandbox, call: Call, box: Mailbox, found: Iterable[Event], *, in_view: bool) -> Answer:
    def show(event: Event) -> JsonObject:
        shown = show_event(sandbox, box, event, call)
        if in_view and call.query.get("$select"):  # these two cannot be selected here (facts.md §2.2)
            shown = {k: v for k, v in shown.items() if k not in {"createdDateTime", "lastModifiedDateTime"}}
        return shown

    check_select(call)
    switches = sandbox.switches
    kept = ordered(filtered(list(found), call, sandbox, box), call, sandbox, box)
    return page(call, sandbox.base_url, kept, show, default=switches.page_default, largest=switches.page_max)
