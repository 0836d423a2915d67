"""Exchange as a whole: the mailboxes, and the queue of all that falls due later. `advance.py` runs it."""

import heapq
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from kiosk.sandbox.model import ids
from kiosk.sandbox.model.event import Address, Event
from kiosk.sandbox.model.mailbox import Change, Mailbox
from kiosk.sandbox.model.messages import Message
from kiosk.sandbox.model.switches import Switches


@dataclass(order=True, slots=True)
class _Due:
    when: datetime
    number: int
    message: Message = field(compare=False)


class Exchange:
    """State only; `now` is always the caller's. The same seed and the same calls give the same course."""

    def __init__(
        self, mailboxes: Iterable[Mailbox], *, seed: int = 1, switches: Switches | None = None
    ) -> None:
        self.mailboxes: dict[UUID, Mailbox] = {}
        self.switches = switches or Switches()
        self.seed = seed
        self.random = Random(seed)  # noqa: S311 - a simulation's dice must be repeatable
        self.listeners: list[Callable[[Change], None]] = []
        self.attendant_log: deque[str] = deque(maxlen=500)
        self._by_address: dict[str, Mailbox] = {}
        self._queue: list[_Due] = []
        self._lanes: dict[str, datetime] = {}
        self._number = 0
        for mailbox in mailboxes:
            self.add(mailbox)

    def add(self, mailbox: Mailbox) -> Mailbox:
        mailbox.heard = self._heard
        self.mailboxes[mailbox.guid] = mailbox
        self._by_address[mailbox.address.lower()] = mailbox
        return mailbox

    def find(self, name: str) -> Mailbox | None:
        """A mailbox by its address or its object id."""
        found = self._by_address.get(name.lower())
        if found is None:
            try:
                return self.mailboxes.get(UUID(name))
            except ValueError:
                return None
        return found

    def rooms(self) -> list[Mailbox]:
        return [one for one in self.mailboxes.values() if one.kind == "room"]

    def people(self) -> list[Mailbox]:
        return [one for one in self.mailboxes.values() if one.kind == "person"]

    def named(self, who: Address) -> Address:
        """The address with the directory's name, where the directory knows it."""
        known = self.find(who.address)
        return known.who if known else Address(who.name or who.address, who.address)

    def new_uid(self, now: datetime) -> str:
        self._number += 1
        return ids.meeting_uid(now, self._number, self.seed)

    def post(self, message: Message, now: datetime, between: tuple[float, float], lane: str) -> None:
        """Let a message fall due after a while; messages of one lane never overtake each other."""
        due = now + timedelta(seconds=self.random.uniform(*between))
        due = max(due, self._lanes.get(lane, datetime.min.replace(tzinfo=UTC)) + timedelta(microseconds=1))
        self._lanes[lane] = due
        self._number += 1
        heapq.heappush(self._queue, _Due(due, self._number, message))

    def next_due(self) -> datetime | None:
        return self._queue[0].when if self._queue else None

    def take_due(self, now: datetime) -> tuple[datetime, Message] | None:
        """The next message that is due, with the moment it was due at."""
        if not self._queue or self._queue[0].when > now:
            return None
        due = heapq.heappop(self._queue)
        return due.when, due.message

    def note(self, now: datetime, words: str) -> None:
        """A line of the attendant's log, in Exchange's own phrases; never a subject."""
        self.attendant_log.append(f"{now.isoformat(timespec='milliseconds')} {words}")

    def id_of(self, mailbox: Mailbox, event: Event, *, immutable: bool = False) -> str:
        return ids.item_id(ids.Ref(mailbox.guid, event.key, event.day), immutable=immutable)

    def _heard(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)
