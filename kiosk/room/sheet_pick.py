"""The booking sheet: a time for a new booking, or for one that is to be moved (board 04a). Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.room import days, hours, intents, offers
from kiosk.room.agenda import without
from kiosk.room.face import Icon, Key, PickTimeSheet, Place, Say, Told
from kiosk.room.model import Facts, PickingTime, Promise
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.say import hours_of
from kiosk.room.scale import sheet_scale
from kiosk.room.sheet_keys import CLOSE, day_keys
from kiosk.room.survey import Scene, is_stale


def pick_time(scene: Scene, picking: PickingTime) -> PickTimeSheet | None:
    """The booking sheet; None where what was to be moved is not there any more."""
    facts, taken, now, zone = scene.facts, scene.taken, scene.now, scene.zone
    promise = None
    if picking.moving is not None:
        promise = next((p for p in facts.promises if p.id == picking.moving), None)
        if promise is None:
            return None
        taken = without(facts, promise)  # its own time is free for it
    block = offers.picked(facts, taken, now, zone, picking)
    day = days.local_date(now, zone) + timedelta(days=picking.day_offset)
    title = Say(Phrase.ON_DAY, at=days.at_hour(day, 12, zone))
    back, forward = day_keys(facts, now, zone, picking.day_offset)
    scale = sheet_scale(taken, day, now, zone, facts.settings, (block.start, block.end) if block else None)
    if block is None:
        noon = days.at_hour(day, 12, zone)
        return PickTimeSheet(
            day, title, scale, noon, noon, None, None, None, (), None, back, forward, CLOSE,
            notice=_closed_day(facts, day, now, zone) or Say(Phrase.NO_FREE_TIME), for_somebody=facts.settings.for_somebody,
            moving=promise is not None,
        )  # fmt: skip
    length = days.whole_minutes(block.end - block.start)
    lengths = tuple(
        Key(Say(Phrase.KEY_MINUTES, minutes=m), intents.SetLength(m), selected=m == length)
        for m in block.lengths
    )
    return PickTimeSheet(
        day, title, scale, block.start, block.end, block.limit,
        _move(Phrase.KEY_EARLIER, block.earlier, Place.STEP_BACK, Icon.MINUS),
        _move(Phrase.KEY_LATER, block.later, Place.STEP_FORWARD, Icon.PLUS),
        lengths, _filled(facts, now, block, promise), back, forward, CLOSE,
        notice=_moved(facts, block, now),
        for_somebody=facts.settings.for_somebody, misspelt=Told(Reason.EMAIL) if picking.misspelt else None,
        moving=promise is not None,
    )  # fmt: skip


def _closed_day(facts: Facts, day: date, now: datetime, zone: str) -> Say | None:
    """On a day, or a rest of it, in which the room does not open: when it can be booked."""
    begin, end = offers.bookable(day, now, zone)
    week = facts.settings.hours
    if week is None or hours.openings(week, begin, end, zone):
        return None
    return hours_of(facts, days.at_hour(day, 12, zone), now)


def _moved(facts: Facts, block: offers.Picked, now: datetime) -> Say | None:
    """Why the block is not where it was wished."""
    if block.closed_at is not None:
        return hours_of(facts, block.closed_at, now)
    return Say(Phrase.WAS_TAKEN, at=block.taken_at) if block.taken_at else None


def _filled(facts: Facts, now: datetime, block: offers.Picked, promise: Promise | None) -> Key | None:
    offline = is_stale(facts, now)
    if promise is not None:
        say = Say(Phrase.KEY_MOVE_RANGE, at=block.start, to=block.end)
        move = intents.Move(promise.id, block.start, block.end)
        return None if offline else Key(say, move, Place.FILLED)
    phrase = Phrase.KEY_HOLD_RANGE if offline else Phrase.KEY_BOOK_RANGE
    refused = offline and not facts.settings.hold_offline
    book = Key(Say(phrase, at=block.start, to=block.end), intents.Book(block.start, block.end), Place.FILLED)
    return None if refused else book


def _move(phrase: Phrase, start: datetime | None, place: Place, icon: Icon) -> Key | None:
    return None if start is None else Key(Say(phrase), intents.MoveStart(start), place, icon=icon)
