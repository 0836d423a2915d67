"""Puts the meetings a tenant begins with into the calendars, as if they had been booked long ago."""

from datetime import datetime, timedelta

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.event import Address
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.company import Company, Planned
from kiosk.sandbox.tenant.outlook import Meeting


def put_in(exchange: Exchange, company: Company, now: datetime) -> None:
    """Book every planned meeting the day before it begins, or yesterday, and let the rooms answer."""
    starts = [_start(exchange, one, now) for one in company.planned]
    in_order = sorted(zip(starts, company.planned, strict=True), key=lambda pair: pair[0])
    for number, (start, one) in enumerate(in_order):
        booked = min(now, start) - timedelta(days=1) + timedelta(milliseconds=number)
        box = exchange.find(one.organizer or one.room) or outlook.outsider(exchange, one.organizer)
        people = tuple(exchange.named(Address("", address)) for address in one.attendees)
        meeting = Meeting(
            one.subject,
            start,
            timedelta(minutes=one.minutes),
            exchange.find(one.room) if one.room else None,
            people,
            one.sensitivity,
            one.show_as,
            one.all_day,
            one.repeats,
            one.times,
        )
        outlook.book(exchange, box, meeting, booked)
        advance(exchange, booked + timedelta(seconds=30))


def _start(exchange: Exchange, one: Planned, now: datetime) -> datetime:
    if one.start.startswith(("+", "-")):
        return now.replace(second=0, microsecond=0) + timedelta(minutes=float(one.start))
    box = exchange.find(one.organizer or one.room)
    return outlook.instant(one.start, box.zone if box else "UTC")
