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
from kiosk.device.broker import Broker
from kiosk.device.evdev import EvdevSensor
from kiosk.device.gpio import GpioLamp, GpioSensor
from kiosk.device.lamp import Keeper, Lamp
from kiosk.device.mqtt import MqttLamp, MqttSensor
from kiosk.device.presence import Presences, Sensor
from kiosk.device.usb import UsbLamp
from kiosk.device.web import Address, Style, WebLamp
from kiosk.room.face import Face
from kiosk.room.light import Dimming, light
from kiosk.room.presence import Presence

MQTT_OVER_TLS, MQTT_PLAIN = 8883, 1883


class Around:
    """The lights and sensors of one display. To be made on the loop, after the first picture."""

    def __init__(self, config: Config, clock: Clock, on_presence: Callable[[Presence], None]) -> None:
        self._dimming = Dimming(config.light.brightness, config.light.night_brightness)
        self._still = config.display.reduced_motion
        self._keepers = [Keeper(lamp, clock) for _, lamp in lamps(config)]
        found = [sensor for _, sensor in sensors(config)]
        hold = timedelta(seconds=config.presence.hold_seconds)
        self._presences = Presences(found, on_presence, hold, clock) if found else None

    def show(self, face: Face) -> None:
        """Every face, as it is published. Returns at once."""
        told = light(face, still=self._still, dimming=self._dimming)
        for keeper in self._keepers:
            keeper.show(told)

    async def close(self) -> None:
        """The lights go out and nothing is sensed any more; what hangs is left alone after two seconds."""
        ends = [asyncio.to_thread(keeper.close) for keeper in self._keepers]
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
