"""Presence: flicker becomes few events on the loop, and a sensor that fails or is stuck claims nobody."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from kiosk.clock import Clock
from kiosk.device import presence as presences
from kiosk.device.evdev import EVENT, KEY, SWITCH, SYN, EvdevSensor, seen
from kiosk.device.gpio import GpioSensor
from kiosk.device.presence import Halt, Presences, Sensor
from kiosk.device.trouble import Absent, wait_after
from kiosk.room.presence import Presence
from tests.fakes.wait import eventually

PATIENCE = 30.0
NEVER = timedelta(hours=1)
AT_ONCE = timedelta(0)


class FakeSensor:
    """Says what the test says, and can be broken or stuck."""

    def __init__(self, name: str = "the fake sensor") -> None:
        self.name = name
        self.failing: Exception | None = None
        self.tries = 0
        self.stuck = False
        self._changed = threading.Condition()
        self._saw: Callable[[bool], None] | None = None

    def watch(self, saw: Callable[[bool], None], halt: Halt) -> None:
        with self._changed:
            self.tries += 1
            self._changed.notify_all()
            if self.failing is not None:
                raise self.failing
            self._saw = saw
        if self.stuck:
            threading.Event().wait()
        halt.wait()

    def probe(self) -> str:
        return "It is there."

    def until(self, true: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE)

    def say(self, somebody: bool) -> None:
        self.until(lambda: self._saw is not None)
        assert self._saw is not None
        self._saw(somebody)


class Told:
    """What was delivered, in order."""

    def __init__(self) -> None:
        self.events: list[Presence] = []
        self._new = asyncio.Event()

    def __call__(self, event: Presence) -> None:
        self.events.append(event)
        self._new.set()

    async def here(self, *expected: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.events) < len(expected):
                self._new.clear()
                await self._new.wait()
        assert [event.here for event in self.events] == list(expected)


Watch = Callable[..., Told]


@pytest.fixture
async def watch(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watch]:
    monkeypatch.setattr(presences, "wait_after", lambda failures: wait_after(failures) / 1000)
    async with AsyncExitStack() as stack:

        def begin(*sensors: Sensor, hold: timedelta = NEVER) -> Told:
            told = Told()
            made = Presences(sensors, told, hold, Clock())
            stack.push_async_callback(made.close)
            return told

        yield begin


async def test_somebody_who_comes_is_told_once_and_going_is_told_after_the_hold(watch: Watch) -> None:
    sensor = FakeSensor()
    told = watch(sensor, hold=AT_ONCE)
    sensor.say(True)
    await told.here(True)
    sensor.say(False)
    await told.here(True, False)
    sensor.say(True)
    await told.here(True, False, True)
    assert all(event.at.tzinfo is not None for event in told.events)


async def test_flicker_within_the_hold_is_one_visit(watch: Watch) -> None:
    sensor = FakeSensor()
    told = watch(sensor)
    for _ in range(5):
        sensor.say(True)
        sensor.say(False)
    await told.here(True)
    await asyncio.sleep(0)
    await told.here(True)


async def test_somebody_who_stays_is_told_again(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presences, "RENEW", 0.001)
    sensor = FakeSensor()
    told = watch(sensor)
    sensor.say(True)
    await eventually(lambda: len(told.events) >= 3)
    assert all(event.here for event in told.events)


async def test_movement_that_goes_on_is_told_again_after_a_while(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensor = FakeSensor()
    told = watch(sensor)
    for _ in range(3):
        sensor.say(True)
        sensor.say(False)
    await told.here(True)
    monkeypatch.setattr(presences, "RENEW", 0.0)
    sensor.say(True)
    sensor.say(False)
    await told.here(True, True)


async def test_a_sensor_that_is_stuck_is_not_believed_until_it_lets_go(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(presences, "RENEW", 0.001)
    monkeypatch.setattr(presences, "STUCK_AFTER", 0.0)
    sensor = FakeSensor()
    told = watch(sensor, hold=AT_ONCE)
    sensor.say(True)
    await told.here(True, False)
    sensor.say(True)
    await asyncio.sleep(0)
    await told.here(True, False)
    sensor.say(False)
    sensor.say(True)
    await told.here(True, False, True, False)
    assert caplog.messages[0].startswith("the fake sensor sees somebody without a pause")


async def test_one_sensor_that_sees_somebody_is_enough(watch: Watch) -> None:
    inside, outside = FakeSensor("inside"), FakeSensor("outside")
    told = watch(inside, outside, hold=AT_ONCE)
    inside.say(True)
    outside.say(True)
    inside.say(False)
    await told.here(True)
    outside.say(False)
    await told.here(True, False)


async def test_a_sensor_that_fails_is_tried_again_told_once_and_sees_nobody_meanwhile(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk.device")
    broken = FakeSensor()
    broken.failing = Absent("No sensor is plugged in.", "Plug one in.")
    told = watch(broken, hold=AT_ONCE)
    await asyncio.to_thread(broken.until, lambda: broken.tries >= 3)
    broken.failing = None
    await asyncio.to_thread(broken.say, True)
    await told.here(True)
    assert [record.message for record in caplog.records] == [
        "the fake sensor: No sensor is plugged in. Trying again. (kiosk doctor says what to do)",
        "the fake sensor works again",
    ]


async def test_a_sensor_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presences, "LEAVE_WITHIN", 0.01)
    sensor = FakeSensor()
    sensor.stuck = True
    told = Told()
    made = Presences([sensor], told, AT_ONCE, Clock())
    await asyncio.to_thread(sensor.say, True)
    await told.here(True)
    await made.close()
    sensor.say(False)
    await asyncio.sleep(0)
    await told.here(True)


# evdev


def pressed(kind: int, value: int, code: int = 1) -> bytes:
    return EVENT.pack(0, 0, kind, code, value)


def test_keys_and_switches_last_and_anything_else_is_a_moment() -> None:
    assert seen(pressed(KEY, 1) + pressed(SYN, 0, 0)) == [True]
    assert seen(pressed(KEY, 2)) == []
    assert seen(pressed(SWITCH, 0)) == [False]
    assert seen(pressed(0x03, 17)) == [True, False]
    assert seen(pressed(KEY, 1) + b"half an event") == [True]


async def test_an_input_device_is_read_until_it_goes_and_found_again(watch: Watch, tmp_path: Path) -> None:
    path = tmp_path / "event0"
    os.mkfifo(path)
    first = os.open(path, os.O_RDWR)
    told = watch(EvdevSensor(path), hold=AT_ONCE)
    os.write(first, pressed(KEY, 1) + pressed(KEY, 0))
    await told.here(True, False)
    os.close(first)
    again = os.open(path, os.O_RDWR)
    os.write(again, pressed(SWITCH, 1))
    await told.here(True, False, True)
    os.close(again)


def test_an_input_device_that_is_missing_is_named_with_a_remedy(tmp_path: Path) -> None:
    sensor = EvdevSensor(tmp_path / "event7")
    with pytest.raises(Absent) as absent:
        sensor.probe()
    assert "There is no input device" in absent.value.what
    assert "/dev/input/by-id" in absent.value.remedy
    (tmp_path / "event7").write_bytes(b"")
    assert "can be read" in sensor.probe()


# GPIO


async def test_a_sensor_on_a_pin_is_heard(watch: Watch) -> None:
    board = MockFactory(pin_class=MockPWMPin)
    pin = board.pin(4)
    told = watch(GpioSensor(4, open_board=lambda: board), hold=AT_ONCE)
    await eventually(lambda: pin.when_changed is not None)
    pin.drive_high()
    await told.here(True)
    pin.drive_low()
    await told.here(True, False)
