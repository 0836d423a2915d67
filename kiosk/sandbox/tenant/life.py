"""Office life: every 20 to 60 seconds somebody books, moves, cancels or declines. The same seed, the same people."""

import contextlib
from datetime import datetime, time, timedelta
from random import Random

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.model.zones import to_wall
from kiosk.sandbox.tenant import day, outlook
from kiosk.sandbox.tenant.outlook import Meeting

_QUARTER = timedelta(minutes=15)
_NEWCOMER = timedelta(minutes=10)  # how long after the start the first room is left alone for an hour
_CROWDED = 4  # coming meetings of a room, from which on people rather cancel than book
_KEEP = timedelta(days=1)


class Life:
    """`live(now)` may be called as often as one likes; it acts when the next move is due."""

    def __init__(self, exchange: Exchange, seed: int, now: datetime) -> None:
        self._exchange = exchange
        self._random = Random(seed)  # noqa: S311 - office life must be repeatable
        self._begun = now
        self._today = self._date(now)
        day.begin_day(exchange, self._random, now)
        self._next = self._pause(now)

    def live(self, now: datetime) -> None:
        """Let the next person act if it is time; after a jump of the clock one act is enough."""
        if now < self._next and self._next - now < timedelta(minutes=2):
            return
        if self._date(now) != self._today:
            self._new_day(now)
        acts = (self._book, self._book, self._move, self._move, self._cancel, self._stretch, self._decline)
        order = self._random.sample(acts, k=len(acts))
        with contextlib.suppress(Refusal):  # Outlook said no to somebody; the next one is up soon
            any(act(now) for act in order)
        self._next = self._pause(now)

    def _book(self, now: datetime) -> bool:
        room = self._random.choice(self._exchange.rooms())
        if len(self._ahead(room, now)) >= _CROWDED:
            return False
        start = day.up_to_quarter(now + self._leave_alone(room, now))
        for _ in range(12):
            start += self._random.choice((0, 1, 2, 4)) * _QUARTER
            length = self._random.choice((1, 2, 2, 3, 4)) * _QUARTER
            if day.free(room, start, start + length):
                organizer, *others = self._random.sample(self._exchange.people(), k=3)
                subject = self._random.choice(day.SUBJECTS)
                people = tuple(one.who for one in others)
                outlook.book(self._exchange, organizer, Meeting(subject, start, length, room, people), now)
                return True
            start += _QUARTER
        return False

    def _move(self, now: datetime) -> bool:
        found = self._somebodys(now)
        if found is None:
            return False
        room, box, event = found
        start, end = event.span.instants(box.zone)
        by = self._random.choice((-2, -1, 1, 2)) * _QUARTER
        earliest = now + self._leave_alone(room, now)
        others_free = all(day.free(room, *part) for part in _new_parts(start, end, by))
        if start + by < earliest or not others_free:
            return False
        outlook.move(self._exchange, box, event, now, start=start + by, length=end - start)
        return True

    def _cancel(self, now: datetime) -> bool:
        found = self._somebodys(now)
        if found is None or len(self._ahead(found[0], now)) < _CROWDED:
            return False
        outlook.call_off(self._exchange, found[1], found[2], now)
        return True

    def _stretch(self, now: datetime) -> bool:
        """A running meeting ends early or goes on a little."""
        room = self._random.choice(self._exchange.rooms()[1:] or self._exchange.rooms())
        for one in room.window(now, now + timedelta(seconds=1)):
            start, end = one.span.instants(room.zone)
            behind = outlook.organizers_copy(self._exchange, one)
            if one.cancelled or one.span.all_day or behind is None or behind[0].kind != "person":
                continue
            until = day.up_to_quarter(now) if self._random.random() < 0.5 else end + _QUARTER
            if until <= start or until == end or (until > end and not day.free(room, end, until)):
                continue
            outlook.move(self._exchange, *behind, now, start=start, length=until - start)
            return True
        return False

    def _decline(self, now: datetime) -> bool:
        """Somebody who was invited cannot come."""
        person = self._random.choice(self._exchange.people())
        for one in person.window(now, now + timedelta(hours=12)):
            if not one.is_organizer and not one.cancelled and one.response.answer == "notResponded":
                outlook.respond(self._exchange, person, one, "declined", now)
                return True
        return False

    def _somebodys(self, now: datetime) -> tuple[Mailbox, Mailbox, Event] | None:
        """A coming meeting of a person, with its room and the organizer's copy."""
        rooms = self._exchange.rooms()
        for room in self._random.sample(rooms, k=len(rooms)):
            ahead = self._ahead(room, now)
            if ahead:
                behind = outlook.organizers_copy(self._exchange, self._random.choice(ahead))
                if behind is not None and behind[0].kind == "person":
                    return room, *behind
        return None

    def _ahead(self, room: Mailbox, now: datetime) -> list[Event]:
        begin = now + self._leave_alone(room, now)
        return [
            one
            for one in room.window(begin, now + timedelta(hours=10))
            if one.type == "singleInstance"
            and not (one.cancelled or one.is_organizer or one.span.all_day)
            and one.span.instants(room.zone)[0] >= begin
        ]

    def _leave_alone(self, room: Mailbox, now: datetime) -> timedelta:
        if room is not self._exchange.rooms()[0]:
            return timedelta(minutes=2)
        return timedelta(minutes=70 if now - self._begun < _NEWCOMER else 12)

    def _new_day(self, now: datetime) -> None:
        self._today = self._date(now)
        for room in self._exchange.rooms():
            midnight = datetime.combine(to_wall(now, room.zone).date(), time(0)) + timedelta(days=2)
            day.fill(self._exchange, self._random, room, midnight, now + timedelta(days=2))
        for box in self._exchange.mailboxes.values():
            for event in list(box.items.values()):
                if event.recurrence is None and event.span.instants(box.zone)[1] < now - _KEEP:
                    box.remove(event.key, now)

    def _pause(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._random.uniform(20, 60))

    def _date(self, now: datetime) -> object:
        return to_wall(now, self._exchange.rooms()[0].zone).date()


def _new_parts(start: datetime, end: datetime, by: timedelta) -> list[tuple[datetime, datetime]]:
    """The time a moved meeting takes that it did not have before."""
    if by > timedelta():
        return [(max(end, start + by), end + by)]
    return [(start + by, min(start, end + by))]
