"""What a start knows before Exchange is asked: what the disk remembers, now or as soon as it answers."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.clock import Boot, Clock
from kiosk.core.disk import Disk, DiskRefused
from kiosk.room.clock_health import MOST_OFF
from kiosk.room.confirmed import CheckIn, Missed, Note, Release
from kiosk.room.model import Facts, Heard, Life, Notice, Promise, PromiseId, Room, Settings
from kiosk.room.reasons import Reason
from kiosk.room.reports import Report
from kiosk.sync.store import Kept

log = logging.getLogger("kiosk")
TOLD_FOR = timedelta(minutes=15)
"""Whoever was promised something may come back to the door."""


async def remembered(
    disk: Disk, room: Room, settings: Settings, clock: Clock, *, zone: str | None = None
) -> Facts:
    """The facts of a start. `room` is as configured, `zone` the zone that was configured, if one was.

    A disk that refuses is asked again by itself; `Core.recall` then hears what it held.
    """
    try:
        kept = await disk.load(room.mailbox, settings.privacy.value)
    except DiskRefused as refused:
        log.error("the data directory cannot be used (%s)", refused)
        return Facts(room=room, settings=settings)
    if kept.room is not None:
        room = replace(kept.room, name=room.name or kept.room.name, zone=zone or kept.room.zone)
    facts = Facts(room=room, settings=settings, events=kept.events, heard=_heard(kept, clock.boot()))
    facts = with_promises(facts, kept, clock.now())
    for promise in facts.promises:
        if promise not in kept.promises and promise.life is Life.WEDGED:
            try:
                await disk.keep(promise)
            except DiskRefused as refused:
                log.error("the outbox cannot be written (%s)", refused)
    return facts


def _heard(kept: Kept, boot: Boot) -> Heard:
    """How old the day is, by the clock that nobody sets.

    It counts from when the machine was started: a day that was read before that, or by a wall clock that was set far
    since, is no knowledge until it is read again.
    """
    if kept.as_of is None:
        return Heard()
    if kept.boot is None or kept.boot.id != boot.id:
        return Heard(as_of=kept.as_of, age_unknown=True, remembered=True)
    moved = boot.zero - kept.boot.zero
    if abs(moved) > MOST_OFF:
        return Heard(as_of=kept.as_of, age_unknown=True, remembered=True)
    return Heard(as_of=kept.as_of + moved, remembered=True)


def with_promises(facts: Facts, kept: Kept, now: datetime) -> Facts:
    """The facts, and what the outbox holds that they do not know. What was lost of it is told."""
    known = {promise.id for promise in facts.promises}
    found = tuple(
        replace(promise, stored=True, next_try_at=None)
        for promise in kept.promises
        if promise.id not in known and promise.life is not Life.SETTLED
    )
    facts = replace(
        facts, promises=(*facts.promises, *found),
        check_ins=(*facts.check_ins, *_new(kept.notes, CheckIn, {note.event for note in facts.check_ins})),
        releases=(*facts.releases, *_new(kept.notes, Release, {note.event for note in facts.releases})),
        missed=(*facts.missed, *_missed(kept.notes, {note.series for note in facts.missed})),
        reports=(*facts.reports, *_reports(kept.notes, {report.id for report in facts.reports})),
    )  # fmt: skip
    if not kept.outbox_lost:
        return facts
    log.error("some of the outbox could not be read; it was set aside in the data directory as unreadable")
    notice = Notice(Reason.OUTCOME_UNKNOWN, now + TOLD_FOR, made_at=now)
    return replace(facts, promises=(*facts.promises, _lost(now)), notices=(*facts.notices[-3:], notice))


N = TypeVar("N", CheckIn, Release)


def _missed(notes: tuple[Note, ...], known: set[str]) -> tuple[Missed, ...]:
    return tuple(note for note in notes if isinstance(note, Missed) and note.series not in known)


def _reports(notes: tuple[Note, ...], known: set[PromiseId]) -> tuple[Report, ...]:
    return tuple(note for note in notes if isinstance(note, Report) and note.id not in known)


def _new(notes: tuple[Note, ...], kind: type[N], known: set[str]) -> tuple[N, ...]:
    return tuple(note for note in notes if isinstance(note, kind) and note.event not in known)


def _lost(now: datetime) -> Promise:
    """Stands in `kiosk status` for what could not be read, until staff have had a day to see it."""
    return Promise(
        PromiseId(f"lost-{now:%Y%m%dT%H%M%S}"), now, now, now,
        life=Life.WEDGED, reason=Reason.OUTCOME_UNKNOWN, stored=True,
    )  # fmt: skip
