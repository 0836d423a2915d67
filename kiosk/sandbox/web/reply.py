"""From an Answer to bytes on the wire, and the small ASGI helpers that both listeners share."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from kiosk.sandbox.web.call import Answer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
GRAPH_JSON = (
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
)
PLAIN_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is still quoted; header names are lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Wire:
    """A finished response."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


async def read(scope: Scope, receive: Receive) -> Request | None:
    """The whole request; None when the client went away while sending it."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Request(
        scope["method"].upper(),
        scope["raw_path"].decode("latin-1").partition("?")[0],
        scope["query_string"].decode("latin-1"),
        headers,
        body,
    )


def wire(answer: Answer, now: datetime, content_type: str) -> Wire:
    body = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
    headers = [("Date", format_datetime(now.replace(microsecond=0), usegmt=True)), *answer.headers.items()]
    if answer.status != 204:
        headers.append(("Content-Length", str(len(body))))
    if body:
        headers.append(("Content-Type", content_type))
    return Wire(answer.status, headers, body)


async def begin(send: Send, status: int, headers: list[tuple[str, str]]) -> None:
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": encoded})


async def write(send: Send, response: Wire) -> None:
    await begin(send, response.status, response.headers)
    await send({"type": "http.response.body", "body": response.body})
