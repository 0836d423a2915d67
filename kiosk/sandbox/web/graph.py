"""Graph v1.0 without HTTP: a call in, an answer out. Checks token, permission and scope, then routes."""

from dataclasses import replace
from uuid import uuid4

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web.access import directory_denied
from kiosk.sandbox.web.batch import batch
from kiosk.sandbox.web.call import Answer, Call, Handshake, read_segments
from kiosk.sandbox.web.errors import graph_error
from kiosk.sandbox.web.routes import Route, find
from kiosk.sandbox.web.sandbox import Sandbox


def answer(sandbox: Sandbox, call: Call) -> Answer | Handshake:
    """What Graph says; refusals become error bodies, never exceptions."""
    try:
        client_id = sandbox.tokens.check(call.headers.get("authorization", ""))
        found = _routed(sandbox, replace(call, client_id=client_id))
    except Refusal as refusal:
        return refused(call, refusal)
    return dressed(call, found) if isinstance(found, Answer) else found


def refused(call: Call, refusal: Refusal) -> Answer:
    """The error body of a refusal, with the ids a support case needs."""
    request_id = str(uuid4())
    client_request_id = call.headers.get("client-request-id", request_id)
    plain = graph_error(refusal, call.now, request_id, client_request_id)
    return replace(plain, headers={**plain.headers, **_ids(request_id, client_request_id)})


def _routed(sandbox: Sandbox, call: Call) -> Answer | Handshake:
    segments = read_segments(call.path)
    if segments[:1] == ("me",):
        raise Refusal(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    if (call.method, segments) == ("POST", ("$batch",)):
        return batch(sandbox, call, answer, refused)
    found = find(call.method, segments)
    if found is True:
        raise Refusal(
            405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."
        )
    if isinstance(found, bool):
        wrong = segments[0] if segments else ""
        raise Refusal(
            400 if not segments else 404, "BadRequest", f"Resource not found for the segment '{wrong}'."
        )
    route, arguments = found
    _admit(sandbox, call, route, arguments.get("user"))
    return route.handler(sandbox, replace(call, arguments=arguments))


def _admit(sandbox: Sandbox, call: Call, route: Route, user: str | None) -> None:
    try:
        sandbox.access.demand(route.permissions)
    except Refusal:
        if route.directory:
            raise directory_denied() from None
        raise
    if user is None or route.directory:
        return
    box = sandbox.mailbox(user)
    sandbox.access.demand_mailbox(box, call.now, sandbox.switches.out_of_scope, scoped=route.scoped)


def dressed(call: Call, answer: Answer) -> Answer:
    """The answer with the headers every good answer has."""
    request_id = str(uuid4())
    headers = {**_ids(request_id, call.headers.get("client-request-id", request_id)), **answer.headers}
    applied = call.wishes().applied
    if applied:
        headers["Preference-Applied"] = ", ".join(applied)
    return replace(answer, headers=headers)


def _ids(request_id: str, client_request_id: str) -> dict[str, str]:
    return {
        "request-id": request_id,
        "client-request-id": client_request_id,
        "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"1"}}',
    }
