"""[light], [presence] and [mqtt]: what may stand there, what needs what, and where its files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config.desired import Config, parse
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem

PAIRED = """
[graph]
tenant_id = "contoso.com"
client_id = "1"
[room]
mailbox = "aurora@contoso.com"
[system_user]
mailbox = "displays@contoso.com"
"""


def parsed(text: str) -> Config:
    return parse(PAIRED + text)


def lines(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigProblem) as refused:
        parsed(text)
    return refused.value.lines


def test_without_a_word_about_them_there_is_no_light_and_no_sensor() -> None:
    config = parsed("")
    assert config.light.drivers == config.presence.drivers == ()
    assert not config.presence.checks_in


def test_a_light_and_a_sensor_of_every_kind_are_understood() -> None:
    config = parsed(
        """
        [light]
        drivers = ["usb", "gpio", "http", "mqtt", "usb"]
        gpio_pins = [17, 27, 22]
        http_url = "http://wled-aurora.local/"
        http_style = "wled"
        [presence]
        drivers = ["gpio", "evdev", "mqtt"]
        gpio_pin = 4
        evdev_device = "/dev/input/by-id/pir"
        mqtt_topic = "zigbee2mqtt/aurora"
        [mqtt]
        host = "broker.contoso.com"
        """
    )
    assert config.light.drivers == ("usb", "gpio", "http", "mqtt")
    assert config.light.http_url == "http://wled-aurora.local"
    assert config.mqtt.tls


def test_what_a_driver_needs_is_told_with_both_ways_out() -> None:
    assert lines('[light]\ndrivers = ["gpio", "http", "mqtt"]\n[presence]\ndrivers = ["gpio", "evdev", "mqtt"]') == (
        'light.gpio_pins is missing. Name the pins of red, green and blue, or take "gpio" out of light.drivers.',
        'light.http_url is missing. Name the light\'s address, or take "http" out of light.drivers.',
        'presence.gpio_pin is missing. Name the sensor\'s pin, or take "gpio" out of presence.drivers.',
        'presence.evdev_device is missing. Name the sensor\'s /dev/input/by-id/…, or take "evdev" out of presence.drivers.',
        'presence.mqtt_topic is missing. Name the sensor\'s topic, or take "mqtt" out of presence.drivers.',
        'mqtt.host is missing. Name the broker, or take "mqtt" out of light.drivers and presence.drivers.',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[light]\ndrivers = ['lamp']", 'light.drivers must be one of "screen", "gpio", "usb", "mqtt", "http", not \'lamp\'.'),
        ("[light]\ndrivers = 'usb'", 'light.drivers must be a list, such as ["mqtt"].'),
        ("[light]\ngpio_pins = [17, 17, 22]", "light.gpio_pins must name the pins of red, green and blue in Broadcom's numbers, such as [17, 27, 22]."),
        ("[light]\ngpio_pins = 17", "light.gpio_pins must be a list, such as [17, 27, 22]."),
        ("[light]\nbrightness = 2", "light.brightness must be between 0 and 1, not 2."),
        ("[light]\nhttp_url = 'ftp://x'", "light.http_url must be the light's address, such as http://wled-aurora.local."),
        ("[light]\nhttp_url = 'http://me:word@x'", "light.http_url must be the light's address, such as http://wled-aurora.local."),
        ("[light]\nmqtt_topic = 'a/#'", "light.mqtt_topic must be an MQTT topic without wildcards, such as building/aurora/light."),
        ("[light]\nhttp_url = 'http://x'\nhttp_token_file = 't'", "light.http_url must begin with https://, or anybody on the way could read light.http_token_file."),
        ("[presence]\nhold_seconds = 0", "presence.hold_seconds must be between 1 and 3600, not 0."),
        ("[presence]\nchecksin = true", "presence.checksin is not a known key. The nearest is presence.checks_in."),
        ("[mqtt]\nport = 70000", "mqtt.port must be between 1 and 65535, not 70000."),
        ("[light]\ngpio_pins = [4, 5, 6]\n[presence]\ngpio_pin = 5", "presence.gpio_pin 5 is one of light.gpio_pins. Give each its own pin."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(text: str, line: str) -> None:
    assert lines(text) == (line,)


def test_files_are_found_beside_the_configuration_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(
        PAIRED
        + '[mqtt]\nca_file = "broker.pem"\npassword_file = "word"\n[light]\nhttp_token_file = "token"\n'
    )
    config = load(path)
    assert config.mqtt.ca_file == str(tmp_path / "broker.pem")
    assert config.light.http_token_file == str(tmp_path / "token")
    for name in ("word", "token"):
        (tmp_path / name).write_text("hush")
        (tmp_path / name).chmod(0o644)
    with pytest.raises(ConfigProblem) as refused:
        load(path)
    assert [line.split(":")[0] for line in refused.value.lines] == [
        "light.http_token_file",
        "mqtt.password_file",
    ]
