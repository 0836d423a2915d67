"""facts + now → Face: the whole picture. Pure.

Which state it is: survey.py. What plane, card and sheets say: plane.py, cards.py, sheets.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import cards, days, resting, sheet_staff, sheets, unpaired
from kiosk.room.attendance import TOLD_RELEASE_FOR
from kiosk.room.cards_asked import booked_elsewhere
from kiosk.room.cards_reach import being_cleaned, within_reach
from kiosk.room.cards_told import told_of
from kiosk.room.face import (
    AnswerSheet,
    Card,
    Face,
    PickTimeSheet,
    Plane,
    ReportSheet,
    Say,
    Sheet,
    State,
    Told,
    Tone,
)
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.plane import plane
from kiosk.room.reach import CLEANING_FOR
from kiosk.room.scale import day_scale
from kiosk.room.survey import Scene, can_book, survey
from kiosk.room.visit import WARN_LAST, cleaning, closes_at, easy, language


def project(facts: Facts, now: datetime) -> Face:
    """What the glass shows."""
    scene = survey(facts, now)
    facts = scene.facts
    if facts.room is None or facts.pairing is not None:
        return unpaired.face(facts, now)
    first = facts.heard.as_of is None and scene.state is State.UNKNOWN and facts.heard.problem is None
    has_scale = scene.state is not State.PROBLEM and facts.heard.as_of is not None
    sheet = sheets.of(scene)
    wiped = cleaning(facts, now)
    card = cards.of(scene, first=first) if wiped is None else being_cleaned(wiped)
    shown = _first_sync() if first else plane(scene)
    alert = _of_sheet(sheet) or _alert(scene, card)
    awake = first or alert is not None or wiped is not None
    if easy(facts):
        card = within_reach(card, facts)
    return Face(
        scene.state,
        days.floor_minute(now),
        scene.zone,
        scene.room,
        place=facts.room.equipment,
        floor=facts.room.floor,
        seats=facts.room.seats,
        plane=shown,
        card=card,
        scale=day_scale(scene.taken, now, scene.zone, facts.settings, _selected(scene))
        if has_scale
        else None,
        sheet=sheet,
        alert=alert,
        hint_offline=_hint(facts, now) and not scene.stale,
        closing_in=_closing_in(scene, sheet),
        booking_possible=can_book(scene),
        clock_wrong=facts.clock.wrong,
        easy_reach=easy(facts),
        language=language(facts, now),
        cover=sheet_staff.cover(facts, facts.visit.sheet),
        rest=resting.rest(scene, shown, card, awake=awake),
    )


def _first_sync() -> Plane:
    return Plane(Tone.SETUP, Say(Phrase.STARTING), Say(Phrase.READING_CALENDAR))


def _selected(scene: Scene) -> tuple[datetime, datetime] | None:
    choice = cards.quick_choice(scene)
    return (choice.start, choice.chosen.end) if choice else None


def _hint(facts: Facts, now: datetime) -> bool:
    as_of = facts.heard.as_of
    return as_of is not None and (facts.heard.age_unknown or now - as_of > facts.settings.stale_after / 2)


def _closing_in(scene: Scene, sheet: Sheet | None) -> int | None:
    closes = closes_at(scene.facts.visit) if sheet is not None else None
    told = cards.told(scene)
    if sheet is None and told is not None:
        closes = told.until
    if closes is None or not timedelta(0) < closes - scene.now <= WARN_LAST:
        return None
    return days.seconds_left(closes - scene.now)


def _confirmed(scene: Scene) -> Say | None:
    """What somebody did at the door a moment ago, or what was done because nobody came."""
    facts, now = scene.facts, scene.now
    if any(timedelta(0) <= now - one.at < TOLD_RELEASE_FOR for one in facts.check_ins):
        return Say(Phrase.CHECKED_IN)
    for release in facts.releases:
        if release.done_at is not None and now < release.done_at + TOLD_RELEASE_FOR and scene.run is None:
            coming = next((slot.start for slot in scene.taken if slot.start >= now), None)
            phrase = Phrase.RELEASED_REST if coming is None else Phrase.RELEASED_UNTIL
            return Say(phrase, text=scene.room, at=coming)
    return None


def _of_sheet(sheet: Sheet | None) -> Say | Told | None:
    match sheet:
        case AnswerSheet():
            return sheet.title
        case PickTimeSheet() | ReportSheet():
            return sheet.misspelt
        case _:
            return None


def _alert(scene: Scene, card: Card) -> Say | Told | None:
    if cleaning(scene.facts, scene.now) is not None:
        return Say(Phrase.CLEANING, number=days.seconds_left(CLEANING_FOR))
    yours = scene.yours
    if cards.told(scene) is not None:
        return card.told
    if yours is not None and yours.elsewhere:
        return booked_elsewhere(scene, yours, Phrase.BOOKED_ELSEWHERE, Phrase.BOOKED_ELSEWHERE_LATER)
    if yours is not None:
        return Say(Phrase.BOOKED, at=yours.start, to=yours.end)
    confirmed = _confirmed(scene)
    if confirmed is not None:
        return confirmed
    notice = scene.facts.notices[-1] if scene.facts.notices else None
    return told_of(scene, notice) if notice else None
