"""The thread that keeps a light: the newest value wins, a light that fails or hangs disturbs nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from kiosk.clock import Clock
from kiosk.device import lamp as lamps
from kiosk.device import trouble
from kiosk.device.lamp import Keeper
from kiosk.device.trouble import Absent, wait_after
from kiosk.room.face import State
from kiosk.room.light import ALL, FAINTEST, OFF, SIDES, Hue, Light, Motion

FREE = Light(State.FREE, Hue.FREE, ALL, brightness=1.0)
BUSY = Light(State.BUSY, Hue.BUSY, SIDES, brightness=1.0)
CHECK_IN = Light(State.CHECK_IN, Hue.SOON, ALL, motion=Motion.BREATH, brightness=1.0)
PATIENCE = 30.0


class FakeLamp:
    """Remembers what it was told, and can be broken or stuck."""

    name = "the fake light"

    def __init__(self, *, breathes: bool = True, again_every: float | None = None) -> None:
        self.breathes = breathes
        self.again_every = again_every
        self.told: list[tuple[Light, float]] = []
        self.failing: Exception | None = None
        self.tries = 0
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()
        self._changed = threading.Condition()

    def show(self, light: Light, share: float) -> None:
        with self._changed:
            self.tries += 1
            self._changed.notify_all()
        assert self.gate.wait(PATIENCE)
        with self._changed:
            if self.failing is not None:
                raise self.failing
            self.told.append((light, share))
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def probe(self) -> str:
        return "It is there."

    def until(self, true: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE)

    @property
    def lights(self) -> list[Light]:
        return [light for light, _ in self.told]


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[FakeLamp], Keeper]]:
    """Keepers that are impatient, and closed in the end."""
    monkeypatch.setattr(lamps, "wait_after", lambda failures: wait_after(failures) / 1000)
    monkeypatch.setattr(lamps, "LEAVE_WITHIN", PATIENCE)
    with ExitStack() as stack:

        def begin(lamp: FakeLamp) -> Keeper:
            keeper = Keeper(lamp, Clock())
            stack.callback(keeper.close)
            stack.callback(lamp.gate.set)
            return keeper

        yield begin


Keep = Callable[[FakeLamp], Keeper]


def test_what_is_told_is_shown_and_goes_out_when_the_display_ends(keep: Keep) -> None:
    lamp = FakeLamp()
    keeper = keep(lamp)
    keeper.show(BUSY)
    lamp.until(lambda: BUSY in lamp.lights)
    assert keeper.close()
    assert lamp.told == [(BUSY, 1.0), (OFF, 1.0)]
    assert lamp.closed


def test_only_the_newest_value_counts_while_the_light_is_slow(keep: Keep) -> None:
    lamp = FakeLamp()
    lamp.gate.clear()
    keeper = keep(lamp)
    keeper.show(BUSY)
    lamp.until(lambda: lamp.tries == 1)
    keeper.show(CHECK_IN)
    keeper.show(FREE)
    lamp.gate.set()
    lamp.until(lambda: FREE in lamp.lights)
    assert lamp.lights == [BUSY, FREE]


def test_the_same_value_is_not_sent_twice_unless_the_light_may_forget_it(keep: Keep) -> None:
    lamp = FakeLamp()
    keeper = keep(lamp)
    keeper.show(BUSY)
    lamp.until(lambda: BUSY in lamp.lights)
    keeper.show(BUSY)
    keeper.show(FREE)
    lamp.until(lambda: FREE in lamp.lights)
    assert lamp.lights == [BUSY, FREE]
    forgetful = FakeLamp(again_every=0.001)
    keep(forgetful).show(BUSY)
    forgetful.until(lambda: forgetful.lights.count(BUSY) >= 3)


def test_a_light_that_fails_is_tried_again_told_once_and_shows_the_newest_when_it_is_back(
    keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk.device")
    lamp = FakeLamp()
    lamp.failing = OSError("/dev/secret is gone")
    keeper = keep(lamp)
    keeper.show(BUSY)
    lamp.until(lambda: lamp.tries >= 4)
    keeper.show(FREE)
    lamp.failing = None
    lamp.until(lambda: FREE in lamp.lights)
    assert lamp.lights == [FREE]
    assert keeper.close()
    assert [record.message for record in caplog.records] == [
        "the fake light does not work (OSError). Trying again.",
        "the fake light works again",
    ]


def test_hardware_that_is_absent_is_named_in_one_line(keep: Keep, caplog: pytest.LogCaptureFixture) -> None:
    lamp = FakeLamp()
    lamp.failing = Absent("No light is plugged in.", "Plug one in.")
    keep(lamp).show(BUSY)
    lamp.until(lambda: lamp.tries >= 3)
    assert [record.message for record in caplog.records] == [
        "the fake light: No light is plugged in. Trying again. (kiosk doctor says what to do)"
    ]


def test_a_light_that_hangs_holds_up_neither_the_loop_nor_the_end(
    keep: Keep, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lamps, "LEAVE_WITHIN", 0.01)
    monkeypatch.setattr(lamps, "HANGS_AFTER", -1.0)
    lamp = FakeLamp()
    lamp.gate.clear()
    keeper = keep(lamp)
    keeper.show(BUSY)
    lamp.until(lambda: lamp.tries == 1)
    keeper.show(FREE)
    keeper.show(FREE)
    assert not keeper.close()
    assert [record.message for record in caplog.records] == [
        "the fake light hangs; the display goes on without it"
    ]


def test_a_breath_goes_up_and_down_where_the_light_can_and_is_told_once_where_it_cannot(keep: Keep) -> None:
    breathing = FakeLamp()
    keep(breathing).show(CHECK_IN)
    breathing.until(lambda: len(breathing.told) >= 5)
    shares = [share for _, share in breathing.told]
    assert shares[0] == 1.0
    assert FAINTEST <= min(shares) < 1.0
    steady = FakeLamp(breathes=False)
    keeper = keep(steady)
    keeper.show(CHECK_IN)
    steady.until(lambda: CHECK_IN in steady.lights)
    keeper.show(FREE)
    steady.until(lambda: FREE in steady.lights)
    assert steady.told == [(CHECK_IN, 1.0), (FREE, 1.0)]


def test_nothing_told_yet_is_nothing_shown_but_dark_in_the_end(keep: Keep) -> None:
    lamp = FakeLamp()
    assert keep(lamp).close()
    assert lamp.lights == [OFF]


def test_patience_grows_to_a_minute() -> None:
    assert [wait_after(failures) for failures in (1, 2, 3, 7, 500)] == [1, 2, 4, 60, 60]
    assert trouble.LONGEST_WAIT == 60
