"""Answers on their way out, and what can happen to them there."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from kiosk.sandbox.web.faults import Fault, Kind
from kiosk.sandbox.web.listener import TRANSPORT
from kiosk.sandbox.web.reply import Receive, Scope, Send, Wire, begin, write

_PIECES = 8
_PAGE = b"<!doctype html><title>Guest network</title><h1>Please accept the terms of use</h1>"


async def cut(scope: Scope, receive: Receive) -> None:
    """End the connection without a word."""
    scope[TRANSPORT].abort()
    while (await receive())["type"] != "http.disconnect":
        pass


def portal() -> Wire:
    """What a guest network's login page answers to everything."""
    return Wire(200, [("Content-Type", "text/html"), ("Content-Length", str(len(_PAGE)))], _PAGE)


async def deliver(
    response: Wire, struck: Sequence[Fault], scope: Scope, receive: Receive, send: Send
) -> None:
    """Send the response, as far as the faults let it through."""
    kinds = {fault.kind for fault in struck}
    if Kind.LOST_REPLY in kinds:
        await cut(scope, receive)
    elif Kind.TRUNCATE in kinds:
        await begin(send, response.status, response.headers)
        half = response.body[: max(len(response.body) // 2, 1)]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await asyncio.sleep(0.05)  # lets the half leave before the connection ends
        await cut(scope, receive)
    elif Kind.GARBAGE in kinds and response.body:  # 204 has none to damage
        await write(send, _resized(response, b'{"value": [{"id": "AAMk\xff\xfe' + response.body[:20]))
    elif Kind.EMPTY in kinds:
        await write(send, _emptied(response))
    elif Kind.TRICKLE in kinds:
        await _trickle(response, next(f.seconds for f in struck if f.kind is Kind.TRICKLE), send)
    else:
        await write(send, response)


def _emptied(response: Wire) -> Wire:
    try:
        body = json.loads(response.body)
    except ValueError:
        return response
    if not isinstance(body, dict) or "value" not in body:
        return response
    body["value"] = []
    body.pop("@odata.nextLink", None)
    return _resized(response, json.dumps(body).encode())


def _resized(response: Wire, body: bytes) -> Wire:
    headers = [(n, str(len(body)) if n == "Content-Length" else v) for n, v in response.headers]
    return replace(response, headers=headers, body=body)


async def _trickle(response: Wire, seconds: float, send: Send) -> None:
    await begin(send, response.status, response.headers)
    size = max(len(response.body) // _PIECES, 1)
    for start in range(0, len(response.body), size):
        await send(
            {"type": "http.response.body", "body": response.body[start : start + size], "more_body": True}
        )
        await asyncio.sleep(seconds / _PIECES)
    await send({"type": "http.response.body", "body": b""})
