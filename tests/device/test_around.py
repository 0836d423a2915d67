"""What the configuration names around the glass is built, told each face, and taken down; nothing of it is waited for."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from kiosk.clock import Clock
from kiosk.config.desired import Config, parse
from kiosk.core.around import Around, lamps, panel_of, sensors, topic_of
from kiosk.device import gpio
from kiosk.device.evdev import EVENT, KEY
from kiosk.room.face import Plane, Rest, Say, State, Tone, View
from kiosk.room.phrases import Phrase
from kiosk.room.presence import Presence
from kiosk.room.project import project
from tests.fakes.wait import eventually
from tests.fakes.web import Answer, Asked, serving
from tests.room.aurora import at, aurora, event

PAIRED = """
[graph]
tenant_id = "contoso.com"
client_id = "1"
[room]
mailbox = "aurora@contoso.com"
[system_user]
mailbox = "displays@contoso.com"
"""
EVERYTHING = """
[light]
drivers = ["gpio", "usb", "http", "mqtt"]
gpio_pins = [17, 27, 22]
http_url = "https://light.contoso.com"
[presence]
drivers = ["gpio", "evdev", "mqtt"]
gpio_pin = 4
evdev_device = "/dev/input/by-id/pir"
mqtt_topic = "aurora/pir"
[mqtt]
host = "broker.contoso.com"
"""
NOW = at("09:41")
FREE, BUSY = project(aurora(NOW), NOW), project(aurora(NOW, event("09:00-10:00")), NOW)

CHECK_IN = replace(BUSY, state=State.CHECK_IN, plane=Plane(Tone.CHECK_IN, Say(Phrase.CHECK_IN)))


def config(text: str) -> Config:
    return parse(PAIRED + text)


def test_every_driver_is_built_and_none_is_opened() -> None:
    named = config(EVERYTHING)
    assert {driver: lamp.name for driver, lamp in lamps(named)} == {
        "gpio": "GPIO light on 17, 27, 22",
        "usb": "USB light",
        "http": "light at light.contoso.com",
        "mqtt": "MQTT light on kiosk/aurora@contoso.com/light",
    }
    assert {driver: sensor.name for driver, sensor in sensors(named)} == {
        "gpio": "GPIO sensor on 4",
        "evdev": "input sensor pir",
        "mqtt": "MQTT sensor on aurora/pir",
    }


def test_a_rooms_topic_is_its_own_and_no_wildcard() -> None:
    assert topic_of("a+b/#@contoso.com") == "kiosk/a_b__@contoso.com/light"


async def test_without_light_and_sensor_nothing_is_done() -> None:
    around = Around(config(""), Clock(), lambda _: None)
    around.show(FREE)
    await around.close()


async def test_each_face_reaches_the_light_and_nothing_of_a_meeting_does() -> None:
    asked: list[Asked] = []

    def answer(given: Asked) -> Answer:
        asked.append(given)
        return Answer(200)

    with serving(answer) as url:
        around = Around(
            config(
                f'[light]\ndrivers = ["http"]\nhttp_url = "{url}"\nnight_brightness = 0.1\n[display]\nreduced_motion = true'
            ),
            Clock(),
            lambda _: None,
        )
        around.show(FREE)
        await eventually(lambda: len(asked) == 1)
        around.show(replace(BUSY, rest=Rest(View.NIGHT)))
        await eventually(lambda: len(asked) == 2)
        around.show(replace(CHECK_IN, rest=Rest(View.BLACK)))
        await eventually(lambda: len(asked) == 3)
        await around.close()
    told = [json.loads(given.body) for given in asked]
    assert [(given["state"], given["brightness"]) for given in told] == [
        ("free", 1.0), ("busy", 0.1), ("check_in", 0.1), ("off", 0.0),
    ]  # fmt: skip
    assert {given["motion"] for given in told} == {"steady"}
    assert not any(word in given.body for given in asked for word in (b"Design", b"Mina", b"aurora"))


async def test_somebody_at_the_sensor_is_told_on_the_loop(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    os.mkfifo(path)
    line = os.open(path, os.O_RDWR)
    told: asyncio.Queue[Presence] = asyncio.Queue()
    around = Around(
        config(f'[presence]\ndrivers = ["evdev"]\nevdev_device = "{path}"'), Clock(), told.put_nowait
    )
    os.write(line, EVENT.pack(0, 0, KEY, 1, 1))
    assert (await asyncio.wait_for(told.get(), 30)).here
    await around.close()
    os.close(line)


async def test_a_lamp_on_pins_goes_out_with_the_display(monkeypatch: pytest.MonkeyPatch) -> None:
    board = MockFactory(pin_class=MockPWMPin)
    monkeypatch.setattr(
        gpio.GpioLamp.__init__, "__kwdefaults__", {"active_high": True, "open_board": lambda: board}
    )
    around = Around(config('[light]\ndrivers = ["gpio"]\ngpio_pins = [17, 27, 22]'), Clock(), lambda _: None)
    around.show(BUSY)
    await eventually(lambda: board.pin(17).state == 1)
    await around.close()
    assert board.pin(17).state == 0


async def test_the_panel_is_as_bright_as_the_face_says_and_as_before_in_the_end(tmp_path: Path) -> None:
    (tmp_path / "max_brightness").write_text("100")
    (tmp_path / "brightness").write_text("55")
    named = config(f'[display]\nbacklight = "{tmp_path}"')

    def level() -> int:
        return int((tmp_path / "brightness").read_text() or 0)

    around = Around(named, Clock(), lambda _: None)
    for rest, wanted in (
        (Rest(), 70),
        (Rest(evening=True), 35),
        (Rest(View.NIGHT), 8),
        (Rest(View.BLACK), 0),
    ):
        around.show(replace(FREE, rest=rest))
        await eventually(lambda wanted=wanted: level() == wanted)
    await around.close()
    assert level() == 55


def test_in_a_window_the_backlight_is_nobodys_but_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "max_brightness").write_text("100")
    named = config(f'[display]\nbacklight = "{tmp_path}"')
    assert panel_of(named, fills=False) is not None
    assert panel_of(config(""), fills=False) is None
    assert panel_of(config('[display]\nbacklight = "off"')) is None
