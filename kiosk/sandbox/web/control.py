"""The control surface's door: a key, and paths to what `control_*` modules do. Not part of any Exchange."""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web.call import Answer, JsonObject, read_query
from kiosk.sandbox.web.control_values import Wrong
from kiosk.sandbox.web.faults import Faults
from kiosk.sandbox.web.reply import PLAIN_JSON, Receive, Request, Scope, Send, read, wire, write
from kiosk.sandbox.web.sandbox import Sandbox

Refuse = Callable[[float], Awaitable[None]]
Handler = Callable[["Control", JsonObject], JsonObject]


@dataclass(slots=True)
class Control:
    """An ASGI application. `refuse` shuts the public port for so many seconds."""

    sandbox: Sandbox
    faults: Faults
    key: str
    refuse: Refuse
    handlers: dict[tuple[str, str], Handler] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read(scope, receive)
        if request is None:
            return
        answer = await self._answer(request)
        await write(send, wire(answer, self.sandbox.clock.now(), PLAIN_JSON))

    async def _answer(self, request: Request) -> Answer:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.key}".encode()):
            return _wrong(403, "the key does not fit")
        path = request.path.removeprefix("/control").strip("/")
        handler = self.handlers.get((request.method, path))
        try:
            sent = read_query(request.query) | json.loads(request.body or b"{}")
            self.sandbox.now()
            if (request.method, path) == ("POST", "refuse"):
                await self.refuse(float(sent.get("seconds", 5)))
                return Answer(200, {"refusing": sent.get("seconds", 5)})
            if handler is None:
                return _wrong(404, f"there is no {request.method} {path or '/'}")
            return Answer(200, handler(self, sent))
        except Refusal as refusal:
            return _wrong(400, f"{refusal.code}: {refusal.message}")
        except (Wrong, ValueError, TypeError) as wrong:
            return _wrong(400, str(wrong))


def _wrong(status: int, words: str) -> Answer:
    return Answer(status, {"error": words})
