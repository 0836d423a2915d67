"""Pull and push: the requests behind a read of the room, and behind each step of a promise. No decisions here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from kiosk.room.changing import as_wished
from kiosk.room.confirmed import Release
from kiosk.room.model import Event, EventId, Mode, Promise, Room, Wish
from kiosk.room.somebody import invites
from kiosk.sync import bodies, errors, steps, wire
from kiosk.sync.answers import answer_of, done_meanwhile
from kiosk.sync.give_back import Tried, give_back
from kiosk.sync.kind import is_persons
from kiosk.sync.legible import each, events_of
from kiosk.sync.look_up import look_up
from kiosk.sync.pages import PAGE, pages
from kiosk.sync.steps import Answer, Step

MOST_EVENTS = 12_000
"""That concern the glass. A room whose every quarter of an hour is a meeting of its own has 1,600 in a window."""

NOT_TOLD = (errors.Forbidden, errors.ItemGone, errors.MailboxMissing, errors.BadRequest, wire.Unreadable)


class Asks(Protocol):
    """The requests this file makes; sync/graph.py answers them over HTTP."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        ...

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        ...

    async def delete(self, path: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Exchange as seen by one display: its room and its system user."""

    graph: Asks
    mailbox: str
    system_user: str
    display: str
    _known: dict[wire.Reading, tuple[list[Mapping[str, Any]], list[Event]]] = field(
        default_factory=dict, compare=False
    )
    """The first page as it came last and as it was understood; most reads find it unchanged."""

    async def read_room(self, begin: datetime, end: datetime, reading: wire.Reading,
                        loaded: Callable[[int], None] = lambda _: None) -> tuple[Event, ...]:  # fmt: skip
        """All of the room's window, from the first page to the last, or a fault: nothing in between.

        Raises:
            errors.GraphFault: the window could not be read as a whole.
        """
        params = bodies.window_params(begin, end, bodies.SELECT_EVENTS, PAGE)
        found: dict[str, Event] = {}
        async for items in self._pages(self.mailbox, params):
            for event in await self._events(items, reading, first=not found):
                if event.end > begin and event.start < end:
                    found[event.id] = event
            if len(found) > MOST_EVENTS:
                raise errors.Garbled("more events than a room has")
            loaded(len(found))
        return tuple(sorted(found.values(), key=lambda event: (event.start, event.end, event.id)))

    async def _events(
        self, items: list[Mapping[str, Any]], reading: wire.Reading, *, first: bool
    ) -> list[Event]:
        """Events of a page. What came just so the last time means the same again."""
        before, meant = self._known.get(reading, (None, []))
        try:
            if first and items == before:
                return meant
        except RecursionError:
            raise errors.Garbled("nested without end") from None
        events = await events_of(items, reading)
        if first:
            self._known.clear()
            self._known[reading] = items, events
        return events

    def _pages(self, mailbox: str, params: Mapping[str, str]) -> AsyncIterator[list[Mapping[str, Any]]]:
        return pages(self.graph, bodies.address("users", mailbox, "calendarView"), params)

    async def read_zone(self, now: datetime) -> str | None:
        """The room's IANA zone from getSchedule's workingHours (needs no permission beyond the calendar's)."""
        day = {"dateTime": now.strftime("%Y-%m-%dT00:00:00"), "timeZone": "UTC"}
        after = {"dateTime": (now + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00"), "timeZone": "UTC"}
        body = {
            "schedules": [self.mailbox],
            "startTime": day,
            "endTime": after,
            "availabilityViewInterval": 60,
        }
        answer = await self.graph.post(bodies.address("users", self.mailbox, "calendar", "getSchedule"), body)
        try:
            return wire.zone_of_schedule(answer)
        except wire.Unreadable as wrong:
            raise errors.Garbled(str(wrong)) from None

    async def read_place(self, room: Room) -> Room:
        """Name, floor, seats and equipment where Exchange tells them; what it refuses to tell is left out.

        Raises:
            errors.NotARoom: it is no place, and a person's mailbox.
        """
        for parts in (("places",), ("users",), ("users", "calendar")):
            path = bodies.address(parts[0], self.mailbox, *parts[1:])
            try:
                room = wire.with_place(room, await self.graph.get(path))
            except NOT_TOLD:
                if parts == ("places",) and await is_persons(self.graph, self.mailbox):
                    raise errors.NotARoom from None
                continue
            if room.name:
                break
        return room

    async def take(self, step: Step, promise: Promise, room_name: str, claimed: frozenset[str]) -> Answer:
        """One step for one promise. Faults come back as answers; `claimed` are the iCalUIds of other promises."""
        try:
            return await self._take(step, promise, room_name, claimed)
        except wire.Unreadable:
            return steps.Unanswered()
        except errors.GraphFault as fault:
            return answer_of(fault, step)

    async def _take(self, step: Step, promise: Promise, room_name: str, claimed: frozenset[str]) -> Answer:
        match step:
            case Step.CREATE:
                body = bodies.create_body(promise, self._room(promise), room_name, self.display)
                return steps.Found(
                    *wire.created(
                        await self.graph.post(bodies.address("users", self._owner(promise), "events"), body)
                    )
                )
            case Step.LOOK_UP:
                return await look_up(self.graph, promise.email)
            case Step.FIND_TRACE:
                return await self._find_trace(promise, claimed)
            case Step.OBSERVE:
                return await self._observe(promise)
            case Step.VERIFY:
                return await self._verify(promise)
            case Step.CHANGE:
                return await self._change(promise, room_name)
            case Step.DELETE:
                if promise.reason is None and await self._was_moved_away(promise):
                    return steps.Overruled()
                await self.graph.delete(self._event(promise))
                return steps.Finished()

    async def _was_moved_away(self, promise: Promise) -> bool:
        """Somebody gave it another time meanwhile: whoever ends it here means what they saw here."""
        item = await self.graph.get(self._event(promise), {"$select": bodies.SELECT_TRACES})
        present = wire.trace_of(item, self._zone)
        from_here = promise.wanted_start is not None and as_wished(promise, present.start, present.end)
        return not from_here and (present.end <= promise.start or promise.until <= present.start)

    async def give_back(self, release: Release, room_name: str, exempt_created: timedelta) -> Tried:
        """One try to let the room say no to somebody's meeting; see give_back.py."""
        message = bodies.release_message(release, room_name)
        return await give_back(self.graph, self.mailbox, release, message, exempt_created)

    def _room(self, promise: Promise) -> str:
        return promise.room or self.mailbox

    def _owner(self, promise: Promise) -> str:
        """In whose calendar the event stands: that one's transactionId and id it has."""
        whose = self.system_user if promise.mode is Mode.INVITE else self._room(promise)
        return promise.owner or whose

    def _event(self, promise: Promise) -> str:
        return bodies.address("users", self._owner(promise), "events", promise.event_id or "")

    @property
    def _zone(self) -> str:
        """The room's zone, as it was read by last: a rival that lasts all day is a day of that zone."""
        return next((reading.zone for reading in self._known), "UTC")

    async def _traces(self, mailbox: str, promise: Promise) -> list[wire.Trace]:
        first, last = min(promise.start, promise.begin), max(promise.end, promise.until)
        params = bodies.window_params(first, last, bodies.SELECT_TRACES, PAGE)
        found: list[wire.Trace] = []
        async for items in self._pages(mailbox, params):
            found += each(items, lambda item: wire.trace_of(item, self._zone))
        return found

    async def _room_traces(self, promise: Promise) -> list[wire.Trace]:
        """What the room's own calendar shows. Another room's may be closed to us: then the organizer's must do."""
        try:
            return await self._traces(self._room(promise), promise)
        except (errors.Forbidden, errors.MailboxMissing):
            if not promise.elsewhere:
                raise
            return []

    async def _find_trace(self, promise: Promise, claimed: frozenset[str]) -> Answer:
        """By transactionId in the calendar it was sent to; by organizer and times in the room, cancelled ones too.

        In a person's own calendar what lacks our id is hers: she may have made the same meeting meanwhile.
        """
        own = await self._traces(self._owner(promise), promise)
        for trace in own:
            if trace.transaction == promise.id:
                return steps.FoundCancelled() if trace.cancelled else steps.Found(trace.id, trace.uid)
        if not invites(promise):
            return steps.NoTrace()
        alike = [
            trace
            for trace in await self._room_traces(promise)
            if trace.organizer == self._owner(promise).lower()
            and (trace.start, trace.end) == (promise.start, promise.end)
            and trace.uid not in claimed
            and not any(other.uid == trace.uid and (other.transaction or promise.owner) for other in own)
        ]
        if any(not trace.cancelled for trace in alike):
            mine = {trace.uid for trace in alike if not trace.cancelled}
            original = next((trace for trace in own if trace.uid in mine), None)
            return steps.Found(original.id, original.uid) if original else steps.Pending()
        for trace in alike:  # one of an earlier booking of the same times proves nothing
            with suppress(errors.ItemGone):
                if await self._created_at(promise, trace.id) >= promise.tapped_at:
                    return steps.FoundCancelled()
        return steps.NoTrace()

    async def _observe(self, promise: Promise) -> Answer:
        """The organizer's copy tells what the room answered (facts.md §3.5)."""
        item = await self.graph.get(self._event(promise), {"$select": bodies.SELECT_ANSWER})
        response = wire.room_answer(item, self._room(promise))
        if response is None or item.get("isCancelled") is True:
            return steps.Gone()
        if response == "declined":
            return steps.Declined(by_rule=not await self._taken_by_others(promise))
        if response != "accepted":
            return steps.Pending()
        if promise.wanted_end is None:
            return steps.Agreed()
        start, end, _ = wire.span_of(item, "UTC")
        if not as_wished(promise, start, end):
            return steps.Overruled()
        return steps.Agreed() if await self._room_shows(promise) else steps.Pending()

    async def _change(self, promise: Promise, room_name: str) -> Answer:
        """What is to be moved is read first: it may have been moved, or cancelled, by somebody else meanwhile."""
        if promise.wish is Wish.MOVE and not promise.restoring:
            item = await self.graph.get(self._event(promise), {"$select": bodies.SELECT_ANSWER})
            if (meanwhile := done_meanwhile(promise, item)) is not None:
                return meanwhile
        await self.graph.patch(self._event(promise), bodies.change_body(promise, room_name))
        return steps.Finished()

    async def _room_shows(self, promise: Promise) -> bool:
        """An acceptance may still be the one of before the change: the room's own copy settles it."""
        params = bodies.window_params(promise.begin, promise.until, bodies.SELECT_TRACES, PAGE)
        async for items in self._pages(self._room(promise), params):
            for trace, item in each(items, lambda one: (wire.trace_of(one, self._zone), one)):
                if trace.uid == promise.uid and not trace.cancelled:
                    return as_wished(promise, trace.start, trace.end) and wire.accepted(item)
        return False

    async def _taken_by_others(self, promise: Promise) -> bool:
        return any(
            trace.busy and not trace.cancelled and trace.uid != promise.uid
            and trace.start < promise.until and promise.begin < trace.end
            for trace in await self._room_traces(promise)
        )  # fmt: skip

    async def _verify(self, promise: Promise) -> Answer:
        """Direct mode: of two overlapping events the one created earlier stays; of twins the smaller iCalUId."""
        traces = await self._traces(self._room(promise), promise)
        if not await self._is_as_fresh_as_ours(promise, traces):
            return steps.Pending()
        own = [trace for trace in traces if trace.id == promise.event_id]
        if not any(as_wished(promise, trace.start, trace.end) for trace in own):
            return steps.Overruled() if promise.wanted_end is not None else steps.Agreed()
        others = [one for one in traces if one.id != promise.event_id and one.busy and not one.cancelled]
        if not self._known and any(other.all_day for other in others):
            return (
                steps.Pending()
            )  # the first read tells the room's zone: before it nobody knows which day that is
        rivals = [other for other in others if other.start < promise.until and promise.begin < other.end]
        if not rivals:
            return steps.Agreed()
        longer = promise.until > promise.end and any(rival.end > promise.end for rival in rivals)
        if longer or promise.wish is Wish.MOVE:
            return steps.Declined()  # who came into the other time was there before
        ours = (await self._created_at(promise, EventId(promise.event_id or "")), promise.uid)
        for rival in rivals:
            with suppress(errors.ItemGone):  # it has left meanwhile
                if (await self._created_at(promise, rival.id), rival.uid) < ours:
                    return steps.Declined()
        return steps.Agreed()

    async def _is_as_fresh_as_ours(self, promise: Promise, traces: list[wire.Trace]) -> bool:
        """Whether calendarView shows our own write; until then it may hide a rival too. Raises `ItemGone`."""
        own = next((trace for trace in traces if trace.id == promise.event_id), None)
        if own is not None and (own.start, own.end) == (promise.begin, promise.until):
            return True
        item = await self.graph.get(self._event(promise), {"$select": bodies.SELECT_TRACES})
        present = wire.trace_of(item, self._zone)
        if present.cancelled:
            raise errors.ItemGone("cancelled")
        return own is not None and (own.start, own.end) == (present.start, present.end)

    async def _created_at(self, promise: Promise, event_id: EventId) -> datetime:
        return wire.created_at(
            await self.graph.get(bodies.address("users", self._room(promise), "events", event_id))
        )
