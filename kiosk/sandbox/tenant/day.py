"""A lived-in day to begin with: meetings behind, running and ahead, a series, a private one, a note."""

from datetime import UTC, datetime, time, timedelta
from random import Random

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.event import Blocking
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.zones import to_utc, to_wall
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.outlook import Meeting

SUBJECTS = (
    "Design review", "Sprint planning", "Budget check", "Customer call", "Hiring interview", "Roadmap",
    "One to one", "Incident review", "Contract talk", "Data walkthrough", "Release meeting", "Workshop",
    "Team lunch and learn", "Support handover", "Supplier visit", "Quarterly numbers", "Brand workshop",
    "Security update", "Onboarding", "Retrospective",
)  # fmt: skip
_QUARTER = timedelta(minutes=15)
_FIRST_ROOM_FREE = timedelta(minutes=75)


def begin_day(exchange: Exchange, random: Random, now: datetime) -> None:
    """Fill the calendars around `now`; the first room stays free for the next 70 minutes at least."""
    rooms = exchange.rooms()
    booked = now - timedelta(days=36)
    local = to_wall(now, rooms[0].zone)
    today = datetime.combine(local.date(), time(0))
    _series_and_notes(exchange, random, now, booked)
    for room in rooms:
        _around_now(exchange, random, room, now, first=room is rooms[0])
        for day in (-1, 0, 1, 2):
            fill(exchange, random, room, today + timedelta(days=day), now)
    advance(exchange, now)


def fill(exchange: Exchange, random: Random, room: Mailbox, midnight: datetime, now: datetime) -> None:
    """Ordinary office hours of one day, where the room is still free; booked two days ahead."""
    moment = midnight + timedelta(hours=8, minutes=random.choice((0, 30, 60, 90)))
    while moment < midnight + timedelta(hours=17, minutes=30):
        length = timedelta(minutes=random.choice((30, 30, 45, 60, 60, 90)))
        start = to_utc(moment, room.zone)
        own_gap = now - timedelta(minutes=20) < start + length and start < now + _FIRST_ROOM_FREE
        if not (room is exchange.rooms()[0] and own_gap) and free(room, start, start + length):
            book(exchange, random, room, start, length, now - timedelta(days=2))
        moment += length + random.choice((0, 1, 2, 3, 4, 6)) * _QUARTER


def free(room: Mailbox, start: datetime, end: datetime) -> bool:
    """Whether nothing in the room's calendar takes any of that time."""
    return not any(
        one.show_as in Blocking and one.span.instants(room.zone)[1] > start for one in room.window(start, end)
    )


def book(
    exchange: Exchange, random: Random, room: Mailbox, start: datetime, length: timedelta, booked: datetime
) -> None:
    """Somebody books the room for something with a few colleagues, and the room answers."""
    organizer, *others = random.sample(exchange.people(), k=random.choice((2, 3, 4)))
    meeting = Meeting(random.choice(SUBJECTS), start, length, room, tuple(one.who for one in others))
    booked = min(booked, start - timedelta(days=1))
    outlook.book(exchange, organizer, meeting, booked)
    advance(exchange, booked + timedelta(seconds=30))


def up_to_quarter(moment: datetime) -> datetime:
    """The next quarter of an hour at or after that moment."""
    whole = datetime.min.replace(tzinfo=UTC)
    return moment + (whole - moment) % _QUARTER


def _around_now(exchange: Exchange, random: Random, room: Mailbox, now: datetime, *, first: bool) -> None:
    booked = now - timedelta(days=3)
    quarter = up_to_quarter(now) - _QUARTER
    local = to_wall(quarter, room.zone)
    since_midnight = local - datetime.combine(local.date(), time(0))
    if first:
        for back, length in ((180, 60), (75, 45)):
            if timedelta(minutes=back) <= since_midnight:
                book(
                    exchange,
                    random,
                    room,
                    quarter - timedelta(minutes=back),
                    timedelta(minutes=length),
                    booked,
                )
        ahead = quarter + timedelta(minutes=15) + _FIRST_ROOM_FREE + random.choice((0, 1, 2)) * _QUARTER
        tomorrow = to_utc(datetime.combine(local.date(), time(9)) + timedelta(days=1), room.zone)
        start = ahead if to_wall(ahead, room.zone).date() == local.date() else max(ahead, tomorrow)
        book(exchange, random, room, start, timedelta(minutes=45), booked)
    elif random.random() < 0.7:
        start = quarter - random.choice((0, 1, 2)) * _QUARTER
        if free(room, start, start + timedelta(hours=1)):
            book(exchange, random, room, start, timedelta(minutes=random.choice((45, 60))), booked)


def _series_and_notes(exchange: Exchange, random: Random, now: datetime, booked: datetime) -> None:
    first, *others = exchange.rooms()
    room = others[-2] if len(others) > 1 else first
    people = exchange.people()
    local = to_wall(now, room.zone)
    begin = datetime.combine(local.date(), time(14)) - timedelta(weeks=4)
    weekly = Meeting(
        "Team weekly", to_utc(begin, room.zone), timedelta(hours=1), room, tuple(p.who for p in people[1:4]),
        repeats="weekly", times=16,
    )  # fmt: skip
    series = outlook.book(exchange, people[0], weekly, booked)
    note_day = to_utc(datetime.combine(local.date(), time(0)), first.zone)
    note = Meeting(
        "Window cleaning on this floor", note_day, timedelta(days=1), first, show_as="free", all_day=True
    )
    outlook.book(exchange, people[-1], note, booked)
    private = Meeting(
        "Salary talk", to_utc(begin + timedelta(weeks=4, hours=2), room.zone), timedelta(minutes=30), others[0] if
        others else first, (random.choice(people[:-2]).who,), "private",
    )  # fmt: skip
    outlook.book(exchange, people[-2], private, booked)
    advance(exchange, booked + timedelta(minutes=1))
    box = people[0]
    for one in box.window(now - timedelta(days=1), now + timedelta(days=8)):
        if one.key == series.key and one.day == local.date():
            start = one.span.instants(box.zone)[0] + timedelta(minutes=30)
            outlook.move(exchange, box, one, now - timedelta(days=4), start=start, length=timedelta(hours=1))
            advance(exchange, now - timedelta(days=4) + timedelta(minutes=1))
