"""Reads the room again and again, and says what was heard. The pace is pace.py's, the reading engine.py's."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.core.disk import Disk, DiskRefused
from kiosk.core.loop import Core, Wake
from kiosk.room import days
from kiosk.room.attendance import read_again
from kiosk.room.model import Event, Heard, Room
from kiosk.sync.engine import Engine
from kiosk.sync.errors import BadRequest, Forbidden, GraphFault, MailboxMissing, NotARoom, WaitAsked
from kiosk.sync.pace import Pace
from kiosk.sync.wire import Reading

log = logging.getLogger("kiosk")
ASK_PLACE_AGAIN = timedelta(hours=12)
DOUBT_EMPTY = timedelta(seconds=1)
"""A day that turned empty at once is read again this soon before it is believed."""
AT_LEAST = timedelta(seconds=0.5)
PATIENCE_PLACE = timedelta(seconds=2)
"""The day is not kept waiting for the room's name and floor; they come with the next read."""


class Puller:
    """One read at a time, the next one due by the alarm."""

    def __init__(
        self, core: Core, engine: Engine, disk: Disk, wake: Wake, *, poll_seconds: float, tentative_is_busy: bool,
        waiting: Callable[[], timedelta], zone_is_set: bool,
    ) -> None:  # fmt: skip
        self._core, self._engine, self._disk, self._wake = core, engine, disk, wake
        self._pace = Pace.of(poll_seconds)
        self._tentative_is_busy = tentative_is_busy
        self._waiting = waiting
        self._zone_known = zone_is_set
        self._zone: str | None = None
        """As Exchange told it. Like the place it is kept here: the read that it came with may fail."""
        self._place_at: datetime | None = None
        self._place: Room | None = None
        self._empty_once = False
        self._again = False
        self._running: asyncio.Task[None] | None = None
        self._waiters: list[asyncio.Future[bool]] = []
        self._due: datetime | None = None
        self._fault: GraphFault | None = None
        self._disk_refuses = False
        self._clock_was_off = False
        self._stopped = False
        self._moved_at = core.clock.monotonic()

    def start(self) -> None:
        """Reads now."""
        self._begin()

    async def stop(self) -> None:
        """Nothing is read any more, whatever rings."""
        self._stopped = True
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        for waiter in self._waiters:
            waiter.cancel()

    def late(self) -> timedelta:
        """For how long no page has come while one is read, or no read has begun that was due."""
        if self._running is None and self._due is not None:
            return self._core.clock.now() - self._due
        return timedelta(seconds=self._core.clock.monotonic() - self._moved_at)

    def begin_anew(self) -> None:
        """The read that does not end is given up; another begins."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self._begin()

    def sooner(self) -> None:
        """Somebody touched the glass, or a promise moved: the pause until the next read is cut to the quick pace.

        A pause that comes from a fault or from Retry-After is left as it is.
        """
        if self._core.quick and self._running is None and self._fault is None and self._due is not None:
            due = self._core.clock.now() + self._pause()
            if due < self._due:
                self._set_due(due)

    async def sync_now(self) -> bool:
        """Reads at once, ending any back-off but a running Retry-After. True when Exchange answered well."""
        waiter: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._pace = self._pace.fresh()
        if self._running is not None:
            self._again = True
        else:
            self._begin()
        return await waiter

    def _begin(self) -> None:
        if self._running is None and not self._stopped:
            self._due = None
            self._moved_at = self._core.clock.monotonic()
            self._running = self._core.spawn(self._pull())

    def _set_due(self, due: datetime) -> None:
        self._due = due
        self._wake("pull", due, self._begin)

    def _pause(self) -> timedelta:
        return timedelta(
            seconds=self._pace.delay(
                self._fault, quick=self._core.quick, waiting=self._waiting().total_seconds(),
                random=random.random(),  # noqa: S311 - spreads displays, hides nothing
            )
        )  # fmt: skip

    async def _pull(self) -> None:
        waiters, self._waiters = self._waiters, []
        begun = self._core.clock.monotonic()
        fault: GraphFault | None = None
        doubtful = False
        try:
            doubtful = not await self._read()
        except GraphFault as met:
            fault = met
        except asyncio.CancelledError:
            _answer(waiters, well=False)
            raise
        self._running = None
        self._fault = fault
        self._pace = self._pace.after_good() if fault is None else self._pace.after_fault(fault)
        again, self._again = self._again, False
        pause = DOUBT_EMPTY if doubtful else self._pause()
        if fault is not None and not isinstance(fault, WaitAsked):
            # A request that hung has waited already: tries begin at the pace of the back-off, so that Exchange is
            # found again within seconds after a silence too.
            pause = max(AT_LEAST, pause - timedelta(seconds=self._core.clock.monotonic() - begun))
        due = self._core.clock.now() + pause
        self._set_due(due)
        if fault is not None:
            self._failed(fault, due)
        if doubtful:
            self._waiters += waiters  # they are answered by the read that settles it
        else:
            _answer(waiters, well=fault is None)
        if again and not isinstance(fault, WaitAsked):
            self._begin()

    async def _read(self) -> bool:
        """One good read of everything, applied; False when an empty day must be read again first."""
        core = self._core
        room = core.facts.room
        if room is None:
            return True
        begun, elapsed = core.now(), core.clock.elapsed()
        room = await self._settle_zone(room, begun)
        begin, end = days.read_window(begun, core.facts.settings.days_ahead, room.zone)
        settings = core.facts.settings
        reading = Reading(
            room.zone, settings.privacy, self._engine.system_user, self._tentative_is_busy,
            settings.exempt_organizers,
        )  # fmt: skip
        place = asyncio.get_running_loop().create_task(self._settle_place(room, begun))
        try:
            events = await self._engine.read_room(begin, end, reading, self._loaded)
            self._clock_was_off = core.facts.clock.doubtful
            if self._clock_was_off:
                self._heard_only()
                return core.facts.clock.off
            if self._suddenly_empty(events, begun):
                return False
            await asyncio.wait({place}, timeout=PATIENCE_PLACE.total_seconds())
            took = core.clock.elapsed() - elapsed
            as_of = min(begun, core.now() - took)  # the clock may have been set back meanwhile
            described = place.result() if place.done() else room
            if described is None:
                raise NotARoom("a person's mailbox, E-ROOM-TYPE")
            await self._apply(events, as_of, described)
        finally:
            place.cancel()
        return True

    def _heard_only(self) -> None:
        """Exchange answers, but of which day was asked is not certain: nothing of it is taken over."""
        before = self._core.facts.heard
        self._core.hear(replace(before, reachable=True, problem=None, retry_at=None, since=None))

    def look(self) -> None:
        """The core has looked at the facts: a clock that is right again wants a day read by it."""
        if self._clock_was_off and not self._core.facts.clock.doubtful:
            self._clock_was_off = False
            if self._fault is None:
                self._begin()
        self.sooner()

    def _loaded(self, count: int) -> None:
        self._moved_at = self._core.clock.monotonic()
        if self._core.facts.heard.as_of is None:
            self._core.facts = replace(self._core.facts, loaded=count)
            self._core.look()

    def _suddenly_empty(self, events: tuple[Event, ...], now: datetime) -> bool:
        had = any(event.busy and event.end > now for event in self._core.facts.events)
        empty = had and not any(event.busy and event.end > now for event in events)
        self._empty_once = empty and not self._empty_once
        return self._empty_once

    async def _settle_zone(self, room: Room, now: datetime) -> Room:
        """The room's zone, asked once: without it no all-day event can be placed."""
        if self._zone_known:
            return replace(room, zone=self._zone or room.zone)
        try:
            zone = await self._engine.read_zone(now)
        except (Forbidden, MailboxMissing):
            raise
        except BadRequest:
            zone = None  # it will never tell: the zone of before, at first the machine's own, must do
        except GraphFault:
            if self._core.facts.heard.as_of is None:
                raise
            return room
        self._zone_known, self._zone = True, zone
        if zone is None:
            log.warning(
                "the mailbox names no time zone that is a place: going on with %s; room.time_zone sets it",
                room.zone,
            )
        return replace(room, zone=zone) if zone else room

    async def _settle_place(self, room: Room, now: datetime) -> Room | None:
        """The room with what Exchange tells of it; None: it is no room."""
        told = self._place
        if told is not None and self._place_at is not None and now - self._place_at < ASK_PLACE_AGAIN:
            return replace(room, name=told.name, floor=told.floor, seats=told.seats, equipment=told.equipment)
        try:
            room = await self._engine.read_place(room)
            self._place_at, self._place = now, room
        except NotARoom:
            return None
        except GraphFault as fault:
            log.info("the room's place is not told now (%s)", type(fault).__name__)
        return room

    async def _apply(self, events: tuple[Event, ...], as_of: datetime, room: Room) -> None:
        core = self._core
        room = replace(room, verified=True)
        await self._keep(events, as_of, room)
        before = core.facts.heard
        if not before.reachable and before.since is not None:
            log.info("found Exchange again after %d s", (core.clock.now() - before.since).total_seconds())
        facts = replace(core.facts, room=room, events=events, loaded=None)
        core.facts = read_again(facts, core.facts, as_of)
        core.hear(Heard(as_of=as_of, reachable=True, booking_refused_at=before.booking_refused_at))

    async def _keep(self, events: tuple[Event, ...], as_of: datetime, room: Room) -> None:
        """On disk before it is shown: what the glass has taken away must not come back with the next start."""
        try:
            if room != self._core.facts.room:
                await self._disk.keep_room(room)
            await self._disk.apply(events, as_of, room.zone, self._core.clock.boot())
        except DiskRefused as refused:
            if not self._disk_refuses:
                log.error("the cache cannot be written (%s); the glass goes on from memory", refused)
            self._disk_refuses = True
        else:
            self._disk_refuses = False

    def _failed(self, fault: GraphFault, due: datetime) -> None:
        heard = self._core.facts.heard
        if heard.problem is not fault.reason:
            log.warning("lost Exchange: %s (%s)", fault.reason.value, fault)
        self._core.hear(
            replace(
                heard, reachable=isinstance(fault, WaitAsked) or fault.reason.is_setup, problem=fault.reason,
                retry_at=due, since=heard.since or self._core.clock.now(),
            )
        )  # fmt: skip


def _answer(waiters: list[asyncio.Future[bool]], *, well: bool) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(well)
