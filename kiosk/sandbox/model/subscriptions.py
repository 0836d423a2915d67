"""Who wants to hear of changes, and the notices that fall due (facts.md §2.11). Sending is not done here."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.mailbox import Change

_SOON, _LATE = 0.2, 0.9  # seconds from a change to its notification
_GIVE_UP = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Subscription:
    id: str
    application: str
    mailbox: UUID
    resource: str
    changes: frozenset[str]
    url: str
    lifecycle_url: str
    client_state: str | None
    expires: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification to one subscriber; `lifecycle` instead of an event for lifecycle notices."""

    due: datetime
    begun: datetime
    subscription: Subscription
    kind: str
    event: Event | None = None
    lifecycle: str = ""
    attempts: int = 0


class Subscriptions:
    """Listens to every change; `take_due` hands out what is to be sent now."""

    def __init__(self, random: Random) -> None:
        self.kept: dict[str, Subscription] = {}
        self._random = random
        self._waiting: list[Notice] = []

    def heard(self, change: Change) -> None:
        for one in self.kept.values():
            if one.mailbox == change.mailbox and change.kind in one.changes and change.at < one.expires:
                due = change.at + timedelta(seconds=self._random.uniform(_SOON, _LATE))
                self._waiting.append(Notice(due, change.at, one, change.kind, change.event))

    def lifecycle(self, word: str, now: datetime) -> int:
        """Tell every subscriber that asked for it about its subscription; `subscriptionRemoved` also ends it."""
        told = [one for one in self.kept.values() if one.lifecycle_url]
        self._waiting += [Notice(now, now, one, "", lifecycle=word) for one in told]
        if word == "subscriptionRemoved":
            self.kept.clear()
        return len(told)

    def take_due(self, now: datetime) -> list[Notice]:
        self.kept = {name: one for name, one in self.kept.items() if one.expires > now}
        due = [one for one in self._waiting if one.due <= now]
        self._waiting = [one for one in self._waiting if one.due > now]
        return due

    def try_later(self, notice: Notice, now: datetime) -> None:
        """Not delivered: again after a while that doubles, for up to four hours."""
        later = now + timedelta(seconds=2 * 2**notice.attempts)
        if later - notice.begun < _GIVE_UP:
            self._waiting.append(replace(notice, due=later, attempts=notice.attempts + 1))
