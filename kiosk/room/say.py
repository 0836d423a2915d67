"""Sentences about one meeting, under the rules of privacy that the facts already carry. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days
from kiosk.room.agenda import Slot
from kiosk.room.face import Say
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
