"""Delta tokens: what a round still has to tell, kept until it falls out of the cache (facts.md §2.3)."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from random import Random
from uuid import UUID

from kiosk.sandbox.model.event import Event


class How(Enum):
    FULL = "full"
    STRIPPED = "stripped"
    REMOVED = "removed"


Entry = tuple[Event, How]
Group = list[Entry]  # what belongs to one series; never split over pages


@dataclass(frozen=True, slots=True)
class Round:
    """The window is fixed for the life of a token; `rest` are groups still to be told."""

    mailbox: UUID
    start: datetime
    end: datetime
    since: int
    rest: tuple[Group, ...] = ()
    empty_first: bool = False


@dataclass(slots=True)
class DeltaTokens:
    """Tokens live in a cache and fall out of it; `forget` is that moment for all of them."""

    random: Random
    kept: OrderedDict[str, Round] = field(default_factory=OrderedDict)
    limit: int = 2000

    def keep(self, state: Round) -> str:
        token = self.random.randbytes(48).hex()
        self.kept[token] = state
        while len(self.kept) > self.limit:
            self.kept.popitem(last=False)
        return token

    def forget(self) -> int:
        count = len(self.kept)
        self.kept.clear()
        return count
