"""Exchange's limits on one application (facts.md §4.1): concurrency, and requests per mailbox and time."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random

from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.model.switches import Switches

_SPAN = timedelta(minutes=10)


class Throttle:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._in_flight: dict[str, int] = defaultdict(int)
        self._counted: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def enter(self, application: str, mailbox: str, switches: Switches, now: datetime) -> Refusal | None:
        """Count a request in; the refusal when it is one too many. `leave` must follow in both cases."""
        self._in_flight[application] += 1
        counted = self._counted[application, mailbox]
        counted.append(now)
        while counted[0] < now - _SPAN:
            counted.popleft()
        limit = switches.requests_per_10_minutes
        if self.room_left(application, switches) < 0 or (limit and len(counted) > limit):
            return self.refusal(switches, now)
        return None

    def leave(self, application: str) -> None:
        self._in_flight[application] -= 1

    def room_left(self, application: str, switches: Switches) -> int:
        """How many more may run at once; negative when too many do."""
        return switches.concurrency - self._in_flight[application] if switches.concurrency else 1_000

    def refusal(self, switches: Switches, now: datetime) -> Refusal:
        """A 429 in the words and with the Retry-After the switches ask for."""
        seconds = self._random.uniform(0.6, 2.4)
        header = {
            "fraction": f"{seconds:.3f}",
            "one": "1",
            "date": format_datetime(
                (now + timedelta(seconds=seconds + 1)).replace(microsecond=0), usegmt=True
            ),
        }.get(switches.retry_after)
        headers = {"Retry-After": header} if header else {}
        if switches.throttle_code == "ApplicationThrottled":
            return Refusal(
                429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", headers
            )
        return Refusal(429, "TooManyRequests", "Please retry again later.", headers)
