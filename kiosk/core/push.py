"""Sends what was promised: one step at a time for each promise, on disk before it leaves. outbox.py decides the steps."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.core.disk import DiskRefused
from kiosk.core.loop import Core, Wake
from kiosk.room.model import Life, Mode, Promise, PromiseId
from kiosk.room.reasons import Reason
from kiosk.sync.engine import Engine
from kiosk.sync.outbox import answered, leaving, next_step
from kiosk.sync.steps import Denied, Offline, Outsider, Step
from kiosk.system_user.upkeep import showable, tell

log = logging.getLogger("kiosk")
RETRY_DISK = timedelta(seconds=5)


class Pusher:
    """Looks at the promises whenever the core has looked at the facts."""

    def __init__(self, core: Core, engine: Engine, wake: Wake, *, moved: Callable[[], None]) -> None:
        self._core, self._engine, self._wake = core, engine, wake
        self._moved = moved
        self._under_way: dict[PromiseId, asyncio.Task[None]] = {}
        self._trouble = core.facts.heard.since is not None
        self._stopped = False
        self._moved_at: dict[PromiseId, float] = {}

    async def stop(self) -> None:
        """What is under way is cut off; it stays in doubt on disk, as after a crash."""
        self._stopped = True
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def look(self) -> None:
        """Starts what is due, and asks to be woken for what is due next."""
        if self._stopped:
            return
        self._encouraged()
        now = self._core.now()
        for promise in self._core.facts.promises:
            if promise.id in self._under_way or not promise.stored:
                continue
            if next_step(promise, now) is not None:
                self._under_way[promise.id] = self._core.spawn(self._push(promise.id))
            elif promise.unfinished and promise.next_try_at is not None:
                self._wake(f"push {promise.id}", promise.next_try_at, self.look)

    def late(self) -> timedelta:
        """For how long a step is under way, or due and not begun; the longest of all promises."""
        now, ticks = self._core.clock.now(), self._core.clock.monotonic()
        late = [timedelta(seconds=ticks - self._moved_at.get(key, ticks)) for key in self._under_way]
        late += [
            now - (promise.next_try_at or promise.tapped_at)
            for promise in self._core.facts.promises
            if promise.stored and promise.id not in self._under_way and next_step(promise, now) is not None
        ]
        return max(late, default=timedelta(0))

    def begin_anew(self) -> None:
        """What is under way is cut off and stays in doubt; then everything is looked at again."""
        for task in self._under_way.values():
            task.cancel()
        self.look()

    def _encouraged(self) -> None:
        """The first good read after a fault: what waits in back-off is tried now.

        Not after each: where Exchange shows its day and takes no booking, each try would follow the one before at once.
        """
        before, self._trouble = self._trouble, self._core.facts.heard.since is not None
        if self._trouble or not before:
            return
        for promise in self._core.facts.promises:
            waits = promise.open and promise.provisional and not promise.throttled
            if waits and promise.next_try_at is not None and promise.id not in self._under_way:
                self._core.put(replace(promise, next_try_at=None))

    async def _push(self, promise_id: PromiseId) -> None:
        try:
            while True:
                now, promise = self._core.now(), self._core.promise(promise_id)
                step = next_step(promise, now) if promise is not None else None
                self._moved_at[promise_id] = self._core.clock.monotonic()
                if promise is None or step is None or not await self._take(promise, step):
                    return
        finally:
            self._under_way.pop(promise_id, None)
            self._moved_at.pop(promise_id, None)
            self._core.look()

    async def _take(self, promise: Promise, step: Step) -> bool:
        """One step from the disk to Exchange and back; False when the disk refused and nothing was sent."""
        leaves = leaving(promise, step, self._core.clock.now())
        if leaves != promise:
            try:
                await self._core.ledger.keep(leaves)
            except DiskRefused as refused:
                log.error("the outbox cannot be written (%s): nothing is sent", refused)
                if self._core.promise(promise.id) is promise:
                    self._core.put(replace(promise, next_try_at=self._core.clock.now() + RETRY_DISK))
                return False
            if self._core.promise(promise.id) is not promise:
                return True  # it was changed while it was being written: look again
            self._core.put(leaves)
        room = self._core.facts.room
        name = leaves.room_name or leaves.room or ((room.name or room.mailbox) if room else "")
        claimed = frozenset(p.uid for p in self._core.facts.promises if p.uid and p.id != promise.id)
        answer = await self._engine.take(step, leaves, name, claimed)
        if isinstance(answer, Outsider) and answer.refused:
            log.warning("a calendar is out of the application's scope (for_somebody): its owner is invited")
        now, current = self._core.now(), self._core.promise(promise.id)
        if current is None:
            return False
        jitter = 0.5 + random.random() / 2  # noqa: S311 - spreads displays, hides nothing
        after = answered(current, step, answer, now, jitter)
        await self._settle(
            after.promise, after.tell, refused=isinstance(answer, Denied) and step is Step.CREATE
        )
        return not isinstance(answer, Offline)

    async def _settle(self, promise: Promise, told: Reason | None, *, refused: bool) -> None:
        now, core = self._core.clock.now(), self._core
        if refused and promise.reason is Reason.BOOKING_REFUSED:
            told = self._refused(promise, told, now)
        if told is not None:
            core.tell(tell(promise, told, now))
        before = core.promise(promise.id)
        never_left = promise.provisional and promise.life is Life.QUEUED and promise.event_id is None
        only_here = promise.elsewhere and promise.attempts <= 1  # no other display would know of such a hold
        if never_left and (only_here or not core.facts.settings.hold_offline):
            core.tell(tell(promise, Reason.SERVER_FAULT, now))
            promise = replace(promise, life=Life.SETTLED)
        kept = promise if promise.open else showable(promise, core.facts.settings.privacy)
        core.put(kept)
        if kept != before:
            await core.ledger.keep_or_owe(kept)
        self._moved()

    def _refused(self, promise: Promise, told: Reason | None, now: datetime) -> Reason | None:
        """Remembers which calendar does not let itself be written: ours, or that of another room."""
        core, nearby = self._core, self._core.facts.nearby
        if not promise.elsewhere or promise.mode is Mode.INVITE:
            core.facts = replace(core.facts, heard=replace(core.facts.heard, booking_refused_at=now))
            return told
        nearby = replace(nearby, refused=nearby.refused | {promise.room.lower()})
        core.facts = replace(core.facts, nearby=nearby)
        return Reason.ELSEWHERE_REFUSED if told is not None else None
