"""What an open sheet shows: picking a time, the day, details, the menu (boards 04a, 08). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import assert_never

from kiosk.room import days, hours, intents, offers, sheet_report, sheet_rooms, sheet_staff
from kiosk.room.agenda import Slot, free_gaps
from kiosk.room.cards_reach import menu_keys
from kiosk.room.face import (
    DayViewSheet,
    DetailsSheet,
    Icon,
    Key,
    MenuSheet,
    Place,
    Say,
    Sheet,
    State,
)
from kiosk.room.model import (
    ChoosingLanguage,
    Facts,
    InMenu,
    NamingBooking,
    PickingTime,
    PromiseId,
    ShowingCode,
    ViewingBlock,
    ViewingDay,
)
from kiosk.room.nearby import FindingRoom
from kiosk.room.phrases import Phrase
from kiosk.room.reports import Reported, Reporting
from kiosk.room.scale import whole_day_scale
from kiosk.room.sheet_block import block, change_key, open_key
from kiosk.room.sheet_code import code_keys, code_sheet
from kiosk.room.sheet_keys import CLOSE, day_keys
from kiosk.room.sheet_pick import pick_time
from kiosk.room.staff import BeingIdentified, EnteringPin, StaffMenu
from kiosk.room.survey import Scene
from kiosk.room.visit import language

BLOCKED = (State.UNPAIRED, State.PROBLEM)


def of(scene: Scene) -> Sheet | None:
    """The open sheet's content; None where none is open or none may be."""
    facts, taken, now, zone = scene.facts, scene.taken, scene.now, scene.zone
    sheet = facts.visit.sheet
    if isinstance(sheet, Reporting | Reported | EnteringPin | StaffMenu):
        return _whatever_is_known(facts, now, sheet)
    blocked = scene.state in BLOCKED or facts.heard.as_of is None
    if (
        sheet is None
        or isinstance(sheet, BeingIdentified)
        or (blocked and (facts.room is None or not isinstance(sheet, FindingRoom)))
    ):
        return None
    match sheet:
        case PickingTime() as picking:
            return pick_time(scene, picking)
        case ViewingDay(offset):
            return _day_view(facts, taken, now, zone, offset)
        case ViewingBlock() as viewing:
            return block(scene, viewing)
        case NamingBooking(promise):
            return _details(scene, promise)
        case InMenu():
            return _menu(scene)
        case ShowingCode():
            return code_sheet(scene, CLOSE)
        case FindingRoom() as wish:
            return sheet_rooms.sheet(facts, wish, now, zone, CLOSE)
        case ChoosingLanguage():
            return language_sheet(facts, now)
        case never:
            assert_never(never)


def _whatever_is_known(
    facts: Facts, now: datetime, sheet: Reporting | Reported | EnteringPin | StaffMenu
) -> Sheet | None:
    """Most of all while nothing works."""
    if isinstance(sheet, Reporting | Reported):
        return sheet_report.of(facts, now, sheet)
    return sheet_staff.of(facts, now, sheet)


def _details(scene: Scene, promise: PromiseId) -> DetailsSheet | None:
    if not any(slot.promise is not None and slot.promise.id == promise for slot in scene.taken):
        return None  # it was cancelled meanwhile
    save = Key(Say(Phrase.KEY_SAVE), intents.Rename(promise), Place.FILLED)
    return DetailsSheet(Say(Phrase.ADD_NAME_TITLE), save, CLOSE)


def _menu(scene: Scene) -> MenuSheet:
    day_view = Key(Say(Phrase.KEY_DAY_VIEW), intents.OpenDayView(), Place.WIDE, icon=Icon.CALENDAR)
    pick = Key(Say(Phrase.KEY_PICK_TIME), intents.OpenPickTime(), Place.WIDE)
    languages = Key(Say(Phrase.KEY_LANGUAGE), intents.OpenLanguages(), Place.WIDE, icon=Icon.LANGUAGE)
    offered = (languages,) if len(scene.facts.settings.languages) > 1 else ()
    report = Key(Say(Phrase.KEY_REPORT), intents.OpenReport(), Place.WIDE, icon=Icon.WARNING)
    told = (report,) if sheet_report.possible(scene.facts) else ()
    more = (*change_key(scene), *told, *offered, *code_keys(scene), *menu_keys(scene.facts))
    return MenuSheet(Say(Phrase.MENU), (day_view, pick, *more), CLOSE)


def language_sheet(facts: Facts, now: datetime) -> MenuSheet:
    """Which language the glass speaks for this visit."""
    return MenuSheet(Say(Phrase.LANGUAGE), _language_keys(facts, now), CLOSE)


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
    back, forward = day_keys(facts, now, zone, offset)
    scale = whole_day_scale(taken, day, now, zone, facts.settings)
    return DayViewSheet(
        day, title, scale, notes, _free_keys(taken, now, day, zone, facts), back, forward, CLOSE,
        blocks=tuple(open_key(slot, offset) for slot in taken if slot.end > scale.begin and slot.start < scale.end),
    )  # fmt: skip


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
    for start, end in free_gaps(hours.offered(facts, taken, now), begin, last, offers.STEP):
        say = (
            Say(Phrase.NOW_TO, to=end, minutes=days.whole_minutes(end - start))
            if start == begin and is_today and start == now
            else Say(Phrase.FROM_TO, at=start, to=end, minutes=days.whole_minutes(end - start))
        )
        keys.append(Key(say, intents.OpenPickTime(start), Place.WIDE))
    return tuple(keys)
