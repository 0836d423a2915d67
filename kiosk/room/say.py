"""Sentences about one meeting, under the rules of privacy that the facts already carry. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days, hours
from kiosk.room.agenda import Slot
from kiosk.room.face import Say
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase


def meeting(slot: Slot) -> Say:
    """What a meeting is called on the glass."""
    if slot.private:
        return Say(Phrase.PRIVATE_MEETING)
    if slot.subject.strip():
        return Say(Phrase.SUBJECT, text=slot.subject)
    return Say(Phrase.MEETING)


def who_and_left(slot: Slot, end: datetime, now: datetime) -> Say:
    """The second sub line of a running meeting: organizer if it may be told, and what is left."""
    left = days.whole_minutes(end - now)
    who = "" if slot.private or slot.organizer == slot.subject else slot.organizer
    if who:
        return Say(Phrase.WHO_LEFT, text=who, minutes=left)
    return Say(Phrase.LEFT, minutes=left)


def who_from_to(slot: Slot) -> Say:
    if slot.all_day:
        return Say(Phrase.ALL_DAY)
    who = "" if slot.private or slot.organizer == slot.subject else slot.organizer
    if who:
        return Say(Phrase.WHO_FROM_TO, text=who, at=slot.start, to=slot.end)
    return Say(Phrase.FROM_TO, at=slot.start, to=slot.end)


def hours_of(facts: Facts, at: datetime, now: datetime) -> Say | None:
    """When the room can be booked, for who wished it at `at`: the hours of that day, or from when on another one."""
    found, room = hours.told_for(facts, at), facts.room
    if found is not None and found.end <= now:
        found = hours.next_opening(facts, now)
    if found is None or room is None:
        return None
    name, zone = room.name or room.mailbox, room.zone
    if days.local_date(found.begin, zone) > days.local_date(at, zone):
        return Say(Phrase.HOURS_FROM_DAY, at=found.begin, text=name)
    return Say(Phrase.HOURS, at=found.begin, to=found.end, text=name)


def bookable_from(facts: Facts, now: datetime) -> Say | None:
    """From when the room can be booked that is closed now; None where it is open."""
    if not hours.is_closed(facts, now):
        return None
    coming, zone = hours.next_opening(facts, now), facts.room.zone if facts.room else "UTC"
    if coming is None:
        return None
    today = days.local_date(coming.begin, zone) == days.local_date(now, zone)
    return Say(Phrase.BOOKABLE_FROM if today else Phrase.BOOKABLE_FROM_DAY, at=coming.begin)


def until(end: datetime, now: datetime, zone: str) -> Say:
    """ "until 11:00", told apart from an end on another day."""
    last = end - timedelta(microseconds=1)
    other_day = days.local_date(last, zone) != days.local_date(now, zone)
    return Say(Phrase.UNTIL_OTHER_DAY if other_day else Phrase.UNTIL, at=end)


def day_of(end: datetime, now: datetime, zone: str) -> tuple[Say, ...]:
    """ "tomorrow, Wednesday" where the end lies on another day."""
    last = end - timedelta(microseconds=1)
    gap = (days.local_date(last, zone) - days.local_date(now, zone)).days
    if gap <= 0:
        return ()
    return (Say(Phrase.TOMORROW_DAY if gap == 1 else Phrase.DAY, at=last),)
