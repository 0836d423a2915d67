"""Whole days, days of 23 and 25 hours, and the room's own zone."""

import struct
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from .display import Display
from .events import ZONES
from .stage import AURORA, BOOK, Stage, minutes, moment, now


def local_midnight(stage: Stage, days: int) -> datetime:
    """The room's midnight, so many days after today's beginning."""
    today = now().astimezone(stage.graph.local).date() + timedelta(days=days)
    return datetime(today.year, today.month, today.day, tzinfo=stage.graph.local)


def days(stage: Stage, first: int, last: int) -> tuple[date, date]:
    return local_midnight(stage, first).date(), local_midnight(stage, last).date()


def test_an_all_day_meeting_is_busy_from_midnight_to_midnight(stage: Stage) -> None:
    stage.lena.meet_all_day([AURORA], *days(stage, 0, 1), stage.graph.zone)
    display = stage.display()
    display.glass.label("Busy", 20)
    current = display.status()["current"]
    assert current["all_day"] is True
    assert moment(current["start"]) == local_midnight(stage, 0)
    assert moment(current["end"]) == local_midnight(stage, 1)


def test_an_all_day_meeting_made_in_another_zone_is_the_rooms_day(stage: Stage) -> None:
    zone = next(name for name in ZONES if name not in ("UTC", stage.graph.zone))
    stage.lena.meet_all_day([AURORA], *days(stage, 0, 1), zone)
    display = stage.display()
    display.glass.label("Busy", 20)
    current = display.status()["current"]
    assert (moment(current["start"]), moment(current["end"])) == (
        local_midnight(stage, 0),
        local_midnight(stage, 1),
    )


def test_an_all_day_note_leaves_the_room_free(stage: Stage) -> None:
    stage.lena.meet_all_day(
        [AURORA], *days(stage, 0, 1), stage.graph.zone, show_as="free", subject="Fire drill week"
    )
    display = stage.free()
    assert display.status()["current"] is None
    display.glass.button(BOOK)


def test_tomorrows_all_day_meeting_ends_today_at_midnight(stage: Stage) -> None:
    stage.lena.meet_all_day([AURORA], *days(stage, 1, 2), stage.graph.zone)
    display = stage.free()
    (tomorrow,) = display.status()["next"]
    assert moment(tomorrow["start"]) == local_midnight(stage, 1)
    assert moment(display.status()["until"]) == local_midnight(stage, 1)


def another_zone(stage: Stage) -> str:
    """A zone off the full hour in which it is the same day as at the mailbox's door, midnight not being near."""
    zones = ("Asia/Kathmandu", "Australia/Adelaide", "America/St_Johns", "Pacific/Marquesas")

    def fits(name: str) -> bool:
        local = now().astimezone(ZoneInfo(name))
        return local.date() == local_midnight(stage, 0).date() and 1 <= local.hour < 22

    return next(filter(fits, zones))


def test_the_configured_zone_wins_over_the_mailboxs(stage: Stage) -> None:
    other = another_zone(stage)
    stage.lena.meet_all_day([AURORA], *days(stage, 1, 2), stage.graph.zone)
    display = stage.free(room={"time_zone": other})
    (tomorrow,) = display.status()["next"]
    day = local_midnight(stage, 1)
    assert moment(tomorrow["start"]) == datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(other))


def write_zone(folder: Path, name: str, shifts: tuple[int, int], at: datetime) -> None:
    """A zone file with one change of clocks: first so many hours east of UTC, from `at` on so many."""
    before, after = (hours * 3600 for hours in shifts)

    def block(size: int, code: str) -> bytes:
        changes = [at] if size == 8 else []
        head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(changes), 2, 8)
        body = b"".join(struct.pack(code, int(change.timestamp())) for change in changes) + bytes(
            [1] * len(changes)
        )
        kinds = struct.pack(">lBB", before, 0, 0) + struct.pack(">lBB", after, 0, 4)
        return head + body + kinds + b"AAA\0BBB\0"

    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(block(4, ">l") + block(8, ">q") + f"\n<BBB>{-shifts[1]}\n".encode())


def offset_now(stage: Stage) -> int:
    offset = now().astimezone(stage.graph.local).utcoffset()
    return round((offset or timedelta()).total_seconds() / 3600)


def berlin_with(stage: Stage, shifts: tuple[int, int], at: datetime) -> Display:
    """A display in Europe/Berlin, where the clocks are made to change at that moment."""
    write_zone(stage.folder / "zones", "Europe/Berlin", shifts, at)
    display = stage.prepare(room={"time_zone": "Europe/Berlin"}, booking={"days_ahead": 3})
    display.environment["PYTHONTZPATH"] = str(stage.folder / "zones")
    display.start()
    display.glass.label("Free", 20)
    return display


@pytest.mark.parametrize(("after", "hours"), [(1, 23), (-1, 25)], ids=["clocks go forward", "clocks go back"])
def test_a_day_on_which_the_clocks_change_has_its_true_length(stage: Stage, after: int, hours: int) -> None:
    offset = offset_now(stage)
    tomorrow = (now() + timedelta(hours=offset, days=1)).date()
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=UTC) - timedelta(hours=offset)
    stage.lena.meet_all_day([AURORA], tomorrow, tomorrow + timedelta(days=1), "UTC")
    display = berlin_with(stage, (offset, offset + after), midnight + timedelta(hours=2))
    status = display.status()
    (whole,) = status["next"]
    assert moment(whole["start"]) == midnight
    assert moment(whole["end"]) - midnight == timedelta(hours=hours)
    assert moment(status["until"]) == midnight


@pytest.mark.parametrize("after", [1, -1], ids=["clocks go forward", "clocks go back"])
def test_times_after_the_clocks_change_are_told_by_the_new_clock(stage: Stage, after: int) -> None:
    offset = offset_now(stage)
    change = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    begins = change + minutes(90)
    stage.lena.place(AURORA, begins, begins + minutes(30))
    display = berlin_with(stage, (offset, offset + after), change)
    display.glass.label(f"until {begins + timedelta(hours=offset + after):%H:%M}")
    assert moment(display.status()["until"]) == begins
