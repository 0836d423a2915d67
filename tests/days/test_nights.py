"""Two nights in Berlin on which the clocks change, lived through by the real core against an Exchange in memory.

Somebody books a minute-exact hour over the change; midnight passes; nothing is asked of the display but to be right.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.ui.text import Words
from tests.core.world import World
from tests.days.figured import MINUTE
from tests.days.written import instant
from tests.fakes.exchange import Call
from tests.fakes.virtual import virtually

BERLIN = ZoneInfo("Europe/Berlin")
WORDS = Words("en", "24", "Europe/Berlin")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room is read once a minute: the night is long."""
    monkeypatch.setattr("tests.core.world.POLL", 60.0)


def begins(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    monkeypatch.setattr("tests.fakes.virtual.BEGIN", instant(at))


async def until(world: World, at: str) -> None:
    await asyncio.sleep((instant(at) - world.now).total_seconds())


def seen(world: World) -> Iterator[tuple[datetime, str, str, str]]:
    """When, clock, word and until line of every picture since Exchange was first heard."""
    for at, face in world.faces:
        if face.scale is not None:
            yield at, WORDS.time(face.minute), WORDS.say(face.plane.word), WORDS.say(face.plane.until)


def each_minute_was_shown_when_it_began(world: World) -> None:
    first = world.faces[0][0]
    shown = {face.minute: at for at, face in reversed(world.faces)}
    minutes = (world.now - first) // MINUTE
    wanted = [first.replace(second=0, microsecond=0) + n * MINUTE for n in range(1, minutes + 1)]
    late = {minute: shown.get(minute) for minute in wanted if shown.get(minute) != minute}
    assert late == {}
    for at, clock, _, _ in seen(world):
        assert clock == f"{at.astimezone(BERLIN):%H:%M}"


def words_of(world: World, begin: str, end: str) -> set[tuple[str, str]]:
    """What stood on the plane in that time, once each."""
    return {(word, line) for at, _, word, line in seen(world) if instant(begin) <= at < instant(end)}


def sent(world: World) -> list[tuple[datetime, datetime]]:
    return [(item.start, item.end) for item in world.exchange.created]


def writes(call: Call) -> bool:
    return call.writes


def test_an_hour_booked_at_ten_to_two_in_spring_ends_at_ten_to_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins(monkeypatch, "2026-03-28 22:50Z")

    async def night() -> None:
        async with World(tmp_path) as world:
            world.exchange.book(instant("2026-03-28 21:30Z"), instant("2026-03-28 23:30Z"), "Late show")
            world.exchange.book(instant("2026-03-29 08:00Z"), instant("2026-03-29 09:00Z"), "Brunch")
            await world.until_state("busy")
            await until(world, "2026-03-29 00:50Z")
            assert world.state == "free"
            world.tap(60)
            await world.until_state("busy")
            await until(world, "2026-03-29 02:10Z")

            hour = (instant("2026-03-29 00:50Z"), instant("2026-03-29 01:50Z"))
            assert sent(world) == [hour]
            assert len([call for call in world.exchange.calls if writes(call)]) == 1
            each_minute_was_shown_when_it_began(world)
            assert words_of(world, "2026-03-28 22:52Z", "2026-03-28 23:30Z") == {("Busy", "until 00:30")}
            assert words_of(world, "2026-03-28 23:30Z", "2026-03-29 00:50Z") == {("Free", "until 10:00")}
            assert words_of(world, "2026-03-29 00:52Z", "2026-03-29 01:50Z") == {("Busy", "until 03:50")}
            assert words_of(world, "2026-03-29 01:50Z", "2026-03-29 02:10Z") == {("Free", "until 10:00")}

    virtually(night())


def test_an_hour_booked_at_half_past_two_in_autumn_ends_at_half_past_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins(monkeypatch, "2026-10-24 21:50Z")

    async def night() -> None:
        async with World(tmp_path) as world:
            world.exchange.book(instant("2026-10-24 20:30Z"), instant("2026-10-24 22:30Z"), "Late show")
            world.exchange.book(instant("2026-10-25 09:00Z"), instant("2026-10-25 10:00Z"), "Brunch")
            await world.until_state("busy")
            await until(world, "2026-10-25 00:30Z")
            assert world.state == "free"
            booking = world.tap(60)
            assert booking is not None
            await world.until_state("busy")
            await until(world, "2026-10-25 01:10Z")
            await world.restart()  # in the hour that comes twice
            await world.until_state("busy")
            world.extend(booking, 15)
            await until(world, "2026-10-25 02:00Z")

            assert sent(world) == [(instant("2026-10-25 00:30Z"), instant("2026-10-25 01:30Z"))]
            assert [(item.start, item.end) for item in world.exchange.room_day()][1] == (
                instant("2026-10-25 00:30Z"), instant("2026-10-25 01:45Z"),
            )  # fmt: skip
            each_minute_was_shown_when_it_began(world)
            assert words_of(world, "2026-10-24 21:52Z", "2026-10-24 22:30Z") == {("Busy", "until 00:30")}
            assert words_of(world, "2026-10-24 22:30Z", "2026-10-25 00:30Z") == {("Free", "until 10:00")}
            assert words_of(world, "2026-10-25 00:32Z", "2026-10-25 01:10Z") == {
                ("Busy", "until 02:30 (winter time)")
            }
            assert words_of(world, "2026-10-25 01:12Z", "2026-10-25 01:45Z") == {
                ("Busy", "until 02:45 (winter time)")
            }
            assert words_of(world, "2026-10-25 01:45Z", "2026-10-25 02:00Z") == {("Free", "until 10:00")}

    virtually(night())
