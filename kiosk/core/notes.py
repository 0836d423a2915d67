"""What people said at the door, in the facts and on disk: what the disk refuses is owed, and written when it takes it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from kiosk.core.disk import Disk, DiskRefused
from kiosk.room.confirmed import CheckIn, Missed, Note, Release
from kiosk.room.model import Facts
from kiosk.room.reports import Report

if TYPE_CHECKING:
    from kiosk.core.loop import Core

log = logging.getLogger("kiosk")
AGAIN = timedelta(seconds=5)


class Notes:
    """Check-ins, releases, counts and reports. Of one note the latest state wins."""

    def __init__(self, core: Core, disk: Disk) -> None:
        self._core, self._disk = core, disk
        self._owed: dict[tuple[type[Note], str], tuple[Note, bool]] = {}

    def put(self, note: Note) -> None:
        """The note as it stands now: known at once, on disk as soon as the disk takes it."""
        self._core.facts = _with(self._core.facts, note)
        self._write(note, forget=False)

    def forget(self, note: Note) -> None:
        """It is over."""
        self._core.facts = _without(self._core.facts, note)
        self._write(note, forget=True)

    async def store(self, note: Note) -> None:
        """On disk when this returns; the facts are the caller's. Raises `DiskRefused`."""
        await self._disk.note(note, forget=False)

    def recalled(self, notes: tuple[Note, ...]) -> tuple[Note, ...]:
        """What a disk that came back holds, without what is known better here; what it lacks is written anew."""
        facts = self._core.facts
        stored = (report for report in facts.reports if report.stored)
        here: tuple[Note, ...] = (*facts.check_ins, *facts.releases, *facts.missed, *stored)
        for note in here:
            if note not in notes:
                self._write(note, forget=False)
        return tuple(note for note in notes if _key(note) not in self._owed)

    def _write(self, note: Note, *, forget: bool) -> None:
        self._owed[_key(note)] = (note, forget)
        self._pay()

    def _pay(self) -> None:
        self._core.spawn(self._paid())

    async def _paid(self) -> None:
        """Writes what is owed, as far as the disk takes it."""
        for key, (note, forget) in tuple(self._owed.items()):
            try:
                await self._disk.note(note, forget=forget)
            except DiskRefused as refused:
                log.error("what was said at the door cannot be written (%s); it is tried again", refused)
                self._core.wake("notes", AGAIN, self._pay)
                return
            if self._owed.get(key) == (note, forget):
                del self._owed[key]


def _key(note: Note) -> tuple[type[Note], str]:
    """No two notes of one key are kept."""
    match note:
        case CheckIn():
            return CheckIn, note.event
        case Release():
            return Release, note.id
        case Missed():
            return Missed, note.series
        case Report():
            return Report, note.id
        case never:
            assert_never(never)


def _without(facts: Facts, note: Note) -> Facts:
    key = _key(note)
    return replace(
        facts,
        check_ins=tuple(one for one in facts.check_ins if _key(one) != key),
        releases=tuple(one for one in facts.releases if _key(one) != key),
        missed=tuple(one for one in facts.missed if _key(one) != key),
        reports=tuple(one for one in facts.reports if _key(one) != key),
    )


def _with(facts: Facts, note: Note) -> Facts:
    if isinstance(note, Report):
        return replace(facts, reports=_in_place(facts.reports, note))
    facts = _without(facts, note)
    match note:
        case CheckIn():
            return replace(facts, check_ins=(*facts.check_ins, note))
        case Release():
            return replace(facts, releases=(*facts.releases, note))
        case Missed():
            return replace(facts, missed=(*facts.missed, note))
        case never:
            assert_never(never)


def _in_place(reports: tuple[Report, ...], report: Report) -> tuple[Report, ...]:
    """The day's first stays the first: what is added later goes by it."""
    if any(one.id == report.id for one in reports):
        return tuple(report if one.id == report.id else one for one in reports)
    return (*reports, report)
