"""The only HTTP to the address that the admin named for reports: one request at a time, bounded, no redirect, no cookie.

Its body is never read: the status says it all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from kiosk.clock import Clock
from kiosk.room.reports import Fate, Tried
from kiosk.sync.errors import date_of, retry_after
from kiosk.sync.graph import CONNECT, LONGEST, no_cookies, trusting

LARGEST_TOKEN = 4096
"""Letters."""


class Webhook:
    """Where reports are posted. Trusts what Graph's line trusts, and goes by the same proxy."""

    def __init__(
        self, address: str, clock: Clock, *, token_file: Path | None, ca_file: Path | None, proxy: str | None
    ) -> None:
        self._address, self._clock, self._token_file = address, clock, token_file
        self._client = httpx.AsyncClient(
            verify=trusting(ca_file), trust_env=False, proxy=proxy, follow_redirects=False, cookies=no_cookies(),
            timeout=httpx.Timeout(LONGEST.total_seconds(), connect=CONNECT.total_seconds()),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
        )  # fmt: skip
        self._one = asyncio.Lock()

    async def close(self) -> None:
        await self._client.aclose()

    async def post(self, body: Mapping[str, Any], key: str) -> Tried:
        """One try. `key`: under which the other side knows it again, as Idempotency-Key."""
        headers = {"Idempotency-Key": key}
        if self._token_file is not None:
            token = await asyncio.to_thread(_token, self._token_file)
            if token is None:
                return Tried(Fate.REFUSED)
            headers["Authorization"] = f"Bearer {token}"
        async with self._one:
            try:
                async with asyncio.timeout(LONGEST.total_seconds()):
                    return await self._posted(body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
                return Tried(Fate.NEVER_LEFT)
            except (httpx.HTTPError, TimeoutError):
                return Tried(Fate.UNANSWERED)

    async def _posted(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> Tried:
        async with self._client.stream("POST", self._address, json=body, headers=dict(headers)) as answer:
            dated = date_of(answer.headers.get("date")) or self._clock.now()
            wait = retry_after(answer.headers.get("retry-after"), dated)
            return _meaning(answer.status_code, wait)


def _meaning(status: int, wait: timedelta | None) -> Tried:
    match status:
        case _ if 200 <= status < 300:  # noqa: PLR2004 - HTTP
            return Tried(Fate.TAKEN)
        case 429:
            return Tried(Fate.ASKED_TO_WAIT, wait)
        case 503 if wait is not None:
            return Tried(Fate.ASKED_TO_WAIT, wait)
        case 408 | 425:
            return Tried(Fate.UNANSWERED)
        case _ if status >= 500:  # noqa: PLR2004 - HTTP
            return Tried(Fate.UNANSWERED)
        case _:
            return Tried(Fate.REFUSED)


def _token(path: Path) -> str | None:
    """What the file holds now; None where it cannot be read, or is no word."""
    try:
        with path.open(encoding="ascii") as file:
            token = file.read(LARGEST_TOKEN + 1).strip()
    except (OSError, ValueError):
        return None
    return token if token and len(token) <= LARGEST_TOKEN and token.split() == [token] else None
