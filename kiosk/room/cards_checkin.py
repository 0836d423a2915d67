"""What the card says of check-in, and of a room that was given back (boards 03, 03a). Pure."""

from __future__ import annotations

from dataclasses import replace

from kiosk.room import attendance, days, hours, intents, offers, sheet_rooms
from kiosk.room.agenda import Slot
from kiosk.room.face import Card, Icon, Key, Place, Ring, Say
from kiosk.room.model import EventId
from kiosk.room.phrases import Phrase
from kiosk.room.survey import Scene


def key(slot: Slot) -> Key:
    return Key(Say(Phrase.KEY_CHECK_IN), intents.CheckIn(slot.id, slot.end), Place.FILLED, icon=Icon.CHECK)


def is_anyone_here(scene: Scene, slot: Slot) -> Card:
    """The card of a meeting that runs, and that nobody has checked in to."""
    by = attendance.deadline(slot, scene.facts)
    text = Say(Phrase.ELSE_RELEASED_FOR_OTHERS, at=by)
    if not attendance.may_release(slot, scene.facts):
        text = Say(Phrase.CHECK_IN_KEEPS)
    left = by - scene.now
    ring = Ring(
        left / scene.facts.settings.release_after, Say(Phrase.COUNTDOWN, number=days.seconds_left(left))
    )
    other = None if scene.stale else sheet_rooms.way_in(scene.facts, Place.WIDE)
    keys = (other, key(slot)) if other else (key(slot),)
    return Card(
        title=Say(Phrase.IS_ANYONE_HERE), intro=text, ring=ring, keys=keys, footer=Say(Phrase.ONE_TAP)
    )  # fmt: skip


def soon(scene: Scene, card: Card) -> Card:
    """The card before a meeting begins that somebody can check in to already."""
    slot = scene.waiting
    if slot is None:
        return card
    note = None
    if attendance.may_release(slot, scene.facts):
        note = Say(Phrase.ELSE_RELEASED, at=attendance.deadline(slot, scene.facts))
    return replace(card, note=note, keys=(*card.keys, key(slot)))


def given_back(scene: Scene, card: Card) -> Card:
    """A free room whose meeting nobody came to, or was released here: for some minutes it can be had back."""
    release = attendance.released_just_now(scene.facts, scene.taken, scene.now)
    if release is None:
        return card
    if not hours.holds(scene.facts, scene.now, release.end):
        return card  # it was never to be booked here, and cannot be had back here
    again = intents.Book(offers.quick_start(scene.taken, scene.now), release.end, release.subject)
    undo = Key(Say(Phrase.KEY_UNDO), again, Place.WIDE)
    told = Say(Phrase.RELEASED, text=scene.room)
    return replace(card, note=told, keys=(undo, *card.keys))


def release_key(scene: Scene, slot: Slot) -> Key | None:
    """The way to give back somebody's meeting: two taps, where the admin allows it and Exchange is heard."""
    facts = scene.facts
    theirs = slot.promise is None and slot.accepted and not slot.all_day
    if not (theirs and facts.settings.decline_others and not scene.stale and slot.start <= scene.now):
        return None
    if any(release.event == slot.id for release in facts.releases):
        return None
    phrase = Say(Phrase.KEY_RELEASE_ROOM)
    if facts.visit.armed == slot.id:
        again = Say(Phrase.KEY_TAP_AGAIN, what=phrase)
        return Key(again, intents.ReleaseRoom(EventId(slot.id)), Place.WIDE, armed=True, icon=Icon.STOP)
    return Key(phrase, intents.Arm(slot.id), Place.WIDE, icon=Icon.STOP)
