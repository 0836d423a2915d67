"""A presence sensor that Linux shows as an input device (/dev/input/…): read as the kernel writes it, no library needed."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from kiosk.device.presence import Halt
from kiosk.device.trouble import Absent

EVENT = struct.Struct("llHHi")
"""struct input_event (linux/input.h): seconds, microseconds, type, code, value; longs of the machine's own size."""
SYN, KEY, SWITCH = 0x00, 0x01, 0x05
"""EV_SYN ends a group of events; a key or switch says when it is over, anything else is a moment's movement."""
REPEAT = 2
AT_ONCE = 64


class EvdevSensor:
    """Any input device: one that has keys or switches is here while they are down, another one while it moves."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        return f"input sensor {self._path.name}"

    def watch(self, saw: Callable[[bool], None], halt: Halt) -> None:
        device = self._open()
        try:
            while not halt.wait(device):
                for somebody in seen(os.read(device, EVENT.size * AT_ONCE)):
                    saw(somebody)
        except OSError as gone:
            raise self._gone() from gone
        finally:
            os.close(device)

    def probe(self) -> str:
        os.close(self._open())
        return f"The input device {self._path} can be read."

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError:
            raise Absent(
                f"The input device {self._path} must not be read by this user.",
                f"sudo usermod -aG input {os.environ.get('USER', 'kiosk')}\nand sign in again or restart the service.",
            ) from None
        except OSError:
            raise self._gone() from None

    def _gone(self) -> Absent:
        return Absent(
            f"There is no input device {self._path}.",
            "Plug the sensor in, and name it in presence.evdev_device by a path that stays: ls -l /dev/input/by-id",
        )


def seen(data: bytes) -> list[bool]:
    """What the kernel's bytes say, in order.

    Raises:
        OSError: there is nothing more to come; the device is gone.
    """
    if not data:
        raise OSError("the device is gone")
    found: list[bool] = []
    for _, _, kind, _, value in EVENT.iter_unpack(data[: len(data) // EVENT.size * EVENT.size]):
        if kind in (KEY, SWITCH):
            if value != REPEAT:
                found.append(bool(value))
        elif kind != SYN:
            found += (True, False)
    return found
