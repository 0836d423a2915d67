"""The model → Graph's JSON: the addresses, queries and bodies that are sent. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from kiosk.room.confirmed import Release
from kiosk.room.model import Promise
from kiosk.room.reasons import Reason
from kiosk.room.somebody import invites

SELECT_EVENTS = (
    "id,iCalUId,subject,start,end,isAllDay,showAs,sensitivity,organizer,responseStatus,isCancelled,isOrganizer,type,"
    "seriesMasterId"
)
SELECT_TRACES = (
    "id,iCalUId,transactionId,start,end,isAllDay,isCancelled,organizer,isOrganizer,showAs,responseStatus"
)
SELECT_ANSWER = "id,iCalUId,start,end,isCancelled,attendees"
WHO_BOOKED = "String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name RoomDisplay"


def address(*parts: str) -> str:
    """A path below the base address. Ids and mailboxes may hold any sign; each stays one part."""
    return "/".join(quote(part, safe="@=") for part in parts)


def _local(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def create_body(promise: Promise, room: str, room_name: str, display: str) -> dict[str, Any]:
    """The event to create. Its organizer invites the room, or is the room itself (`direct`); a guest is invited by both."""
    words = f"Booked at the display of {room_name}" + (f" by {promise.name}" if promise.name else "") + "."
    body: dict[str, Any] = {
        "subject": promise.subject or "Meeting",
        "body": {"contentType": "text", "content": words},
        "start": _local(promise.start),
        "end": _local(promise.end),
        "showAs": "busy",
        "isReminderOn": False,
        "location": {
            "displayName": room_name, "locationEmailAddress": room, "locationType": "conferenceRoom",
        },
        "transactionId": promise.id,
        "singleValueExtendedProperties": [{"id": WHO_BOOKED, "value": display}],
    }  # fmt: skip
    attendees = []
    if invites(promise):
        attendees.append({"type": "resource", "emailAddress": {"address": room, "name": room_name}})
    if promise.guest and promise.reason is not Reason.NOT_INVITED:
        attendees.append(
            {"type": "required", "emailAddress": {"address": promise.guest, "name": promise.guest}}
        )
    if attendees:
        body["attendees"] = attendees
        body["responseRequested"] = True
        body["allowNewTimeProposals"] = False
    return body


def change_body(promise: Promise, room_name: str) -> dict[str, Any]:
    """Only what changes: a later (or restored) end, other times, or subject and name."""
    if promise.wanted_end is not None:
        start = {} if promise.wanted_start is None else {"start": _local(promise.wanted_start)}
        return start | {"end": _local(promise.wanted_end)}
    words = f"Booked at the display of {room_name}" + (f" by {promise.name}" if promise.name else "") + "."
    return {"subject": promise.subject or "Meeting", "body": {"contentType": "text", "content": words}}


def release_message(release: Release, room_name: str) -> str:
    """What the organizer reads when the room says no afterwards."""
    why = "Somebody at the display released the room" if release.asked else "Nobody checked in at the display"
    again = f" That was {release.missed} times in a row for this series." if release.missed > 1 else ""
    return f"{why}, so {room_name} is free for others. Your meeting itself is unchanged.{again}"


def window_params(begin: datetime, end: datetime, select: str, page: int) -> dict[str, str]:
    """The query of calendarView. All-day events are midnights of no zone: a day more on both sides catches them."""
    day = timedelta(days=1)
    return {
        "startDateTime": (begin - day).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "endDateTime": (end + day).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "$select": select,
        "$top": str(page),
    }
