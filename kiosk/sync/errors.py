"""Faults of the world on the way to Exchange, named by their remedy. One place turns a status into one of them. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from kiosk.room.reasons import Reason

MOST_WAIT = timedelta(minutes=10)
"""Graph's longest window of counting (facts.md §4.1): after it nobody is throttled for what was before. Longer is cut."""
NOBODY_MEANS = timedelta(days=1)
"""A Retry-After from here on is a mistake or malice, and as good as none."""
LARGEST_REFUSAL = 64 * 1024
"""Bytes of an error body that are looked at; Graph's have some hundreds."""
CODE = re.compile(r"[A-Za-z0-9_.]{1,64}")
MISSING_MAILBOX_CODES = frozenset(
    {
        "errorinvaliduser",
        "mailboxnotenabledforrestapi",
        "mailboxnotsupportedforrestapi",
        "resourcenotfound",
        "request_resourcenotfound",
        "errornonexistentmailbox",
    }
)
DUPLICATE = "errorduplicatetransactionid"
KNOWN_CODES = MISSING_MAILBOX_CODES | {DUPLICATE}


class GraphFault(Exception):
    """Exchange could not be asked, or its answer is not one to build on."""

    reason = Reason.UNREACHABLE


class NeverLeft(GraphFault):
    """No connection: refused, not resolved, no TLS. Nothing reached Exchange; sending again is safe."""


class NoAnswer(GraphFault):
    """The request left; the answer did not come, was cut, or is a 5xx that may follow a write."""

    reason = Reason.UNANSWERED


class Garbled(NoAnswer):
    """An answer came that is not what Graph answers."""

    reason = Reason.GARBLED


class WaitAsked(GraphFault):
    """429, or 503 with Retry-After: nothing was done; come back after `wait` (None: it did not say)."""

    reason = Reason.THROTTLED

    def __init__(self, wait: timedelta | None) -> None:
        super().__init__("asked to wait")
        self.wait = wait


class AccessLost(GraphFault):
    """401 with a fresh token, or Entra does not let us sign in: a person must act."""

    reason = Reason.ACCESS_LOST


class Forbidden(GraphFault):
    """403: a scope, a permission or a policy of the tenant. A person must act."""

    reason = Reason.READ_REFUSED


class MailboxMissing(GraphFault):
    """No such mailbox, or it is not one that Graph can read."""

    reason = Reason.MAILBOX_MISSING


class NotARoom(MailboxMissing):
    """It is there, and a person's: to a display as good as none."""


class ItemGone(GraphFault):
    """404: the event is not there (any more)."""


class ChangeKeyMoved(GraphFault):
    """412: read again, see whether the change still makes sense, try again."""


class AlreadyCreated(GraphFault):
    """ErrorDuplicateTransactionId: an earlier try with this transactionId did create the event."""


class BadRequest(GraphFault):
    """Graph will never take this request: our bug, or an input it does not allow."""

    reason = Reason.SERVER_FAULT

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Retry-After as Graph sends it: seconds with or without a fraction, or an HTTP date (facts.md §4.1).

    Never more than `MOST_WAIT`; None where it says nothing that a server could mean.
    """
    if not value:
        return None
    try:
        wait = timedelta(seconds=float(value))
    except (ValueError, OverflowError):
        at = date_of(value)
        if at is None:
            return None
        wait = at - now
    return None if wait >= NOBODY_MEANS else min(max(wait, timedelta(0)), MOST_WAIT)


def date_of(value: str | None) -> datetime | None:
    """An HTTP date as aware UTC; None for anything else."""
    try:
        at = parsedate_to_datetime(value or "")
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def code_of(body: bytes) -> str:
    """The error code of Graph's envelope in lower case; empty if there is none.

    `innererror` may nest; the most specific code that is known here wins (facts.md §2.0). What is not one word
    is no code but somebody's text, and is not repeated in a log.
    """
    return code_as_told(body).lower()


def code_as_told(body: bytes) -> str:
    """The same in its own letters: for people, who look it up."""
    try:
        found = list(_codes(json.loads(body[:LARGEST_REFUSAL])))
    except (ValueError, RecursionError):
        return ""
    known = [code for code in found if code.lower() in KNOWN_CODES]
    return known[-1] if known else next(iter(found), "")


def _codes(envelope: object) -> Iterator[str]:
    """From the outermost to the innermost."""
    level = envelope.get("error") if isinstance(envelope, dict) else None
    while isinstance(level, dict):
        code = level.get("code")
        if isinstance(code, str) and CODE.fullmatch(code):
            yield code
        level = level.get("innererror", level.get("innerError"))


def fault_of(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> GraphFault | None:  # noqa: PLR0911 - a table
    """The fault that an answer means; None for a good one. Sources: facts.md §1.7 and §4.2."""
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP
        return None
    code = code_of(body)
    wait = retry_after(headers.get("retry-after"), now)
    match status:
        case 401:
            return AccessLost(code)
        case 403:
            return Forbidden(code)
        case 404 | 410 if code in MISSING_MAILBOX_CODES:
            return MailboxMissing(code)
        case 400 if code in MISSING_MAILBOX_CODES:
            return MailboxMissing(code)
        case 404 | 410:
            return ItemGone(code)
        case 400 | 409 if code == DUPLICATE:
            return AlreadyCreated(code)
        case 409 | 412:
            return ChangeKeyMoved(code)
        case 429:
            return WaitAsked(wait)
        case 503 if wait is not None:
            return WaitAsked(wait)
        case _ if status >= 500 or status in (408, 423) or status < 400:  # noqa: PLR2004 - HTTP
            return NoAnswer(f"{status} {code}")
        case _:
            return BadRequest(status, code)
