"""The tables for what is around the glass: [light], [presence] and the MQTT broker that both may use. Pure.

What is not plugged in is no mistake of the file: the display starts without it, and `kiosk doctor` says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from kiosk.config.rules import FileName, Word, between, is_loopback
from kiosk.config.tables import Table

T = TypeVar("T", bound=str)

COLOURS = 3
HIGHEST_PIN = 63
LONGEST_TOPIC = 200
LONGEST_ADDRESS = 2000


def _once(value: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value))


def _pins(value: tuple[int, ...]) -> tuple[int, ...]:
    apart = len(set(value)) == len(value) == COLOURS
    if not apart or any(not 0 <= pin <= HIGHEST_PIN for pin in value):
        raise ValueError(
            "must name the pins of red, green and blue in Broadcom's numbers, such as [17, 27, 22]"
        )
    return value


def _topic(value: str) -> str:
    usable = value.isprintable() and value.strip() == value and not value.startswith("$")
    if not value or not usable or set(value) & set("+#") or len(value) > LONGEST_TOPIC:
        raise ValueError("must be an MQTT topic without wildcards, such as building/aurora/light")
    return value


def _lamp_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = whole and not parts.fragment and parts.username is None
    except ValueError:
        usable = False
    if not usable or not value.isprintable() or value.split() != [value] or len(value) > LONGEST_ADDRESS:
        raise ValueError("must be the light's address, such as http://wled-aurora.local")
    return value.rstrip("/")


Topic = Annotated[str, AfterValidator(_topic)]
Pin = Annotated[int, AfterValidator(between(0, HIGHEST_PIN))]
Port = Annotated[int, AfterValidator(between(1, 65535))]
Share = Annotated[float, AfterValidator(between(0, 1))]
LightDriver = Literal["screen", "gpio", "usb", "mqtt", "http"]
PresenceDriver = Literal["gpio", "evdev", "mqtt"]


class LightTable(Table):
    """The status light beside the door. Files' paths are absolute once the file was loaded."""

    drivers: Annotated[tuple[LightDriver, ...], Field(strict=False), AfterValidator(_once)] = ()
    brightness: Share = 1.0
    night_brightness: Share = 0.17
    gpio_pins: Annotated[tuple[int, ...], Field(strict=False), AfterValidator(_pins)] | None = None
    """Red, green and blue, in Broadcom's numbers."""
    gpio_active_high: bool = True
    http_url: Annotated[str, AfterValidator(_lamp_address)] | None = None
    http_style: Literal["json", "wled", "shelly"] = "json"
    http_method: Literal["POST", "PUT"] = "POST"
    http_token_file: FileName | None = None
    http_ca_file: FileName | None = None
    mqtt_topic: Topic | None = None
    """None: kiosk/<the room's mailbox>/light."""


class PresenceTable(Table):
    """Sensors that see somebody at the door or in the room."""

    drivers: Annotated[tuple[PresenceDriver, ...], Field(strict=False), AfterValidator(_once)] = ()
    wakes: bool = True
    checks_in: bool = False
    """Only for a sensor that sees the room and nothing of the corridor."""
    hold_seconds: Annotated[float, AfterValidator(between(1, 3600))] = 30
    gpio_pin: Pin | None = None
    evdev_device: FileName | None = None
    mqtt_topic: Topic | None = None


class MqttTable(Table):
    """The broker, for [light] and [presence]."""

    host: Word | None = None
    port: Port | None = None
    """None: 8883 with TLS, 1883 without."""
    tls: bool = True
    ca_file: FileName | None = None
    username: Word | None = None
    password_file: FileName | None = None


def missing(light: LightTable, presence: PresenceTable, mqtt: MqttTable) -> Iterator[str]:
    """What is needed only because of another key, one sentence for each."""
    needed = (
        ("light", "gpio", light.drivers, "gpio_pins", light.gpio_pins, "the pins of red, green and blue"),
        ("light", "http", light.drivers, "http_url", light.http_url, "the light's address"),
        ("presence", "gpio", presence.drivers, "gpio_pin", presence.gpio_pin, "the sensor's pin"),
        ("presence", "evdev", presence.drivers, "evdev_device", presence.evdev_device, "the sensor's /dev/input/by-id/…"),
        ("presence", "mqtt", presence.drivers, "mqtt_topic", presence.mqtt_topic, "the sensor's topic"),
    )  # fmt: skip
    for table, driver, drivers, key, value, meaning in needed:
        if driver in drivers and value is None:
            yield f'{table}.{key} is missing. Name {meaning}, or take "{driver}" out of {table}.drivers.'
    if mqtt.host is None and "mqtt" in (*light.drivers, *presence.drivers):
        yield 'mqtt.host is missing. Name the broker, or take "mqtt" out of light.drivers and presence.drivers.'
    if presence.gpio_pin is not None and presence.gpio_pin in (light.gpio_pins or ()):
        yield f"presence.gpio_pin {presence.gpio_pin} is one of light.gpio_pins. Give each its own pin."
    if light.http_token_file is not None and light.http_url is not None:
        parts = urlsplit(light.http_url)
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            yield "light.http_url must begin with https://, or anybody on the way could read light.http_token_file."
