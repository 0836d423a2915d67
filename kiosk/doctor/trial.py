"""A test booking: asked for, accepted, removed, through the display's own engine and outbox. Leaves nothing behind.

It lasts three minutes, which nobody can book at a door, on a working day in the coming week, where the room is free. Its
transactionId says what it is and for which room: whatever a run that was cut off has left is taken away by the next one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.doctor import refusals
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.room import days
from kiosk.room.explained import Doing
from kiosk.room.model import Event, Life, Mode, Privacy, Promise, PromiseId
from kiosk.room.powershell import quoted
from kiosk.room.reasons import Reason
from kiosk.sync import bodies, outbox, wire
from kiosk.sync.engine import Engine
from kiosk.sync.errors import ChangeKeyMoved, Forbidden, GraphFault, ItemGone
from kiosk.sync.pages import PAGE, pages
from kiosk.system_user.decide import withdrawn

CHECK = "booking.test"
MARK = "kiosk-test"
LENGTH = timedelta(minutes=3)
SUBJECT = "Test by the room display"
HOURS = (17, 16, 15, 14, 13, 12, 11, 10, 9)
"""It ends at one of these, on the room's clock: inside the working hours of most tenants, and late first."""
WEEK = 7
LOOK_BACK = timedelta(days=14)
ANSWER_WITHIN, REMOVE_WITHIN = 60.0, 45.0
"""Seconds."""
PAUSE = 0.5
BY_HAND = "The next `kiosk doctor --book` removes what is left of it: three minutes from "


@dataclass(frozen=True, slots=True)
class Trial:
    """Where the test booking is tried."""

    graph: Listening
    config: Config
    zone: str
    clock: Clock

    @property
    def room(self) -> str:
        return self.config.room.mailbox or ""

    @property
    def owner(self) -> str:
        """In whose calendar it is made."""
        invites = self.config.system_user.booking == "invite"
        return (self.config.system_user.mailbox or self.room) if invites else self.room

    @property
    def engine(self) -> Engine:
        return Engine(self.graph, self.room, self.config.system_user.mailbox or "", f"kiosk {self.room}")

    @property
    def mark(self) -> str:
        """The same for every run at this room, and no other's."""
        return f"{MARK}-{hashlib.sha256(self.room.lower().encode()).hexdigest()[:8]}-"

    async def run(self) -> Check:
        """Never raises a fault of Exchange's: what went wrong is told. What was made is removed even when this is cancelled."""
        try:
            await self._tidy(self.clock.now())
            slot = await self._free_slot()
        except (GraphFault, wire.Unreadable):
            return self._refused(Doing.READ)
        if slot is None:
            what = "The room has no free time in the coming week, so no test booking was made."
            return Check(CHECK, Verdict.NOTE, what, "Run `kiosk doctor --book` again when it has.")
        return await self._book_and_remove(slot)

    async def _book_and_remove(self, start: datetime) -> Check:
        invites = self.config.system_user.booking == "invite"
        promise = Promise(
            PromiseId(self.mark + uuid4().hex), start, start + LENGTH, self.clock.now(), subject=SUBJECT,
            mode=Mode.INVITE if invites else Mode.DIRECT, stored=True,
        )  # fmt: skip
        made: Promise = promise
        found: Check | None = None
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                async for made in self._lived(promise):
                    found = self._said(made) or found
        except TimeoutError:
            pass  # what was not answered by then is told as such
        finally:
            is_gone = await self._remove(made)
        found = found or self._unanswered(made)
        return found if is_gone else self._left_behind(found, start)

    async def _lived(self, promise: Promise) -> AsyncIterator[Promise]:
        """The promise after each answer, until nothing is due: confirmed, refused, or withdrawn to the end."""
        while promise.open:
            now = self.clock.now()
            step = outbox.next_step(promise, now)
            if step is None:
                await asyncio.sleep(PAUSE)
                continue
            promise = outbox.leaving(promise, step, now)
            yield promise
            answer = await self.engine.take(step, promise, self.config.room.name or self.room, frozenset())
            promise = outbox.answered(promise, step, answer, self.clock.now(), 1.0).promise
            yield promise

    async def _to_the_end(self, promise: Promise) -> Promise:
        last = promise
        async for later in self._lived(promise):
            last = later
        return last

    async def _remove(self, promise: Promise) -> bool:
        """Whether nothing of it is left, neither the organizer's nor the room's copy."""
        try:
            async with asyncio.timeout(REMOVE_WITHIN):
                if promise.sent_at is not None and promise.life is not Life.SETTLED:
                    promise = await self._to_the_end(withdrawn(promise, self.clock.now()))
                while await self._tidy(promise.start):  # noqa: ASYNC110 - Exchange rings nobody
                    await asyncio.sleep(PAUSE)
        except (TimeoutError, GraphFault, wire.Unreadable):
            return False
        return promise.life is not Life.WEDGED

    async def _tidy(self, around: datetime) -> bool:
        """Takes away what is marked as a test; True while something of it was there."""
        begin, end = around - LOOK_BACK, around + LOOK_BACK
        found = False
        for trace in await self._traces(self.owner, begin, end):
            if trace.transaction.startswith(self.mark):
                found = await self._delete(self.owner, trace) or found
        if self.owner.lower() == self.room.lower():
            return found
        for trace in await self._traces(self.room, begin, end):
            if trace.organizer == self.owner.lower() and trace.end - trace.start == LENGTH:
                # By default Exchange leaves what was cancelled in the room (facts.md §3.3).
                found = not trace.cancelled or await self._delete(self.room, trace) or found
        return found

    async def _traces(self, mailbox: str, begin: datetime, end: datetime) -> list[wire.Trace]:
        params = bodies.window_params(begin, end, bodies.SELECT_TRACES, PAGE)
        path = bodies.address("users", mailbox, "calendarView")
        return [
            wire.trace_of(item, self.zone)
            async for items in pages(self.graph, path, params)
            for item in items
        ]

    async def _delete(self, mailbox: str, trace: wire.Trace) -> bool:
        """False where it is not to be had away: in a room that may only be read, what was cancelled stays, as Exchange wants it."""
        try:
            await self.graph.delete(bodies.address("users", mailbox, "events", trace.id))
        except Forbidden:
            if mailbox == self.owner:
                raise
            return False
        except (ItemGone, ChangeKeyMoved):
            pass
        return True

    async def _free_slot(self) -> datetime | None:
        now = self.clock.now()
        reading = wire.Reading(self.zone, Privacy.NONE, self.owner)
        events = await self.engine.read_room(now, now + timedelta(days=WEEK + 2), reading)
        return next((start for start in slots(now, self.zone) if _is_free(start, events)), None)

    def _said(self, promise: Promise) -> Check | None:
        """What has become of it; None as long as that is open."""
        if promise.life is Life.CONFIRMED:
            return Check(CHECK, Verdict.OK, "A test booking was made, accepted and removed.")
        match promise.reason:
            case Reason.BOOKING_REFUSED | Reason.MAILBOX_MISSING | Reason.SERVER_FAULT:
                return self._refused(Doing.BOOK)
            case Reason.SLOT_TAKEN | Reason.HOLD_LOST | Reason.DECLINED_BY_RULE:
                return self._declined()
            case _:
                return None

    def _refused(self, doing: Doing) -> Check:
        target = Target(self.owner, "system_user.mailbox", self.graph_client, self.room)
        return refusals.of_graph(CHECK, self.graph.said, target, doing)

    @property
    def graph_client(self) -> str:
        return self.config.graph.client_id if self.config.graph else ""

    def _declined(self) -> Check:
        return Check(
            CHECK, Verdict.WRONG, f"{self.room} declined a test booking of a time that is free: a rule of the room forbids it.",
            f"An Exchange administrator: Get-CalendarProcessing -Identity {quoted(self.room)} | fl\n"
            "AllBookInPolicy must be True, or the system user be in BookInPolicy; BookingWindowInDays at least 7; with "
            "ScheduleOnlyDuringWorkHours the room's working hours must hold the time.",
        )  # fmt: skip

    def _unanswered(self, promise: Promise) -> Check:
        if promise.event_id is None:
            what = "Exchange gave no answer to a test booking that could be built on."
            return Check(CHECK, Verdict.WRONG, what, "Mend what is wrong above first, then try again.")
        return Check(
            CHECK, Verdict.WRONG, f"{self.room} did not answer a test booking within {ANSWER_WITHIN:g} seconds.",
            "Its attendant is off, or slow. An Exchange administrator:\n"
            f"Set-CalendarProcessing -Identity {quoted(self.room)} -AutomateProcessing AutoAccept -AllBookInPolicy $true\n"
            "The room must have no Outlook delegate: a delegate keeps the attendant from answering.",
        )  # fmt: skip

    def _left_behind(self, found: Check, start: datetime) -> Check:
        at = start.astimezone(days.zone(self.zone)).strftime("%Y-%m-%d %H:%M")
        what = f"{found.what} It could not be removed yet from {self.owner} and {self.room}."
        return replace(
            found, verdict=Verdict.WRONG, what=what, remedy=f"{BY_HAND}{at}.\n{found.remedy}".rstrip()
        )


def slots(now: datetime, zone: str) -> Iterator[datetime]:
    """Where a test may begin, the best first: three minutes before a full hour of a working day of the coming week."""
    today = days.local_date(now, zone)
    for ahead in range(1, WEEK + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday
            yield from (days.at_hour(day, hour, zone) - LENGTH for hour in HOURS)


def _is_free(start: datetime, events: tuple[Event, ...]) -> bool:
    return not any(event.busy and event.start < start + LENGTH and start < event.end for event in events)
