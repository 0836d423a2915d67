"""The short list of what comes, with the free times between (boards 01, 02). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days
from kiosk.room.agenda import GAP, Slot
from kiosk.room.face import AgendaLine, Phrase, Say, State
from kiosk.room.say import meeting
from kiosk.room.survey import Scene


def agenda_lines(scene: Scene, most: int) -> tuple[tuple[AgendaLine, ...], Say | None]:
    """Up to `most` lines of what comes today, and the title above them."""
    today = days.local_date(scene.now, scene.zone)
    last = days.midnight(today + timedelta(days=1), scene.zone)
    notes = tuple(
        AgendaLine(None, Say(Phrase.SUBJECT, text=e.subject) if e.subject else Say(Phrase.ALL_DAY))
        for e in scene.facts.events
        if not e.busy and e.start <= scene.now < e.end
    )
    busy_now = scene.run is not None
    coming = [slot for slot in scene.taken if scene.now < slot.start < last]
    if scene.run is not None:
        current = scene.run.current(scene.now)
        coming = [slot for slot in coming if slot is not current]
    lines = list(notes[:1])
    title: Say | None = Say(Phrase.LATER_TODAY)
    if scene.state is not State.FREE:
        title = Say(Phrase.NEXT)
        lines += _with_gaps(coming, scene.run.end if busy_now and scene.run else None, last)
    else:
        lines += [AgendaLine(slot.start, meeting(slot)) for slot in coming]
    if not lines:
        return (), None
    return tuple(lines[:most]), title


def _with_gaps(coming: list[Slot], free_from: datetime | None, last: datetime) -> list[AgendaLine]:
    lines: list[AgendaLine] = []
    cursor = free_from
    if cursor is not None and cursor < last and not coming:
        return [AgendaLine(cursor, Say(Phrase.FREE_REST), free=True)]
    for index, slot in enumerate(coming):
        if cursor is not None and slot.start - cursor >= GAP:
            lines.append(_free(cursor, slot.start))
        lines.append(AgendaLine(slot.start, meeting(slot)))
        cursor = max(cursor or slot.end, slot.end)
        if index == len(coming) - 1 and cursor < last:
            lines.append(AgendaLine(cursor, Say(Phrase.FREE_REST), free=True))
    return lines


def _free(begin: datetime, end: datetime) -> AgendaLine:
    return AgendaLine(begin, Say(Phrase.FREE_FOR, minutes=days.whole_minutes(end - begin)), free=True)
