"""The faces of a display that belongs to no room yet: its code, how a room is tried, whether it is the right door. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from kiosk.room import days, intents, sheets
from kiosk.room.face import (
    Card,
    CodePlate,
    Face,
    Icon,
    Key,
    Mark,
    Place,
    Plane,
    Say,
    Sheet,
    State,
    Step,
    Tone,
)
from kiosk.room.model import ChoosingLanguage, Facts
from kiosk.room.pairing import CODE_LIVES, Pairing, Stage, Trial, Tried
from kiosk.room.phrases import Phrase
from kiosk.room.visit import as_of, language

MINUTE = timedelta(minutes=1)
DONE = {
    Trial.SIGN_IN: Phrase.SIGNED_IN,
    Trial.MAILBOX: Phrase.MAILBOX_FOUND,
    Trial.IS_ROOM: Phrase.IS_A_ROOM,
    Trial.READING: Phrase.READ_ALLOWED,
    Trial.SETTINGS: Phrase.RULES_FIT,
    Trial.BOOKING: Phrase.BOOKING_TRIED,
    Trial.OUTSIDE: Phrase.OTHERS_REFUSED,
}


def face(facts: Facts, now: datetime) -> Face:
    """What the glass shows. A display that has a room is here while it is being disconnected."""
    pairing = facts.pairing or Pairing()
    sheet = _sheet(facts, now)
    card = _card(facts, pairing)
    asks = pairing.stage in (Stage.DOOR, Stage.FAILED)
    return Face(
        State.UNPAIRED,
        days.floor_minute(now),
        pairing.zone,
        pairing.room if pairing.stage is Stage.DOOR else "",
        plane=Plane(Tone.SETUP, Say(Phrase.NEW_DISPLAY), Say(Phrase.NOT_CONNECTED))
        if sheet is None and pairing.stage is not Stage.PARTING
        else Plane(Tone.SETUP, Say(Phrase.FACT_DISPLAY)),  # there is little room beside a sheet
        card=card,
        sheet=sheet,
        alert=card.title if asks else None,
        plate=_plate(pairing, now) if pairing.stage in (Stage.CODE, Stage.TOUCH) else None,
        language=language(facts, now),
    )


def changes(pairing: Pairing, now: datetime) -> tuple[datetime, ...]:
    """When the picture may next be another one."""
    if pairing.renews_at is None:
        return ()
    left = pairing.renews_at - now
    return (now + left % MINUTE + timedelta(microseconds=1),) if left > timedelta(0) else ()


def _sheet(facts: Facts, now: datetime) -> Sheet | None:
    open_one = as_of(facts.visit, now).sheet
    return sheets.language_sheet(facts, now) if isinstance(open_one, ChoosingLanguage) else None


def _plate(pairing: Pairing, now: datetime) -> CodePlate:
    waits = pairing.stage is Stage.TOUCH
    left = timedelta(0) if pairing.renews_at is None else max(timedelta(0), pairing.renews_at - now)
    minutes = ceil(left / MINUTE)
    return CodePlate(
        code="" if waits else pairing.code,
        left=min(1.0, minutes * MINUTE / CODE_LIVES),
        renews=Say(Phrase.TOO_MANY_CODES) if waits else Say(Phrase.NEW_CODE_IN, number=max(1, minutes)),
        steps=(
            (Say(Phrase.PAIR_RUN), Say(Phrase.PAIR_RUN_MORE)),
            (Say(Phrase.PAIR_TYPE), Say(Phrase.PAIR_TYPE_MORE)),
            (Say(Phrase.PAIR_ROOM), Say(Phrase.PAIR_ROOM_MORE)),
        ),
        facts=(
            (Say(Phrase.FACT_ADDRESS), Say(Phrase.SUBJECT, text=pairing.address) if pairing.address else Say(Phrase.NO_NETWORK)),
            (Say(Phrase.FACT_CLOCK), Say(Phrase.AT_TIME, at=days.floor_minute(now))),
            (Say(Phrase.FACT_DISPLAY), Say(Phrase.SUBJECT, text=pairing.display)),
        ),
        link=f"https://{pairing.address}/" if pairing.address else "",
    )  # fmt: skip


def _card(facts: Facts, pairing: Pairing) -> Card:
    match pairing.stage:
        case Stage.PREPARING | Stage.LEAVING:
            return Card(header=False, title=Say(Phrase.STARTING))
        case Stage.PARTING:
            return Card(header=False, title=Say(Phrase.PARTING))
        case Stage.CODE | Stage.TOUCH:
            return Card(header=False, keys=_code_keys(facts, pairing))
        case Stage.TRYING:
            another = Key(Say(Phrase.KEY_NEW_CODE), intents.NewCode(), Place.PAIR)
            steps = tuple(map(_step, pairing.tried))
            return Card(header=False, title=Say(Phrase.TRYING_ROOM), steps=steps, keys=(another,))
        case Stage.FAILED:
            wrong = next((one for one in pairing.tried if one.well is False), None)
            told = Say(Phrase.SUBJECT, text=wrong.told) if wrong else None
            again = Key(Say(Phrase.KEY_TRY_AGAIN), intents.NewCode(), Place.FILLED)
            return Card(header=False, title=Say(Phrase.NOT_CONNECTED_NOW), intro=told, keys=(again,))
        case Stage.DOOR:
            coming = (
                Say(Phrase.NOTHING_BOOKED)
                if pairing.next_at is None
                else Say(Phrase.NEXT_MEETING, at=pairing.next_at)
            )
            keys = (
                Key(Say(Phrase.KEY_WRONG_DOOR), intents.AnswerDoor(right=False), Place.PAIR),
                Key(Say(Phrase.KEY_RIGHT_DOOR), intents.AnswerDoor(right=True), Place.FILLED),
            )
            return Card(
                header=False, title=Say(Phrase.RIGHT_DOOR, text=pairing.room), intro=coming, keys=keys
            )


def _code_keys(facts: Facts, pairing: Pairing) -> tuple[Key, ...]:
    another = Place.FILLED if pairing.stage is Stage.TOUCH else Place.PAIR
    keys = [Key(Say(Phrase.KEY_NEW_CODE), intents.NewCode(), another)]
    if len(facts.settings.languages) > 1:
        keys.append(Key(Say(Phrase.KEY_LANGUAGE), intents.OpenLanguages(), Place.PAIR, icon=Icon.LANGUAGE))
    if pairing.replaces:
        keys.append(Key(Say(Phrase.KEY_KEEP_ROOM, text=pairing.replaces), intents.KeepRoom(), Place.WIDE))
    return tuple(keys)


def _step(tried: Tried) -> Step:
    mark = Mark.RUNNING if tried.well is None else Mark.DONE if tried.well else Mark.NOT_POSSIBLE
    return Step(mark, Say(DONE[tried.trial]))
