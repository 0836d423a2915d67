"""What the neutral card says and which keys it offers, for each state (boards 01 to 06, 11). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.room import cards_checkin, days, hours, intents, offers, say, sheet_report, sheet_rooms
from kiosk.room.agenda import Run, free_gaps, without
from kiosk.room.cards_asked import held, holding, yours
from kiosk.room.cards_told import notice_card, pick_time
from kiosk.room.face import AgendaLine, Card, Icon, Key, Mark, Place, Say, State, Step, Told
from kiosk.room.listing import agenda_lines
from kiosk.room.model import Life, Notice, Promise
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.staff import OpenStaff
from kiosk.room.survey import SOON, Scene, can_book, may_wish, problem

ASK_BEFORE_END = timedelta(minutes=5)
ASK_FOR = timedelta(seconds=60)
SLOW_START = timedelta(seconds=60)
"""A first sync that takes longer may need staff."""
MORE = Key(Say(Phrase.KEY_MORE), intents.OpenMenu(), Place.HEADER, icon=Icon.MORE)


def of(scene: Scene, *, first: bool) -> Card:
    """The card of the moment."""
    card = _card(scene, first=first)
    return replace(card, keys=(*card.keys, MORE)) if card.header else card


def _card(scene: Scene, *, first: bool) -> Card:
    if first:
        return _first_sync(scene)
    if scene.state is State.PROBLEM:
        return _problem(scene)
    if scene.asked is not None:
        return held(scene, scene.asked) if scene.state is State.HELD else holding(scene, scene.asked)
    notice = told(scene)
    if notice is not None:
        return notice_card(scene, notice)
    if scene.yours is not None:
        return yours(scene, scene.yours)
    if scene.state is State.UNKNOWN:
        return _offline(scene)
    if scene.state is State.CHECK_IN and scene.waiting is not None:
        return cards_checkin.is_anyone_here(scene, scene.waiting)
    if scene.state is State.BUSY:
        return _busy(scene)
    return cards_checkin.given_back(scene, _free(scene))


def told(scene: Scene) -> Notice | None:
    """The notice that the card is about; what a person waits for comes before it, and *Yours*, unless it is about that."""
    notice = scene.facts.notices[-1] if scene.facts.notices else None
    if notice is None or scene.state is State.PROBLEM or scene.asked is not None:
        return None
    return None if scene.yours is not None and notice.reason is not Reason.NOT_INVITED else notice


def _first_sync(scene: Scene) -> Card:
    found = scene.facts.room is not None and scene.facts.room.verified
    loaded = scene.facts.loaded
    steps = (
        Step(Mark.DONE if found else Mark.RUNNING, Say(Phrase.MAILBOX_FOUND)),
        Step(Mark.DONE if loaded else Mark.OPEN, Say(Phrase.READ_ALLOWED)),
        Step(Mark.RUNNING if loaded is not None else Mark.OPEN, Say(Phrase.LOADING_BOOKINGS, number=loaded)),
    )
    started = scene.facts.started_at
    slow = started is not None and scene.now - started >= SLOW_START
    keys = (Key(Say(Phrase.KEY_STAFF_MENU), OpenStaff(), Place.PAIR),) if slow else ()
    return Card(
        header=False, title=Say(Phrase.FIRST_SYNC), steps=steps, note=Say(Phrase.STARTS_BY_ITSELF), keys=keys
    )


def _problem(scene: Scene) -> Card:
    reason = problem(scene.facts, scene.now)
    steps = (
        Step(Mark.OPEN, Say(Phrase.CHECK_IN_OUTLOOK, text=scene.room)),
        Step(Mark.OPEN, Say(Phrase.EMPTY_USE_IT)),
    )
    return Card(
        title=Say(Phrase.ROOM_STILL_WORKS), checks=steps, footer=Say(Phrase.STAFF_HOLD_NAME),
        code=reason.value if reason else "", keys=(*_other_room(scene, Place.FILLED), *_tell_facilities(scene)),
    )  # fmt: skip


def _other_room(scene: Scene, place: Place) -> tuple[Key, ...]:
    """The way to another room, where there may be one."""
    key = sheet_rooms.way_in(scene.facts, place)
    return (key,) if key else ()


def _tell_facilities(scene: Scene) -> tuple[Key, ...]:
    if not sheet_report.possible(scene.facts):
        return ()
    return (Key(Say(Phrase.KEY_TELL_FACILITIES), intents.OpenReport(), Place.WIDE),)


def quick_choice(scene: Scene) -> offers.Quick | None:
    """The quick booking that the plane's scale and the filled key are about; None where there is none."""
    calm = scene.asked is None and scene.yours is None and not scene.facts.notices
    offline = scene.state is State.UNKNOWN and scene.run is None and scene.facts.heard.as_of is not None
    if not (calm and can_book(scene) and (scene.state is State.FREE or offline)):
        return None
    coming = offers.next_start(scene.taken, scene.now)
    soon = coming is not None and coming - scene.now <= SOON
    if offline and (soon or not scene.facts.settings.hold_offline):
        return None
    if closing(scene):
        return None
    return offers.quick(scene.facts, scene.taken, scene.now, scene.facts.visit.selected)


def closing(scene: Scene) -> bool:
    """The room is closed, or closes so soon that nothing is booked any more: what comes of its hours is told instead."""
    closes = hours.open_until(scene.facts, scene.now)
    return hours.is_closed(scene.facts, scene.now) or (closes is not None and closes - scene.now <= SOON)


def _length_keys(choice: offers.Quick) -> tuple[Key, ...]:
    return tuple(
        Key(
            Say(Phrase.KEY_UNTIL, at=length.end) if length.to_next else Say(Phrase.KEY_MINUTES, minutes=length.minutes),
            intents.SelectLength(length.minutes), selected=length == choice.chosen,
        )
        for length in choice.lengths
    )  # fmt: skip


def _free(scene: Scene) -> Card:
    lines, list_title = agenda_lines(scene, 3)
    choice = quick_choice(scene)
    if not can_book(scene):
        return _booking_off(scene, list_title, lines)
    if scene.state is State.SOON or choice is None:
        other = _other_room(scene, Place.FILLED if scene.waiting is None else Place.WIDE)
        keys = other if other and scene.waiting is not None else (pick_time(Place.WIDE), *other)
        card = Card(list_title=list_title, lines=lines, note=_closed(scene), keys=keys)
        return cards_checkin.soon(scene, card)
    book = Key(
        Say(Phrase.KEY_BOOK_UNTIL, at=choice.chosen.end),
        intents.Book(choice.start, choice.chosen.end),
        Place.FILLED,
    )
    return Card(
        list_title=list_title, lines=lines, caption=Say(Phrase.BOOK_NOW),
        keys=(*_length_keys(choice), pick_time(Place.GRID), book),
    )  # fmt: skip


def _closed(scene: Scene) -> Say | None:
    """When the room can be booked, where it cannot be now."""
    return say.hours_of(scene.facts, scene.now, scene.now) if closing(scene) else None


def _offline(scene: Scene) -> Card:
    heard = scene.facts.heard.as_of
    if heard is None:
        return Card(
            checks=(Step(Mark.NOT_POSSIBLE, Say(Phrase.NO_OTHER_ROOMS)),), title=Say(Phrase.WHILE_OFFLINE),
            keys=_tell_facilities(scene),
        )  # fmt: skip
    hold = may_wish(scene)
    closed = _closed(scene) if scene.run is None else None
    checks = [Step(Mark.DONE, Say(Phrase.PLAN_AS_OF, at=heard))]
    if hold and closed is None:
        checks.append(Step(Mark.DONE, Say(Phrase.CAN_HOLD)))
    checks.append(Step(Mark.NOT_POSSIBLE, Say(Phrase.NO_OTHER_ROOMS)))
    card = Card(list_title=Say(Phrase.WHILE_OFFLINE), checks=tuple(checks), note=closed)
    if scene.run is not None:
        slot = scene.run.current(scene.now)
        if slot.promise is not None and slot.start <= scene.now:
            return _busy_here(scene, slot.promise, slot.end, card)
        note = replace(card, note=Say(Phrase.LOOKS_EMPTY), note_icon=Icon.DOOR)
        later = _book_later(scene, scene.run, Phrase.KEY_HOLD_FROM, Place.WIDE) if hold else None
        present = cards_checkin.key(scene.waiting) if scene.waiting is not None else None
        return replace(note, keys=tuple(key for key in (later, present) if key))
    choice = quick_choice(scene)
    if choice is None:
        return card
    book = Key(
        Say(Phrase.KEY_HOLD_UNTIL, at=choice.chosen.end),
        intents.Book(choice.start, choice.chosen.end),
        Place.FILLED,
    )
    return replace(
        card, caption=Say(Phrase.HOLD_PROVISIONALLY), keys=(*_length_keys(choice), book),
        footer=Say(Phrase.SENT_WHEN_ONLINE),
    )  # fmt: skip


def _book_later(scene: Scene, run: Run, phrase: Phrase, place: Place) -> Key | None:
    """Opens the booking sheet at the next free time of today that holds half an hour, or any quarter."""
    today = days.local_date(scene.now, scene.zone)
    last = days.midnight(today + timedelta(days=1), scene.zone)
    for least in (timedelta(minutes=offers.PRESELECTED), offers.STEP):
        gap = next(free_gaps(hours.offered(scene.facts, scene.taken, scene.now), run.end, last, least), None)
        if gap:
            return Key(Say(phrase, at=gap[0]), intents.OpenPickTime(gap[0]), place)
    return None


def _busy(scene: Scene) -> Card:
    run = scene.run
    assert run is not None  # noqa: S101 - the state says so
    lines, list_title = agenda_lines(scene, 4)
    slot = run.current(scene.now)
    if slot.promise is not None and slot.start <= scene.now:
        return _busy_here(scene, slot.promise, slot.end, Card(list_title=list_title, lines=lines))
    if not can_book(scene):
        return _booking_off(scene, list_title, lines)
    other = _other_room(scene, Place.FILLED)
    later = _book_later(scene, run, Phrase.KEY_BOOK_FROM, Place.WIDE if other else Place.FILLED)
    keys = (cards_checkin.release_key(scene, slot), later, *other)
    return Card(
        list_title=list_title, lines=lines, note=Say(Phrase.BOOKED_IN_OUTLOOK), keys=tuple(key for key in keys if key)
    )  # fmt: skip


def _booking_off(scene: Scene, list_title: Say | None, lines: tuple[AgendaLine, ...]) -> Card:
    return Card(
        list_title=list_title, lines=lines, told=Told(Reason.BOOKING_REFUSED), title_icon=Icon.CALENDAR_OFF,
        footer=Say(Phrase.STAFF_HOLD_NAME), code=Reason.BOOKING_REFUSED.value, keys=_other_room(scene, Place.FILLED),
    )  # fmt: skip


def _busy_here(scene: Scene, promise: Promise, end: datetime, card: Card) -> Card:
    others = without(scene.facts, promise)
    settled = promise.life in (Life.CONFIRMED, Life.KEPT)
    possible = (
        offers.extensions(scene.facts, others, end, promise.start) if may_wish(scene) and settled else ()
    )
    keys = [
        Key(Say(Phrase.KEY_EXTEND, minutes=m), intents.Extend(promise.id, end + timedelta(minutes=m)))
        for m in possible
    ]
    if offers.EXTENSIONS[0] in possible and _asks(scene, end):
        card = replace(card, note=Say(Phrase.STILL_NEED, text=scene.room))
        keys.append(Key(Say(Phrase.KEY_NO), intents.Dismiss()))
    keys.append(two_taps(scene, promise, Phrase.KEY_END_NOW, Place.GRID))
    keys += () if scene.stale else _other_room(scene, Place.FILLED)
    return replace(card, caption=Say(Phrase.BOOKED_AT_DISPLAY), keys=tuple(keys))


def _asks(scene: Scene, end: datetime) -> bool:
    """For a minute, shortly before the end, the person is asked whether to go on; one no is enough."""
    answered = scene.facts.visit.dismissed_at
    if answered is not None and answered >= end - ASK_BEFORE_END:
        return False
    return ASK_BEFORE_END >= end - scene.now > ASK_BEFORE_END - ASK_FOR


def two_taps(scene: Scene, promise: Promise, phrase: Phrase, place: Place) -> Key:
    """Ends on the second tap: the first arms the key for some seconds."""
    if scene.facts.visit.armed == promise.id:
        return Key(
            Say(Phrase.KEY_TAP_AGAIN, what=Say(phrase)), intents.Withdraw(promise.id), place, armed=True,
            icon=Icon.STOP,
        )  # fmt: skip
    return Key(Say(phrase), intents.Arm(promise.id), place, icon=Icon.STOP)
