"""A wish to change an event: the fields a POST or PATCH names, already in the model's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from kiosk.sandbox.model.event import Attendee, Event, Response, Span
from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.model.zones import to_utc, to_wall

TRAVELLING = frozenset(
    {"subject", "body", "locations", "sensitivity", "importance", "recurrence", "show_as", "online"}
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`fields` are named as in Event; times come apart because a PATCH may name only one of them."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    start: tuple[datetime, str] | None = None
    end: tuple[datetime, str] | None = None
    all_day: bool | None = None
    transaction: tuple[str, str] | None = None

    @property
    def moves(self) -> bool:
        return self.start is not None or self.end is not None or self.all_day is not None

    @property
    def only_attendees(self) -> bool:
        return not self.moves and "attendees" in self.fields and not TRAVELLING & set(self.fields)

    def concerns_attendees(self) -> bool:
        """Whether it must be told to attendees: categories, reminders and the like stay at home."""
        return self.moves or bool(TRAVELLING & set(self.fields))


def apply(edit: Edit, event: Event) -> Event:
    """The event as wished; raises Refusal when the wish makes no event."""
    fields = dict(edit.fields)
    if "attendees" in fields:
        fields["attendees"] = _with_known_answers(fields["attendees"], event)
    if "show_as" in fields:
        fields["intended"] = fields["show_as"]
    changed = replace(event, **fields)
    if edit.moves:
        changed = replace(changed, span=_span(edit, event.span))
    return changed


def _with_known_answers(wanted: tuple[Attendee, ...], event: Event) -> tuple[Attendee, ...]:
    """A status in the wish accepts nothing (facts.md §2.4): only what attendees answered counts."""
    result = []
    for one in wanted:
        known = event.attendee(one.who.address)
        if not event.organizer.same(one.who.address):
            result.append(replace(one, status=known.status if known else Response()))
    return tuple(result)


def _span(edit: Edit, old: Span) -> Span:
    start, zone = edit.start or (old.start, old.zone)
    all_day = old.all_day if edit.all_day is None else edit.all_day
    if edit.end:
        end = edit.end[0] if all_day else to_wall(to_utc(*edit.end), zone)
        end_zone = edit.end[1]
    else:
        end = old.end if edit.start is None or all_day else to_wall(to_utc(old.end, old.zone), zone)
        end_zone = old.end_zone
    if end < start:
        raise bad_request(
            "ErrorCalendarEndDateIsEarlierThanStartDate", "The end date is earlier than the start date."
        )
    midnight = time(0)
    if all_day and (start.time() != midnight or end.time() != midnight or start == end):
        raise bad_request(
            "ErrorInvalidRequest",
            "Your request can't be completed. An all-day event needs to start and end at midnight and "
            "last for at least 24 hours.",
        )
    return Span(start, end, zone, all_day, end_zone)
