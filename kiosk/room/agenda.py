"""The day's slots: what Exchange told, with what we have promised laid over it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from kiosk.room.confirmed import Freeing, Release
from kiosk.room.model import Event, EventId, Facts, Life, Privacy, Promise, Wish
from kiosk.room.privacy import showable

READ_LAG = timedelta(seconds=60)
"""How long the room's calendar may stay behind what Exchange has agreed to (facts.md §3.5: seconds)."""
GAP = timedelta(minutes=5)
"""A free gap between two meetings shorter than this counts as busy (DESIGN.md §8)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A taken stretch of the room's time, by an event or by a promise of ours. Times are aware UTC."""

    start: datetime
    end: datetime
    id: str
    subject: str = ""
    organizer: str = ""
    private: bool = False
    all_day: bool = False
    accepted: bool = True
    """Exchange agreed; a subject of somebody else's meeting is shown only then."""
    promise: Promise | None = None
    """Made at this display; its changes and withdrawal are possible here."""
    exempt: bool = False
    """Check-in does not concern it."""
    series: str = ""
    wished: bool = False
    """Where a promise is to be moved to, or asked back to: Exchange has not agreed yet."""

    @property
    def made_here(self) -> bool:
        return self.promise is not None

    @property
    def confirmed(self) -> bool:
        promise = self.promise
        if promise is None or promise.life in (Life.CONFIRMED, Life.KEPT) or promise.wish is Wish.RENAME:
            return True
        return promise.moving and not self.wished


def belongs(event: Event, promise: Promise) -> bool:
    """`event` is the room's copy of what `promise` created (facts.md §2.1: correlate by iCalUId)."""
    if promise.elsewhere:
        return False
    if promise.event_id is not None and event.id == promise.event_id:
        return True
    if promise.uid:
        return event.uid == promise.uid
    return event.ours and (event.start, event.end) == (promise.start, promise.end)


def maker(event: Event, promises: Iterable[Promise]) -> Promise | None:
    """The promise that `event` came of: by id or uid if there is such a one, else by our mark and its times."""
    found = [promise for promise in promises if belongs(event, promise)]
    return next(
        (promise for promise in found if promise.uid or promise.event_id), found[0] if found else None
    )


def slots(facts: Facts) -> tuple[Slot, ...]:
    """All taken stretches of the window, soonest first."""
    given_back = frozenset(release.event for release in facts.releases if _is_given_back(release, facts))
    return _laid(facts.events, facts.promises, given_back, facts.heard.as_of, facts.settings.privacy)


@lru_cache(maxsize=4)  # one look asks for it several times, and a minute that passes changes nothing
def _laid(
    events: tuple[Event, ...],
    made: tuple[Promise, ...],
    given_back: frozenset[EventId],
    as_of: datetime | None,
    privacy: Privacy,
) -> tuple[Slot, ...]:
    promises = [p for p in made if p.life is not Life.SETTLED and not p.elsewhere]
    taken: list[Slot] = []
    matched: set[str] = set()
    for event in events:
        if not event.busy:
            continue
        promise = maker(event, promises)
        if promise is None or (_gone(promise) and not promise.uid):
            if event.id not in given_back:
                taken.append(_of_event(event))  # whose times alone are ours is not proven to be
            continue
        matched.add(promise.id)
        if not _gone(promise):
            taken += _of_both(event, promise, as_of, privacy)
    for p in promises:
        if p.id not in matched and not _gone(p) and _stands_alone(p):
            taken += _of_promise(p, privacy)
    return tuple(sorted(taken, key=lambda slot: (slot.start, slot.end, slot.id)))


def _is_given_back(release: Release, facts: Facts) -> bool:
    """Done in Exchange; the room's calendar may show it for a while yet."""
    as_of, done_at = facts.heard.as_of, release.done_at
    return (
        release.life is Freeing.DONE
        and done_at is not None
        and (as_of is None or as_of <= done_at + READ_LAG)
    )


def _gone(promise: Promise) -> bool:
    """Taken back: the gap returns at once. It comes again where the calendar did not answer (E-END)."""
    return promise.wish is Wish.CANCEL and (promise.life is Life.KEPT or promise.attempts == 0)


def _stands_alone(promise: Promise) -> bool:
    """Shown although Exchange has not told of it yet: asked for, or agreed to and not yet read."""
    return promise.open or promise.life is Life.CONFIRMED


def _of_event(event: Event) -> Slot:
    return Slot(
        event.start, event.end, event.id,
        subject=event.subject if event.accepted else "",
        organizer=event.organizer, private=event.private, all_day=event.all_day, accepted=event.accepted,
        exempt=event.exempt, series=event.series,
    )  # fmt: skip


def _of_both(event: Event, promise: Promise, as_of: datetime | None, privacy: Privacy) -> tuple[Slot, ...]:
    """The room's copy of what was booked here. Of its times the younger knowledge counts."""
    start, end = event.start, event.end
    told = showable(promise, privacy)
    if promise.wish is Wish.EXTEND and promise.open and not promise.restoring:
        end = promise.until
    elif promise.answered_at is not None and (as_of is None or as_of <= promise.answered_at):
        start, end = promise.start, promise.end
    slot = Slot(
        start, end, event.id, subject=told.subject, organizer=told.name or (event.organizer if promise.owner else ""),
        accepted=event.accepted or promise.life is Life.CONFIRMED,  # the copy that was read may be the older knowledge
        promise=promise, exempt=event.exempt,
    )  # fmt: skip
    return _while_moving(slot, promise) if promise.moving else (slot,)


def _of_promise(promise: Promise, privacy: Privacy) -> tuple[Slot, ...]:
    told = showable(promise, privacy)
    slot = Slot(
        promise.start, promise.until, promise.id,
        subject=told.subject, organizer=told.name,
        accepted=promise.life is Life.CONFIRMED, promise=promise,
    )  # fmt: skip
    if promise.moving:
        return _while_moving(replace(slot, end=promise.end), promise)
    return (slot,)


def _while_moving(slot: Slot, promise: Promise) -> tuple[Slot, ...]:
    """Until Exchange has agreed a booking stands where it was, and where it is to be is taken too.

    `slot` is where the calendar shows it. As soon as the change was sent that may be its new place already.
    """
    start, end = promise.begin, promise.until
    if (slot.start, slot.end) == (start, end):
        slot = replace(slot, start=promise.start, end=promise.end)
    new = replace(slot, id=f"{slot.id} moved", start=start, end=end, accepted=False, wished=True)
    before = replace(slot, end=min(slot.end, start), accepted=True)
    after = replace(slot, start=max(slot.start, end), accepted=True)
    return (new, *(rest for rest in (before, after) if rest.start < rest.end))


@dataclass(frozen=True, slots=True)
class Run:
    """Slots that follow each other with gaps too short to use."""

    slots: tuple[Slot, ...]

    @property
    def start(self) -> datetime:
        return self.slots[0].start

    @property
    def end(self) -> datetime:
        return max(slot.end for slot in self.slots)

    def current(self, now: datetime) -> Slot:
        """The slot that is running, or the next one while a short gap is; the one made here first."""
        running = [slot for slot in self.slots if slot.start <= now < slot.end]
        running.sort(key=lambda slot: (slot.all_day, not slot.made_here, slot.start))
        if running:
            return running[0]
        return next((slot for slot in self.slots if slot.start > now), self.slots[-1])


def runs(taken: Iterable[Slot]) -> Iterator[Run]:
    """Slots gathered into runs, soonest first; `taken` must be sorted by start."""
    gathered: list[Slot] = []
    end: datetime | None = None
    for slot in taken:
        if end is not None and slot.start - end >= GAP:
            yield Run(tuple(gathered))
            gathered, end = [], None
        gathered.append(slot)
        end = slot.end if end is None else max(end, slot.end)
    if gathered:
        yield Run(tuple(gathered))


def running(taken: Iterable[Slot], now: datetime) -> Run | None:
    """The run that makes the room busy now, cut to what is not over. A gap before it is not busy."""
    live = [slot for slot in taken if slot.end > now]
    run = next(runs(live), None)
    if run is not None and run.start <= now:
        return run
    ended = max((slot.end for slot in taken if slot.end <= now), default=None)
    if run is not None and ended is not None and run.start - ended < GAP:
        return run
    return None


def free_gaps(
    taken: Iterable[Slot], begin: datetime, end: datetime, at_least: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """Free stretches between `begin` and `end`, soonest first, that are long enough."""
    cursor = begin
    for run in runs(taken):
        if run.end <= cursor:
            continue
        if run.start >= end:
            break
        if run.start - cursor >= at_least:
            yield cursor, run.start
        cursor = max(cursor, run.end)
    if end - cursor >= at_least:
        yield cursor, end


def is_free(taken: Iterable[Slot], start: datetime, end: datetime) -> bool:
    return not any(slot.start < end and start < slot.end for slot in taken)


def without(facts: Facts, promise: Promise) -> tuple[Slot, ...]:
    """The slots as they would be without one promise: for changing it."""
    return tuple(slot for slot in slots(facts) if slot.promise is None or slot.promise.id != promise.id)


def laid_over(facts: Facts, promise: Promise) -> Facts:
    """`facts` with `promise` in the place of its older self."""
    others = tuple(p for p in facts.promises if p.id != promise.id)
    return replace(facts, promises=(*others, promise))
