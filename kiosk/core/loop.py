"""wake → facts → face → publish; intent → decide → enqueue. Holds the facts; what they mean is decided elsewhere."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.clock import Clock
from kiosk.core.attending import Attending
from kiosk.core.disk import Disk, DiskRefused
from kiosk.core.ledger import Ledger
from kiosk.core.notes import Notes
from kiosk.core.reporting import Reporting
from kiosk.core.start import with_promises
from kiosk.core.stepped import not_ahead, put_forward, set_back
from kiosk.room import intents
from kiosk.room.clock_health import judged, said, settles_in
from kiosk.room.face import Face, Told
from kiosk.room.model import Facts, Heard, Life, Notice, PickingTime, Promise, PromiseId
from kiosk.room.next_change import next_change
from kiosk.room.presence import Presence
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.status import status
from kiosk.room.visit import QUICKER_AFTER_TOUCH, as_of, misspelt, patiently, touched
from kiosk.sync.store import Kept
from kiosk.system_user.decide import Refused, decide
from kiosk.system_user.upkeep import TOLD_FOR, due, showable, upkeep

log = logging.getLogger("kiosk")
STEPPED = timedelta(seconds=1)
"""A clock that moves by more than this was set; less is being steered."""
Wake = Callable[[str, datetime, Callable[[], None]], None]


class Core:
    """All that is known, and the loop that looks at it."""

    def __init__(
        self, facts: Facts, *, clock: Clock, disk: Disk, publish: Callable[[Face], None],
        new_id: Callable[[], PromiseId] = lambda: PromiseId(str(uuid.uuid4())),
    ) -> None:  # fmt: skip
        self.facts = replace(not_ahead(facts, clock.now()), started_at=clock.now())
        self._new_id = new_id
        self.clock = clock
        self._zero = self._clock_zero()
        self.ledger = Ledger(disk, self._pay_later)
        self.notes = Notes(self, disk)
        self.attending = Attending(self, new_id)
        self.reporting = Reporting(self, new_id)
        self._publish = publish
        self._face: Face | None = None
        self._wake: Wake | None = None
        self._after_look: list[Callable[[], None]] = []
        self.by_staff: Callable[[intents.ByStaff], None] = lambda _: None
        """Who hears what staff say: to a display without a room, or behind their PIN."""
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, wake: Wake, after_look: Callable[[], None]) -> None:
        """From here on the loop wakes by itself; `after_look` is told that facts may have changed."""
        self._wake = wake
        self._after_look.append(after_look)
        for promise in self.facts.promises:
            shown = promise if promise.open else showable(promise, self.facts.settings.privacy)
            if shown != promise:  # the privacy mode is stricter than before
                self.spawn(self.ledger.keep_or_owe(shown))
                self.put(shown)
        self.look()

    async def stop(self) -> None:
        """Waits for what is being written."""
        self._wake = None
        self._after_look.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def status(self) -> dict[str, object]:
        return status(self.facts, self.clock.now())

    def submit(self, intent: intents.Intent) -> None:
        """A finger's wish. The answer is the next face; the promise is on disk before anything is sent."""
        now = self.now()
        if isinstance(intent, intents.Decision):
            self._decide(intent, now)
            return
        if isinstance(intent, intents.AtTheDoor):
            self.attending.submit(intent, now)
        elif isinstance(intent, intents.SendReport):
            self.reporting.submit(intent, now)
        elif isinstance(intent, intents.ByStaff):
            self.by_staff(intent)
        else:
            self.facts = touched(self.facts, intent, now)
        self.look()

    def _decide(self, intent: intents.Decision, now: datetime) -> None:
        before = as_of(self.facts.visit, now)
        visit = replace(before, touched_at=now, selected=None, sheet=None, typing=False, armed=None)
        self.facts = replace(self.facts, visit=visit)
        decided = decide(intent, self.facts, now, self._new_id())
        if isinstance(decided, Refused):
            if decided.reason is Reason.EMAIL and isinstance(before.sheet, PickingTime):
                self.facts = replace(self.facts, visit=misspelt(before, now))
                self.look()
            else:
                self._refuse(decided, now)
            return
        if isinstance(intent, intents.Book | intents.BookElsewhere | intents.Move):
            unseen = tuple(notice for notice in self.facts.notices if not notice.seen)
            visit = replace(self.facts.visit, asked=decided.id)
            self.facts = replace(self.facts, visit=visit, notices=unseen)
        self.spawn(self._store(decided))  # before `put`: what follows from it must be written after it
        self.put(decided)

    def sensed(self, presence: Presence) -> None:
        """A sensor at the door sees somebody, or nobody any more: the glass wakes or rests."""
        self.facts = replace(self.facts, presence=presence)
        self.look()

    def _refuse(self, refused: Refused, now: datetime) -> None:
        if refused.reason is not None:
            notice = Notice(
                refused.reason, now + TOLD_FOR, refused.at, refused.minutes, start=refused.start, made_at=now
            )
            self.tell(notice)
        self.look()

    async def _store(self, promise: Promise) -> None:
        """First the disk, then the promise may be called one and sent."""
        if promise.stored or promise.life is Life.SETTLED:  # a change of what is promised already
            await self.ledger.keep_or_owe(promise)
        else:
            try:
                await self.ledger.keep(promise)
            except DiskRefused as refused:
                log.error("the outbox cannot be written (%s): nothing is promised", refused)
                self._unpromised(promise)
                return
        current = self.promise(promise.id)
        if current is not None and not current.stored:
            self.put(replace(current, stored=True))
        else:
            self.look()

    def _unpromised(self, promise: Promise) -> None:
        if self.promise(promise.id) is not None:
            now = self.clock.now()
            self.tell(Notice(Reason.DISK, now + TOLD_FOR, made_at=now))
            never = replace(promise, life=Life.SETTLED)
            self.put(never)
            self.spawn(self.ledger.keep_or_owe(never))  # what was refused may be there in part

    def promise(self, promise_id: PromiseId) -> Promise | None:
        return next((p for p in self.facts.promises if p.id == promise_id), None)

    def put(self, promise: Promise) -> None:
        """The promise as it stands now; a settled one is forgotten."""
        known = self.promise(promise.id) is not None
        if promise.life is Life.SETTLED:
            promises = tuple(p for p in self.facts.promises if p.id != promise.id)
        elif known:
            promises = tuple(promise if p.id == promise.id else p for p in self.facts.promises)
        else:
            promises = (*self.facts.promises, promise)
        self.facts = replace(self.facts, promises=promises)
        self.look()

    def tell(self, notice: Notice) -> None:
        self.facts = replace(self.facts, notices=(*self.facts.notices[-3:], patiently(notice, self.facts)))

    def hear(self, heard: Heard) -> None:
        """What was heard of Exchange; the day itself is set by `replace`ing facts before."""
        self.facts = replace(self.facts, heard=heard)
        self.look()

    def recall(self, kept: Kept) -> None:
        """The disk is back: what it holds is known from now on, and what it does not hold any more is written anew."""
        ids = {promise.id for promise in kept.promises}
        missing = [p for p in self.facts.promises if p.stored and p.id not in ids]
        known = replace(
            kept, promises=tuple(p for p in kept.promises if not self.ledger.has(p.id)),
            notes=self.notes.recalled(kept.notes),
        )  # fmt: skip
        before = self.facts.promises
        self.facts = with_promises(self.facts, known, self.clock.now())
        lost = [p for p in self.facts.promises[len(before) :] if p.id not in ids]
        for promise in (*missing, *lost):
            self.spawn(self.ledger.keep_or_owe(promise))
        self.look()

    def hear_time(self, server: datetime | None) -> None:
        """An answer came that Exchange dated so."""
        if server is None:
            return
        clock = said(self.facts.clock, server, self.clock.now(), self.clock.elapsed())
        if clock != self.facts.clock:
            self.facts = replace(self.facts, clock=clock)
            self.look()

    @property
    def quick(self) -> bool:
        """Somebody is at the door, or a booking is under way: read more often."""
        facts, now = self.facts, self.clock.now()
        seen = facts.presence.at if facts.presence is not None and facts.presence.here else None
        recent = any(
            at is not None and now - at < QUICKER_AFTER_TOUCH for at in (facts.visit.touched_at, seen)
        )
        return recent or any(p.open for p in facts.promises)

    def look(self) -> None:
        """Looks at everything again."""
        now = self.now()
        self._judge_clock(now)
        self._keep_up(now)
        face = project(self.facts, now)
        if face != self._face:
            self._face = face
            self._publish(face)
        self._note_seen(face)
        if self._wake is not None:
            settles = settles_in(self.facts.clock, self.clock.elapsed())
            settled = None if settles is None else now + settles
            moments = (next_change(self.facts, now), due(self.facts, now), settled)
            self._wake("look", min(moment for moment in moments if moment is not None), self.look)
        for tell in self._after_look:
            tell()

    def now(self) -> datetime:
        """The wall clock's time, for stamps: those of a clock that was set since are moved before."""
        self._notice_clock()
        return self.clock.now()

    def _notice_clock(self) -> None:
        """Somebody may have set the wall clock: then what was stamped with the old one is stamped anew."""
        before, self._zero = self._zero, self._clock_zero()
        if before - self._zero > STEPPED:
            log.info("the clock was set back by %d s", (before - self._zero).total_seconds())
            self.facts = set_back(self.facts, before - self._zero)
        elif self._zero - before > STEPPED:
            self.facts = put_forward(self.facts)

    def _judge_clock(self, now: datetime) -> None:
        before = self.facts.clock
        clock = judged(before, now, self.clock.elapsed(), self.facts.heard.as_of)
        if clock == before:
            return
        if clock.off and not before.off:
            ahead = clock.ahead(now, self.clock.elapsed())
            log.warning(
                "the clock is wrong (%s)",
                "never set" if ahead is None else f"{ahead.total_seconds():.0f} s ahead of Exchange's",
            )
        elif before.wrong and not clock.wrong:
            log.info("the clock is right again")
        self.facts = replace(self.facts, clock=clock)

    def _clock_zero(self) -> datetime:
        """What the wall clock showed when the one that nobody sets, and that counts sleep, showed nothing."""
        return self.clock.boot().zero

    def _note_seen(self, face: Face) -> None:
        *others, last = self.facts.notices or (None,)
        told = face.alert.reason if isinstance(face.alert, Told) else None  # perhaps a sheet's own
        if last is not None and not last.seen and told is last.reason:
            self.facts = replace(self.facts, notices=(*others, replace(last, seen=True)))

    def _keep_up(self, now: datetime) -> None:
        waiting = (notice if notice.seen else _not_over(notice, now) for notice in self.facts.notices)
        notices = tuple(notice for notice in waiting if notice.until > now)
        if notices != self.facts.notices:
            self.facts = replace(self.facts, notices=notices)
        if self.facts.clock.off:
            return  # no booking is over because a clock says so that is wrong
        found = upkeep(self.facts, now)
        for notice in found.notices:
            self.tell(notice)
        for promise in found.changed:
            kept = showable(promise, self.facts.settings.privacy) if not promise.open else promise
            promises = (kept if p.id == promise.id else p for p in self.facts.promises)
            self.facts = replace(
                self.facts, promises=tuple(p for p in promises if p.life is not Life.SETTLED)
            )
            self.spawn(self.ledger.keep_or_owe(kept))
        self.attending.keep_up(now)
        self.reporting.keep_up(now)

    def wake(self, name: str, pause: timedelta, ring: Callable[[], None]) -> None:
        """Calls `ring` after that pause, once the loop wakes by itself."""
        if self._wake is not None:
            self._wake(name, self.clock.now() + pause, ring)

    def _pay_later(self, pause: timedelta) -> None:
        self.wake("ledger", pause, self._pay)

    def _pay(self) -> None:
        self.spawn(self.ledger.pay())

    def spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Runs `work` beside the loop. A fault in it is a bug: it is logged and ends the program."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a task of the core ended by a fault", "exception": bug, "task": task}
            )


def _not_over(notice: Notice, now: datetime) -> Notice:
    """What nobody could read yet, because something else was told meanwhile, has its time before it."""
    return notice if notice.until > now + TOLD_FOR / 2 else replace(notice, until=now + TOLD_FOR)
