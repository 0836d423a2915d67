"""A lamp and a sensor over MQTT. The connection is broker.py's.

Nothing but the light's state leaves: a word, a colour, a brightness. It is retained, and a last will takes it back, so nobody
is told "free" by a display that has gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from kiosk.device.broker import Broker, Connection
from kiosk.device.presence import Halt
from kiosk.room.face import State
from kiosk.room.light import Hue, Light

GONE = Light(State.UNKNOWN, Hue.DOUBT, dot=True, brightness=1.0)
"""What the broker tells when the display is lost: nobody knows."""
YES = frozenset({"1", "true", "on", "yes", "detected", "occupied", "present", "motion", "home"})
NO = frozenset({"0", "false", "off", "no", "clear", "unoccupied", "absent", "idle", "not_home"})
FIELDS = ("occupancy", "presence", "motion", "state")
"""What sensors call it in JSON (Zigbee2MQTT, ESPHome, Tasmota and others), the first that is there."""


def message_of(light: Light) -> bytes:
    """What is published: the state as a word, and how a lamp shows it. Nothing else ever leaves."""
    red, green, blue = light.rgb()
    return json.dumps(
        {
            "state": light.word,
            "on": light.lit,
            "color": f"#{red:02x}{green:02x}{blue:02x}",
            "brightness": round(light.brightness, 2),
            "motion": light.motion.value,
            "doubtful": light.dot,
        }
    ).encode()


def presence_of(message: bytes) -> bool | None:
    """What a sensor's message says; None where it says nothing of the kind."""
    try:
        text = message.decode().strip()
        found: object = json.loads(text) if text.startswith("{") else text
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        found = next((found[field] for field in FIELDS if field in found), None)
    word = str(found).strip().lower()
    return True if word in YES else False if word in NO else None


class MqttLamp:
    """Publishes the light, retained; the broker's last will takes it back."""

    breathes = False
    again_every = None

    def __init__(self, broker: Broker, topic: str) -> None:
        self._broker = broker
        self._topic = topic
        self._connection = Connection(broker)
        self._connection.leave(topic, message_of(GONE))

    @property
    def name(self) -> str:
        return f"MQTT light on {self._topic}"

    def show(self, light: Light, share: float) -> None:
        del share  # who listens breathes by itself
        self._connection.say(self._topic, message_of(light))

    def close(self) -> None:
        self._connection.close()

    def probe(self) -> str:
        return Connection(self._broker).probe()


class MqttSensor:
    """A sensor that publishes to a topic: a word, a number, or JSON with occupancy, presence, motion or state.

    A message that the broker kept from earlier is no movement, and not listened to.
    """

    def __init__(self, broker: Broker, topic: str) -> None:
        self._broker = broker
        self._topic = topic

    @property
    def name(self) -> str:
        return f"MQTT sensor on {self._topic}"

    def watch(self, saw: Callable[[bool], None], halt: Halt) -> None:
        def heard(message: bytes) -> None:
            somebody = presence_of(message)
            if somebody is not None:
                saw(somebody)

        connection = Connection(self._broker)
        try:
            connection.hear(self._topic, heard)
            halt.wait()
        finally:
            connection.close()

    def probe(self) -> str:
        return Connection(self._broker).probe()
