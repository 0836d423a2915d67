"""Looks for other rooms while somebody wants one: the sheet is open, or a no is being read. At rest nothing is asked."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.core.loop import Core, Wake
from kiosk.room import days
from kiosk.room.cards_told import OFFERING
from kiosk.room.nearby import FindingRoom, Neighbour
from kiosk.room.visit import as_of
from kiosk.sync import neighbours
from kiosk.sync.errors import GraphFault

log = logging.getLogger("kiosk")
AT_LEAST = timedelta(seconds=2)
"""Between two questions, however often the sheet is opened."""
A_MOMENT = timedelta(milliseconds=1)
"""A wall clock counts whole microseconds: an alarm set for the very instant may ring a little before it is time."""
ROOMS_AGAIN = timedelta(hours=24)
AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rooms the admin wants offered: those that are listed, those that Exchange tells of, or both."""

    listed: tuple[Neighbour, ...] = ()
    from_places: bool = True
    most: int = 20


class Searcher:
    """Looks at the visit whenever the core has looked at the facts."""

    def __init__(
        self, core: Core, graph: neighbours.Asks, wake: Wake, rooms: Choice, *, here: str, asker: str, every: timedelta
    ) -> None:  # fmt: skip
        """`asker` is the mailbox in whose name plans are asked for, `every` the pace while the sheet is open."""
        self._core, self._graph, self._wake, self._choice = core, graph, wake, rooms
        self._here, self._asker = here, asker
        self._every = max(every, AT_LEAST)
        self._rooms_at: float | None = None
        self._asked_at: float | None = None
        self._wanted = False
        self._running: asyncio.Task[None] | None = None
        self._stopped = False

    async def stop(self) -> None:
        self._stopped = True
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def look(self) -> None:
        """Asks if somebody wants to know and it is time; else wants to be woken when it is."""
        if self._stopped or self._running is not None:
            return
        self._offer_again()
        before, self._wanted = self._wanted, self._is_wanted(self._core.clock.now())
        if not self._wanted:
            return
        ticks = self._core.clock.monotonic()
        pause = (self._every if before else AT_LEAST).total_seconds()
        left = 0.0 if self._asked_at is None else self._asked_at + pause - ticks
        if left <= 0:
            self._asked_at = ticks
            self._running = self._core.spawn(self._ask())
        else:
            self._wanted = before  # the first question after the sheet has opened is still to come
            self._wake("rooms", self._core.clock.now() + timedelta(seconds=left) + A_MOMENT, self.look)

    def _is_wanted(self, now: datetime) -> bool:
        facts = self._core.facts
        if isinstance(as_of(facts.visit, now).sheet, FindingRoom):
            return True
        notice = facts.notices[-1] if facts.notices else None
        told = notice is not None and notice.until > now and notice.reason in OFFERING
        return told and facts.nearby.offered

    def _offer_again(self) -> None:
        """That there is no other room holds for a day."""
        core = self._core
        if not core.facts.nearby.offered and self._rooms_at is not None and self._rooms_are_old():
            core.facts = replace(core.facts, nearby=replace(core.facts.nearby, offered=True))
            self._rooms_at = None

    def _rooms_are_old(self) -> bool:
        ticks = self._core.clock.monotonic()
        return self._rooms_at is None or ticks - self._rooms_at >= ROOMS_AGAIN.total_seconds()

    async def _ask(self) -> None:
        core = self._core
        try:
            if self._rooms_are_old():
                await self._read_rooms()
            if core.facts.nearby.rooms:
                await self._read_plans()
        except GraphFault as fault:
            log.info("other rooms are not told now (%s)", type(fault).__name__)
            core.facts = replace(core.facts, nearby=replace(core.facts.nearby, failed=True))
        finally:
            self._running = None
        core.look()

    async def _read_rooms(self) -> None:
        """Which rooms there are. Those that the admin has listed are there whatever Exchange says."""
        core = self._core
        told: tuple[Neighbour, ...] = ()
        known = True
        if self._choice.from_places or self._choice.listed:
            try:
                told = await neighbours.rooms_of_building(self._graph, self._here)
            except GraphFault:
                if not self._choice.listed:
                    raise
                known = False
        if not self._choice.from_places:
            listed = {room.mailbox.lower() for room in self._choice.listed}
            told = tuple(room for room in told if room.mailbox.lower() in listed)
        rooms = tuple(
            room
            for room in neighbours.joined(self._choice.listed, told, self._choice.most)
            if room.mailbox.lower() != self._here.lower()
        )
        self._rooms_at = core.clock.monotonic() if known else None
        nearby = replace(core.facts.nearby, rooms=rooms, offered=bool(rooms) or not known)
        core.facts = replace(core.facts, nearby=nearby)

    async def _read_plans(self) -> None:
        core, now = self._core, self._core.clock.now()
        wish = core.facts.visit.sheet
        starts = [wish.start] if isinstance(wish, FindingRoom) else []
        starts += [notice.start for notice in core.facts.notices]
        last = max([now, *(start for start in starts if start is not None)])
        mailboxes = [room.mailbox for room in core.facts.nearby.rooms]
        plans = await neighbours.plans(
            self._graph, self._asker, mailboxes, days.floor_minute(now), last + AHEAD
        )
        begun = min(now, core.clock.now())  # the clock may have been set back meanwhile
        nearby = replace(core.facts.nearby, plans=plans, as_of=begun, failed=False)
        core.facts = replace(core.facts, nearby=nearby)
