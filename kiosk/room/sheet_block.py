"""One meeting of the day view in full, and what can be done with it here. Pure."""

from __future__ import annotations

from datetime import timedelta

from kiosk.room import days, intents, offers
from kiosk.room.agenda import Slot, without
from kiosk.room.cards import two_taps
from kiosk.room.cards_checkin import release_key
from kiosk.room.face import BlockSheet, Icon, Key, Place, Say
from kiosk.room.model import Life, Promise, ViewingBlock
from kiosk.room.phrases import Phrase
from kiosk.room.say import meeting
from kiosk.room.sheet_keys import CLOSE
from kiosk.room.survey import Scene, can_book, may_wish


def open_key(slot: Slot, offset: int) -> Key:
    """A meeting on the day's scale, as something to press."""
    say = Say(Phrase.FROM_TO, at=slot.start, to=slot.end)
    return Key(say, intents.OpenBlock(_name(slot), offset), Place.WIDE)


def change_key(scene: Scene) -> tuple[Key, ...]:
    """The way to the running booking, where it was made here."""
    slot = scene.run.current(scene.now) if scene.run is not None else None
    if slot is None or slot.promise is None or slot.start > scene.now:
        return ()
    opens = intents.OpenBlock(slot.promise.id)
    return (Key(Say(Phrase.KEY_CHANGE_BOOKING), opens, Place.WIDE, icon=Icon.PENCIL),)


def block(scene: Scene, viewing: ViewingBlock) -> BlockSheet | None:
    """None where it is not there any more."""
    found = [slot for slot in scene.taken if _name(slot) == viewing.block]
    slot = next((slot for slot in found if not slot.wished), found[0] if found else None)
    if slot is None:
        return None
    day = days.local_date(scene.now, scene.zone) + timedelta(days=viewing.day_offset)
    noon = days.at_hour(day, 12, scene.zone)
    today = Say(Phrase.TODAY_IN, text=scene.room)
    title = today if viewing.day_offset == 0 else Say(Phrase.DAY_IN, at=noon, text=scene.room)
    whole = Say(Phrase.ALL_DAY)
    when = whole if slot.all_day else Say(Phrase.FROM_TO, at=slot.start, to=slot.end)
    who = "" if slot.private or slot.organizer == slot.subject else slot.organizer
    note = Say(Phrase.BOOKED_IN_OUTLOOK if slot.promise is None else Phrase.BOOKED_AT_DISPLAY)
    back = Key(Say(Phrase.KEY_DAY_VIEW), intents.ShowDay(viewing.day_offset), Place.WIDE, icon=Icon.CALENDAR)
    filled, keys = _keys(scene, slot)
    return BlockSheet(day, title, when, meeting(slot), who, note, (*keys, back), filled, CLOSE)


def _name(slot: Slot) -> str:
    """A booking made here keeps its own name, whether the calendar has shown it yet or not."""
    return slot.id if slot.promise is None else slot.promise.id


def _keys(scene: Scene, slot: Slot) -> tuple[Key | None, tuple[Key, ...]]:
    """The filled key, and the others."""
    if slot.promise is None:
        release = release_key(scene, slot)
        return None, (release,) if release else ()
    if slot.end <= scene.now:
        return None, ()
    promise, running = slot.promise, slot.start <= scene.now
    phrase = Phrase.KEY_END_NOW if running else Phrase.KEY_CANCEL_BOOKING
    ends = two_taps(scene, promise, phrase, Place.WIDE)
    if promise.life not in (Life.CONFIRMED, Life.KEPT) or promise.elsewhere:
        return None, (ends,)
    name = Key(Say(Phrase.KEY_ADD_NAME), intents.OpenDetails(promise.id), Place.WIDE, icon=Icon.PENCIL)
    move = None
    if can_book(scene) and not scene.stale:
        length = days.whole_minutes(promise.end - promise.start)
        opens = intents.OpenPickTime(promise.start, length, promise.id)
        move = Key(Say(Phrase.KEY_MOVE), opens, Place.FILLED)
    return move, (*_longer(scene, slot, promise), name, ends)


def _longer(scene: Scene, slot: Slot, promise: Promise) -> tuple[Key, ...]:
    if not may_wish(scene):
        return ()
    others = without(scene.facts, promise)
    return tuple(
        Key(
            Say(Phrase.KEY_EXTEND, minutes=m), intents.Extend(promise.id, slot.end + timedelta(minutes=m)),
            Place.WIDE,
        )
        for m in offers.extensions(scene.facts, others, slot.end, promise.start)
    )  # fmt: skip
