"""Check-in: who is asked to confirm a meeting, until when, and when an empty room is given back. Pure.

The rule of the house: a room is never given back for a meeting during whose window the display did not see the calendar
without a gap. Whoever was away, offline or wrong of clock knows nothing of who is in the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.room.agenda import Run, Slot, is_free
from kiosk.room.confirmed import CheckIn, Freeing, Missed, Release
from kiosk.room.model import EventId, Facts, PromiseId

KEPT_AFTER = timedelta(hours=12)
"""A meeting may be made longer while it runs: what is known of it is kept a while."""
MISSED_KEPT = timedelta(days=90)
"""A series of which nothing was heard for so long is not counted on."""
UNDO_FOR = timedelta(minutes=5)
"""How long a room that was given back can be taken back at the door, where it is still free."""
TOLD_RELEASE_FOR = timedelta(seconds=8)


def opens_at(slot: Slot, facts: Facts) -> datetime:
    """From when on somebody can check in, aware UTC."""
    return slot.start - facts.settings.check_in_opens


def deadline(slot: Slot, facts: Facts) -> datetime:
    """Until when somebody must have checked in, aware UTC. A meeting that came late has its time before it."""
    came = dict(facts.appeared).get(slot.id, slot.start)
    return max(slot.start, came) + facts.settings.release_after


def is_asked(slot: Slot, facts: Facts) -> bool:
    """Whether check-in concerns this meeting at all."""
    policy = facts.settings
    if not policy.check_in or slot.all_day or slot.exempt or slot.end - slot.start > policy.exempt_longer:
        return False
    if slot.promise is not None and (slot.promise.open or slot.promise.tapped_at >= opens_at(slot, facts)):
        return False  # who books at the door for now is here
    came = dict(facts.appeared).get(slot.id)
    new = policy.exempt_created
    return came is None or not new or came < slot.start - new


def checked_in(slot: Slot, facts: Facts) -> CheckIn | None:
    """The check-in of this meeting. One that was moved a little afterwards keeps it."""
    return next(
        (one for one in facts.check_ins if one.event == slot.id and opens_at(slot, facts) <= one.at < slot.end), None
    )  # fmt: skip


def waits(slot: Slot, facts: Facts, now: datetime) -> bool:
    """Somebody can check in to this meeting now, and nobody has."""
    window = opens_at(slot, facts) <= now < min(deadline(slot, facts), slot.end)
    return window and is_asked(slot, facts) and checked_in(slot, facts) is None


def waiting(facts: Facts, taken: Sequence[Slot], run: Run | None, now: datetime) -> Slot | None:
    """The meeting that asks for a check-in: the running one, or the next one while the room is free."""
    if run is not None:
        slot = run.current(now)
        return slot if slot.start <= now and waits(slot, facts, now) else None
    coming = next((slot for slot in taken if slot.start > now), None)
    return coming if coming is not None and waits(coming, facts, now) else None


def may_release(slot: Slot, facts: Facts) -> bool:
    """Whether the room would be given back if nobody came: permitted, and seen without a gap since the window opened."""
    return is_permitted(slot, facts) and _was_seen(slot, facts)


def is_permitted(slot: Slot, facts: Facts) -> bool:
    """What is ours to cancel; the room says no to somebody's meeting only where the admin wants that."""
    return is_ours(slot) or (facts.settings.decline_others and slot.accepted)


def is_ours(slot: Slot) -> bool:
    """Made here, and not in a person's own calendar: nobody's meeting goes because nobody came."""
    return slot.promise is not None and not slot.promise.owner


def _was_seen(slot: Slot, facts: Facts) -> bool:
    return facts.seeing_since is not None and facts.seeing_since <= opens_at(slot, facts)


def no_shows(facts: Facts, taken: Sequence[Slot], now: datetime) -> Iterator[Slot]:
    """Meetings that run, and that surely nobody checked in to in time. Not all of them may be given back."""
    for slot in taken:
        running = slot.start <= now < slot.end and deadline(slot, facts) <= now
        alone = sum(other.start <= now < other.end and not other.all_day for other in taken) == 1
        if (
            running and alone and is_asked(slot, facts) and checked_in(slot, facts) is None
            and _was_seen(slot, facts) and not any(r.event == slot.id for r in facts.releases)
        ):  # fmt: skip
            yield slot


def missed(slot: Slot, facts: Facts) -> Missed | None:
    """The series' count with this meeting; None: it belongs to none. Counted once, however often it is looked at."""
    if not slot.series:
        return None
    before = next((one for one in facts.missed if one.series == slot.series), None)
    if before is not None and before.last == slot.start:
        return before
    return Missed(slot.series, 1 + (before.times if before else 0), slot.start)


def seeing(facts: Facts, now: datetime, *, blind: bool) -> Facts:
    """Since when the display has seen the calendar without a gap."""
    since = None if blind else facts.seeing_since or now
    return facts if since == facts.seeing_since else replace(facts, seeing_since=since)


def read_again(facts: Facts, before: Facts, as_of: datetime) -> Facts:
    """After a read of `as_of`: which events came since the one before, and whether there was a gap between them."""
    if not facts.settings.check_in:
        return facts
    last = before.heard.as_of
    gap = last is None or before.heard.age_unknown or as_of - last > facts.settings.stale_after
    known = {event.id: event.start for event in before.events}
    appeared = {key: at for key, at in facts.appeared if any(event.id == key for event in facts.events)}
    if not gap:
        appeared |= {event.id: as_of for event in facts.events if known.get(event.id) != event.start}
    return replace(facts, appeared=tuple(appeared.items()), seeing_since=None if gap else facts.seeing_since)


def released_just_now(facts: Facts, taken: Iterable[Slot], now: datetime) -> Release | None:
    """The release that can be undone at the door: the room is still free for what is left of the meeting."""
    for release in reversed(facts.releases):
        done = release.life is Freeing.DONE and release.done_at is not None and now < release.end
        if done and release.done_at is not None and now < release.done_at + UNDO_FOR:
            return release if is_free(taken, now, release.end) else None
    return None


def here(event: str, end: datetime, now: datetime) -> CheckIn:
    """Somebody checked in."""
    return CheckIn(event, now, end + KEPT_AFTER)


def decided(slot: Slot, now: datetime, new_id: PromiseId, *, asked: bool, times: int = 0) -> Release:
    """The release of somebody's meeting, to be carried out. `times`: so often in a row nobody came to its series."""
    return Release(
        new_id, EventId(slot.id), slot.start, slot.end, now, asked=asked, subject=slot.subject, missed=times
    )
