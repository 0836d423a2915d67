"""Lamps and sensors on a board's pins, through gpiozero and lgpio (BSD-3-Clause, Unlicense): extras, imported when used."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from typing import Protocol

from kiosk.device.presence import Halt
from kiosk.device.trouble import Absent
from kiosk.room.light import Light

Pins = tuple[int, int, int]
"""Red, green and blue, in Broadcom's numbers (GPIO17 is 17)."""
Board = Callable[[], object]
"""Opens the pins: gpiozero's pin factory, or its mock in tests."""


class _Led(Protocol):
    color: tuple[float, float, float]

    def close(self) -> None: ...


def board() -> object:
    """The pins of this machine.

    Raises:
        Absent: no library, no pins, or no right to use them.
    """
    # lgpio makes named pipes where it is started, which a service may not write to.
    os.environ.setdefault("LG_WD", tempfile.gettempdir())
    try:
        from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415 - an extra
    except ImportError:
        raise Absent(
            "The libraries for GPIO are not installed.", f"{sys.executable} -m pip install gpiozero lgpio"
        ) from None
    try:
        factory: object = LGPIOFactory()
    except Exception as failure:  # noqa: BLE001 - the library has no class of its own for this
        raise Absent(
            f"This machine's GPIO pins cannot be used ({type(failure).__name__}).",
            "ls -l /dev/gpiochip*   shows whether there are any, and for which group; then: "
            f"sudo usermod -aG gpio {os.environ.get('USER', 'kiosk')}\nIn a service unit: DeviceAllow=char-gpiochip rw",
        ) from None
    return factory


def _close(factory: object) -> None:
    close = getattr(factory, "close", None)
    if close is not None:
        close()


def _numbers(pins: tuple[int, ...]) -> str:
    return ", ".join(str(pin) for pin in pins)


class GpioLamp:
    """A lamp of three colours on three pins, dimmed by pulse width."""

    breathes = True
    again_every = None

    def __init__(self, pins: Pins, *, active_high: bool = True, open_board: Board = board) -> None:
        self._pins = pins
        self._active_high = active_high
        self._open_board = open_board
        self._factory: object | None = None
        self._led: _Led | None = None

    @property
    def name(self) -> str:
        return f"GPIO light on {_numbers(self._pins)}"

    def show(self, light: Light, share: float) -> None:
        led = self._led or self._open()
        red, green, blue = light.rgb(share)
        led.color = (red / 255, green / 255, blue / 255)

    def close(self) -> None:
        if self._led is not None:
            self._led.close()
            self._led = None
        _close(self._factory)
        self._factory = None

    def probe(self) -> str:
        self._open()
        self.close()
        return f"The pins {_numbers(self._pins)} can be used."

    def _open(self) -> _Led:
        self._factory = self._factory or self._open_board()
        from gpiozero import RGBLED  # noqa: PLC0415 - an extra; the board was opened with it

        red, green, blue = self._pins
        try:
            led: _Led = RGBLED(red, green, blue, active_high=self._active_high, pin_factory=self._factory)
        except Exception as failure:  # noqa: BLE001 - gpiozero's and lgpio's errors have no class in common
            raise _taken("light.gpio_pins", self._pins, failure) from None
        self._led = led
        return led


class GpioSensor:
    """A passive infrared or radar sensor on one pin, high while it sees somebody."""

    def __init__(self, pin: int, *, open_board: Board = board) -> None:
        self._pin = pin
        self._open_board = open_board

    @property
    def name(self) -> str:
        return f"GPIO sensor on {self._pin}"

    def watch(self, saw: Callable[[bool], None], halt: Halt) -> None:
        factory = self._open_board()
        try:
            self._watch_pin(factory, saw, halt)
        finally:
            _close(factory)

    def _watch_pin(self, factory: object, saw: Callable[[bool], None], halt: Halt) -> None:
        from gpiozero import DigitalInputDevice  # noqa: PLC0415 - an extra; the board was opened with it

        try:
            pin = DigitalInputDevice(self._pin, pull_up=False, pin_factory=factory)
        except Exception as failure:  # noqa: BLE001 - gpiozero's and lgpio's errors have no class in common
            raise _taken("presence.gpio_pin", (self._pin,), failure) from None
        with pin:
            pin.when_activated = lambda: saw(True)  # noqa: FBT003 - the one thing that a sensor says
            pin.when_deactivated = lambda: saw(False)  # noqa: FBT003 - as above
            saw(bool(pin.value))
            halt.wait()

    def probe(self) -> str:
        _close(self._open_board())
        return f"The pin {self._pin} can be used."


def _taken(key: str, pins: tuple[int, ...], failure: Exception) -> Absent:
    return Absent(
        f"The pins {_numbers(pins)} cannot be used ({type(failure).__name__}).",
        f"Compare {key} with the wiring: Broadcom's numbers, each used once, on a board that has them. A display that "
        "runs has its pins to itself: end it before you try them.",
    )
