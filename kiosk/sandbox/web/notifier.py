"""Outgoing posts: the handshake with a subscriber's endpoint, and notifications (facts.md §2.11)."""

import asyncio
import ssl
from pathlib import Path
from uuid import uuid4

import httpx

from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.model.subscriptions import Notice
from kiosk.sandbox.web.call import JsonObject
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import etag, stamp

_HANDSHAKE_SECONDS = 10.0
_NOTICE_SECONDS = 3.0


class Notifier:
    """Trusts what the machine trusts, the sandbox's own authority and one more if given."""

    def __init__(self, sandbox: Sandbox, authorities: list[Path]) -> None:
        self._sandbox = sandbox
        trust = ssl.create_default_context()
        for path in authorities:
            trust.load_verify_locations(cafile=path)
        self._sending: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(verify=trust, trust_env=False)

    async def prove(self, urls: tuple[str, ...]) -> None:
        """Every URL echoes its token as plain text, or the subscription is refused."""
        await asyncio.gather(*(self._prove(url) for url in urls))

    def send_due(self) -> None:
        """Send what is due; what a subscriber does not take with a 2xx in time is tried again later."""
        for notice in self._sandbox.subscriptions.take_due(self._sandbox.clock.now()):
            task = asyncio.create_task(self._send(notice))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def close(self) -> None:
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._client.aclose()

    async def _prove(self, url: str) -> None:
        token = f"Validation: Testing client application reachability for subscription Request-Id: {uuid4()}"
        try:
            answer = await self._client.post(
                url,
                params={"validationToken": token},
                headers={"Content-Type": "text/plain; charset=utf-8"},
                timeout=_HANDSHAKE_SECONDS,
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            answer = None
        plain = answer is not None and answer.headers.get("content-type", "").lower().startswith("text/plain")
        if answer is None or not plain or answer.status_code != 200 or answer.text != token:
            raise bad_request(
                "ValidationError",
                "Subscription validation request failed. Notification endpoint must respond with 200 OK to "
                "validation request.",
            )

    async def _send(self, notice: Notice) -> None:
        one = notice.subscription
        url = one.lifecycle_url if notice.lifecycle else one.url
        try:
            answer = await self._client.post(
                url, json={"value": [self._shown(notice)]}, timeout=_NOTICE_SECONDS
            )
            taken = answer.is_success
        except httpx.HTTPError:
            taken = False
        if not taken:
            self._sandbox.subscriptions.try_later(notice, self._sandbox.clock.now())

    def _shown(self, notice: Notice) -> JsonObject:
        one = notice.subscription
        shown: JsonObject = {
            "subscriptionId": one.id,
            "subscriptionExpirationDateTime": stamp(one.expires),
            "clientState": one.client_state,
            "tenantId": str(self._sandbox.company.tenant_id),
        }
        if notice.lifecycle or notice.event is None:
            return {**shown, "lifecycleEvent": notice.lifecycle}
        box = self._sandbox.exchange.mailboxes[one.mailbox]
        own_id = self._sandbox.exchange.id_of(box, notice.event)
        path = f"Users/{box.guid}/Events/{own_id}"
        data = {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": path,
            "@odata.etag": etag(box, notice.event).replace('W/"', 'W/"CQAAABYAAA'),
            "id": own_id,
        }
        return {**shown, "changeType": notice.kind, "resource": path, "resourceData": data}
