"""Calendars as Graph writes them, for both sides to read: events of calendarView with exactly what a display asks for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LENGTH = timedelta(minutes=30)
ROOM, SYSTEM = "aurora@contoso.test", "displays@contoso.test"


def item(number: int) -> dict[str, object]:
    """One event: half an hour at every full hour."""
    start = BEGIN + number * HOUR
    who = f"Person {number % 40}"
    return {
        "@odata.etag": f'W/"DwAAABYAAAB{number:08}Rn0OLQAAAT0Fnw=="',
        "id": f"AAMkAGI5{number:06}MWY5LTRmYmQtNGEyMS1hNzZlLTU4MTQ1ZGY5MTM5YQBGAAAAAADB{number:06}K2Q==",
        "iCalUId": f"040000008200E00074C5B7101A82E00800000000{number:08}D801000000000000000010000000",
        "subject": f"{who} ",
        "sensitivity": "normal",
        "isAllDay": False,
        "isCancelled": False,
        "isOrganizer": False,
        "showAs": "busy",
        "type": "singleInstance",
        "responseStatus": {"response": "accepted", "time": "2026-10-01T08:00:00.0000000Z"},
        "start": {"dateTime": f"{start:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{start + LENGTH:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "organizer": {"emailAddress": {"name": who, "address": f"person{number % 40}@contoso.test"}},
    }


def page(numbers: range, following: str | None = None) -> bytes:
    """A page of the collection, as it crosses the line."""
    body: dict[str, object] = {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#users('{ROOM}')/calendarView",
        "value": [item(number) for number in numbers],
    }
    if following is not None:
        body["@odata.nextLink"] = following
    return json.dumps(body, separators=(",", ":")).encode()
