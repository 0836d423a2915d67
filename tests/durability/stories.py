"""What a display may do with its disk in a while: a seeded story, recorded change by change, and what must be left of it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from kiosk.room.confirmed import CheckIn
from kiosk.room.model import Event, EventId, Life, Promise, PromiseId, Room, Wish
from kiosk.sync.store import Kept, Store
from tests.durability.platter import Change
from tests.durability.recorder import recorded

ROOM, ZONE = "aurora@contoso.com", "Europe/Berlin"
BEGIN = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """The store was asked to keep this."""

    promise: Promise


@dataclass(frozen=True, slots=True)
class Done:
    """`keep` has returned."""

    promise: Promise


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in at the door; `done`: the store has said that it is kept, or forgotten."""

    note: CheckIn
    forget: bool
    done: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One reading of the room's calendar. `kept`: the store has said so."""

    events: tuple[Event, ...]
    as_of: datetime
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Configured:
    """The display is started with this privacy mode."""

    privacy: str


Line = Change | Asked | Done | Said | Day | Configured


@dataclass(slots=True)
class Expected:
    """What a restart may find, as the story goes on."""

    promises: dict[PromiseId, Promise] = field(default_factory=dict)
    asked: Promise | None = None
    notes: dict[str, CheckIn] = field(default_factory=dict)
    said: Said | None = None
    days: list[Day] = field(default_factory=list)
    """The readings of which any may be found: the last that is sure, and what was asked for since."""
    privacy: str = "full"
    gone: set[str] = field(default_factory=set)
    """Words that were taken from the disk for good."""

    def take(self, line: Line) -> None:
        match line:
            case Asked(promise):
                self.asked = promise
            case Done(promise):
                self._done(promise)
            case Said():
                if line.done:
                    self.notes = _noted(self.notes, line)
                self.said = None if line.done else line
            case Day(events, _, kept=True):
                self.gone |= self.words - {event.subject for event in events}
                self.days = [line]
            case Day():
                self.days.append(line)
            case Configured(privacy) if privacy != self.privacy:
                self.gone |= self.words
                self.privacy, self.days = privacy, []
            case _:
                pass

    @property
    def words(self) -> set[str]:
        return {event.subject for day in self.days for event in day.events}

    def _done(self, promise: Promise) -> None:
        before = self.promises.pop(promise.id, None)
        if promise.life is not Life.SETTLED:
            self.promises[promise.id] = promise
        elif before is not None:
            self.gone.add(before.subject)
        self.asked = None

    @property
    def outboxes(self) -> tuple[dict[PromiseId, Promise], ...]:
        if self.asked is None:
            return (self.promises,)
        after = {**self.promises, self.asked.id: self.asked}
        if self.asked.life is Life.SETTLED:
            del after[self.asked.id]
        return (self.promises, after)

    def faults(self, kept: Kept) -> Iterator[str]:
        """What is wrong with what a restart found."""
        if {promise.id: promise for promise in kept.promises} not in self.outboxes:
            yield f"promises: {kept.promises}, not {' or '.join(str(o) for o in self.outboxes)}"
        after = self.notes if self.said is None else _noted(self.notes, self.said)
        if {note.event: note for note in kept.notes} not in (self.notes, after):
            yield f"check-ins: {kept.notes}, not {self.notes} or {after}"
        if kept.outbox_lost:
            yield "the outbox could not be read"
        day = (set(kept.events), kept.as_of)
        known = [(set(found.events), found.as_of) for found in self.days]
        if day != (set(), None) and day not in known:
            yield f"day: {day}, which was none of {known}"


def _noted(notes: dict[str, CheckIn], said: Said) -> dict[str, CheckIn]:
    others = {event: note for event, note in notes.items() if event != said.note.event}
    return others if said.forget else {**others, said.note.event: said.note}


@dataclass(slots=True)
class Teller:
    """Lives one story on a real store in `folder`, and writes down every line of it."""

    folder: Path
    chance: random.Random
    lines: list[Line] = field(default_factory=list)
    expected: Expected = field(default_factory=Expected)
    weaken: Callable[[str], str | None] = lambda _: None
    _words: Iterator[int] = field(default_factory=count)
    _now: datetime = BEGIN

    def note(self, line: Line) -> None:
        self.lines.append(line)
        self.expected.take(line)

    def tell(self, steps: int) -> None:
        with recorded(self.note, self.weaken):
            store = self._open()
            for _ in range(steps):
                work = self.chance.choices(
                    (self._promise, self._go_on, self._read, self._reread, self._say), weights=(4, 8, 4, 3, 2)
                )[0]
                work(store)
                if self.chance.random() < 0.08:
                    store.close()
                    store = self._open()
            store.close()

    def _open(self) -> Store:
        """Opened again without a power cut, all of it is there."""
        if self.chance.random() < 0.3:
            self.note(Configured(self.chance.choice(("full", "none"))))
        store = Store(self.folder)
        found = store.load(ROOM, self.expected.privacy)
        faults = list(self.expected.faults(found))
        assert not faults, faults[0]
        assert found.as_of is not None or not self.expected.days
        store.keep_room(Room(ROOM, "Aurora", ZONE))
        return store

    def _later(self) -> datetime:
        self._now += timedelta(seconds=self.chance.uniform(1, 300))
        return self._now

    def _keep(self, store: Store, promise: Promise) -> None:
        self.note(Asked(promise))
        store.keep(promise)
        self.note(Done(promise))
        if self.chance.random() < 0.8:
            store.tidy()

    def _promise(self, store: Store) -> None:
        now, number = self._later(), next(self._words)
        key = PromiseId(f"{self.chance.getrandbits(64):016x}")
        words = f"word-{key}" * self.chance.choice((1, 1, 40))
        self._keep(store, Promise(key, now, now + timedelta(minutes=30), now, subject=words, attempts=number))

    def _go_on(self, store: Store) -> None:
        if not self.expected.promises:
            return
        promise = self.chance.choice(list(self.expected.promises.values()))
        life = self.chance.choice(
            [Life.QUEUED, Life.IN_DOUBT, Life.AWAITING, Life.CONFIRMED, Life.SETTLED, Life.SETTLED]
        )
        wish = self.chance.choice(list(Wish))
        self._keep(store, replace(promise, life=life, wish=wish, sent_at=self._later()))

    def _say(self, store: Store) -> None:
        now = self._later()
        note = CheckIn(f"id-{self.chance.randint(0, 3)}", now, now + timedelta(days=1))
        said = Said(note, self.chance.random() < 0.4)
        self.note(said)
        store.note(note, forget=said.forget)
        self.note(replace(said, done=True))
        if self.chance.random() < 0.8:
            store.tidy()

    def _read(self, store: Store) -> None:
        now = self._later()
        events = tuple(
            Event(
                EventId(f"id-{number}"), f"uid-{number}", now, now + timedelta(hours=1),
                subject=f"word-{next(self._words)}-{self.chance.getrandbits(32):08x}",
            )
            for number in range(self.chance.choice((0, 1, 3, 12, 80)))
        )  # fmt: skip
        self._apply(store, events, now)

    def _reread(self, store: Store) -> None:
        if self.expected.days:
            self._apply(store, self.expected.days[-1].events, self._later())

    def _apply(self, store: Store, events: tuple[Event, ...], now: datetime) -> None:
        before = self.expected.days[-1] if self.expected.days else None
        self.note(Day(events, now))
        store.apply(events, now, ZONE)
        if before is None or set(before.events) != set(events):
            self.note(Day(events, now, kept=True))
