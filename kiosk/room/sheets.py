"""What an open sheet shows: picking a time, the day, details, the menu (boards 04a, 08). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import assert_never

from kiosk.room import days, intents, offers, sheet_rooms
from kiosk.room.agenda import Slot, free_gaps
from kiosk.room.cards_reach import menu_keys
from kiosk.room.face import (
    DayViewSheet,
    DetailsSheet,
    Icon,
    Key,
    MenuSheet,
    PickTimeSheet,
    Place,
    Say,
    Sheet,
    State,
    Told,
)
from kiosk.room.model import ChoosingLanguage, Facts, InMenu, NamingBooking, PickingTime, ViewingDay
from kiosk.room.nearby import FindingRoom
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.scale import sheet_scale, whole_day_scale
from kiosk.room.visit import language

CLOSE = Key(Say(Phrase.KEY_CLOSE), intents.Close(), Place.HEADER, icon=Icon.CLOSE)
BLOCKED = (State.UNPAIRED, State.PROBLEM)


def of(facts: Facts, taken: Sequence[Slot], now: datetime, zone: str, state: State) -> Sheet | None:
    """The open sheet's content; None where none is open or none may be."""
    blocked = state in BLOCKED or facts.heard.as_of is None
    if blocked and (facts.room is None or not isinstance(facts.visit.sheet, FindingRoom)):
        return None
    match facts.visit.sheet:
        case None:
            return None
        case PickingTime() as picking:
            return _pick_time(facts, taken, now, zone, picking)
        case ViewingDay(offset):
            return _day_view(facts, taken, now, zone, offset)
        case NamingBooking(promise):
            if not any(slot.promise is not None and slot.promise.id == promise for slot in taken):
                return None  # it was cancelled meanwhile
            save = Key(Say(Phrase.KEY_SAVE), intents.Rename(promise), Place.FILLED)
            return DetailsSheet(Say(Phrase.ADD_NAME_TITLE), save, CLOSE)
        case InMenu():
            day_view = Key(Say(Phrase.KEY_DAY_VIEW), intents.OpenDayView(), Place.WIDE, icon=Icon.CALENDAR)
            pick = Key(Say(Phrase.KEY_PICK_TIME), intents.OpenPickTime(), Place.WIDE)
            languages = Key(Say(Phrase.KEY_LANGUAGE), intents.OpenLanguages(), Place.WIDE, icon=Icon.LANGUAGE)
            more = (languages,) if len(facts.settings.languages) > 1 else ()
            return MenuSheet(Say(Phrase.MENU), (day_view, pick, *more, *menu_keys(facts)), CLOSE)
        case FindingRoom() as wish:
            return sheet_rooms.sheet(facts, wish, now, zone, CLOSE)
        case ChoosingLanguage():
            return MenuSheet(Say(Phrase.LANGUAGE), _language_keys(facts, now), CLOSE)
        case never:
            assert_never(never)


def _language_keys(facts: Facts, now: datetime) -> tuple[Key, ...]:
    """Every language by its own name. The configured one comes first, and goes back to it."""
    chosen = language(facts, now)
    return tuple(
        Key(
            Say(Phrase.LANGUAGE_NAME, text=code), intents.Speak(code if number else ""), Place.WIDE,
            selected=code == chosen if chosen else not number,
        )
        for number, code in enumerate(facts.settings.languages)
    )  # fmt: skip


def _pick_time(
    facts: Facts, taken: Sequence[Slot], now: datetime, zone: str, picking: PickingTime
) -> PickTimeSheet:
    block = offers.picked(facts, taken, now, zone, picking)
    day = days.local_date(now, zone) + timedelta(days=picking.day_offset)
    title = Say(Phrase.ON_DAY, at=days.at_hour(day, 12, zone))
    back, forward = _day_keys(facts, now, zone, picking.day_offset)
    scale = sheet_scale(taken, day, now, zone, facts.settings, (block.start, block.end) if block else None)
    if block is None:
        noon = days.at_hour(day, 12, zone)
        return PickTimeSheet(
            day, title, scale, noon, noon, None, None, None, (), None, back, forward, CLOSE,
            notice=Say(Phrase.NO_FREE_TIME), for_somebody=facts.settings.for_somebody,
        )  # fmt: skip
    length = days.whole_minutes(block.end - block.start)
    lengths = tuple(
        Key(Say(Phrase.KEY_MINUTES, minutes=m), intents.SetLength(m), selected=m == length)
        for m in block.lengths
    )
    offline = facts.heard.as_of is None or now - facts.heard.as_of > facts.settings.stale_after
    phrase = Phrase.KEY_HOLD_RANGE if offline else Phrase.KEY_BOOK_RANGE
    refused = offline and not facts.settings.hold_offline
    book = Key(Say(phrase, at=block.start, to=block.end), intents.Book(block.start, block.end), Place.FILLED)
    return PickTimeSheet(
        day, title, scale, block.start, block.end, block.limit,
        _move(Phrase.KEY_EARLIER, block.earlier, Place.STEP_BACK, Icon.MINUS),
        _move(Phrase.KEY_LATER, block.later, Place.STEP_FORWARD, Icon.PLUS),
        lengths, None if refused else book, back, forward, CLOSE,
        notice=Say(Phrase.WAS_TAKEN, at=block.taken_at) if block.taken_at else None,
        for_somebody=facts.settings.for_somebody, misspelt=Told(Reason.EMAIL) if picking.misspelt else None,
    )  # fmt: skip


def _move(phrase: Phrase, start: datetime | None, place: Place, icon: Icon) -> Key | None:
    return None if start is None else Key(Say(phrase), intents.MoveStart(start), place, icon=icon)


def _day_keys(facts: Facts, now: datetime, zone: str, offset: int) -> tuple[Key | None, Key | None]:
    noon = days.at_hour(days.local_date(now, zone) + timedelta(days=offset), 12, zone)
    back = forward = None
    if offset > 0:
        back = Key(
            Say(Phrase.KEY_PREVIOUS_DAY, at=noon - timedelta(days=1)), intents.ShowDay(offset - 1), Place.HEADER,
            icon=Icon.BACK,
        )  # fmt: skip
    if offset < facts.settings.days_ahead:
        forward = Key(
            Say(Phrase.KEY_NEXT_DAY, at=noon + timedelta(days=1)), intents.ShowDay(offset + 1), Place.HEADER,
            icon=Icon.FORWARD,
        )  # fmt: skip
    return back, forward


def _day_view(facts: Facts, taken: Sequence[Slot], now: datetime, zone: str, offset: int) -> DayViewSheet:
    day = days.local_date(now, zone) + timedelta(days=offset)
    begin, end = days.midnight(day, zone), days.midnight(day + timedelta(days=1), zone)
    noon = days.at_hour(day, 12, zone)
    room = facts.room.name if facts.room else ""
    title = Say(Phrase.TODAY_IN, text=room) if offset == 0 else Say(Phrase.DAY_IN, at=noon, text=room)
    notes = tuple(
        Say(Phrase.SUBJECT, text=e.subject) if e.subject else Say(Phrase.ALL_DAY)
        for e in facts.events
        if not e.busy and e.start < end and begin < e.end
    )
    back, forward = _day_keys(facts, now, zone, offset)
    scale = whole_day_scale(taken, day, now, zone, facts.settings)
    return DayViewSheet(
        day, title, scale, notes, _free_keys(taken, now, day, zone, facts), back, forward, CLOSE
    )


def _free_keys(taken: Sequence[Slot], now: datetime, day: date, zone: str, facts: Facts) -> tuple[Key, ...]:
    now = days.floor_minute(now)
    is_today = day == days.local_date(now, zone)
    begin = max(
        days.at_hour(day, facts.settings.work_start, zone), now if is_today else days.midnight(day, zone)
    )
    last = max(days.at_hour(day, facts.settings.work_end, zone), begin)
    if is_today and last - begin < offers.STEP:
        last = days.midnight(day + timedelta(days=1), zone)
    keys = []
    for start, end in free_gaps(taken, begin, last, offers.STEP):
        say = (
            Say(Phrase.NOW_TO, to=end, minutes=days.whole_minutes(end - start))
            if start == begin and is_today and start == now
            else Say(Phrase.FROM_TO, at=start, to=end, minutes=days.whole_minutes(end - start))
        )
        keys.append(Key(say, intents.OpenPickTime(start), Place.WIDE))
    return tuple(keys)
