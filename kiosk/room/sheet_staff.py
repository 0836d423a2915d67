"""The sheets of the staff menu: PIN, diagnostics, details for a phone, what else there is (boards 10a, 10b). Pure."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import assert_never

from kiosk.room import diagnostics, intents, staff_pin
from kiosk.room.face import CodeSheet, Icon, Key, MenuSheet, Place, Say, Sheet
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.staff import (
    PATTERNS,
    BeingIdentified,
    EnteringPin,
    GetAnotherRoom,
    Outcome,
    Page,
    Restart,
    SaveLog,
    ShowPage,
    StaffMenu,
    SyncNow,
    TakeStick,
)
from kiosk.room.staff_face import Cover, DiagnosticsSheet, Identifying, Pattern, PinSheet

LOCK = Key(Say(Phrase.STAFF_KEY_LOCK), intents.Close(), Place.HEADER, icon=Icon.LOCK)
BACK = Key(Say(Phrase.KEY_BACK), ShowPage(Page.DIAGNOSTICS), Place.HEADER, icon=Icon.BACK)
LEAVE = Key(Say(Phrase.KEY_CLOSE), intents.Close(), Place.HEADER, icon=Icon.CLOSE)
MINUTE = 60
TOLD = {
    Outcome.ANSWERED: Phrase.STAFF_ANSWERED,
    Outcome.NO_ANSWER: Phrase.STAFF_NO_ANSWER,
    Outcome.LOG_SAVED: Phrase.STAFF_LOG_SAVED,
    Outcome.NO_DRIVE: Phrase.STAFF_NO_DRIVE,
    Outcome.LOG_REFUSED: Phrase.STAFF_LOG_REFUSED,
    Outcome.STICK_EMPTY: Phrase.STAFF_STICK_EMPTY,
    Outcome.STICK_OTHERS: Phrase.STAFF_STICK_OTHERS,
    Outcome.STICK_CROWDED: Phrase.STAFF_STICK_CROWDED,
    Outcome.STICK_UNREADABLE: Phrase.STAFF_STICK_UNREADABLE,
    Outcome.STICK_TAKEN: Phrase.STAFF_STICK_TAKEN,
    Outcome.STICK_SAME: Phrase.STAFF_STICK_SAME,
    Outcome.STICK_REFUSED: Phrase.STAFF_STICK_REFUSED,
}


def of(facts: Facts, now: datetime, sheet: EnteringPin | StaffMenu) -> Sheet | None:
    """None where the whole glass is covered: see `cover`."""
    if isinstance(sheet, EnteringPin):
        return _pin(sheet, now)
    match sheet.page:
        case Page.DIAGNOSTICS:
            return _diagnostics(facts, sheet, now)
        case Page.DETAILS:
            told = diagnostics.worst(sheet.seen)
            hint = (
                Say(Phrase.STAFF_DETAILS_HINT)
                if told is None
                else Say(Phrase.SUBJECT, text=f"{told.sentence} {told.details}")
            )
            return CodeSheet(
                Say(Phrase.STAFF_KEY_DETAILS), hint, diagnostics.for_a_phone(facts, sheet.seen, now), BACK
            )
        case Page.MORE:
            return MenuSheet(Say(Phrase.KEY_MORE), _more(sheet), BACK)
        case Page.MOVE:
            go = Key(Say(Phrase.STAFF_KEY_MOVE), GetAnotherRoom(), Place.WIDE, icon=Icon.UNLINK)
            room = facts.room.name if facts.room else ""
            return MenuSheet(Say(Phrase.STAFF_STOP_SHOWING, text=room), (go,), BACK)
        case Page.IDENTIFY | Page.PATTERN:
            return None
        case never:
            assert_never(never)


def cover(facts: Facts, sheet: object) -> Cover | None:
    """What is drawn over everything else."""
    if isinstance(sheet, BeingIdentified):
        return Identifying(facts.room.name if facts.room else "", sheet.display, LEAVE)
    if not isinstance(sheet, StaffMenu):
        return None
    if sheet.page is Page.IDENTIFY:
        back = Key(Say(Phrase.KEY_BACK), ShowPage(Page.MORE))
        return Identifying(facts.room.name if facts.room else "", sheet.seen.display, back)
    if sheet.page is Page.PATTERN:
        after = sheet.pattern + 1
        on = ShowPage(Page.PATTERN, after) if after < PATTERNS else ShowPage(Page.MORE)
        return Pattern(sheet.pattern, Key(Say(Phrase.STAFF_NEXT_PATTERN), on))
    return None


def _pin(sheet: EnteringPin, now: datetime) -> PinSheet:
    answer, told = sheet.answer, None
    waits = None if sheet.until is None or sheet.until <= now else sheet.until - now
    match answer:
        case staff_pin.Wrong(left):
            told = Say(Phrase.PIN_WRONG, number=left)
        case staff_pin.Locked() if waits is not None:
            seconds = ceil(waits.total_seconds())
            told = (
                Say(Phrase.PIN_LOCKED_SECONDS, number=seconds)
                if seconds <= MINUTE
                else Say(Phrase.PIN_LOCKED, number=ceil(seconds / MINUTE))
            )
        case staff_pin.Off():
            told = Say(Phrase.PIN_OFF)
        case staff_pin.Unset():
            told = Say(Phrase.PIN_UNSET)
        case staff_pin.Uncounted():
            told = Say(Phrase.PIN_UNCOUNTED)
        case _:
            pass
    shut = isinstance(answer, staff_pin.Off | staff_pin.Unset) or waits is not None
    return PinSheet(
        Say(Phrase.STAFF_ACCESS),
        Say(Phrase.PIN_ENTER),
        Say(Phrase.PIN_NOTE),
        Say(Phrase.PIN_CHECKING) if sheet.checking else told,
        open=not (sheet.checking or shut),
        close=LEAVE,
    )


def _diagnostics(facts: Facts, sheet: StaffMenu, now: datetime) -> DiagnosticsSheet:
    seen = sheet.seen
    told = None if sheet.outcome is None else Say(TOLD[sheet.outcome], text=sheet.outcome_text)
    keys = (
        Key(Say(Phrase.STAFF_KEY_SYNC), SyncNow(), Place.PAIR, icon=Icon.SYNC),
        Key(Say(Phrase.STAFF_KEY_DETAILS), ShowPage(Page.DETAILS), Place.PAIR, icon=Icon.CODE),
        Key(Say(Phrase.STAFF_KEY_RESTART), Restart(), Place.PAIR, icon=Icon.POWER),
        Key(Say(Phrase.KEY_MORE), ShowPage(Page.MORE), Place.PAIR, icon=Icon.MORE),
    )
    return DiagnosticsSheet(
        Say(Phrase.STAFF_DIAGNOSTICS),
        Say(Phrase.STAFF_DISPLAY, text=seen.display)
        if seen.display
        else Say(Phrase.SUBJECT, text=seen.names.room),
        diagnostics.findings(facts, seen, now),
        diagnostics.worst(seen),
        Say(Phrase.STAFF_ASKING) if sheet.asking else told,
        keys,
        LOCK,
    )


def _more(sheet: StaffMenu) -> tuple[Key, ...]:
    """A room that stands in an admin's file cannot be changed here."""
    move = Key(Say(Phrase.STAFF_KEY_REPAIR), ShowPage(Page.MOVE), Place.WIDE, icon=Icon.UNLINK)
    return (
        Key(Say(Phrase.STAFF_KEY_IDENTIFY), ShowPage(Page.IDENTIFY), Place.WIDE, icon=Icon.EYE),
        Key(Say(Phrase.STAFF_KEY_PATTERN), ShowPage(Page.PATTERN), Place.WIDE, icon=Icon.PATTERN),
        Key(Say(Phrase.STAFF_KEY_LOG), SaveLog(), Place.WIDE, icon=Icon.SAVE),
        Key(Say(Phrase.STAFF_KEY_STICK), TakeStick(), Place.WIDE, icon=Icon.CABLES),
        *(() if sheet.seen.by_file else (move,)),
    )
