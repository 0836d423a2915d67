"""Faults to order: which requests they strike, and what kind of trouble each is. Told over `control`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from random import Random

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web.call import read_segments
from kiosk.sandbox.web.reply import Request


class Kind(StrEnum):
    """What goes wrong. `handled` kinds happen after Exchange has done what was asked."""

    STATUS = "status"  # an error answer instead of the real one, nothing was done
    HANDLED_STATUS = "handled_status"  # done, but the answer is an error: a 504 after a write
    DROP = "drop"  # the connection is cut before anything was done
    LOST_REPLY = "lost_reply"  # done, and the connection cut before the answer
    TRUNCATE = "truncate"  # done, half of the answer, then cut
    GARBAGE = "garbage"  # done, the answer is not JSON though it says so
    WRONG_TYPE = "wrong_type"  # a web page with status 200, as captive portals send
    DELAY = "delay"  # seconds before anything is done
    SLOW_REPLY = "slow_reply"  # done, seconds before the answer
    TRICKLE = "trickle"  # done, the answer comes in small pieces over so many seconds
    EMPTY = "empty"  # done, but `value` is empty and there is no next page
    CONFLICT = "conflict"  # 412 for the next PATCH or cancel


@dataclass(slots=True)
class Fault:
    """One standing order. `path` is a regular expression; `room` an address in the path; `count` left, or None."""

    number: int
    kind: Kind
    method: str = ""
    path: str = ""
    room: str = ""
    count: int | None = None
    probability: float = 1.0
    status: int = 503
    code: str = "ServiceUnavailable"
    retry_after: str = ""
    seconds: float = 5.0

    def strikes(self, request: Request) -> bool:
        if self.kind is Kind.CONFLICT and not _changes(request):
            return False
        if self.method and self.method.upper() != request.method:
            return False
        segments = [segment.lower() for segment in read_segments(request.path)]
        if self.room and self.room.lower() not in segments:
            return False
        return re.search(self.path, "/" + "/".join(segments), re.IGNORECASE) is not None

    def refusal(self, now: datetime) -> Refusal:
        """The error this fault answers with; Retry-After as ordered: "2.5", "date:5" or nothing."""
        if self.kind is Kind.CONFLICT:
            return Refusal(
                412, "ErrorIrresolvableConflict", "The change key does not match the current change key."
            )
        headers = {}
        if self.retry_after.startswith("date:"):
            later = now + timedelta(seconds=float(self.retry_after.removeprefix("date:")))
            headers["Retry-After"] = format_datetime(later.replace(microsecond=0), usegmt=True)
        elif self.retry_after:
            headers["Retry-After"] = self.retry_after
        return Refusal(self.status, self.code, "This fault was ordered.", headers)


class Faults:
    """The standing orders, in the order they were given."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._number = 0
        self._orders: list[Fault] = []

    def add(self, order: Fault) -> Fault:
        self._number += 1
        order.number = self._number
        self._orders.append(order)
        return order

    def clear(self, number: int | None = None) -> int:
        """Withdraw one order, or all; returns how many."""
        gone = [one for one in self._orders if number is None or one.number == number]
        self._orders = [one for one in self._orders if one not in gone]
        return len(gone)

    def listed(self) -> list[Fault]:
        return list(self._orders)

    def striking(self, request: Request) -> list[Fault]:
        """The orders that strike this request; each is counted down. One is terminal, delays add up."""
        struck: list[Fault] = []
        for order in self._orders:
            if not order.strikes(request) or self._random.random() >= order.probability:
                continue
            if order.kind not in (Kind.DELAY, Kind.SLOW_REPLY) and _terminal(struck):
                continue
            struck.append(order)
            if order.count is not None:
                order.count -= 1
        self._orders = [one for one in self._orders if one.count is None or one.count > 0]
        return struck


def _terminal(struck: Iterable[Fault]) -> bool:
    return any(one.kind not in (Kind.DELAY, Kind.SLOW_REPLY) for one in struck)


def _changes(request: Request) -> bool:
    return request.method == "PATCH" or (
        request.method == "POST" and request.path.lower().rstrip("/").endswith("cancel")
    )
