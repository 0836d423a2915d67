"""Answers as Graph and Entra give them, to be damaged: the project's own, and the official samples where they are at hand."""

import json
from pathlib import Path
from typing import Any

ROOM = "aurora@contoso.com"
USER = "displays@contoso.com"
SAMPLES = Path(__file__).parents[3] / "shared" / "graph" / "examples"


def event(**changed: Any) -> dict[str, Any]:
    return {
        "@odata.etag": 'W/"1"', "id": "AAMkAD=", "iCalUId": "040000008200E", "subject": "Merger with Fabrikam",
        "start": {"dateTime": "2026-10-13T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-10-13T09:30:00.0000000", "timeZone": "UTC"},
        "isAllDay": False, "showAs": "busy", "sensitivity": "normal", "isCancelled": False, "isOrganizer": False,
        "organizer": {"emailAddress": {"name": "Lena Fischer", "address": "Lena.Fischer@contoso.com"}},
        "responseStatus": {"response": "accepted", "time": "2026-10-12T08:00:00Z"},
        "type": "singleInstance", "transactionId": "p1", "createdDateTime": "2026-10-12T08:00:00.1234567Z",
        "attendees": [{"type": "resource", "status": {"response": "accepted", "time": "0001-01-01T00:00:00Z"},
                       "emailAddress": {"name": "Aurora", "address": ROOM}}],
        **changed,
    }  # fmt: skip


def span(begin: str, end: str, zone: str = "UTC") -> dict[str, Any]:
    return {"start": {"dateTime": begin, "timeZone": zone}, "end": {"dateTime": end, "timeZone": zone}}


EVENTS = [
    event(),
    event(id="AAMkAE=", isAllDay=True, **span("2026-10-13T00:00:00.0000000", "2026-10-14T00:00:00.0000000")),
    event(
        id="AAMkAF=",
        subject="Standup",
        showAs="tentative",
        sensitivity="private",
        **span("2026-10-13T13:00:00", "2026-10-13T13:15:00", "W. Europe Standard Time"),
    ),
    event(id="AAMkAG=", isOrganizer=True, **span("2026-10-13T10:00:00", "2026-10-13T11:00:00")),
]
PAGES: list[Any] = [
    {"@odata.context": "https://graph.test/v1.0/$metadata#users/events", "value": EVENTS},
    {"value": EVENTS[:1], "@odata.nextLink": "https://graph.test/v1.0/users/aurora/calendarView?$skip=10"},
    {"value": []},
]
SCHEDULES: list[Any] = [
    {
        "value": [
            {
                "scheduleId": ROOM, "availabilityView": "0000", "scheduleItems": [],
                "workingHours": {
                    "daysOfWeek": ["monday"], "startTime": "08:00:00.0000000", "endTime": "17:00:00.0000000",
                    "timeZone": {"name": "W. Europe Standard Time"},
                },
            }
        ]
    },
    {"value": [{"scheduleId": ROOM, "error": {"message": "no", "responseCode": "ErrorMailRecipientNotFound"}}]},
]  # fmt: skip
PLACES: list[Any] = [
    {
        "id": "3162F1E1", "displayName": "Aurora", "emailAddress": ROOM, "floorLabel": "2", "floorNumber": 2, "capacity": 8,
        "videoDeviceName": "Cam", "audioDeviceName": None, "displayDeviceName": "Screen", "tags": ["Whiteboard", "quiet"],
    },
    {"id": "7", "displayName": "Aurora", "mail": ROOM, "userPrincipalName": ROOM},
    {"id": "8", "name": "Calendar", "owner": {"name": "Aurora", "address": ROOM}},
]  # fmt: skip
REFUSALS: list[Any] = [
    {"error": {"code": "ErrorAccessDenied", "message": "Access to OData is disabled.", "innerError": {"date": "2026"}}},
    {"error": {"code": "BadRequest", "innererror": {"code": "ErrorDuplicateTransactionId"}}},
    {"error": {"code": "TooManyRequests", "innerError": {"code": "429", "status": "429"}}},
    {"error": {"code": "ErrorItemNotFound", "message": "The specified object was not found in the store."}},
]  # fmt: skip
DISCOVERY = {
    "issuer": "https://login.test/contoso.onmicrosoft.com/v2.0",
    "authorization_endpoint": "https://login.test/contoso.onmicrosoft.com/oauth2/v2.0/authorize",
    "token_endpoint": "https://login.test/contoso.onmicrosoft.com/oauth2/v2.0/token",
    "device_authorization_endpoint": "https://login.test/contoso.onmicrosoft.com/oauth2/v2.0/devicecode",
    "tenant_region_scope": "EU",
}
TOKENS: list[Any] = [
    {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": "eyJ0.eyJh.c2ln"},
    {"token_type": "Bearer", "expires_in": "3599", "access_token": "t", "scope": "a b", "refresh_in": 1800,
     "id_token": "eyJhbGciOiJub25lIn0.eyJhdWQiOiIxIn0.", "client_info": "eyJ1aWQiOiIxIn0", "refresh_token": "r"},
    {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret.", "error_codes": [7000215],
     "timestamp": "2026-10-13 09:00:00Z", "trace_id": "1", "correlation_id": "2", "error_uri": "https://login.test/error"},
]  # fmt: skip


def samples(of: str) -> list[Any]:
    """Official samples whose file name begins with `of`; none where the reference is not at hand."""
    told = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob(f"{of}*.json")))
    answers = (sample.get("response") or {} for sample in told if isinstance(sample, dict))
    return [answer["body"] for answer in answers if isinstance(answer.get("body"), dict)]


def written(body: Any) -> str:
    return json.dumps(body)
