"""The only HTTP to Exchange. A status becomes a fault of errors.py; nothing else is decided here.

Bounds that hold for every request: at most four in flight, ten seconds each, a bounded body, no redirect, no foreign
host, and none at all while Exchange has asked to wait (to the fraction of a second).
"""

from __future__ import annotations

import asyncio
import re
import ssl
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Protocol

import certifi

from kiosk.clock import Clock
from kiosk.lean import settle_absent, without
from kiosk.room.explained import Doing, GraphRefused, names_a_policy
from kiosk.sync.errors import (
    LARGEST_REFUSAL,
    AccessLost,
    Forbidden,
    Garbled,
    MailboxMissing,
    NeverLeft,
    NoAnswer,
    WaitAsked,
    code_as_told,
    date_of,
    fault_of,
)
from kiosk.sync.received import parsed, received

with without("httpx._main", "h2"):  # its command line, and HTTP/2
    import httpx
settle_absent("sniffio")  # httpcore looks for it on the disk several times in each request

IN_FLIGHT = 4
KEPT_OPEN = 1
"""Lines that are kept for the next request. When a router forgets them, or the machine slept, each costs a whole `LONGEST`
before it is known to be dead, one after the other."""
LONGEST = timedelta(seconds=10)
CONNECT = timedelta(seconds=4)
"""For a line, and again for TLS on it: both end before `LONGEST`, which would leave a line open that is cut in a handshake."""
WAIT_UNTOLD = timedelta(seconds=2)
HEADERS = {
    "Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"',
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
}


HearMeaning = Callable[[str, Doing, GraphRefused | None], None]
"""Of the path, what was being tried there, and the refusal; None: it was allowed."""
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class Tokens(Protocol):
    """Where the bearer token comes from; system_user/identity.py behind a door of the core."""

    async def token(self) -> str:
        """A token that is good for a while yet; "": none is needed. Raises faults of errors.py."""

    def reject(self, token: str) -> None:
        """Exchange did not take this token."""


class Graph:
    """Graph v1.0 at one base address."""

    def __init__(
        self, base_url: str, tokens: Tokens, clock: Clock, *,
        ca_file: Path | None = None, proxy: str | None = None, hear_time: Callable[[datetime], None] = lambda _: None,
        hear_meaning: HearMeaning = lambda *_: None, context: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        """`hear_time` is told how every answer of Exchange's is dated, `hear_meaning` whether it was a refusal.

        `context`: whom to trust, and what to show them; None: the system's authorities and `ca_file`, and nothing.
        """
        self._base = httpx.URL(base_url.rstrip("/") + "/")
        self._tokens = tokens
        self._clock = clock
        self._hear_time = hear_time
        self._hear_meaning = hear_meaning
        self._gate = asyncio.Semaphore(IN_FLIGHT)
        self._wait_until = 0.0
        self._client = httpx.AsyncClient(
            verify=context or trusting(ca_file), trust_env=False, proxy=proxy, follow_redirects=False, headers=HEADERS, cookies=no_cookies(),
            timeout=httpx.Timeout(LONGEST.total_seconds(), connect=CONNECT.total_seconds()),
            limits=httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=KEPT_OPEN, keepalive_expiry=90),
        )  # fmt: skip

    @property
    def waiting(self) -> timedelta:
        """How long Exchange still wants to be left alone; zero when it does not."""
        return timedelta(seconds=max(0.0, self._wait_until - self._clock.monotonic()))

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON at `path` (below the base), or at the whole address of a nextLink.

        Raises:
            GraphFault: one of its kinds, named by remedy.
        """
        url = self._address(path)
        if params:
            url = url.copy_merge_params(dict(params))
        return await self._with_token("GET", url, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Raises the same faults; `NeverLeft` alone says that nothing was done."""
        return await self._with_token("POST", self._address(path), body)

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._with_token("PATCH", self._address(path), body)

    async def delete(self, path: str) -> None:
        await self._with_token("DELETE", self._address(path), None)

    def _address(self, path: str) -> httpx.URL:
        """Our token goes to our host only, whatever a nextLink says."""
        try:
            url = self._base.join(path)
        except (httpx.InvalidURL, ValueError) as wrong:
            raise Garbled("nextLink") from wrong
        same = (url.scheme, url.host, url.port) == (self._base.scheme, self._base.host, self._base.port)
        if not same or url.userinfo or not url.path.startswith(self._base.path):
            raise Garbled("nextLink leads to another host")
        return url

    async def _with_token(self, method: str, url: httpx.URL, body: Mapping[str, Any] | None) -> Any:
        token = await self._token()
        try:
            return await self._ask(method, url, body, token)
        except AccessLost:
            self._tokens.reject(token)
        return await self._ask(method, url, body, await self._token())

    async def _token(self) -> str:
        try:
            return await self._tokens.token()
        except WaitAsked as asked:
            self._hold(asked.wait)  # Entra wants to be left alone: without it nobody is asked
            raise

    def _hold(self, asked: timedelta | None) -> timedelta:
        wait = asked if asked is not None else WAIT_UNTOLD
        self._wait_until = max(self._wait_until, self._clock.monotonic() + wait.total_seconds())
        return wait

    async def _ask(self, method: str, url: httpx.URL, body: Mapping[str, Any] | None, token: str) -> Any:
        async with self._gate:
            left = self.waiting
            if left:
                raise WaitAsked(left)
            bearer = {"Authorization": f"Bearer {token}"} if token else {}
            headers = {**bearer, "client-request-id": str(uuid.uuid4())}
            try:
                async with asyncio.timeout(LONGEST.total_seconds()):
                    answer, content = await self._exchange(method, url, body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as fault:
                raise NeverLeft(type(fault).__name__) from None
            except (httpx.HTTPError, TimeoutError) as fault:
                raise NoAnswer(type(fault).__name__) from None
            dated = date_of(answer.headers.get("date"))
            if dated is not None:
                self._hear_time(dated)
            return await self._meaning(answer, url.path, content, dated or self._clock.now())

    async def _exchange(
        self, method: str, url: httpx.URL, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> tuple[httpx.Response, bytes]:
        async with self._client.stream(method, url, json=body, headers=dict(headers)) as answer:
            coding = answer.headers.get("content-encoding", "").strip().lower()
            try:
                return answer, await received(answer.aiter_raw(), coding)
            except Garbled:
                if answer.is_success:
                    raise
                return answer, b""  # the status says enough

    async def _meaning(self, answer: httpx.Response, path: str, content: bytes, now: datetime) -> Any:
        fault = fault_of(answer.status_code, answer.headers, content, now)
        if fault is None or isinstance(fault, AccessLost | Forbidden | MailboxMissing):
            doing = Doing.READ if answer.request.method == "GET" else Doing.BOOK
            refusal = replace(refusal_of(answer, content, now), doing=doing) if fault else None
            self._hear_meaning(path, doing, refusal)
        if isinstance(fault, WaitAsked):
            raise WaitAsked(self._hold(fault.wait))
        if fault is not None:
            raise fault
        if answer.status_code in (202, 204) or not content:
            if answer.request.method == "GET":
                raise Garbled("an empty answer")
            return None
        return await parsed(content)


def refusal_of(answer: httpx.Response, content: bytes, now: datetime) -> GraphRefused:
    """What a person needs of a refusal: nothing of its text, which may name people and meetings."""
    told = answer.headers.get("request-id", "")
    text = content[:LARGEST_REFUSAL].decode(errors="replace")
    return GraphRefused(
        answer.status_code, code_as_told(content), by_policy=names_a_policy(text),
        request_id=told if REQUEST_ID.fullmatch(told) else "", at=now,
    )  # fmt: skip


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """The system's anchors, and the admin's own."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())  # a minimal system has no anchors of its own
    if ca_file is not None:
        context.load_verify_locations(cafile=str(ca_file))
    return context


def no_cookies() -> CookieJar:
    """Nobody whom we ask needs any; a jar that takes them would grow for as long as somebody fills it."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))
