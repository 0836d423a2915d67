"""Graph's patternedRecurrence, read into the model's rule."""

from datetime import date

from kiosk.sandbox.model.recurrence import DAYS, INDEXES, KINDS, RANGES, Recurrence
from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.model.zones import YEARS
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
        _between(1, 999, "interval", pattern.get("interval") or 1),
        tuple(
            one_of(*DAYS)("daysOfWeek", day) for day in strings("daysOfWeek", pattern.get("daysOfWeek") or [])
        ),
        one_of(*DAYS)("firstDayOfWeek", pattern.get("firstDayOfWeek") or "sunday"),
        _between(1, 31, "dayOfMonth", pattern.get("dayOfMonth") or first.day),
        _between(1, 12, "month", pattern.get("month") or first.month),
        one_of(*INDEXES)("index", pattern.get("index") or "first"),
        range_kind,
        last,
        _between(0, 999, "numberOfOccurrences", limits.get("numberOfOccurrences") or 0),
        text("recurrenceTimeZone", limits.get("recurrenceTimeZone") or ""),
    )


def _between(least: int, most: int, name: str, value: object) -> int:
    number = integer(name, value)
    if not least <= number <= most:
        raise bad_request("ErrorPropertyValidationFailure", f"'{name}' is not from {least} to {most}.")
    return number


def _date(name: str, value: object) -> date | None:
    if not value:
        return None
    try:
        found = date.fromisoformat(text(name, value))
        if found.year not in YEARS:
            raise ValueError(name)
    except ValueError:
        raise bad_request("ErrorPropertyValidationFailure", f"'{name}' is not a date.") from None
    return found
