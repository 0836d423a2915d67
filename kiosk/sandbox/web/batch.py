"""$batch: up to twenty calls in one, in waves by their dependencies (facts.md §2.12)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.web.call import Answer, Call, Handshake, JsonObject, read_query, read_segments
from kiosk.sandbox.web.sandbox import Sandbox

Answerer = Callable[[Sandbox, Call], Answer | Handshake]
Refuser = Callable[[Call, Refusal], Answer]
_MOST = 20


def batch(sandbox: Sandbox, call: Call, answer: Answerer, refused: Refuser) -> Answer:
    """Answer all parts; each has its own status inside a 200."""
    parts = _parts(call)
    done: dict[str, Answer] = {}
    while len(done) < len(parts):
        wave = [
            one
            for name, one in parts.items()
            if name not in done and set(one.get("dependsOn") or ()) <= set(done)
        ]
        if not wave:
            raise bad_request("BadRequest", "The dependencies of the batch form a circle.")
        left = sandbox.throttle.room_left(call.client_id, sandbox.switches)
        for one in wave:
            inner = _inner(call, one)
            in_mailbox = read_segments(inner.path)[:1] == ("users",) and len(read_segments(inner.path)) > 2
            if any(done[name].status >= 400 for name in one.get("dependsOn") or ()):
                done[one["id"]] = refused(inner, Refusal(424, "FailedDependency", "A dependency failed."))
            elif in_mailbox and left <= 0:
                refusal = sandbox.throttle.refusal(sandbox.switches, call.now)
                done[one["id"]] = refused(inner, refusal)
            else:
                left -= in_mailbox
                done[one["id"]] = _plain(answer(sandbox, inner), inner, refused)
    return Answer(200, {"responses": [_shown(name, found) for name, found in done.items()]})


def _parts(call: Call) -> dict[str, JsonObject]:
    sent = call.json().get("requests")
    if not isinstance(sent, list) or not sent or not all(isinstance(one, dict) for one in sent):
        raise bad_request("BadRequest", "Invalid batch payload format.")
    if len(sent) > _MOST:
        raise bad_request(
            "MaxBatchSizeExceeded", f"Number of batch request steps exceeds the maximum value of {_MOST}."
        )
    parts: dict[str, JsonObject] = {str(one.get("id")): {**one, "id": str(one.get("id"))} for one in sent}
    if len(parts) != len(sent) or not all(one.get("method") and one.get("url") for one in sent):
        raise bad_request("BadRequest", "Every request needs an id of its own, a method and a url.")
    if not all(_well_formed(one) for one in parts.values()):
        raise bad_request("BadRequest", "Invalid batch payload format.")
    names = set(parts)
    for one in parts.values():
        nested = "$batch" in str(one["url"]).lower()
        if nested or "://" in str(one["url"]) or not set(one.get("dependsOn") or ()) <= names:
            raise bad_request("BadRequest", f"Invalid batch request with id '{one['id']}'.")
    return parts


def _well_formed(one: JsonObject) -> bool:
    waits, headers = one.get("dependsOn") or [], one.get("headers") or {}
    return isinstance(headers, dict) and isinstance(waits, list) and all(isinstance(n, str) for n in waits)


def _inner(call: Call, part: JsonObject) -> Call:
    path, _, query = str(part["url"]).partition("?")
    own: Mapping[str, object] = part.get("headers") or {}
    headers = {name.lower(): str(value) for name, value in own.items()}
    body = part.get("body")
    if body is not None and "json" not in headers.get("content-type", ""):
        raise bad_request(
            "BadRequest", f"Write request id : {part['id']} does not contain Content-Type header or body."
        )
    return replace(
        call,
        method=str(part["method"]).upper(),
        path="/" + path.lstrip("/"),
        query=read_query(query),
        headers={"authorization": call.headers.get("authorization", ""), **headers},
        body=json.dumps(body).encode() if body is not None else b"",
    )


def _plain(found: Answer | Handshake, inner: Call, refused: Refuser) -> Answer:
    if isinstance(found, Handshake):
        return refused(inner, bad_request("BadRequest", "Subscriptions are not created in a batch here."))
    return found


def _shown(name: str, found: Answer) -> JsonObject:
    shown: JsonObject = {"id": name, "status": found.status, "headers": dict(found.headers)}
    if found.body is not None:
        shown["headers"]["Content-Type"] = "application/json"
        shown["body"] = found.body
    return shown
