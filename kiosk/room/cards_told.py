"""The card that tells a refusal or a loss, and offers what is possible instead (board 05c). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.room import days, find_room, hours, intents, offers, sheet_rooms
from kiosk.room.agenda import without
from kiosk.room.face import Card, Icon, Key, Place, Row, Say, Told
from kiosk.room.model import Notice, Privacy
from kiosk.room.nearby import FindingRoom
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.say import hours_of, meeting
from kiosk.room.survey import Scene, may_wish
from kiosk.room.text import initials
from kiosk.room.visit import WARN_LAST


def pick_time(place: Place) -> Key:
    return Key(Say(Phrase.KEY_PICK_TIME), intents.OpenPickTime(), place)


OFFERING = (
    Reason.SLOT_TAKEN, Reason.HOLD_LOST, Reason.DECLINED_BY_RULE, Reason.PAST, Reason.SERVER_FAULT,
    Reason.NOT_ANSWERED_IN_TIME, Reason.CANCELLED_ELSEWHERE, Reason.ROOMS_UNSEEN, Reason.ELSEWHERE_REFUSED,
)  # fmt: skip
"""Somebody wanted this room and has none now: its next free time is offered."""
WISH_AGAIN = (Reason.TOO_LONG, Reason.TOO_FAR_AHEAD, Reason.OUTSIDE_HOURS, *OFFERING)
"""Another wish would do: the way to pick a time is offered."""
CHANGES = {
    Reason.TOO_LONG: Phrase.KEY_CHANGE_LENGTH, Reason.TOO_FAR_AHEAD: Phrase.KEY_CHANGE_DAY,
    Reason.OUTSIDE_HOURS: Phrase.KEY_CHANGE_TIME,
    Reason.DECLINED_BY_RULE: Phrase.KEY_CHANGE_TIME,
}  # fmt: skip
"""What of the wish is to be another, where that is known."""
OTHER_ROOMS = 2
OK = Key(Say(Phrase.KEY_OK), intents.Dismiss(), Place.FILLED)
DONE = Key(Say(Phrase.KEY_DONE), intents.Dismiss(), Place.FILLED)


def told_of(scene: Scene, notice: Notice) -> Told:
    """The notice's words. Whoever it speaks of is named where the privacy mode names people (DESIGN.md §11)."""
    who = notice.who if scene.facts.settings.privacy.shows_organizer else ""
    who = initials(who) if who and scene.facts.settings.privacy is Privacy.INITIALS else who
    what = None
    if notice.reason is Reason.OUTSIDE_HOURS:
        what = hours_of(scene.facts, notice.start or scene.now, scene.now)
    return Told(notice.reason, scene.room, notice.at, notice.minutes, who, what)


def notice_card(scene: Scene, notice: Notice) -> Card:
    """Title and text of the reason, what is possible instead, and the key that puts it away."""
    card = Card(
        header=False, told=told_of(scene, notice), title_icon=Icon.WARNING,
        keys=(DONE if notice.reason is Reason.NOT_INVITED else OK,), code=notice.reason.value, footer=_closing(scene, notice),
    )  # fmt: skip
    if notice.reason is Reason.EXTENSION_TAKEN:
        card = _shorter_extension(scene, notice, card) if may_wish(scene) else card
        more = sheet_rooms.way_in(scene.facts, Place.WIDE) if _sees_rooms(scene) else None
        return replace(card, keys=(more, *card.keys)) if more else card
    card = _with_offers(scene, notice, card)
    if notice.reason not in OFFERING or not _sees_rooms(scene):
        return card
    more = sheet_rooms.way_in(scene.facts, Place.FILLED, notice)
    if more is None:
        return card
    others = tuple(key for key in card.keys if key != OK and notice.reason is Reason.DECLINED_BY_RULE)
    return replace(card, keys=(*others, replace(OK, place=Place.PAIR), more))


def _sees_rooms(scene: Scene) -> bool:
    """Exchange is heard: without it no other room can be looked for."""
    return not scene.stale


def _with_offers(scene: Scene, notice: Notice, card: Card) -> Card:
    """Up to two other rooms for the same time, then this room's next free time; and the way to another wish."""
    rows: list[Row] = []
    length = timedelta(minutes=notice.minutes or offers.PRESELECTED)
    if notice.reason in OFFERING and _sees_rooms(scene):
        rows += _other_rooms(scene, notice)
    offer = _offer(scene, notice) if may_wish(scene) else None
    if offer is not None:
        name = Say(Phrase.ROOM_AND_FLOOR, text=scene.room)
        rows.append(Row(name, Say(Phrase.FROM_TIME, at=offer[0]), _offer_key(offer)))
    if rows:
        instead = Say(Phrase.INSTEAD_FOR, minutes=days.whole_minutes(length))
        card = replace(card, title_icon=Icon.PEOPLE, rows=tuple(rows), list_title=instead)
    if notice.reason in WISH_AGAIN and may_wish(scene):
        card = replace(card, keys=(_wish_again(notice.reason, offer), OK))
    return card


def _wish_again(reason: Reason, offer: tuple[datetime, datetime] | None) -> Key:
    if reason is Reason.SERVER_FAULT and offer is not None:
        return Key(Say(Phrase.KEY_TRY_AGAIN), intents.Book(*offer), Place.WIDE)
    return replace(pick_time(Place.WIDE), say=Say(CHANGES.get(reason, Phrase.KEY_PICK_TIME)))


def _other_rooms(scene: Scene, notice: Notice) -> list[Row]:
    found = find_room.search(scene.facts, FindingRoom(notice.minutes, notice.start), scene.now)
    return [
        Row(
            Say(Phrase.SUBJECT, text=one.room.name),
            sheet_rooms.free_until(one, found, scene.now, scene.zone),
            sheet_rooms.book(one.room, found, Place.ROW),
        )
        for one in found.free[:OTHER_ROOMS]
    ]


def _closing(scene: Scene, notice: Notice) -> Say | None:
    left = notice.until - scene.now
    return Say(Phrase.CLOSING_IN, number=days.seconds_left(left)) if left <= WARN_LAST else None


def _shorter_extension(scene: Scene, notice: Notice, card: Card) -> Card:
    """The booking can still be extended up to the next meeting, if there is anything between."""
    slot = scene.run.current(scene.now) if scene.run is not None else None
    booked = slot.promise if slot is not None else None
    if slot is None or booked is None or booked.open:
        return card
    taken = without(scene.facts, booked)
    following = offers.next_start(taken, slot.end)
    if following is None:
        return card
    named = next((meeting(other) for other in taken if other.start == following), None)
    what = named if named is not None and named.phrase is Phrase.SUBJECT else None
    told = Told(notice.reason, scene.room, following, notice.minutes, what=what)
    card = replace(card, told=told)
    longer = following - booked.start > scene.facts.settings.max_length
    if following == slot.end or longer or not hours.holds(scene.facts, slot.end, following):
        return card
    extend = intents.Extend(booked.id, following)
    return replace(card, keys=(Key(Say(Phrase.KEY_EXTEND_UNTIL, at=following), extend, Place.WIDE), OK))


def _offer(scene: Scene, notice: Notice) -> tuple[datetime, datetime] | None:
    """The next free time of the same length in this room, today; None for who has the room already.

    What a rule of the room refused is not offered once more: nobody here knows the rule.
    """
    offering = notice.reason in (Reason.TOO_LONG, *OFFERING)
    if not offering or notice.reason is Reason.DECLINED_BY_RULE:
        return None
    slot = scene.run.current(scene.now) if scene.run is not None else None
    if slot is not None and slot.made_here:
        return None
    length = timedelta(minutes=notice.minutes or offers.PRESELECTED)
    return offers.next_free(scene.facts, scene.taken, scene.now, length, scene.zone)


def _offer_key(offer: tuple[datetime, datetime]) -> Key:
    return Key(Say(Phrase.KEY_BOOK, at=offer[0], to=offer[1]), intents.Book(*offer), Place.ROW)
