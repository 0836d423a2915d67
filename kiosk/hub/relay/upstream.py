"""The hub's own line to Exchange: all displays' questions share it, a few at a time, and wait together where Exchange asks for it.

It has a thread and a loop of its own. A request that was under way when its answer was lost is told as such (504): who asked
reads before it writes again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import threading
import uuid
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

from kiosk.clock import Clock
from kiosk.hub.settings import Relay
from kiosk.sync.bodies import address
from kiosk.sync.errors import Garbled, WaitAsked, fault_of
from kiosk.sync.graph import CONNECT, HEADERS, no_cookies, trusting
from kiosk.sync.received import received
from kiosk.system_user.identity import Account, Identity, SignInFailed, SignInUnavailable, scope_for

log = logging.getLogger("kiosk.hub")
T = TypeVar("T")
QUEUED_MOST = 4.0
"""Seconds for a free place. Displays wait ten for an answer."""
WHOLE = 9.0
"""Seconds with the wait."""
NOT_TOLD = timedelta(seconds=2)
OK, UNAUTHORIZED, BAD_GATEWAY, UNAVAILABLE, TIMEOUT = 200, 401, 502, 503, 504
PASSED_ON = ("date", "request-id", "client-request-id", "retry-after")
"""Headers of Exchange's answers that a display looks at."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body`: its JSON, None where it has none. `headers`: those that are passed on."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        return OK <= self.status < OK + 100


def refusal(status: int, code: str, message: str, retry: float | None = None) -> Answer:
    """As Graph words one."""
    headers = {} if retry is None else {"retry-after": f"{retry:.1f}"}
    return Answer(status, {"error": {"code": code, "message": message}}, headers)


def account_of(relay: Relay, folder: Path) -> Account:
    """Who the hub is to Entra. Files are relative to its folder."""
    by_secret = relay.sign_in == "client_secret"
    return Account(
        relay.authority, relay.tenant_id, relay.client_id, scope_for(relay.base_url),
        certificate_file=None if by_secret else folder / relay.certificate_file,
        client_secret_file=folder / relay.client_secret_file if by_secret and relay.client_secret_file else None,
        ca_file=None if relay.ca_file is None else folder / relay.ca_file, proxy=relay.proxy,
    )  # fmt: skip


class Upstream:
    """`at_once` requests of the whole fleet; one place of these is never taken by who only reads."""

    def __init__(self, relay: Relay, folder: Path, clock: Clock) -> None:
        self._relay, self._folder, self._clock = relay, folder, clock
        self.base = relay.base_url.rstrip("/") + "/"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._held_until = 0.0
        self.asked = 0
        """Requests that went out."""

    def open(self) -> None:
        """From here on it can be asked."""
        ca_file = None if self._relay.ca_file is None else self._folder / self._relay.ca_file
        self._all = asyncio.Semaphore(self._relay.at_once)
        self._reads = asyncio.Semaphore(max(1, self._relay.at_once - 1))
        self._identity = Identity(account_of(self._relay, self._folder), None, self._clock)
        self._client = httpx.AsyncClient(
            verify=trusting(ca_file), trust_env=False, proxy=self._relay.proxy, follow_redirects=False, headers=HEADERS,
            cookies=no_cookies(), timeout=httpx.Timeout(WHOLE, connect=CONNECT.total_seconds()),
            limits=httpx.Limits(max_connections=self._relay.at_once, keepalive_expiry=90),
        )  # fmt: skip
        self._thread.start()

    def close(self) -> None:
        if not self._thread.is_alive():
            return
        with suppress(TimeoutError):
            self.begin(self._end()).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """On the loop of this line, from any thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def later(self, seconds: float, call: Any) -> None:  # noqa: ANN401 - without arguments
        """On that loop too."""
        self._loop.call_soon_threadsafe(self._loop.call_later, seconds, call)

    async def ask(
        self, method: str, parts: tuple[str, ...], query: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> Answer:
        """On this line's loop. What Exchange says, or in its words why it was not asked."""
        began = self._clock.monotonic()
        if left := self._held(began):
            return self._wait(left)
        reads = method == "GET"
        try:
            async with asyncio.timeout(QUEUED_MOST):
                if reads:
                    await self._reads.acquire()
                try:
                    await self._all.acquire()
                except BaseException:
                    if reads:
                        self._reads.release()
                    raise
        except TimeoutError:
            return self._wait(random.uniform(2.0, 6.0))  # noqa: S311 - so that they do not come back together
        try:
            if left := self._held(self._clock.monotonic()):
                return self._wait(left)
            return await self._signed_in(method, parts, query, body, began + WHOLE)
        finally:
            self._all.release()
            if reads:
                self._reads.release()

    async def _signed_in(
        self, method: str, parts: tuple[str, ...], query: Mapping[str, str], body: Mapping[str, Any] | None, until: float
    ) -> Answer:  # fmt: skip
        answer = refusal(TIMEOUT, "RelayTimeout", "Exchange was not reached in time.")
        for _ in range(2):  # a token that Exchange does not take is renewed once
            try:
                async with asyncio.timeout(max(0.1, until - self._clock.monotonic())):
                    token = await self._identity.token()
            except SignInFailed as failed:
                log.error("Entra does not sign the hub in: %s", failed)
                return refusal(UNAUTHORIZED, "RelaySignIn", "Entra does not sign the hub in.")
            except (SignInUnavailable, TimeoutError):
                return refusal(UNAVAILABLE, "RelaySignIn", "Entra cannot be reached.", 5.0)
            answer = await self._sent(method, parts, query, body, token, until)
            if answer.status != UNAUTHORIZED:
                break
            self._identity.reject(token)
        return answer

    async def _sent(
        self, method: str, parts: tuple[str, ...], query: Mapping[str, str], body: Mapping[str, Any] | None, token: str,
        until: float,
    ) -> Answer:  # fmt: skip
        headers = {"Authorization": f"Bearer {token}", "client-request-id": str(uuid.uuid4())}
        self.asked += 1
        try:
            async with asyncio.timeout(max(0.1, until - self._clock.monotonic())):
                where = self.base + address(*parts)
                asked = self._client.stream(
                    method, where, params=dict(query) or None, json=body, headers=headers
                )
                async with asked as told:
                    coding = told.headers.get("content-encoding", "").strip().lower()
                    content = await received(told.aiter_raw(), coding)
            read = json.loads(content) if content else None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
            if method == "GET":
                return refusal(BAD_GATEWAY, "RelayUnreached", "Exchange cannot be reached.")
            return refusal(
                UNAVAILABLE, "RelayUnreached", "Exchange cannot be reached. Nothing was sent.", 3.0
            )
        except (httpx.HTTPError, TimeoutError):
            return refusal(TIMEOUT, "RelayTimeout", "Exchange did not answer.")
        except (Garbled, ValueError, RecursionError):
            return refusal(BAD_GATEWAY, "RelayGarbled", "Exchange's answer is none.")
        fault = fault_of(told.status_code, told.headers, content, self._clock.now())
        if isinstance(fault, WaitAsked):
            wait = fault.wait if fault.wait is not None else NOT_TOLD
            self._held_until = max(self._held_until, self._clock.monotonic() + wait.total_seconds())
        kept = {name: told.headers[name] for name in PASSED_ON if name in told.headers}
        return Answer(told.status_code, read, kept)

    def _held(self, now: float) -> float:
        return max(0.0, self._held_until - now)

    def _wait(self, seconds: float) -> Answer:
        return refusal(UNAVAILABLE, "RelayBusy", "Exchange wants to be left alone for a while.", seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _end(self) -> None:
        await self._client.aclose()
        await self._identity.close()
