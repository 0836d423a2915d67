"""The real timers, on real time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from kiosk.clock import Clock
from kiosk.core import alarm as alarm_file
from kiosk.core.alarm import Alarm
from tests.fakes.wait import eventually


class SetClock(Clock):
    """A wall clock that somebody sets."""

    step = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.step


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def alarm(clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Alarm]:
    monkeypatch.setattr(alarm_file, "WATCH_EVERY", 0.02)
    made = Alarm(clock)
    yield made
    made.close()


async def test_what_has_passed_rings_at_once(alarm: Alarm, clock: SetClock) -> None:
    rung: list[str] = []
    alarm.at("a", clock.now() - timedelta(hours=1), lambda: rung.append("a"))
    await eventually(lambda: rung == ["a"])


async def test_a_name_set_anew_rings_once_at_its_new_time(alarm: Alarm, clock: SetClock) -> None:
    rung: list[str] = []
    alarm.at("a", clock.now() + timedelta(hours=1), lambda: rung.append("late"))
    alarm.at("a", clock.now() + timedelta(milliseconds=20), lambda: rung.append("soon"))
    await eventually(lambda: rung == ["soon"])
    await asyncio.sleep(0.05)
    assert rung == ["soon"]


async def test_ringing_may_set_the_same_name_again(alarm: Alarm, clock: SetClock) -> None:
    rung: list[int] = []

    def again() -> None:
        rung.append(len(rung))
        if len(rung) < 5:
            alarm.at("a", clock.now(), again)

    alarm.at("a", clock.now(), again)
    await eventually(lambda: rung == [0, 1, 2, 3, 4])


@pytest.mark.parametrize("hours", [-2, 2])
async def test_when_the_clock_is_set_everything_rings_at_once(
    alarm: Alarm, clock: SetClock, hours: int
) -> None:
    rung: list[str] = []
    alarm.at("pull", clock.now() + timedelta(seconds=30), lambda: rung.append("pull"))
    alarm.at("look", clock.now() + timedelta(seconds=60), lambda: rung.append("look"))
    await asyncio.sleep(0.1)
    assert rung == []
    clock.step = timedelta(hours=hours)
    await eventually(lambda: sorted(rung) == ["look", "pull"])


async def test_closed_nothing_rings(clock: SetClock) -> None:
    rung: list[str] = []
    alarm = Alarm(clock)
    alarm.at("a", clock.now() + timedelta(milliseconds=10), lambda: rung.append("a"))
    alarm.close()
    await asyncio.sleep(0.05)
    assert rung == []


async def test_a_fault_in_what_is_rung_for_is_told_and_not_written_down_and_forgotten(
    alarm: Alarm, clock: SetClock
) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    fault = RuntimeError()

    def fails() -> None:
        raise fault

    alarm.at("a", clock.now(), fails)
    await eventually(lambda: bool(told))
    assert told == [fault]
