"""What is around the glass: builds the lights and sensors that the configuration names, and keeps them while the display runs.

Nothing here waits for hardware: each device has a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.device.backlight import Backlight, offered
from kiosk.device.broker import Broker
from kiosk.device.evdev import EvdevSensor
from kiosk.device.gpio import GpioLamp, GpioSensor
from kiosk.device.lamp import Keeper, Lamp
from kiosk.device.mqtt import MqttLamp, MqttSensor
from kiosk.device.presence import Presences, Sensor
from kiosk.device.sound import Player
from kiosk.device.usb import UsbLamp
from kiosk.device.web import Address, Style, WebLamp
from kiosk.room.face import Face
from kiosk.room.intents import Intent
from kiosk.room.light import Dimming, backlight, light
from kiosk.room.presence import Presence
from kiosk.room.sounds import Sound, of_face, of_key

MQTT_OVER_TLS, MQTT_PLAIN = 8883, 1883


class Around:
    """The lights and sensors of one display. To be made on the loop, after the first picture."""

    def __init__(
        self, config: Config, clock: Clock, on_presence: Callable[[Presence], None], *, fills: bool = True
    ) -> None:
        """`fills`: the glass fills the screen, so that its backlight is ours."""
        self._dimming = Dimming(config.light.brightness, config.light.night_brightness)
        self._still = config.display.reduced_motion
        self._keepers = [Keeper(lamp, clock) for _, lamp in lamps(config)]
        panel = panel_of(config, fills=fills)
        self._panel = Keeper(panel, clock) if panel is not None else None
        self._player = Player() if config.display.sounds else None
        self._shown: Face | None = None
        found = [sensor for _, sensor in sensors(config)]
        hold = timedelta(seconds=config.presence.hold_seconds)
        self._presences = Presences(found, on_presence, hold, clock) if found else None

    def show(self, face: Face) -> None:
        """Every face, as it is published. Returns at once."""
        told = light(face, still=self._still, dimming=self._dimming)
        for keeper in self._keepers:
            keeper.show(told)
        if self._panel is not None:
            self._panel.show(backlight(face))
        before, self._shown = self._shown, face
        self._play(of_face(before, face))

    def pressed(self, intent: Intent) -> None:
        """Every wish of a finger. Returns at once."""
        self._play(of_key(intent))

    def _play(self, sound: Sound | None) -> None:
        if self._player is not None and sound is not None:
            self._player.play(sound)

    async def close(self) -> None:
        """The lights go out and nothing is sensed any more; what hangs is left alone after two seconds."""
        keepers = [*self._keepers, *([self._panel] if self._panel is not None else [])]
        closing: list[Callable[[], object]] = [keeper.close for keeper in keepers]
        if self._player is not None:
            closing.append(self._player.close)
        ends = [asyncio.to_thread(close) for close in closing]
        if self._presences is not None:
            await self._presences.close()
        await asyncio.gather(*ends)


def lamps(config: Config) -> Iterator[tuple[str, Lamp]]:
    """The lights that the configuration names, by driver. Nothing is opened before a light is told something."""
    table = config.light
    for driver in table.drivers:
        match driver:
            case "gpio":
                red, green, blue = table.gpio_pins or (0, 0, 0)
                yield driver, GpioLamp((red, green, blue), active_high=table.gpio_active_high)
            case "usb":
                yield driver, UsbLamp()
            case "http":
                yield driver, WebLamp(_address(config))
            case "mqtt":
                yield (
                    driver,
                    MqttLamp(_broker(config), table.mqtt_topic or topic_of(config.room.mailbox or "")),
                )


def panel_of(config: Config, *, fills: bool = True) -> Backlight | None:
    """The glass's own backlight, if it is to be set and there is one. In a window it is ours only where it is named."""
    wished = config.display.backlight
    if wished == "off" or (wished == "auto" and not fills):
        return None
    panel = offered() if wished == "auto" else Path(wished)
    return Backlight(panel) if panel is not None else None


def sensors(config: Config) -> Iterator[tuple[str, Sensor]]:
    """The sensors that the configuration names, by driver. Nothing is opened before it is watched."""
    table = config.presence
    for driver in table.drivers:
        match driver:
            case "gpio":
                yield driver, GpioSensor(table.gpio_pin or 0)
            case "evdev":
                yield driver, EvdevSensor(Path(table.evdev_device or ""))
            case "mqtt":
                yield driver, MqttSensor(_broker(config), table.mqtt_topic or "")


def topic_of(mailbox: str) -> str:
    """Where a room's light is published, if nothing else is said. What has a meaning in topics is replaced."""
    return f"kiosk/{mailbox.translate(str.maketrans('+#/', '___'))}/light"


def _broker(config: Config) -> Broker:
    table = config.mqtt
    return Broker(
        table.host or "",
        table.port or (MQTT_OVER_TLS if table.tls else MQTT_PLAIN),
        tls=table.tls,
        ca_file=_path(table.ca_file),
        username=table.username,
        password_file=_path(table.password_file),
    )


def _address(config: Config) -> Address:
    table = config.light
    return Address(
        table.http_url or "",
        Style(table.http_style),
        table.http_method,
        token_file=_path(table.http_token_file),
        ca_file=_path(table.http_ca_file),
    )


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)
