"""The card that tells a refusal or a loss, and offers what is possible instead (board 05c). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days, intents, offers
from kiosk.room.face import Card, Icon, Key, Phrase, Place, Row, Say, Told
from kiosk.room.model import Notice
from kiosk.room.reasons import Reason
from kiosk.room.survey import Scene, can_book


def pick_time(place: Place) -> Key:
    return Key(Say(Phrase.KEY_PICK_TIME), intents.OpenPickTime(), place)


def notice_card(scene: Scene, notice: Notice) -> Card:
    room = scene.facts.room.name if scene.facts.room else ""
    told = Told(notice.reason, room, notice.at, notice.minutes)
    close = Key(Say(Phrase.KEY_OK), intents.Dismiss(), Place.FILLED)
    offer = _offer(scene, notice)
    if notice.reason in (Reason.SLOT_TAKEN, Reason.HOLD_LOST, Reason.DECLINED_BY_RULE) and offer:
        rows = (
            Row(Say(Phrase.ROOM_AND_FLOOR, text=room), Say(Phrase.FROM_TIME, at=offer[0]), _offer_key(offer)),
        )
        return Card(
            header=False, told=told, title_icon=Icon.PEOPLE, rows=rows,
            list_title=Say(Phrase.INSTEAD_FOR, minutes=days.whole_minutes(offer[1] - offer[0])),
            keys=(pick_time(Place.WIDE), close), code=notice.reason.value,
        )  # fmt: skip
    return Card(header=False, told=told, title_icon=Icon.WARNING, keys=(close,), code=notice.reason.value)


def _offer(scene: Scene, notice: Notice) -> tuple[datetime, datetime] | None:
    """The next free time of the same length in this room, today."""
    if not can_book(scene):
        return None
    length = timedelta(minutes=notice.minutes or offers.PRESELECTED)
    return offers.next_free(scene.taken, scene.now, length, scene.zone)


def _offer_key(offer: tuple[datetime, datetime]) -> Key:
    return Key(Say(Phrase.KEY_BOOK, at=offer[0], to=offer[1]), intents.Book(*offer), Place.ROW)
