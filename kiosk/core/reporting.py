"""Reports to facilities as the core lives them: on disk before they are called saved, forgotten when over. courier.py sends."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.core.disk import DiskRefused
from kiosk.room import reports
from kiosk.room.intents import SendReport
from kiosk.room.model import PromiseId
from kiosk.room.reports import Report, Reported
from kiosk.room.visit import misspelt

if TYPE_CHECKING:
    from kiosk.core.loop import Core

log = logging.getLogger("kiosk")


class Reporting:
    """What was told to facilities, or is to be."""

    def __init__(self, core: Core, new_id: Callable[[], PromiseId]) -> None:
        self._core, self._new_id = core, new_id

    def submit(self, intent: SendReport, now: datetime) -> None:
        """Somebody sends a report. With an address that is none the sheet stays, as in booking. What was reported today already, and has nothing added, is not sent twice."""
        if reports.is_misspelt(intent):
            self._core.facts = replace(self._core.facts, visit=misspelt(self._core.facts.visit, now))
            return
        before = reports.earlier(self._core.facts, intent.category, intent.thing, now)
        if before is not None and not any(reports.words_of(intent)):
            self._answer(before.id, now)
            return
        new_id = self._new_id()
        report = reports.decided(intent, self._core.facts, now, new_id)
        self._answer(new_id, now)
        if report is not None:
            self._core.facts = replace(self._core.facts, reports=(*self._core.facts.reports, report))
            self._core.spawn(self._store(report))

    def _answer(self, report: PromiseId, now: datetime) -> None:
        """The sheet tells what becomes of it; what it tells is room/sheet_report.py's."""
        facts = self._core.facts
        visit = replace(facts.visit, touched_at=now, typing=False, sheet=Reported(report, now))
        self._core.facts = replace(facts, visit=visit)

    async def _store(self, report: Report) -> None:
        """First the disk, then it may be called saved, and be sent."""
        notes = self._core.notes
        try:
            await notes.store(report)
        except DiskRefused as refused:
            log.error("a report cannot be written (%s): it is not taken", refused)
            notes.forget(report)
        else:
            facts = self._core.facts
            stored = (replace(one, stored=True) if one.id == report.id else one for one in facts.reports)
            self._core.facts = replace(facts, reports=tuple(stored))
        self._core.look()

    def put(self, report: Report) -> None:
        """The report as a try left it."""
        self._core.notes.put(report)
        self._core.look()

    def keep_up(self, now: datetime) -> None:
        """What time does to reports."""
        facts = self._core.facts
        for report in facts.reports:
            if not report.stored:
                continue
            aged = reports.aged(report, now)
            if reports.over(aged, facts, now):
                self._core.notes.forget(report)
            elif aged != report:
                log.error("report %s could not be delivered in a week and is given up", report.number)
                self._core.notes.put(aged)
