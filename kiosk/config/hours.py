"""The table `[hours]` of kiosk.toml: when the room may be booked, day by day. Pure."""

from __future__ import annotations

from datetime import time

from pydantic import model_validator

from kiosk.config.rules import CLOSED, OpeningHours
from kiosk.config.tables import Table
from kiosk.room.policy import Week

MIDNIGHT = "24:00"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HoursTable(Table):
    """ "08:00-18:00" on the room's clock, or "closed". With no day named the room has no hours; else a day left out is closed."""

    monday: OpeningHours | None = None
    tuesday: OpeningHours | None = None
    wednesday: OpeningHours | None = None
    thursday: OpeningHours | None = None
    friday: OpeningHours | None = None
    saturday: OpeningHours | None = None
    sunday: OpeningHours | None = None

    @model_validator(mode="after")
    def _opens(self) -> HoursTable:
        """A room that is never open is a room without a display."""
        named = [day for day in self._named() if day is not None]
        if named and all(day == CLOSED for day in named):
            raise ValueError("must name a day on which the room can be booked, or be left out")
        return self

    def week(self) -> Week | None:
        if not any(self._named()):
            return None
        return tuple(_opening(day) for day in self._named())

    def working(self) -> tuple[int, int] | None:
        """The whole hours that hold the hours of every day; 0 to 24 where one goes on past midnight."""
        open_ = [hours for hours in self.week() or () if hours is not None]
        if not open_:
            return None
        if any(time() < closes <= opens for opens, closes in open_):
            return 0, 24
        last = (24 if closes == time() else closes.hour + (closes.minute > 0) for _, closes in open_)
        return min(opens.hour for opens, _ in open_), max(last)

    def _named(self) -> tuple[str | None, ...]:
        return tuple(getattr(self, day) for day in WEEK)


def _opening(day: str | None) -> tuple[time, time] | None:
    if day is None or day == CLOSED:
        return None
    opens, _, closes = day.partition("-")
    return time.fromisoformat(opens), time() if closes == MIDNIGHT else time.fromisoformat(closes)
