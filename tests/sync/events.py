"""Events as Graph writes them, for tests that vary one thing at a time."""

from typing import Any

from kiosk.room.model import Privacy
from kiosk.sync.wire import Reading

USER = "displays@contoso.com"


def reading(
    privacy: Privacy = Privacy.FULL, zone: str = "Europe/Berlin", *, tentative: bool = True
) -> Reading:
    return Reading(zone, privacy, USER, tentative_is_busy=tentative)


def graph_event(**changed: Any) -> dict[str, Any]:
    """An accepted meeting of somebody's, 09:00 to 09:30 UTC. A value of None takes the property away."""
    event: dict[str, Any] = {
        "@odata.etag": 'W/"1"',
        "id": "AAMkAD=",
        "iCalUId": "040000008200E",
        "subject": "Merger with Fabrikam",
        "start": {"dateTime": "2026-10-13T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-10-13T09:30:00.0000000", "timeZone": "UTC"},
        "isAllDay": False,
        "showAs": "busy",
        "sensitivity": "normal",
        "organizer": {"emailAddress": {"name": "Lena Fischer", "address": "Lena.Fischer@contoso.com"}},
        "responseStatus": {"response": "accepted", "time": "2026-10-12T08:00:00Z"},
        "isCancelled": False,
        "isOrganizer": False,
        "type": "singleInstance",
    }
    event.update(changed)
    return {key: value for key, value in event.items() if value is not None}


def at(text: str, zone: str = "UTC") -> dict[str, str]:
    return {"dateTime": text, "timeZone": zone}
