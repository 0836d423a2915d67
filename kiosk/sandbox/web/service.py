"""The public door: Graph under /v1.0, Entra under /{tenant}, with latency, throttling and faults."""

import asyncio
import re
from urllib.parse import unquote

from kiosk.sandbox.web import entra, graph
from kiosk.sandbox.web.call import Answer, Call, read_query
from kiosk.sandbox.web.reply import GRAPH_JSON, PLAIN_JSON, Receive, Request, Scope, Send, read, wire, write
from kiosk.sandbox.web.sandbox import Sandbox, Seen

_ENTRA = re.compile(
    r"^/([^/]+)/(v2\.0/\.well-known/openid-configuration|oauth2/v2\.0/(?:token|devicecode))/?$"
)


class Service:
    """An ASGI application."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read(scope, receive)
        if request is None:
            return
        switches = self._sandbox.switches
        await asyncio.sleep(self._sandbox.random.uniform(switches.latency_from, switches.latency_to))
        now = self._sandbox.now()
        answer, content_type = await self._answer(request)
        self._sandbox.seen.append(Seen(now, request.method, request.path, answer.status))
        await write(send, wire(answer, now, content_type))

    async def _answer(self, request: Request) -> tuple[Answer, str]:
        if request.path.lower().startswith("/v1.0/"):
            return await self._graph(request), GRAPH_JSON
        found = _ENTRA.match(request.path)
        if found:
            tenant = unquote(found[1])
            if found[2].endswith("openid-configuration"):
                return entra.openid_configuration(self._sandbox, tenant), PLAIN_JSON
            return entra.token(self._sandbox, tenant, request.headers, request.body), PLAIN_JSON
        return Answer(404, {"error": {"code": "NotFound", "message": "There is nothing here."}}), PLAIN_JSON

    async def _graph(self, request: Request) -> Answer:
        call = Call(
            request.method,
            request.path[len("/v1.0") :],
            read_query(request.query),
            request.headers,
            request.body,
            self._sandbox.now(),
        )
        found = graph.answer(self._sandbox, call)
        return found if isinstance(found, Answer) else found.then()
