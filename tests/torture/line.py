"""The way to Exchange and back: sync/graph.py as it is, with the run's faults in the place of the network."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Protocol

import httpx

from kiosk.clock import Clock
from kiosk.sync.errors import AccessLost, NeverLeft, WaitAsked
from kiosk.sync.graph import HEADERS, IN_FLIGHT, Graph
from tests.torture.happenings import Trouble

BASE = httpx.URL("https://graph.example/v1.0/")
WANTED = {name.lower(): value for name, value in HEADERS.items()}
PORTAL_PAGE = b"<!doctype html><title>Guest network</title>"
ERRORS = {
    Trouble.BROKEN: (500, "ErrorInternalServerTransientError"),
    Trouble.GATEWAY: (504, "UnknownError"),
    Trouble.LATE_WRITE: (504, "UnknownError"),
    Trouble.UNAUTHORIZED: (401, "InvalidAuthenticationToken"),
    Trouble.FORBIDDEN: (403, "ErrorAccessDenied"),
    Trouble.MISSING: (404, "MailboxNotEnabledForRESTAPI"),
    Trouble.CONFLICT: (412, "ErrorIrresolvableConflict"),
    Trouble.THROTTLED: (429, "TooManyRequests"),
    Trouble.BUSY: (503, "ErrorServerBusy"),
}
UNDONE = frozenset(
    {Trouble.BROKEN, Trouble.UNAUTHORIZED, Trouble.FORBIDDEN, Trouble.MISSING, Trouble.CONFLICT,
     Trouble.THROTTLED, Trouble.BUSY}
)  # fmt: skip
"""An answer came and says so: nothing was done."""


@dataclass(frozen=True, slots=True)
class Reply:
    """As much of httpx.Response as graph.py looks at."""

    status_code: int
    headers: Mapping[str, str]
    request: "Sent"


@dataclass(frozen=True, slots=True)
class Sent:
    method: str
    target: str
    body: Mapping[str, Any] | None

    @property
    def writes(self) -> bool:
        return self.method != "GET" and "getSchedule" not in self.target

    @property
    def creates(self) -> bool:
        return self.method == "POST" and self.target.endswith("/events")

    @property
    def mails(self) -> str | None:
        """The id of the report that is mailed with it."""
        if self.body is None or not self.target.endswith("/sendMail"):
            return None
        return str(self.body["message"]["internetMessageHeaders"][0]["value"])

    def concerns(self, on: str) -> bool:
        match on:
            case "reads":
                return not self.writes
            case "writes":
                return self.writes
            case "creates":
                return self.creates
            case _:
                return on == "all"


class World(Protocol):
    """What the line asks of the run."""

    def strikes(self, sent: Sent) -> Trouble | None: ...

    def now(self) -> datetime: ...

    def uniform(self, least: float, most: float) -> float: ...

    def serve(
        self, line: "Line", sent: Sent, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]: ...

    def told_to_wait(self, seconds: float) -> None: ...

    def token(self) -> str: ...


class Tokens:
    """Entra's door: a token is used until it is rejected or has nearly expired."""

    def __init__(self, world: World, line: "Line") -> None:
        self._world, self._line = world, line
        self._token: str | None = None

    async def token(self) -> str:
        if self._token is None:
            trouble = self._world.strikes(Sent("SIGN-IN", "", None))
            await asyncio.sleep(self._world.uniform(0.05, 0.3))
            if trouble is Trouble.UNAUTHORIZED:
                raise AccessLost("AADSTS700027")
            if trouble is Trouble.THROTTLED:
                raise WaitAsked(None)
            if trouble is not None:
                raise NeverLeft("sign-in")
            self._token = self._world.token()
        return self._token

    def reject(self, token: str) -> None:
        if token == self._token:
            self._token = None


class Line(Graph):
    """Graph without HTTP: what stands in the place of `_exchange` is the run's network."""

    def __init__(self, world: World, clock: Clock, hear_time: Callable[[datetime], None]) -> None:
        self._base = BASE
        self._tokens = Tokens(world, self)
        self._clock = clock
        self._gate = asyncio.Semaphore(IN_FLIGHT)
        self._wait_until = 0.0
        self._hear_time = hear_time
        self._hear_meaning = lambda *_: None
        self._world = world
        self._urls: dict[tuple[str, ...], httpx.URL] = {}

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """As in Graph; the addresses of a run are few, and made once."""
        key = (path, *(params or {}).values())
        url = self._urls.get(key)
        if url is None:
            url = self._address(path)
            self._urls[key] = url = url.copy_merge_params(dict(params)) if params else url
        return await self._with_token("GET", url, None)

    async def _exchange(
        self, method: str, url: httpx.URL, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> tuple[httpx.Response, bytes]:
        sent = Sent(method, url.raw_path.decode("ascii").removeprefix("/v1.0"), body)
        world = self._world
        trouble = world.strikes(sent)
        bearer = {"authorization": headers["Authorization"], **WANTED}
        slow = 4.0 if trouble in (Trouble.SLOW, Trouble.LATE_WRITE) else 0.0
        await asyncio.sleep(world.uniform(0.02, 0.1 + slow * (trouble is Trouble.SLOW)))
        if trouble is Trouble.REFUSED:
            raise httpx.ConnectError("refused")
        if trouble is Trouble.LOST_REQUEST:
            await asyncio.sleep(world.uniform(0.0, 12.0))
            raise httpx.ReadError("cut")
        if trouble in UNDONE:
            status, more, content = self._refusal(trouble)
        elif trouble is Trouble.LATE_WRITE:
            later = world.uniform(0.0, slow)
            if sent.method != "GET":  # of a read nothing is done later
                asyncio.get_running_loop().call_later(later, world.serve, self, sent, bearer)
            status, more, content = self._refusal(trouble)
        elif trouble is Trouble.PORTAL:
            status, more, content = 200, self._odd_date(), PORTAL_PAGE
        else:
            status, more, content = world.serve(self, sent, bearer)
            if trouble is Trouble.TWICE:
                status, more, content = world.serve(self, sent, bearer)
        await asyncio.sleep(world.uniform(0.02, 0.1 + slow) + (12.0 if trouble is Trouble.LATE else 0.0))
        if trouble is Trouble.LOST_REPLY:
            raise httpx.ReadError("cut")
        if trouble is Trouble.GATEWAY:
            status, more, content = self._refusal(trouble)
        more = {"date": dated(world.now()), **more}
        if more.get("retry-after", "").replace(".", "").isdigit():
            world.told_to_wait(float(more["retry-after"]))
        return Reply(status, more, sent), damaged(content, trouble)  # type: ignore[return-value]  # because the reply is a look-alike

    def _odd_date(self) -> dict[str, str]:
        """A guest network's box may have a clock of its own."""
        world = self._world
        return {"date": dated(world.now() + timedelta(hours=round(world.uniform(-2, 1))))}

    def _refusal(self, trouble: Trouble) -> tuple[int, dict[str, str], bytes]:
        status, code = ERRORS[trouble]
        headers = {}
        seconds = self._world.uniform(0.0, 20.0)
        if status in (429, 503) and seconds < 12:
            headers["retry-after"] = f"{seconds:.3f}" if seconds < 9 else f"{seconds:.0f}"
        elif status in (429, 503) and seconds < 16:
            headers["retry-after"] = dated(self._world.now() + timedelta(seconds=seconds))
        return status, headers, json.dumps({"error": {"code": code, "message": "ordered"}}).encode()


def dated(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def damaged(content: bytes, trouble: Trouble | None) -> bytes:
    """An answer as it arrives."""
    match trouble:
        case Trouble.TRUNCATED:
            return content[: len(content) // 2]
        case Trouble.GARBLED:
            return b'{"value": [{"id": "AAMk\xff\xfe'
        case Trouble.MALFORMED:
            return b'{"value": [{"id": 5, "start": null}], "what": "is this"}'
        case _:
            return content
