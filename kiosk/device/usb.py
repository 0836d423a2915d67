"""USB lights: whatever busylight-core knows (blink(1), Luxafor, Blynclight, BlinkStick, Busylight …); Apache-2.0, an extra."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from kiosk.device.trouble import Absent
from kiosk.room.light import Light


class Stick(Protocol):
    """One USB light, as busylight-core has it."""

    def on(self, color: tuple[int, int, int]) -> None: ...
    def off(self) -> None: ...
    def release(self) -> None: ...


Plugged = Callable[[], Sequence[Stick]]
"""Opens all lights that are plugged in; none is an empty sequence."""


def plugged() -> Sequence[Stick]:
    """The lights of this machine, opened.

    Raises:
        Absent: no library, no light, or no right to use it.
    """
    try:
        from busylight_core import Light as Known  # noqa: PLC0415 - an extra
    except ImportError:
        raise Absent(
            "The library for USB lights is not installed.", f"{sys.executable} -m pip install busylight-core"
        ) from None
    sticks: list[Stick] = Known.all_lights(reset=False)
    if not sticks and (hidden := Known.available_hardware()):
        known = sorted({ids for kind in hidden for ids in kind.supported_device_ids})
        raise Absent("A USB light is plugged in, but this user may not use it.", _rules(known))
    return sticks


def _rules(ids: Sequence[tuple[int, int]]) -> str:
    lines = [
        f'KERNEL=="hidraw*", ATTRS{{idVendor}}=="{vendor:04x}", ATTRS{{idProduct}}=="{product:04x}", GROUP="plugdev", MODE="0660"'
        for vendor, product in ids
    ]
    return "\n".join(
        [
            "Put these lines into /etc/udev/rules.d/60-kiosk-light.rules, add the user to plugdev, and plug it in anew:",
            *lines,
        ]
    )


class UsbLamp:
    """All USB lights that are plugged in, as one."""

    breathes = True
    again_every = 60.0
    name = "USB light"

    def __init__(self, find: Plugged = plugged) -> None:
        self._find = find
        self._sticks: Sequence[Stick] = ()

    def show(self, light: Light, share: float) -> None:
        sticks = self._sticks or self._open()
        try:
            for stick in sticks:
                if light.lit:
                    stick.on(light.rgb(share))
                else:
                    stick.off()  # ends what some lights need to be told again and again
        except Exception:
            self.close()  # pulled out: looked for anew at the next try
            raise

    def close(self) -> None:
        for stick in self._sticks:
            with suppress(Exception):  # one that was pulled out is as good as given back
                stick.release()
        self._sticks = ()

    def probe(self) -> str:
        count = len(self._open())
        self.close()
        return f"{count} USB light is plugged in." if count == 1 else f"{count} USB lights are plugged in."

    def _open(self) -> Sequence[Stick]:
        self._sticks = self._find()
        if not self._sticks:
            raise Absent(
                "No USB light is plugged in, or another program has it.",
                "Plug one in that busylight-core knows; lsusb shows what is there. A display that runs has its light to "
                "itself: end it before you try the light.",
            )
        return self._sticks
