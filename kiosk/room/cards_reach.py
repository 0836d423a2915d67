"""What easy reach and cleaning make of a card, and their keys in the menu (board 14). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.room import days, intents
from kiosk.room.face import Card, Icon, Key, Place, Say
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.reach import EasyReach

NORMAL_VIEW = Key(Say(Phrase.KEY_NORMAL_VIEW), intents.ReachEasily(on=False), Place.HEADER, icon=Icon.CLOSE)


def being_cleaned(left: timedelta) -> Card:
    """No key, so that no cloth presses one."""
    return Card(header=False, title=Say(Phrase.CLEANING, number=days.seconds_left(left)))


def within_reach(card: Card, facts: Facts) -> Card:
    """The card, with the way back to the usual view, where it was a visitor who left it."""
    if not card.header:
        return card
    keys = (NORMAL_VIEW,) if facts.settings.easy_reach is EasyReach.AUTO else ()
    note, icon = card.note, card.note_icon
    if note is None:
        note, icon = Say(Phrase.EASY_REACH), Icon.PERSON
    return replace(card, keys=(*card.keys, *keys), note=note, note_icon=icon)


def menu_keys(facts: Facts) -> tuple[Key, ...]:
    easy = Key(Say(Phrase.KEY_EASY_REACH), intents.ReachEasily(), Place.WIDE, icon=Icon.PERSON)
    normal = replace(NORMAL_VIEW, place=Place.WIDE)
    clean = Key(Say(Phrase.KEY_CLEAN), intents.Clean(), Place.WIDE, icon=Icon.SPARKLE)
    offered = facts.settings.easy_reach is EasyReach.AUTO
    return (*((normal if facts.visit.easy else easy,) if offered else ()), clean)
