"""The short list of what comes, with the free times between (boards 01, 02). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days
from kiosk.room.agenda import GAP, Slot
from kiosk.room.face import AgendaLine, Say, State
from kiosk.room.phrases import Phrase
from kiosk.room.say import meeting
from kiosk.room.survey import Scene


def agenda_lines(scene: Scene, most: int) -> tuple[tuple[AgendaLine, ...], Say | None]:
    """Up to `most` lines of what comes, and the title above them: of today, or of the next day that has something."""
    notes = [
        AgendaLine(None, Say(Phrase.SUBJECT, text=e.subject) if e.subject else Say(Phrase.ALL_DAY))
        for e in scene.facts.events
        if not e.busy and e.start <= scene.now < e.end
    ]
    title, lines = _free_lines(scene) if scene.state is State.FREE else _next_lines(scene)
    lines = [*notes[:1], *lines]
    return (tuple(lines[:most]), title) if lines else ((), None)


def _free_lines(scene: Scene) -> tuple[Say, list[AgendaLine]]:
    """The meetings of today, or of the day of the next one."""
    zone, now = scene.zone, scene.now
    coming = [slot for slot in scene.taken if slot.start > now]
    today = days.local_date(now, zone)
    day = days.local_date(coming[0].start, zone) if coming else today
    lines = [
        AgendaLine(slot.start, meeting(slot)) for slot in coming if days.local_date(slot.start, zone) == day
    ]
    title = Say(Phrase.LATER_TODAY) if day == today else Say(Phrase.ON_DAY, at=days.at_hour(day, 12, zone))
    return title, lines


def _next_lines(scene: Scene) -> tuple[Say, list[AgendaLine]]:
    """What follows, with the free times between: of today, or of the day on which the room is free again."""
    now, zone, run = scene.now, scene.zone, scene.run
    today = days.local_date(now, zone)
    day = max(today, days.local_date(run.end, zone)) if run is not None else today
    first, last = days.midnight(day, zone), days.midnight(day + timedelta(days=1), zone)
    current = run.current(now) if run is not None else None
    coming = [slot for slot in scene.taken if now < slot.start < last and slot is not current]
    free_from = run.end if run is not None and run.end > first else None
    return Say(Phrase.NEXT), _with_gaps(coming, free_from, last, ends_today=day == today)


def _with_gaps(
    coming: list[Slot], free_from: datetime | None, last: datetime, *, ends_today: bool
) -> list[AgendaLine]:
    lines: list[AgendaLine] = []
    cursor = free_from
    for slot in coming:
        if cursor is not None and slot.start - cursor >= GAP:
            lines.append(_free(cursor, slot.start))
        lines.append(AgendaLine(slot.start, meeting(slot)))
        cursor = max(cursor or slot.end, slot.end)
    if ends_today and cursor is not None and cursor < last:
        lines.append(AgendaLine(cursor, Say(Phrase.FREE_REST), free=True))
    return lines


def _free(begin: datetime, end: datetime) -> AgendaLine:
    return AgendaLine(begin, Say(Phrase.FREE_FOR, minutes=days.whole_minutes(end - begin)), free=True)
