"""From what Exchange tells of a golden day to what is printed on the glass: wire, facts, face, words. Nothing is faked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.room.face import DayViewSheet, Face, Place, Scale
from kiosk.room.intents import Book, OpenPickTime
from kiosk.room.model import (
    Event,
    Facts,
    Heard,
    OpenSheet,
    Privacy,
    Promise,
    PromiseId,
    Room,
    Settings,
    ViewingDay,
    Visit,
)
from kiosk.room.project import project
from kiosk.room.status import status
from kiosk.sync.bodies import create_body
from kiosk.sync.wire import Reading, event_of, page_of, zone_of_schedule
from kiosk.system_user.decide import decide
from kiosk.ui.agenda_model import BarRow, KeyRow, LineRow, Rows, TickRow
from kiosk.ui.glass import Glass
from tests.days.written import Day, Meeting, write

ROOM, USER = "aurora@contoso.com", "displays@contoso.com"


def body(day: Day) -> dict[str, Any]:
    """The room's calendarView as Graph answers when asked in UTC (facts.md §2.2, §2.13)."""
    return {"value": [_told(number, meeting) for number, meeting in enumerate(day.meetings)]}


def _told(number: int, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": f"AAMk{number}", "iCalUId": f"0400{number}", "type": "singleInstance",
        "subject": meeting.subject, "sensitivity": "normal", "isCancelled": False, "isOrganizer": False,
        "start": {"dateTime": f"{meeting.start:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{meeting.end:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "originalStartTimeZone": meeting.made_in, "originalEndTimeZone": meeting.made_in,
        "isAllDay": meeting.all_day, "showAs": "free" if meeting.free else "busy",
        "organizer": {"emailAddress": {"name": meeting.organizer, "address": "somebody@contoso.com"}},
        "responseStatus": {"response": "accepted", "time": "2026-01-05T09:00:00Z"},
    }  # fmt: skip


def facts(day: Day) -> Facts:
    """What is known of that room, by everything that reads Exchange's answers. Exchange is heard at the look."""
    schedule = {"value": [{"workingHours": {"timeZone": {"name": day.windows}}}]}
    zone = zone_of_schedule(schedule)
    assert zone is not None
    items, _ = page_of(body(day))
    return Facts(
        room=Room(ROOM, "Aurora", zone, verified=True),
        settings=Settings(privacy=Privacy.FULL, work_start=day.hours[0], work_end=day.hours[1]),
        events=tuple(events(items, zone)),
    )


def events(items: list[Any], zone: str) -> Iterator[Event]:
    reading = Reading(zone, Privacy.FULL, USER)
    for item in items:
        event = event_of(item, reading)
        if event is not None:
            yield event


def at(known: Facts, now: datetime, sheet: OpenSheet | None = None) -> Facts:
    """The facts at that instant: Exchange was heard just then, and perhaps a sheet was opened."""
    visit = Visit(touched_at=now, sheet=sheet) if sheet else Visit()
    return replace(known, heard=Heard(as_of=now, reachable=True), visit=visit)


class Printed:
    """Two glasses side by side: one with a 24-hour clock, one with a 12-hour clock."""

    def __init__(self) -> None:
        self._glasses = tuple(Glass(lambda _: None, clock=clock) for clock in ("24", "12"))
        self._day: list[str] = []

    def look(self, known: Facts, now: datetime) -> list[str]:
        """The lines of one look, as a `*.day` has them."""
        face = project(at(known, now), now)
        self._show(face)
        lines = [
            f"clock | {self._both('clock')} | {self._glasses[0].property('date')}",
            f"plane | {self._plane(known, now)}",
            *(f"sub | {self._both(name)}" for name in ("sub", "subTwo") if self._glasses[0].property(name)),
            *([f"list | {self._glasses[0].property('listTitle')}"] if face.card.list_title else []),
            *(f"line | {line}" for line in self._rows("lines", LineRow, "name")),
            *(f"offer | {line}" for line in self._rows("gridKeys", KeyRow, "name")),
            *(f"book | {line}" for line in self._rows("filledKeys", KeyRow, "name")),
            *(f"send | {line}" for line in _sent(known, face, now)),
        ]
        before, self._day = self._day, self._day_view(project(at(known, now, ViewingDay()), now))
        return lines if self._day == before else lines + self._day

    def _day_view(self, face: Face) -> list[str]:
        sheet = face.sheet
        assert isinstance(sheet, DayViewSheet)
        self._show(face)
        return [
            f"title | {self._glasses[0].property('sheetTitle')} | {self._glasses[0].property('sheetDay')}",
            *(f"note | {note}" for note in self._glasses[0].property("notes")),
            *(f"day | {line}" for line in self._bars(sheet.scale)),
            *(f"free | {line}" for line in self._free(sheet)),
            f"scale | {write(sheet.scale.begin)} to {write(sheet.scale.end)}",
            *(f"hours | {' '.join(_each(glass, 'sheetTicks', TickRow, 'label'))}" for glass in self._glasses),
        ]

    def _show(self, face: Face) -> None:
        for glass in self._glasses:
            glass.show(face)

    def _both(self, name: str) -> str:
        return _once(*(str(glass.property(name)) for glass in self._glasses))

    def _plane(self, known: Facts, now: datetime) -> str:
        told = status(at(known, now), now)["until"]
        until = write(datetime.fromisoformat(str(told))) if told else "-"
        return f"{self._glasses[0].property('word')} | {self._both('until')} | {until}"

    def _rows(self, model: str, kind: type, field: str) -> Iterator[str]:
        yield from (
            _once(*pair)
            for pair in zip(*(_each(glass, model, kind, field) for glass in self._glasses), strict=True)
        )

    def _free(self, sheet: DayViewSheet) -> Iterator[str]:
        lengths = _each(self._glasses[0], "freeKeys", KeyRow, "detail")
        for said, length, key in zip(
            self._rows("freeKeys", KeyRow, "name"), lengths, sheet.free, strict=True
        ):
            assert isinstance(key.intent, OpenPickTime)
            assert key.intent.start is not None
            assert key.say.to is not None
            yield f"{said} | {write(key.intent.start)} to {write(key.say.to)} | {length}"

    def _bars(self, scale: Scale) -> Iterator[str]:
        spans = list(self._rows("sheetBars", BarRow, "span"))
        words = _each(self._glasses[0], "sheetBars", BarRow, "words")
        for span, said, bar in zip(spans, words, scale.bars, strict=True):
            assert bar.at is not None
            assert bar.to is not None
            yield f"{span} | {write(bar.at)} to {write(bar.to)} | {said}"


def _each(glass: Glass, model: str, kind: type, field: str) -> list[str]:
    rows = glass.property(model)
    assert isinstance(rows, Rows)
    assert all(isinstance(row, kind) for row in rows.rows)
    return [str(getattr(row, field)) for row in rows.rows]


def _once(first: str, second: str) -> str:
    return first if first == second else f"{first} | {second}"


def _sent(known: Facts, face: Face, now: datetime) -> Iterator[str]:
    """What a tap on the filled key sends to Graph: begin, end, and the seconds between them."""
    for key in face.card.keys:
        if key.place is Place.FILLED and isinstance(key.intent, Book):
            promise = decide(key.intent, at(known, now), now, PromiseId("p1"))
            assert isinstance(promise, Promise)
            sent = create_body(promise, ROOM, "Aurora", "kiosk")
            moments = [sent[edge] for edge in ("start", "end")]
            assert all(moment["timeZone"] == "UTC" for moment in moments)
            begin, end = (datetime.fromisoformat(f"{moment['dateTime']}Z") for moment in moments)
            yield f"{write(begin)} to {write(end)} | {(end - begin) // timedelta(minutes=1)} min"
