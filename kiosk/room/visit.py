"""What a touch does to the visit: sheets open and close, lengths are chosen. Pure; no booking is decided here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from kiosk.room import days, intents
from kiosk.room.model import (
    ChoosingLanguage,
    Facts,
    InMenu,
    NamingBooking,
    Notice,
    OpenSheet,
    PickingTime,
    PromiseId,
    ShowingCode,
    ViewingBlock,
    ViewingDay,
    Visit,
)
from kiosk.room.nearby import FindingRoom
from kiosk.room.reach import CLEANING_FOR, EASY_KEPT, PATIENCE, EasyReach
from kiosk.room.reports import Reported, Reporting
from kiosk.room.staff import BeingIdentified, EnteringPin, Page, StaffMenu

ARMED_FOR = timedelta(seconds=4)
SELECTION_KEPT = timedelta(seconds=45)
WARN_LAST = timedelta(seconds=10)
KEYBOARD = timedelta(seconds=60)
REPORT = timedelta(seconds=60)
TO_AIM = timedelta(seconds=60)
"""For finding a phone and holding it to the code."""
ANSWER_READ = timedelta(seconds=12)
PIN = timedelta(seconds=30)
STAFF = timedelta(seconds=120)
IDENTIFY = timedelta(seconds=20)
QUICKER_AFTER_TOUCH = timedelta(minutes=1)


def idle_limit(visit: Visit) -> timedelta:
    """How long a sheet stays open without a touch, or a choice is kept (DESIGN.md §8)."""
    return _limit(visit) * (PATIENCE if visit.easy else 1)


def _limit(visit: Visit) -> timedelta:
    match visit.sheet:
        case InMenu() | ChoosingLanguage():
            return timedelta(seconds=20)
        case ViewingDay() | ViewingBlock() | FindingRoom():
            return timedelta(seconds=30)
        case ShowingCode():
            return TO_AIM
        case PickingTime():
            return KEYBOARD if visit.typing else timedelta(seconds=45)
        case NamingBooking():
            return KEYBOARD
        case Reporting() | Reported():
            return REPORT
        case EnteringPin():
            return PIN
        case StaffMenu(page=page):
            return IDENTIFY if page is Page.IDENTIFY else STAFF
        case BeingIdentified():
            return IDENTIFY
        case None:
            return SELECTION_KEPT
        case never:
            assert_never(never)


def closes_at(visit: Visit) -> datetime | None:
    """When the open sheet closes by itself, aware UTC; None when there is none."""
    if visit.sheet is None or visit.touched_at is None:
        return None
    return visit.touched_at + idle_limit(visit)


def is_about(visit: Visit, promise: PromiseId) -> bool:
    """The open sheet is about this booking."""
    match visit.sheet:
        case PickingTime(moving=about) | NamingBooking(about) | ViewingBlock(about):
            return about == promise
        case _:
            return False


def as_of(visit: Visit, now: datetime) -> Visit:
    """The visit as it stands at `now`: what has expired is gone."""
    at = visit.touched_at
    if at is None:
        return visit
    ends = easy_until(visit)
    if visit.armed_until is not None and now >= visit.armed_until:
        visit = replace(visit, armed=None, armed_until=None)
    if (visit.sheet is not None or visit.typing) and now >= at + idle_limit(visit):
        visit = replace(visit, sheet=None, typing=False)
    if ends is not None and now >= ends:
        visit = replace(visit, easy=False)
    if visit.selected is not None and now >= at + selection_kept(visit):
        visit = replace(visit, selected=None)
    return visit


def easy_until(visit: Visit) -> datetime | None:
    """When the glass goes back from easy reach by itself, aware UTC; None when it is not in it."""
    if not visit.easy or visit.touched_at is None:
        return None
    return visit.touched_at + (EASY_KEPT if visit.sheet is None else max(EASY_KEPT, idle_limit(visit)))


def selection_kept(visit: Visit) -> timedelta:
    """How long a chosen length is kept without a touch."""
    return SELECTION_KEPT * (PATIENCE if visit.easy else 1)


def easy(facts: Facts) -> bool:
    """All controls stand low and large. `facts.visit` is as of now."""
    return facts.visit.easy or facts.settings.easy_reach is EasyReach.ALWAYS


def cleaning(facts: Facts, now: datetime) -> timedelta | None:
    """For how much longer a touch means nothing, because the glass is being wiped."""
    until = facts.visit.cleaning_until
    return until - now if until is not None and now < until else None


def patiently(notice: Notice, facts: Facts) -> Notice:
    """The notice, to be read for three times as long in easy reach."""
    if not facts.visit.easy or notice.made_at is None:
        return notice
    return replace(notice, until=notice.made_at + PATIENCE * (notice.until - notice.made_at))


def language(facts: Facts, now: datetime) -> str:
    """What this visit is spoken to in; "": the configured language. It outlasts the wait for an answer, and its reading."""
    visit = as_of(facts.visit, now)
    if visit.touched_at is None or now < visit.touched_at + max(idle_limit(visit), selection_kept(visit)):
        return visit.language
    asked = next((promise for promise in facts.promises if promise.id == visit.asked), None)
    waits = asked is not None and (
        asked.open or (asked.answered_at is not None and now < asked.answered_at + ANSWER_READ)
    )
    return visit.language if waits else ""


def touched(facts: Facts, gesture: intents.Gesture, now: datetime) -> Facts:
    """The facts after a gesture that books nothing."""
    if cleaning(facts, now) is not None:
        return facts
    visit = replace(
        as_of(facts.visit, now), touched_at=now, language=language(facts, now), cleaning_until=None
    )
    visit = replace(visit, easy=visit.easy or facts.settings.easy_reach is EasyReach.ALWAYS)
    facts = replace(facts, notices=tuple(_kept_open(notice, now) for notice in facts.notices))
    match gesture:
        case intents.Touch(typing):
            visit = replace(visit, typing=typing, sheet=_spelt(visit.sheet))
        case intents.SelectLength(minutes):
            visit = replace(visit, selected=minutes or 0)
        case (
            intents.OpenPickTime()
            | intents.OpenDayView()
            | intents.OpenBlock()
            | intents.OpenMenu()
            | intents.FindRoom()
            | intents.OpenLanguages()
            | intents.OpenCode()
            | intents.OpenDetails()
            | intents.OpenReport()
            | intents.ChooseTrouble()
        ):
            visit = replace(visit, sheet=_opened(facts, gesture, now), typing=False)
        case intents.ReachEasily() | intents.Clean():
            visit = _reached(facts, visit, gesture, now)
        case intents.Speak(chosen):
            visit = replace(visit, sheet=None, language=chosen)
        case intents.Close():
            visit = replace(visit, sheet=None, typing=False)
        case intents.MoveStart(start):
            visit = replace(visit, sheet=_picking(visit, start=start))
        case intents.SetLength(minutes):
            visit = replace(visit, sheet=_picking(visit, minutes=minutes))
        case intents.ShowDay(offset):
            visit = replace(visit, sheet=_day(visit, min(max(offset, 0), facts.settings.days_ahead)))
        case intents.Arm(booking):
            visit = replace(
                visit, armed=booking, armed_until=now + ARMED_FOR * (PATIENCE if visit.easy else 1)
            )
        case intents.Done(promise):
            known = {p.id for p in facts.promises}
            visit = replace(visit, done=visit.done & known | {promise}, asked=None, sheet=None)
        case intents.Dismiss():
            unseen = tuple(notice for notice in facts.notices if not notice.seen)
            return replace(facts, visit=replace(visit, dismissed_at=now), notices=unseen)
        case never:
            assert_never(never)
    return replace(facts, visit=visit)


def _reached(
    facts: Facts, visit: Visit, gesture: intents.ReachEasily | intents.Clean, now: datetime
) -> Visit:
    match gesture:
        case intents.ReachEasily(on):
            offered = facts.settings.easy_reach is EasyReach.AUTO
            return replace(visit, sheet=None, typing=False, easy=on if offered else visit.easy)
        case intents.Clean():
            return replace(visit, sheet=None, typing=False, cleaning_until=now + CLEANING_FOR)
        case never:
            assert_never(never)


def misspelt(visit: Visit, now: datetime) -> Visit:
    """Nothing was booked or sent, because of an address that is none: the sheet stays, and with it what was typed."""
    sheet = visit.sheet
    return replace(
        visit,
        touched_at=now,
        sheet=replace(sheet, misspelt=True) if isinstance(sheet, PickingTime | Reporting) else sheet,
    )


def _spelt(sheet: OpenSheet | None) -> OpenSheet | None:
    return replace(sheet, misspelt=False) if isinstance(sheet, PickingTime | Reporting) else sheet


def _opened(facts: Facts, gesture: intents.Opening, now: datetime) -> OpenSheet:
    match gesture:
        case intents.OpenPickTime(start, minutes, moving):
            offset = max(0, _days_from_today(facts, start, now)) if start else 0
            return PickingTime(offset, start, minutes, moving=moving)
        case intents.OpenDayView():
            return ViewingDay()
        case intents.OpenBlock(block, offset):
            return ViewingBlock(block, offset)
        case intents.OpenMenu():
            return InMenu()
        case intents.FindRoom(wish):
            return wish
        case intents.OpenLanguages():
            return ChoosingLanguage()
        case intents.OpenCode():
            return ShowingCode()
        case intents.OpenDetails(promise):
            return NamingBooking(promise)
        case intents.OpenReport():
            return Reporting()
        case intents.ChooseTrouble(category, thing):
            return Reporting(category, thing)
        case never:
            assert_never(never)


def _kept_open(notice: Notice, now: datetime) -> Notice:
    """A touch keeps what is being read: its time counts anew."""
    if notice.made_at is None or notice.until <= now:
        return notice
    return replace(notice, made_at=now, until=now + (notice.until - notice.made_at))


def _picking(visit: Visit, *, start: datetime | None = None, minutes: int | None = None) -> PickingTime:
    sheet = visit.sheet if isinstance(visit.sheet, PickingTime) else PickingTime()
    return replace(sheet, start=start or sheet.start, minutes=minutes or sheet.minutes, misspelt=False)


def _day(visit: Visit, offset: int) -> PickingTime | ViewingDay:
    if isinstance(visit.sheet, PickingTime):
        return replace(visit.sheet, day_offset=offset, start=None, misspelt=False)
    return ViewingDay(offset)


def _days_from_today(facts: Facts, at: datetime, now: datetime) -> int:
    zone = facts.room.zone if facts.room else "UTC"
    return (days.local_date(at, zone) - days.local_date(now, zone)).days
