"""The staff menu as a person writes it, to the values of room/staff.py. An unknown key is an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kiosk.room.explained import Doing, GraphRefused, Names, SignInRefused
from kiosk.room.staff import EnteringPin, Outcome, Page, Seen, StaffMenu
from kiosk.room.staff_pin import Answer, Locked, Off, Unset, Wrong
from kiosk.room.update import Course, Update
from tests.faces.times import Times

AT = datetime(2026, 10, 13, 7, 41, 2, tzinfo=UTC)
NAMES = Names(
    mailbox="aurora@contoso.com",
    room="aurora@contoso.com",
    client="11111111-2222",
    tenant="contoso.onmicrosoft.com",
)
SEEN: dict[str, Any] = {
    "display": "rd-4kzq…x7fa", "version": "0.4.0", "address": "10.4.12.61", "speed": 1000, "host": "graph.microsoft.com",
}  # fmt: skip
REFUSALS = {
    "read": GraphRefused(403, "ErrorAccessDenied", request_id="7f3c91aa-0b5e", at=AT),
    "policy": GraphRefused(
        403, "ErrorAccessDenied", by_policy=True, doing=Doing.BOOK, request_id="7f3c91aa-0b5e", at=AT
    ),
    "secret": SignInRefused(7000222, request_id="7f3c91aa-0b5e", at=AT),
}


def entering_pin(written: Mapping[str, Any], times: Times) -> EnteringPin:
    """`{"wrong": 3}`, `{"locked": 30, "until": "09:41:30"}`, `{"off": true}`, `{"unset": true}`, `{"checking": true}`."""
    values = dict(written)
    answer: Answer | None = None
    if "wrong" in values:
        answer = Wrong(values.pop("wrong"))
    elif "locked" in values:
        answer = Locked(values.pop("locked"))
    elif values.pop("off", False):
        answer = Off()
    elif values.pop("unset", False):
        answer = Unset()
    until = times.read(values.pop("until")) if "until" in values else None
    return EnteringPin(answer, until, **values)


def staff_menu(written: Mapping[str, Any]) -> StaffMenu:
    """`refusal` by its name above; `page` and `outcome` in small letters; `{"update": ["fetching", 40]}`; all else is Seen's and StaffMenu's."""
    values = dict(written)
    page = Page[values.pop("page", "diagnostics").upper()]
    outcome = Outcome[values.pop("outcome").upper()] if "outcome" in values else None
    refusal = REFUSALS[values.pop("refusal")] if "refusal" in values else None
    text = values.pop("outcome_text", "")
    pattern, asking = values.pop("pattern", 0), values.pop("asking", False)
    course, percent = values.pop("update", (None, None))
    update = Update(Course(course), percent) if course else None
    seen = Seen(**SEEN | values, update=update, refusal=refusal, names=NAMES)
    return StaffMenu(seen, page, pattern, asking, outcome, text)
