"""The public door: Graph under /v1.0, Entra under /{tenant}, with latency, throttling and faults."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web import damage, entra, graph
from kiosk.sandbox.web.call import Answer, Call, read_query, read_segments
from kiosk.sandbox.web.faults import Fault, Faults, Kind
from kiosk.sandbox.web.reply import GRAPH_JSON, PLAIN_JSON, Receive, Request, Scope, Send, Wire, read, wire
from kiosk.sandbox.web.sandbox import Sandbox, Seen

_ENTRA = re.compile(r"^/([^/]+)/(v2\.0/\.well-known/openid-configuration|oauth2/v2\.0/token)/?$")
_BEFORE = (Kind.STATUS, Kind.CONFLICT)


@dataclass(slots=True)
class Service:
    """An ASGI application."""

    sandbox: Sandbox
    faults: Faults
    prove: Callable[[tuple[str, ...]], Awaitable[None]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read(scope, receive)
        if request is None:
            return
        struck = self.faults.striking(request)
        await asyncio.sleep(_seconds(struck, Kind.DELAY))
        kinds = {fault.kind for fault in struck}
        if Kind.DROP in kinds:
            self._note(request, 0)
            await damage.cut(scope, receive)
            return
        response = damage.portal() if Kind.WRONG_TYPE in kinds else await self._response(request, struck)
        self._note(request, response.status)
        await asyncio.sleep(_seconds(struck, Kind.SLOW_REPLY))
        await damage.deliver(response, struck, scope, receive, send)

    async def _response(self, request: Request, struck: Sequence[Fault]) -> Wire:
        ordered = next((fault for fault in struck if fault.kind in _BEFORE), None)
        if ordered is not None:
            now = self.sandbox.now()
            return wire(graph.refused(self._call(request), ordered.refusal(now)), now, GRAPH_JSON)
        switches = self.sandbox.switches
        application, mailbox = self._throttled_as(request)
        refusal = (
            self.sandbox.throttle.enter(application, mailbox, switches, self.sandbox.now())
            if mailbox
            else None
        )
        try:
            await asyncio.sleep(self.sandbox.random.uniform(switches.latency_from, switches.latency_to))
            if refusal is not None:
                answer, content_type = graph.refused(self._call(request), refusal), GRAPH_JSON
            else:
                answer, content_type = await self._answer(request)
        finally:
            if mailbox:
                self.sandbox.throttle.leave(application)
        late = next((fault for fault in struck if fault.kind is Kind.HANDLED_STATUS), None)
        if late is not None:
            answer = graph.refused(self._call(request), late.refusal(self.sandbox.now()))
        return wire(answer, self.sandbox.clock.now(), content_type)

    async def _answer(self, request: Request) -> tuple[Answer, str]:
        if request.path.lower().startswith("/v1.0/"):
            return await self._graph(request), GRAPH_JSON
        found = _ENTRA.match(request.path)
        if found:
            tenant = unquote(found[1])
            if found[2].endswith("openid-configuration"):
                return entra.openid_configuration(self.sandbox, tenant), PLAIN_JSON
            return entra.token(self.sandbox, tenant, request.headers, request.body), PLAIN_JSON
        return Answer(404, {"error": {"code": "NotFound", "message": "There is nothing here."}}), PLAIN_JSON

    async def _graph(self, request: Request) -> Answer:
        call = self._call(request)
        found = graph.answer(self.sandbox, call)
        if isinstance(found, Answer):
            return found
        try:
            await self.prove(found.urls)
        except Refusal as refusal:
            return graph.refused(call, refusal)
        return graph.dressed(call, found.then())

    def _call(self, request: Request) -> Call:
        return Call(
            request.method,
            request.path[len("/v1.0") :],
            read_query(request.query),
            request.headers,
            request.body,
            self.sandbox.now(),
        )

    def _throttled_as(self, request: Request) -> tuple[str, str]:
        """Application and mailbox, for calls that end in Exchange; empty for the directory."""
        segments = read_segments(request.path)
        in_exchange = len(segments) > 3 and segments[1].lower() == "users"
        return self.sandbox.tokens.owner(request.headers.get("authorization", "")), (
            segments[2].lower() if in_exchange else ""
        )

    def _note(self, request: Request, status: int) -> None:
        self.sandbox.seen.append(Seen(self.sandbox.clock.now(), request.method, request.path, status))


def _seconds(struck: Sequence[Fault], kind: Kind) -> float:
    return sum(fault.seconds for fault in struck if fault.kind is kind)
