"""What an admin sets on a mailbox: Set-CalendarProcessing, working hours, place data (facts.md §3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

DAYS_ALL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = DAYS_ALL[:5]


@dataclass(frozen=True, slots=True)
class CalendarProcessing:
    """Values of Set-CalendarProcessing with Exchange Online's defaults for a room."""

    automate_processing: str = "AutoAccept"
    all_book_in_policy: bool = True
    book_in_policy: tuple[str, ...] = ()
    all_request_in_policy: bool = False
    request_in_policy: tuple[str, ...] = ()
    all_request_out_of_policy: bool = False
    request_out_of_policy: tuple[str, ...] = ()
    allow_conflicts: bool = False
    conflict_percentage_allowed: int = 0
    maximum_conflict_instances: int = 0
    booking_window_in_days: int = 180
    enforce_scheduling_horizon: bool = True
    maximum_duration_in_minutes: int = 1440
    allow_recurring_meetings: bool = True
    schedule_only_during_work_hours: bool = False
    process_external_meeting_messages: bool = False
    forward_requests_to_delegates: bool = True
    resource_delegates: tuple[str, ...] = ()
    tentative_pending_approval: bool = True
    add_organizer_to_subject: bool = True
    delete_subject: bool = True
    delete_comments: bool = True
    remove_private_property: bool = True
    remove_canceled_meetings: bool = False
    enforce_capacity: bool = False
    booking_type: str = "Standard"

    @property
    def policy_is_empty(self) -> bool:
        """All six policy fields empty or false: then nothing is processed at all (facts.md §3.4)."""
        return not (
            self.all_book_in_policy
            or self.book_in_policy
            or self.all_request_in_policy
            or self.request_in_policy
            or self.all_request_out_of_policy
            or self.request_out_of_policy
        )


@dataclass(frozen=True, slots=True)
class WorkingHours:
    days: tuple[str, ...] = WEEKDAYS
    start: time = time(8)
    end: time = time(17)
    zone: str = "W. Europe Standard Time"


@dataclass(frozen=True, slots=True)
class Place:
    """What the places directory says about a room."""

    building: str = ""
    floor: int | None = None
    floor_label: str = ""
    capacity: int | None = None
    audio: str = ""
    video: str = ""
    display: str = ""
    tags: tuple[str, ...] = ()
    accessible: bool = False


def adjusted(processing: CalendarProcessing, wanted: Mapping[str, object]) -> CalendarProcessing:
    """The settings with these values, named as in PowerShell or here; ValueError says plainly what is wrong."""
    known = {one.name.replace("_", ""): one.name for one in fields(CalendarProcessing)}
    changes: dict[str, Any] = {}
    for name, value in wanted.items():
        own = known.get(name.replace("_", "").lower())
        if own is None:
            msg = f"Set-CalendarProcessing has no {name} here"
            raise ValueError(msg)
        changes[own] = _fitting(getattr(processing, own), value, name)
    return replace(processing, **changes)


def _fitting(old: object, value: object, name: str) -> object:
    if isinstance(old, tuple):
        values = value if isinstance(value, list) else [one for one in str(value).split(",") if one]
        return tuple(str(one) for one in values)
    text = str(value).lower().strip("$")
    if isinstance(old, bool):
        if text not in {"true", "false"}:
            msg = f"{name} is true or false"
            raise ValueError(msg)
        return text == "true"
    if isinstance(old, int) and not text.isdigit():
        msg = f"{name} wants a whole number"
        raise ValueError(msg)
    return int(text) if isinstance(old, int) else str(value)
