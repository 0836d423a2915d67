"""What can go wrong between a display and Exchange, as values; the server asks here before and after it answers."""

import json
import re
import threading
from dataclasses import dataclass, field

from .events import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `body` is sent as it is."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoseReply:
    """Done by Exchange, but the connection breaks before the answer."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Done by Exchange, but this arrives in place of its answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks before Exchange does anything."""


@dataclass(frozen=True, slots=True)
class Truncate:
    """Half of the answer arrives, then the connection breaks."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The answer comes so many seconds later."""

    seconds: float


Fault = Answer | LoseReply | Instead | Cut | Truncate | Wait


def answer(status: int, content: Json, **headers: str) -> Answer:
    names = {
        "Content-Type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Answer(status, json.dumps(content).encode(), names)


def error(status: int, code: str, message: str, **headers: str) -> Answer:
    """Graph's error envelope (facts.md 2.0)."""
    inner = {"date": "2026-01-01T00:00:00", "request-id": "judge", "client-request-id": "judge"}
    return answer(status, {"error": {"code": code, "message": message, "innerError": inner}}, **headers)


def throttled(retry_after: str) -> Answer:
    inner = {"code": "429", "message": "Please retry after", "request-id": "judge", "status": "429"}
    content = {
        "error": {"code": "TooManyRequests", "innerError": inner, "message": "Please retry again later."}
    }
    return answer(429, content, Retry_After=retry_after)


def page(*values: object) -> Answer:
    """A collection with whatever one likes in it."""
    return answer(
        200, {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#events", "value": list(values)}
    )


RAOP = error(
    403,
    "ErrorAccessDenied",
    "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
)
UNAVAILABLE = error(503, "ServiceUnavailable", "The service is temporarily unavailable.")


@dataclass(slots=True)
class _Rule:
    method: str
    path: re.Pattern[str]
    fault: Fault
    left: int
    met: threading.Event = field(default_factory=threading.Event)


class Faults:
    """A queue of faults; the first rule that fits a request is used up by it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []

    def add(self, method: str, path: str, fault: Fault, times: int = 1) -> threading.Event:
        """The next `times` requests of that method ("*": any) whose path matches meet this. The event is set at the first."""
        rule = _Rule(method, re.compile(path, re.IGNORECASE), fault, times)
        with self._lock:
            self._rules.append(rule)
        return rule.met

    def take(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for rule in self._rules:
                if rule.left > 0 and rule.method in ("*", method) and rule.path.search(path):
                    rule.left -= 1
                    rule.met.set()
                    return rule.fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()
