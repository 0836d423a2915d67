"""Who the display is to Exchange: one token at a time, renewed before it ends. Knows no rooms and no meetings.

With keys.py, chip.py and entra.py the only home of secrets: none is ever logged, shown, or kept in an exception.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.clock import Clock
from kiosk.room.reasons import Reason

WORLDWIDE = "graph.microsoft.com"
CLOUDS = frozenset(
    {
        WORLDWIDE,
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
        "microsoftgraph.chinacloudapi.cn",
    }
)
"""Graph's hosts: a token is made out to one of them, whatever address leads there (sandboxes, proxies)."""

AHEAD = 300.0
"""Seconds before its end that a token is renewed; short-lived ones: in the last fifth of their life."""

PAUSE = 30.0
"""Seconds between two tries to renew a token that is still good."""

PATIENCE = 30.0
"""Seconds for a whole sign-in, however slowly the other side drips."""


class Trouble(Enum):
    """Why nobody signed us in this time. None of these is anybody's fault for long."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    PROXY = "proxy"
    BUSY = "busy"
    GARBLED = "garbled"


class SignInFailed(Exception):
    """A person must act: Entra refuses us, or the secret's file cannot be used. Retry slowly if at all.

    `code` is Entra's first AADSTS number (facts.md §1.3), a hint for the admin; `remedy` is set where the
    display itself knows what to do.
    """

    reason = Reason.ACCESS_LOST

    def __init__(self, code: int | None, remedy: str = "") -> None:
        super().__init__(f"AADSTS{code}" if code is not None else remedy or "refused without a code")
        self.code = code
        self.remedy = remedy
        self.request_id = ""
        """What Entra calls the trace id: support asks for it."""
        self.dated: str | None = None
        """The Date header of the refusal: a wrong clock is a usual reason for one."""


class SignInUnavailable(Exception):
    """Nobody answered, or not in Entra's words. `retry_after`: seconds that Entra asked us to wait."""

    def __init__(self, trouble: Trouble, retry_after: float | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Chip:
    """A security chip that holds the key: the library that speaks to it, the label of its token, and the file with its PIN."""

    module: str
    """A path, or a name that the system's loader finds."""
    token: str
    pin_file: Path


@dataclass(frozen=True, slots=True)
class Account:
    """As whom to sign in, and where. Exactly one of the two files is set; they are read when needed."""

    authority: str
    """For example https://login.microsoftonline.com, without the tenant."""
    tenant_id: str
    client_id: str
    scope: str = f"https://{WORLDWIDE}/.default"
    certificate_file: Path | None = None
    chip: Chip | None = None
    """Where the key of the certificate lies, if not in its file."""
    client_secret_file: Path | None = None
    ca_file: Path | None = None
    proxy: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    text: str = field(repr=False)
    lifetime: float
    """Seconds, from the moment it was asked for."""
    dated: str | None = None
    """The Date header it came with."""


@dataclass(slots=True)
class _Held:
    token: Token
    ends_at: float
    renew_at: float


def scope_for(base_url: str) -> str:
    """What a token must be made out to for Graph at `base_url` (national clouds: facts.md §1.1)."""
    host = urlsplit(base_url).hostname
    return f"https://{host if host in CLOUDS else WORLDWIDE}/.default"


class Identity:
    """Hands out the token to knock with. Belongs to one event loop; sign-ins run in `executor`."""

    def __init__(
        self, account: Account, executor: Executor | None, clock: Clock, *,
        hear_date: Callable[[str | None], None] = lambda _: None, sign_in: Callable[[Account], Token] | None = None,
    ) -> None:  # fmt: skip
        """`hear_date` is told the Date header of every sign-in and of every refusal. `sign_in`: another way than entra.py's."""
        self._sign_in_as = sign_in or _sign_in
        self._account = account
        self._hear_date = hear_date
        self._executor = executor
        self._clock = clock
        self._held: _Held | None = None
        self._asking: asyncio.Task[str] | None = None

    async def token(self) -> str:
        """A token that is good now. At most one sign-in is under way, whoever waits for it.

        Raises:
            SignInFailed: a person must act.
            SignInUnavailable: worth another try; the caller says when.
        """
        now = self._clock.monotonic()
        held = self._held
        if held is None or now >= held.ends_at:
            return await asyncio.shield(self._ask())
        if now >= held.renew_at:
            held.renew_at = now + PAUSE
            self._ask()
        return held.token.text

    def reject(self, token: str) -> None:
        """Exchange answered 401 to it: the next token will be a new one."""
        if self._held is not None and self._held.token.text == token:
            self._held = None

    async def close(self) -> None:
        """Waits for no sign-in; one that is under way ends by itself, in its thread."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    def _ask(self) -> asyncio.Task[str]:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._sign_in(), name="sign in")
            self._asking.add_done_callback(_looked_at)
        return self._asking

    async def _sign_in(self) -> str:
        asked_at = self._clock.monotonic()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                token = await loop.run_in_executor(self._executor, self._sign_in_as, self._account)
        except TimeoutError:
            raise SignInUnavailable(Trouble.TIMEOUT) from None
        except SignInFailed as failed:
            self._hear_date(failed.dated)
            raise
        self._hear_date(token.dated)
        ends_at = asked_at + token.lifetime
        self._held = _Held(token, ends_at, ends_at - min(AHEAD, token.lifetime / 5))
        return token.text


def _sign_in(account: Account) -> Token:
    from kiosk.system_user.entra import sign_in  # noqa: PLC0415 - MSAL is slow to import: here, off the loop

    return sign_in(account)


def _looked_at(asked: asyncio.Task[str]) -> None:
    """A renewal ahead of time may fail without anybody waiting for it: the token in hand is still good."""
    if not asked.cancelled():
        asked.exception()
