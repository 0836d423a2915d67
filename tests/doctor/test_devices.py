"""The doctor and what is around the glass: one clear line each with what to do, and absent hardware is never wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.config.desired import parse
from kiosk.doctor import devices
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.examine import examine
from tests.device.test_around import PAIRED
from tests.fakes.web import Answer, serving


async def looked_at(text: str) -> dict[str, Check]:
    return {check.id: check for check in await devices.examine(parse(PAIRED + text))}


async def test_without_light_and_sensor_there_is_nothing_to_say() -> None:
    assert await looked_at("") == {}


async def test_what_is_absent_is_a_note_with_a_remedy() -> None:
    found = await looked_at(
        """
        [light]
        drivers = ["usb", "gpio", "http", "mqtt"]
        gpio_pins = [17, 27, 22]
        http_url = "http://127.0.0.1:1"
        [presence]
        drivers = ["gpio", "evdev", "mqtt"]
        gpio_pin = 4
        evdev_device = "/dev/input/by-id/pir"
        mqtt_topic = "aurora/pir"
        [mqtt]
        host = "127.0.0.1"
        port = 1
        tls = false
        """
    )
    assert list(found) == [
        "light.usb", "light.gpio", "light.http", "light.mqtt", "presence.gpio", "presence.evdev", "presence.mqtt",
    ]  # fmt: skip
    for check in found.values():
        assert check.verdict is Verdict.NOTE
        assert check.what.endswith(".")
        assert check.remedy
    assert found["light.mqtt"].what == "The MQTT broker 127.0.0.1:1 does not answer."
    assert "/dev/input/by-id/pir" in found["presence.evdev"].what


async def test_what_is_there_is_well_and_is_not_lit(tmp_path: Path) -> None:
    asked: list[object] = []

    def answer(given: object) -> Answer:
        asked.append(given)
        return Answer(200)

    (tmp_path / "event0").write_bytes(b"")
    with serving(answer) as url:
        found = await looked_at(
            f"""
            [light]
            drivers = ["http"]
            http_url = "{url}"
            [presence]
            drivers = ["evdev"]
            evdev_device = "{tmp_path / "event0"}"
            """
        )
    assert [check.verdict for check in found.values()] == [Verdict.OK, Verdict.OK]
    assert asked == []


async def test_a_device_that_hangs_or_breaks_does_not_keep_the_doctor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stuck:
        name = "USB light"

        def probe(self) -> str:
            threading.Event().wait()
            return ""

    class Broken:
        name = "GPIO light"

        def probe(self) -> str:
            raise RuntimeError("a secret of the library")

    monkeypatch.setattr(devices, "PATIENCE", 0.05)
    monkeypatch.setattr(devices, "lamps", lambda _: [("usb", Stuck()), ("gpio", Broken())])
    found = await looked_at("")
    assert found["light.usb"].what == "The USB light does not answer within 0.05 seconds."
    assert found["light.gpio"].what == "The GPIO light cannot be used (RuntimeError)."
    assert all(check.verdict is Verdict.NOTE and check.remedy for check in found.values())


async def test_a_password_in_clear_and_a_check_in_that_nobody_needs_are_noted() -> None:
    found = await looked_at(
        """
        [presence]
        checks_in = true
        [mqtt]
        host = "broker"
        tls = false
        password_file = "word"
        """
    )
    assert set(found) == {"mqtt.tls", "presence.checks_in"}
    assert all(check.ok for check in found.values())


async def test_the_doctor_looks_at_devices_with_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(
        PAIRED.replace(
            'client_id = "1"',
            'client_id = "1"\nbase_url = "http://127.0.0.1:1"\nauthority = "https://127.0.0.1:1"',
        )
        + '[presence]\ndrivers = ["evdev"]\nevdev_device = "pir"\n'
    )
    checks = {check.id: check for check in await examine(path, Clock())}
    assert str(tmp_path / "pir") in checks["presence.evdev"].what
    assert checks["presence.evdev"].ok
