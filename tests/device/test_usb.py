"""USB lights through the real library, down to the bytes; and what is said where there is none."""

from __future__ import annotations

import sys

import pytest
from busylight_core import Flag, Hardware
from busylight_core.hardware import ConnectionType

from kiosk.device.trouble import Absent
from kiosk.device.usb import UsbLamp
from kiosk.room.face import State
from kiosk.room.light import OFF, SIDES, Hue, Light

BUSY = Light(State.BUSY, Hue.BUSY, SIDES, brightness=1.0)


class FakeStick:
    def __init__(self) -> None:
        self.colours: list[tuple[int, int, int]] = []
        self.gone = False
        self.released = False

    def on(self, color: tuple[int, int, int]) -> None:
        if self.gone:
            raise OSError("no such device")
        self.colours.append(color)

    def off(self) -> None:
        self.on((0, 0, 0))

    def release(self) -> None:
        self.released = True


def test_all_that_is_plugged_in_shows_the_same() -> None:
    sticks = [FakeStick(), FakeStick()]
    lamp = UsbLamp(lambda: sticks)
    lamp.show(BUSY, 1.0)
    lamp.show(BUSY, 0.5)
    lamp.show(OFF, 1.0)
    assert [stick.colours for stick in sticks] == [[(255, 0, 20), (128, 0, 10), (0, 0, 0)]] * 2
    lamp.close()
    assert all(stick.released for stick in sticks)


def test_a_light_that_is_pulled_out_is_looked_for_anew() -> None:
    first, second = FakeStick(), FakeStick()
    present = [first]
    lamp = UsbLamp(lambda: list(present))
    lamp.show(BUSY, 1.0)
    first.gone = True
    with pytest.raises(OSError, match="no such device"):
        lamp.show(BUSY, 1.0)
    assert first.released
    present.clear()
    with pytest.raises(Absent) as absent:
        lamp.show(BUSY, 1.0)
    assert "Plug one in" in absent.value.remedy
    present.append(second)
    lamp.show(BUSY, 1.0)
    assert second.colours == [(255, 0, 20)]
    assert lamp.probe() == "1 USB light is plugged in."


class FakeHandle:
    """The HID device under the real library."""

    def __init__(self, *, locked: bool = False) -> None:
        self.locked = locked
        self.written: list[bytes] = []

    def open_path(self, path: bytes) -> None:
        assert path == b"/dev/hidraw0"
        if self.locked:
            raise OSError("open failed")

    def write(self, data: bytes) -> int:
        self.written.append(bytes(data))
        return len(data)

    def read(self, _: int, __: int | None = None) -> bytes:
        return b""

    def close(self) -> None:
        pass


@pytest.fixture
def luxafor(monkeypatch: pytest.MonkeyPatch) -> FakeHandle:
    """A Luxafor Flag is plugged in."""
    handle = FakeHandle()

    def enumerate_one(_: type[Hardware]) -> list[Hardware]:
        (vendor, product), *_ = Flag.supported_device_ids
        found = Hardware(
            device_type=ConnectionType.HID, path=b"/dev/hidraw0", vendor_id=vendor, product_id=product,
            serial_number="1", manufacturer_string="Luxafor", product_string="LUXAFOR FLAG",
            release_number=1, usage=1, usage_page=1, interface_number=0, bus_type=1,
        )  # fmt: skip
        found.__dict__["handle"] = handle
        return [found]

    monkeypatch.setattr(Hardware, "enumerate", classmethod(enumerate_one))
    return handle


def test_the_real_library_sends_the_colour_to_the_light(luxafor: FakeHandle) -> None:
    lamp = UsbLamp()
    lamp.show(BUSY, 1.0)
    assert bytes((255, 0, 20)) in luxafor.written[-1]
    lamp.close()


def test_a_light_without_the_right_to_use_it_is_told_with_its_udev_rule(luxafor: FakeHandle) -> None:
    luxafor.locked = True
    with pytest.raises(Absent) as absent:
        UsbLamp().probe()
    assert "may not use it" in absent.value.what
    assert 'ATTRS{idVendor}=="04d8", ATTRS{idProduct}=="f372"' in absent.value.remedy


def test_without_the_library_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "busylight_core", None)
    with pytest.raises(Absent) as absent:
        UsbLamp().show(BUSY, 1.0)
    assert absent.value.remedy.endswith("-m pip install busylight-core")
