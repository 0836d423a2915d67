"""A lamp on three pins: colour and brightness as pulse widths, and what is wrong with pins told with a remedy."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin

from kiosk.device.gpio import GpioLamp, GpioSensor
from kiosk.device.presence import Halt
from kiosk.device.trouble import Absent
from kiosk.room.face import State
from kiosk.room.light import OFF, SIDES, Hue, Light

BUSY = Light(State.BUSY, Hue.BUSY, SIDES, brightness=0.5)
RED, GREEN, BLUE = 17, 27, 22


@pytest.fixture
def board() -> Iterator[MockFactory]:
    made = MockFactory(pin_class=MockPWMPin)
    yield made
    made.reset()


def levels(board: MockFactory) -> tuple[float, ...]:
    return tuple(board.pin(pin).state for pin in (RED, GREEN, BLUE))


def test_a_lamp_on_three_pins_shows_colour_and_brightness(board: MockFactory) -> None:
    lamp = GpioLamp((RED, GREEN, BLUE), open_board=lambda: board)
    lamp.show(BUSY, 1.0)
    assert levels(board) == pytest.approx((128 / 255, 0, 10 / 255), abs=0.01)
    lamp.show(BUSY, 0.5)
    assert levels(board) == pytest.approx((64 / 255, 0, 5 / 255), abs=0.01)
    lamp.show(OFF, 1.0)
    assert levels(board) == (0, 0, 0)
    lamp.close()


def test_a_lamp_that_is_lit_by_low_levels_is_dark_at_high_ones(board: MockFactory) -> None:
    lamp = GpioLamp((RED, GREEN, BLUE), active_high=False, open_board=lambda: board)
    lamp.show(OFF, 1.0)
    assert levels(board) == (1, 1, 1)
    lamp.close()


def test_pins_that_cannot_do_it_are_named_with_their_key() -> None:
    lamp = GpioLamp((RED, GREEN, BLUE), open_board=lambda: MockFactory(pin_class=MockPin))
    with pytest.raises(Absent) as absent:
        lamp.probe()
    assert "17, 27, 22" in absent.value.what
    assert "light.gpio_pins" in absent.value.remedy
    lamp.close()


def test_a_sensor_on_a_pin_that_the_board_has_not_is_named_with_its_key(board: MockFactory) -> None:
    halt = Halt()
    with pytest.raises(Absent) as absent:
        GpioSensor(99, open_board=lambda: board).watch(lambda _: None, halt)
    halt.close()
    assert "presence.gpio_pin" in absent.value.remedy


def test_without_the_libraries_the_remedy_is_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero.pins.lgpio", None)
    for device in (GpioLamp((RED, GREEN, BLUE)), GpioSensor(4)):
        with pytest.raises(Absent) as absent:
            device.probe()
        assert absent.value.what == "The libraries for GPIO are not installed."
        assert absent.value.remedy.endswith("-m pip install gpiozero lgpio")


def test_a_machine_without_pins_is_told_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_chip() -> object:
        raise OSError("can not open gpiochip")

    library = types.ModuleType("gpiozero.pins.lgpio")
    library.LGPIOFactory = no_chip  # type: ignore[attr-defined]  # because it is made here
    monkeypatch.setitem(sys.modules, "gpiozero.pins.lgpio", library)
    with pytest.raises(Absent) as absent:
        GpioLamp((RED, GREEN, BLUE)).probe()
    assert absent.value.what == "This machine's GPIO pins cannot be used (OSError)."
    assert "ls -l /dev/gpiochip*" in absent.value.remedy
