"""The card while somebody waits for a booking, and when it stands: *Holding*, *Held*, *Yours* (boards 05a, 05b, 06b). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.room import days, intents, sheet_rooms
from kiosk.room.face import Card, Icon, Key, Mark, Place, Row, Say, Step
from kiosk.room.model import Promise, Wish
from kiosk.room.phrases import Phrase
from kiosk.room.survey import GIVE_BACK_FACE, STILL_CHECKING, Scene


def _asked_for(promise: Promise) -> Say:
    length = days.whole_minutes(promise.until - promise.begin)
    return Say(Phrase.FROM_TO_LENGTH, at=promise.begin, to=promise.until, minutes=length)


def holding(scene: Scene, promise: Promise) -> Card:
    waited = scene.now - promise.tapped_at
    seconds = int(waited.total_seconds())
    sent = promise.sent_at is not None
    checking = Step(
        Mark.RUNNING if sent else Mark.OPEN,
        Say(Phrase.EXCHANGE_CHECKING),
        Say(Phrase.SECONDS_SO_FAR, number=seconds),
    )
    steps = (
        Step(
            Mark.DONE if sent else Mark.RUNNING,
            Say(Phrase.REQUEST_SENT),
            Say(Phrase.AT_TIME_SECONDS, at=promise.sent_at or promise.tapped_at),
        ),
        checking,
        Step(Mark.OPEN, Say(Phrase.CONFIRMED)),
    )
    other = sheet_rooms.way_in(scene.facts, Place.WIDE) if waited >= GIVE_BACK_FACE else None
    keys = (*_waiting_keys(scene, promise, waited), other)
    return Card(
        title=Say(Phrase.BOOKING_ROOM, text=promise.room_name or scene.room),
        intro=_asked_for(promise), steps=steps, note=_wait_note(scene, promise, waited),
        keys=tuple(key for key in keys if key),
    )  # fmt: skip


def _waiting_keys(scene: Scene, promise: Promise, waited: timedelta) -> tuple[Key, ...]:
    """The way out; from `confirm_timeout` on somebody may also say that they go on waiting (DESIGN.md §10, E-WAIT)."""
    if promise.wish in (Wish.EXTEND, Wish.MOVE):
        return ()
    if waited >= GIVE_BACK_FACE:
        return (Key(Say(Phrase.KEY_END_HOLD), intents.Withdraw(promise.id), Place.WIDE),)
    cancel = Key(Say(Phrase.KEY_CANCEL_REQUEST), intents.Withdraw(promise.id), Place.WIDE)
    asked_at = promise.tapped_at + scene.facts.settings.confirm_timeout
    answered = scene.facts.visit.dismissed_at
    if scene.now < asked_at or (answered is not None and answered >= asked_at):
        return (cancel,)
    keep = Key(Say(Phrase.KEY_KEEP_HOLDING), intents.Dismiss(), Place.PAIR)
    return (keep, replace(cancel, place=Place.PAIR))  # side by side, or the note that says why had no room


def _wait_note(scene: Scene, promise: Promise, waited: timedelta) -> Say:
    if promise.throttled and promise.next_try_at is not None and promise.next_try_at > scene.now:
        return Say(Phrase.CALENDAR_BUSY_RETRY, number=days.seconds_left(promise.next_try_at - scene.now))
    if waited >= GIVE_BACK_FACE:
        return Say(Phrase.WE_KEEP_TRYING)
    if waited >= scene.facts.settings.confirm_timeout:
        return Say(Phrase.HELD_UNTIL_WE_KNOW)
    return Say(Phrase.SLOWER_THAN_USUAL) if waited >= STILL_CHECKING else Say(Phrase.YOU_CAN_WAIT)


def held(scene: Scene, promise: Promise) -> Card:
    left = promise.next_try_at - scene.now if promise.next_try_at else timedelta(0)
    waits = left > timedelta(0)
    trying = Say(Phrase.TRYING_AGAIN_IN, number=days.seconds_left(left)) if waits else Say(Phrase.TRYING_NOW)
    steps = (
        Step(Mark.DONE, Say(Phrase.HELD_ON_DISPLAY), Say(Phrase.AT_TIME, at=promise.tapped_at)),
        Step(Mark.RUNNING, trying, Say(Phrase.ATTEMPT, number=max(1, promise.attempts))),
        Step(Mark.OPEN, Say(Phrase.ACCEPTED_BY_EXCHANGE)),
    )
    return Card(
        title=Say(Phrase.WAITING_FOR_NETWORK), intro=Say(Phrase.HOLD_IS_STORED), steps=steps,
        keys=(Key(Say(Phrase.KEY_END_HOLD), intents.Withdraw(promise.id), Place.WIDE),),
    )  # fmt: skip


def booked_elsewhere(scene: Scene, promise: Promise, now_phrase: Phrase, later: Phrase) -> Say:
    """Whose the other room is, and until when; one that begins later says from when too."""
    if promise.start <= scene.now:
        return Say(now_phrase, text=promise.room_name, at=promise.end)
    return Say(later, text=promise.room_name, at=promise.start, to=promise.end)


def _yours_elsewhere(scene: Scene, promise: Promise) -> Card:
    """Another room was booked from here: where it is, and for 12 seconds the way back."""
    room = scene.facts.nearby.neighbour(promise.room)
    place = f"{promise.room_name}, {room.floor}" if room is not None and room.floor else promise.room_name
    rows = (
        Row(
            Say(Phrase.LABEL_ROOM),
            Say(Phrase.ROOM_AND_FLOOR if ", " in place else Phrase.SUBJECT, text=place),
        ),
        Row(Say(Phrase.LABEL_TIME), Say(Phrase.FROM_TO, at=promise.start, to=promise.end)),
    )
    way = (
        Say(Phrase.SUBJECT, text=room.way[:1].upper() + room.way[1:])
        if room is not None and room.way
        else None
    )
    undo = Key(Say(Phrase.KEY_UNDO), intents.Withdraw(promise.id), Place.PAIR)
    done = Key(Say(Phrase.KEY_DONE), intents.Done(promise.id), Place.FILLED)
    return Card(
        header=False, title=Say(Phrase.BOOKED), title_icon=Icon.CHECK,
        intro=Say(Phrase.ACCEPTED_AT, at=promise.answered_at), rows=rows,
        note=booked_elsewhere(scene, promise, Phrase.YOURS_ELSEWHERE, Phrase.YOURS_ELSEWHERE_LATER),
        keys=(undo, done), footer=way,
    )  # fmt: skip


def yours(scene: Scene, promise: Promise) -> Card:
    if promise.elsewhere:
        return _yours_elsewhere(scene, promise)
    room = scene.facts.room
    where: tuple[Row, ...] = ()
    if room is not None and room.floor:  # the name alone stands on the plane already
        where = (Row(Say(Phrase.LABEL_ROOM), Say(Phrase.ROOM_AND_FLOOR, text=f"{room.name}, {room.floor}")),)
    rows = (
        *where,
        Row(Say(Phrase.LABEL_TIME), Say(Phrase.FROM_TO, at=promise.start, to=promise.end)),
        Row(Say(Phrase.LABEL_CHANGE), Say(Phrase.CHANGE_HERE)),
    )
    done = Key(Say(Phrase.KEY_DONE), intents.Done(promise.id), Place.FILLED)
    undo = Key(Say(Phrase.KEY_UNDO), intents.Withdraw(promise.id), Place.PAIR)
    name = Key(Say(Phrase.KEY_ADD_NAME), intents.OpenDetails(promise.id), Place.WIDE, icon=Icon.PENCIL)
    keys = (name, done) if promise.extended else (name, undo, done)
    accepted = Say(Phrase.ACCEPTED_AT, at=promise.answered_at)
    return Card(
        header=False, title=Say(Phrase.BOOKED), title_icon=Icon.CHECK, intro=accepted, rows=rows, keys=keys
    )
