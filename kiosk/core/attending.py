"""Check-ins and releases as the core lives them: decided by room/attendance.py, kept by notes.py, forgotten when over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.room import attendance, intents
from kiosk.room.agenda import Slot, running, slots
from kiosk.room.confirmed import Freeing, Note
from kiosk.room.model import Facts, Promise, PromiseId
from kiosk.room.survey import is_blind
from kiosk.system_user.decide import withdrawn

if TYPE_CHECKING:
    from kiosk.core.loop import Core

log = logging.getLogger("kiosk")


class Attending:
    """Who came, and which rooms were given back."""

    def __init__(self, core: Core, new_id: Callable[[], PromiseId]) -> None:
        self._core, self._new_id = core, new_id

    def submit(self, intent: intents.AtTheDoor, now: datetime) -> None:
        """What a person at the door says of somebody's meeting. A wish that makes no sense any more changes nothing."""
        core = self._core
        visit = replace(core.facts.visit, touched_at=now, sheet=None, armed=None)
        core.facts = replace(core.facts, visit=visit)
        slot = next((slot for slot in slots(core.facts) if slot.id == intent.event), None)
        if slot is None or now >= slot.end or core.facts.clock.wrong:
            return
        if isinstance(intent, intents.CheckIn):
            if attendance.checked_in(slot, core.facts) is None:
                self._came(slot, now)
        elif self._may_release(slot):
            self.put(attendance.decided(slot, now, self._new_id(), asked=True))

    def sensed(self, at: datetime) -> None:
        """A sensor that sees only the room saw somebody: who is in the room at this time need not tap."""
        facts = self._core.facts
        taken = slots(facts)
        slot = attendance.waiting(facts, taken, running(taken, at), at)
        if slot is not None and slot.start <= at and not facts.clock.wrong:
            self._came(slot, at)

    def _came(self, slot: Slot, at: datetime) -> None:
        """Somebody is here: the meeting takes place, and its series is not one that nobody comes to."""
        for count in self._core.facts.missed:
            if count.series == slot.series:
                self._core.notes.forget(count)
        self.put(attendance.here(slot.id, slot.end, at))

    def _may_release(self, slot: Slot) -> bool:
        facts = self._core.facts
        known = any(release.event == slot.id for release in facts.releases)
        return facts.settings.decline_others and slot.promise is None and slot.accepted and not known

    def keep_up(self, now: datetime) -> None:
        """What time does to attendance: meetings that nobody came to, and what is over."""
        core = self._core
        if not (core.facts.settings.check_in or core.facts.releases or core.facts.missed):
            return
        core.facts = attendance.seeing(core.facts, now, blind=is_blind(core.facts, now))
        if core.facts.seeing_since is not None and core.facts.settings.check_in:
            for slot in attendance.no_shows(core.facts, slots(core.facts), now):
                self._no_show(slot, now)
        for over in _over(core.facts, now):
            self._core.notes.forget(over)

    def _no_show(self, slot: Slot, now: datetime) -> None:
        """Counted for a series, whoever organizes it; the room is given back where that is permitted."""
        count = attendance.missed(slot, self._core.facts)
        if count is not None and count not in self._core.facts.missed:
            log.info("nobody checked in, %d times in a row for this series", count.times)
            self._core.notes.put(count)
        if attendance.is_permitted(slot, self._core.facts):
            self._release(slot, now, count.times if count else 0)

    def _release(self, slot: Slot, now: datetime, times: int) -> None:
        log.info("nobody checked in: the room is given back")
        release = attendance.decided(slot, now, self._new_id(), asked=False, times=times)
        if slot.promise is not None and attendance.is_ours(slot):  # the organizer's copy is ours to cancel
            release = replace(release, life=Freeing.DONE, done_at=now)
            self._withdraw(slot.promise, now)
        self._core.notes.put(release)

    def _withdraw(self, promise: Promise, now: datetime) -> None:
        gone = withdrawn(promise, now)
        core = self._core
        core.facts = replace(
            core.facts, promises=tuple(gone if p.id == gone.id else p for p in core.facts.promises)
        )
        core.spawn(core.ledger.keep_or_owe(gone))

    def put(self, note: Note) -> None:
        """The check-in or the release as it stands now."""
        self._core.notes.put(note)
        self._core.look()


def _over(facts: Facts, now: datetime) -> tuple[Note, ...]:
    return (
        *(one for one in facts.check_ins if now >= one.keep_until),
        *(one for one in facts.releases if now >= one.end + attendance.KEPT_AFTER),
        *(one for one in facts.missed if now >= one.last + attendance.MISSED_KEPT),
    )
