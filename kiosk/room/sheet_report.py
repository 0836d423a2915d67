"""Telling facilities: the sheet that asks what is wrong, and the one that tells what became of it (board 12). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.room import intents
from kiosk.room.face import AnswerSheet, Icon, Key, Place, ReportSheet, Say, Told
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.reach import PATIENCE
from kiosk.room.reasons import Reason
from kiosk.room.reports import Category, Course, Report, Reported, Reporting, earlier, of_today

THANKED_FOR = timedelta(seconds=4)
SENDING_FOR = timedelta(seconds=8)
"""How long the first try may take before the person is told that it is saved, and need not wait."""
CLOSE = Key(Say(Phrase.KEY_CLOSE), intents.Close(), Place.HEADER, icon=Icon.CLOSE)
DONE = Key(Say(Phrase.KEY_DONE), intents.Close(), Place.FILLED)

TROUBLES: dict[Category, tuple[Phrase, Icon]] = {
    Category.SCREEN: (Phrase.TROUBLE_SCREEN, Icon.SCREEN),
    Category.VIDEO: (Phrase.TROUBLE_VIDEO, Icon.VIDEO),
    Category.CABLES: (Phrase.TROUBLE_CABLES, Icon.CABLES),
    Category.WIFI: (Phrase.TROUBLE_WIFI, Icon.WIFI),
    Category.CLIMATE: (Phrase.TROUBLE_CLIMATE, Icon.CLIMATE),
    Category.CLEANING: (Phrase.TROUBLE_CLEANING, Icon.CLEANING),
    Category.FURNITURE: (Phrase.TROUBLE_FURNITURE, Icon.FURNITURE),
    Category.OTHER: (Phrase.TROUBLE_OTHER, Icon.MORE),
}
PLACE: dict[str, tuple[Category, Phrase, Icon]] = {
    "camera": (Category.VIDEO, Phrase.THING_CAMERA, Icon.VIDEO),
    "phone": (Category.VIDEO, Phrase.THING_PHONE, Icon.PHONE),
    "whiteboard": (Category.FURNITURE, Phrase.THING_WHITEBOARD, Icon.WHITEBOARD),
}
"""Exchange's words for a room's equipment. Its display needs no tile of its own: the kind of trouble says it."""


def possible(facts: Facts) -> bool:
    """Whether anybody is told; else there is no key."""
    return bool(facts.settings.report.ways)


def of(facts: Facts, now: datetime, sheet: Reporting | Reported) -> ReportSheet | AnswerSheet | None:
    """The open sheet's content; None where nobody is told, or the answer was read."""
    if facts.room is None or not possible(facts):
        return None
    return _asking(facts, now, sheet) if isinstance(sheet, Reporting) else _answer(facts, now, sheet)


def _asking(facts: Facts, now: datetime, open_: Reporting) -> ReportSheet:
    """What is wrong? Tiles, and the key that sends as soon as one is chosen."""
    send = None
    if open_.category is not None:
        send = Key(Say(Phrase.KEY_SEND), intents.SendReport(open_.category, open_.thing), Place.FILLED)
    return ReportSheet(
        Say(Phrase.REPORT_TITLE), Say(Phrase.REPORT_INTRO), tuple(_tiles(facts, open_)),
        _hint(facts, now, open_), send, CLOSE, Told(Reason.EMAIL) if open_.misspelt else None,
    )  # fmt: skip


def _tiles(facts: Facts, open_: Reporting) -> Iterator[Key]:
    """The kinds of trouble; or, in place of them, the chosen kind and what this room has of it."""
    things = () if open_.category is None else tuple(_things(facts, open_.category))
    if open_.category is not None and things:
        phrase, _ = TROUBLES[open_.category]
        yield Key(Say(phrase), intents.OpenReport(), selected=not open_.thing, icon=Icon.BACK)
        for thing in things:
            chosen = thing == open_.thing
            icon = PLACE[thing][2] if thing in PLACE else TROUBLES[open_.category][1]
            intent = intents.ChooseTrouble(open_.category, thing)
            yield Key(_thing(thing), intent, selected=chosen, icon=icon)
        return
    for category in facts.settings.report.categories:
        phrase, icon = TROUBLES[category]
        yield Key(
            Say(phrase), intents.ChooseTrouble(category), selected=category is open_.category, icon=icon
        )


def _things(facts: Facts, category: Category) -> Iterator[str]:
    """The configuration's first, then what Exchange tells of the room."""
    yield from dict(facts.settings.report.things).get(category, ())
    for word in facts.room.equipment if facts.room else ():
        if word in PLACE and PLACE[word][0] is category:
            yield word


def _thing(thing: str) -> Say:
    return Say(PLACE[thing][1]) if thing in PLACE else Say(Phrase.THING, text=thing)


def _trouble(report: Report) -> Say:
    return _thing(report.thing) if report.thing else Say(TROUBLES[report.category][0])


def _hint(facts: Facts, now: datetime, open_: Reporting) -> Say:
    if open_.category is not None:
        before = earlier(facts, open_.category, open_.thing, now)
        if before is not None:
            return Say(Phrase.REPORT_AGAIN, at=before.at)
    today = tuple(of_today(facts, now))
    if today:
        return Say(Phrase.REPORT_TODAY, what=_trouble(today[-1]), at=today[-1].at)
    return Say(Phrase.REPORT_SENT_WITH)


def _answer(facts: Facts, now: datetime, told: Reported) -> AnswerSheet | None:
    """What became of it, and no more than is known; None once the thanks were read."""
    report = next((one for one in facts.reports if one.id == told.report), None)
    if report is None:
        return AnswerSheet(Say(Phrase.REPORT_NOT_SAVED), Say(Phrase.REPORT_OTHERWISE), DONE, CLOSE)
    if report.delivered_at is not None:
        if now >= max(report.delivered_at, told.at) + _thanked_for(facts):
            return None
        return AnswerSheet(Say(Phrase.REPORT_THANKS, text=report.number), None, None, CLOSE)
    tried = any(one.attempts > 0 or one.course is Course.GIVEN_UP for one in report.deliveries)
    if not report.stored or (not tried and now < report.at + SENDING_FOR):
        return AnswerSheet(Say(Phrase.REPORT_SENDING), None, None, CLOSE)
    return AnswerSheet(Say(Phrase.REPORT_SAVED), Say(Phrase.REPORT_WHEN_ONLINE), DONE, CLOSE)


def _thanked_for(facts: Facts) -> timedelta:
    return THANKED_FOR * (PATIENCE if facts.visit.easy else 1)


def moments(facts: Facts) -> Iterator[datetime]:
    """When the open sheet may tell something else though nothing new is heard."""
    told = facts.visit.sheet
    if not isinstance(told, Reported):
        return
    yield told.at + _thanked_for(facts)
    for one in facts.reports:
        if one.id == told.report:
            yield one.at + SENDING_FOR
            if one.delivered_at is not None:
                yield one.delivered_at + _thanked_for(facts)
