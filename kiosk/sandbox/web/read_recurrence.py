"""Graph's patternedRecurrence, read into the model's rule."""

from datetime import date

from kiosk.sandbox.model.recurrence import DAYS, INDEXES, KINDS, RANGES, Recurrence
from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.web.read_values import entry, integer, one_of, strings, text


def read_recurrence(name: str, value: object) -> Recurrence | None:
    """None means: not (or no longer) a series."""
    if value is None:
        return None
    sent = entry(name, value)
    pattern, limits = entry("pattern", sent.get("pattern")), entry("range", sent.get("range"))
    first = _date("startDate", limits.get("startDate"))
    if first is None:
        raise bad_request("ErrorPropertyValidationFailure", "recurrence.range.startDate is required.")
    kind = one_of(*KINDS)("type", pattern.get("type") or "")
    range_kind = one_of(*RANGES)("type", limits.get("type") or "noEnd")
    last = _date("endDate", limits.get("endDate")) if range_kind == "endDate" else None
    return Recurrence(
        kind,
        first,
        max(integer("interval", pattern.get("interval") or 1), 1),
        tuple(
            one_of(*DAYS)("daysOfWeek", day) for day in strings("daysOfWeek", pattern.get("daysOfWeek") or [])
        ),
        one_of(*DAYS)("firstDayOfWeek", pattern.get("firstDayOfWeek") or "sunday"),
        integer("dayOfMonth", pattern.get("dayOfMonth") or first.day),
        integer("month", pattern.get("month") or first.month),
        one_of(*INDEXES)("index", pattern.get("index") or "first"),
        range_kind,
        last,
        integer("numberOfOccurrences", limits.get("numberOfOccurrences") or 0),
        text("recurrenceTimeZone", limits.get("recurrenceTimeZone") or ""),
    )


def _date(name: str, value: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(text(name, value))
    except ValueError:
        raise bad_request("ErrorPropertyValidationFailure", f"'{name}' is not a date.") from None
