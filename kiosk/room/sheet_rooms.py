"""What the sheet with other rooms shows (board 07), and the way there. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.room import days, find_room, intents
from kiosk.room.face import FindRoomSheet, Icon, Key, Place, RoomOffer, Say
from kiosk.room.find_room import Found, Search
from kiosk.room.model import Facts, Notice
from kiosk.room.nearby import FindingRoom, Neighbour
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason

SIZES = (4, 8)


def way_in(facts: Facts, place: Place, notice: Notice | None = None) -> Key | None:
    """The key that opens the sheet; None where there is no other room. After a no it asks for the same time again."""
    if not facts.nearby.offered:
        return None
    phrase, wish = Phrase.KEY_FIND_ROOM, FindingRoom()
    if notice is not None:
        taken = notice.reason is Reason.SLOT_TAKEN
        phrase = Phrase.KEY_MORE_ROOMS if taken else Phrase.KEY_FIND_ROOM
        wish = FindingRoom(notice.minutes, notice.start)
    return Key(Say(phrase), intents.FindRoom(wish), place, icon=Icon.SIGNPOST)


def sheet(facts: Facts, wish: FindingRoom, now: datetime, zone: str, close: Key) -> FindRoomSheet:
    found = find_room.search(facts, wish, now)
    rooms = tuple(_offer(one, found, facts, now, zone) for one in found.free)
    rooms += tuple(
        RoomOffer(room.name, Say(Phrase.NOT_KNOWN), _floor(room, facts), room.seats, room.equipment, _way(room))
        for room in found.unknown
    )  # fmt: skip
    told, keys = _instead(facts, wish, found)
    length = days.whole_minutes(found.end - found.start)
    span = Say(Phrase.FOR_NEXT, minutes=length)
    if found.start > days.floor_minute(now):
        span = Say(Phrase.FROM_TO_LENGTH, at=found.start, to=found.end, minutes=length)
    return FindRoomSheet(Say(Phrase.FREE_ROOMS), span, _filters(facts, wish), rooms, told, keys, close)


def free_until(found: Found, search: Search, now: datetime, zone: str) -> Say:
    """ "Free until 12:30", or for the rest of the day."""
    today = days.local_date(search.start, zone)
    if found.until is not None and days.local_date(found.until, zone) == today:
        return Say(Phrase.FREE_UNTIL, at=found.until)
    if today == days.local_date(now, zone):
        return Say(Phrase.FREE_REST_OF_TODAY)
    return Say(Phrase.FROM_TO, at=search.start, to=search.end)


def book(room: Neighbour, search: Search, place: Place, phrase: Phrase = Phrase.KEY_BOOK_ROOM) -> Key:
    """The key that books this room for the time of the search."""
    length = days.whole_minutes(search.end - search.start)
    say = Say(phrase, at=search.start, minutes=length, text=room.name)
    return Key(say, intents.BookElsewhere(room.mailbox, search.start, search.end), place)


def _offer(found: Found, search: Search, facts: Facts, now: datetime, zone: str) -> RoomOffer:
    room = found.room
    return RoomOffer(
        room.name, free_until(found, search, now, zone), _floor(room, facts), room.seats, room.equipment, _way(room),
        book(room, search, Place.ROW),
    )  # fmt: skip


def _floor(room: Neighbour, facts: Facts) -> str:
    """Told where it is not this one."""
    here = facts.room.floor if facts.room else ""
    return "" if room.floor == here else room.floor


def _way(room: Neighbour) -> Say | None:
    if room.way:
        return Say(Phrase.SUBJECT, text=room.way)
    if room.metres is not None:
        return Say(Phrase.METRES, number=room.metres)
    return Say(Phrase.SUBJECT, text=room.building) if room.building else None


def _filters(facts: Facts, wish: FindingRoom) -> tuple[Key, ...]:
    """A filter stands where some room is told to pass it: what nobody knows nobody can ask for."""
    rooms = facts.nearby.rooms
    keys: list[Key] = []

    def add(say: Say, wished: FindingRoom, icon: Icon = Icon.NONE, *, selected: bool) -> None:
        keys.append(Key(say, intents.FindRoom(wished), selected=selected, icon=icon))

    if any(room.seats for room in rooms):
        add(Say(Phrase.ANY_SIZE), replace(wish, seats=0), selected=not wish.seats)
        for seats in SIZES:
            say = Say(Phrase.SEATS_AT_LEAST, number=seats)
            add(say, replace(wish, seats=seats), selected=wish.seats == seats)
    if any(find_room.VIDEO in room.equipment for room in rooms):
        wished = replace(wish, video=not wish.video)
        add(Say(Phrase.WITH_VIDEO), wished, Icon.VIDEO, selected=wish.video)
    if any(room.step_free for room in rooms):
        wished = replace(wish, step_free=not wish.step_free)
        add(Say(Phrase.STEP_FREE), wished, Icon.STEP_FREE, selected=wish.step_free)
    if len(find_room.floors(facts)) > 1:
        floor = Say(Phrase.ALL_FLOORS) if wish.floor is None else Say(Phrase.ONE_FLOOR, text=wish.floor)
        add(floor, find_room.next_floor(facts, wish), selected=wish.floor is not None)
    return tuple(keys)


def _instead(facts: Facts, wish: FindingRoom, found: Search) -> tuple[tuple[Say, ...], tuple[Key, ...]]:
    """What is said where no room is free, or nobody knows; and the keys that go on from there."""
    nearby = facts.nearby
    if found.free:
        return (), ()
    if not nearby.offered:
        return (Say(Phrase.NO_OTHER_ROOM),), ()
    if not nearby.rooms:
        return (Say(Phrase.CANNOT_LOOK if nearby.failed else Phrase.LOOKING_FOR_ROOMS),), ()
    if found.unknown and found.first is None:
        waits = nearby.as_of is None and not nearby.failed and not facts.clock.wrong
        return (Say(Phrase.LOOKING_FOR_ROOMS if waits else Phrase.CANNOT_LOOK),), ()
    keys: list[Key] = []
    told = [Say(Phrase.NO_ROOM_NEARBY)]
    if found.first is None:
        told.append(Say(Phrase.NO_ROOM_TODAY))
    else:
        room, at = found.first
        told.append(Say(Phrase.FREE_FIRST, text=room.name, at=at))
        later = replace(found, start=at, end=at + (found.end - found.start))
        keys.append(book(room, later, Place.FILLED, Phrase.KEY_BOOK_ROOM_AT))
    if wish.floor is not None:
        other = intents.FindRoom(replace(wish, floor=None))
        keys.append(Key(Say(Phrase.KEY_OTHER_FLOORS), other, Place.WIDE))
    return tuple(told), tuple(keys)
