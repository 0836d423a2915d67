"""Graph's error envelope and Entra's (facts.md §1.3, §1.7, §2.0)."""

from datetime import datetime
from uuid import uuid4

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web.call import Answer, JsonObject

ENTRA_STATUS = {"invalid_client": 401}


def graph_error(refusal: Refusal, now: datetime, request_id: str, client_request_id: str) -> Answer:
    inner = {
        "date": f"{now:%Y-%m-%dT%H:%M:%S}",
        "request-id": request_id,
        "client-request-id": client_request_id,
    }
    if refusal.status == 429 and refusal.code == "TooManyRequests":
        inner |= {"code": "429", "message": "Please retry after", "status": "429"}
    error: JsonObject = {"code": refusal.code, "message": refusal.message, "innerError": inner}
    return Answer(refusal.status, {"error": error | dict(refusal.extra)}, refusal.headers)


def entra_error(number: int, error: str, text: str, now: datetime) -> Answer:
    """Entra's body; clients are told to react to `error` only."""
    trace, correlation = str(uuid4()), str(uuid4())
    stamp = f"{now:%Y-%m-%d %H:%M:%S}Z"
    body: JsonObject = {
        "error": error,
        "error_description": f"AADSTS{number}: {text}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}"
        f"\r\nTimestamp: {stamp}",
        "error_codes": [number],
        "timestamp": stamp,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }
    return Answer(ENTRA_STATUS.get(error, 400), body, {"Cache-Control": "no-store"})
