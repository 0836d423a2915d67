"""A connection to an MQTT broker (3.1.1 or later), through paho-mqtt on its own thread. What is said is mqtt.py's.

It connects, and connects again, by itself: 1, 2, 4 … 60 s apart. Told to the log once.
"""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.device.trouble import Absent

if TYPE_CHECKING:
    from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
    from paho.mqtt.properties import Properties
    from paho.mqtt.reasoncodes import ReasonCode

log = logging.getLogger("kiosk.device")

KEEP_ALIVE = 60
PATIENCE = 5.0
"""Seconds for a connection to come about, for the doctor and for the last word of a display that ends."""
LONGEST_WAIT = 60
"""Seconds between two tries at most."""
LONGEST_MESSAGE = 4096
"""Bytes of a message that are looked at."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is, and who the display is there. The broker names each connection itself: two never collide."""

    host: str
    port: int
    tls: bool = True
    ca_file: Path | None = None
    username: str | None = None
    password_file: Path | None = None


class Connection:
    """One client of the broker. Nothing is opened before something is to be said or heard."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._said: dict[str, bytes] = {}
        self._heard: dict[str, Callable[[bytes], None]] = {}
        self._will: tuple[str, bytes] | None = None
        self._last: MQTTMessageInfo | None = None
        self._client: Client | None = None
        self._lock = threading.Lock()
        self._up = threading.Event()
        self._answered = threading.Event()
        """The first try to connect has succeeded or failed."""
        self._down = False
        self._quiet = False
        self._refused: str | None = None
        """Why the broker does not want us, in its own words."""

    @property
    def where(self) -> str:
        return f"{self._broker.host}:{self._broker.port}"

    def leave(self, topic: str, message: bytes) -> None:
        """What the broker tells under `topic`, retained, when the display is lost. To be called first."""
        self._will = (topic, message)

    def say(self, topic: str, message: bytes) -> None:
        """Retained, and said again after each new connection. Only the newest message of a topic counts.

        At QoS 0: with a higher one paho would send what was not acknowledged once more, after the newer message.

        Raises:
            Absent: what the connection needs on this machine is not there.
        """
        with self._lock:
            self._said[topic] = message
            client = self._started()
            if self._up.is_set():
                self._last = client.publish(topic, message, retain=True)

    def hear(self, topic: str, heard: Callable[[bytes], None]) -> None:
        """Calls `heard`, from paho's thread, with each message under `topic`, but not with one that was kept there.

        Raises:
            Absent: what the connection needs on this machine is not there.
        """
        with self._lock:
            self._heard[topic] = heard
            client = self._started()
            if self._up.is_set():
                client.subscribe(topic, qos=1)

    def close(self) -> None:
        """Says goodbye, after what was said last has arrived or a moment has passed. The will is not told then."""
        with self._lock:
            client, self._client = self._client, None
            last = self._last
        if client is None:
            return
        if last is not None and self._up.is_set():
            with suppress(ValueError, RuntimeError):  # it could not even be queued
                last.wait_for_publish(PATIENCE)
        client.disconnect()
        client.loop_stop()

    def probe(self) -> str:
        """Whether the broker lets us in.

        Raises:
            Absent: it does not, or is not there.
        """
        self._quiet = True
        try:
            with self._lock:
                self._started()
            self._answered.wait(PATIENCE + 1)
            if self._up.is_set():
                return f"The MQTT broker {self.where} lets the display in."
        finally:
            self.close()
        if self._refused is not None:
            raise Absent(
                f"The MQTT broker {self.where} does not let the display in ({self._refused}).",
                "Compare mqtt.username and mqtt.password_file with the broker's users.",
            )
        trusted = " with a certificate that is trusted" if self._broker.tls else ""
        raise Absent(
            f"The MQTT broker {self.where} does not answer{trusted}.",
            "Compare mqtt.host, mqtt.port, mqtt.tls and mqtt.ca_file with the broker's listeners, and let the display "
            "reach it.",
        )

    def _started(self) -> Client:
        """The client, begun at its first use. Under the lock."""
        if self._client is None:
            self._client = self._made()
            self._client.connect_async(self._broker.host, self._broker.port, keepalive=KEEP_ALIVE)
            self._client.loop_start()
        return self._client

    def _made(self) -> Client:
        from paho.mqtt.client import Client  # noqa: PLC0415 - most displays have no use for it
        from paho.mqtt.enums import CallbackAPIVersion  # noqa: PLC0415 - as above

        client = Client(CallbackAPIVersion.VERSION2)
        client.connect_timeout = PATIENCE
        client.reconnect_delay_set(1, LONGEST_WAIT)
        client.suppress_exceptions = True
        broker = self._broker
        if broker.tls:
            client.tls_set_context(_context(broker.ca_file))
        if broker.username is not None:
            client.username_pw_set(broker.username, _password(broker.password_file))
        if self._will is not None:
            topic, message = self._will
            client.will_set(topic, message, qos=1, retain=True)
        client.on_connect = self._connected
        client.on_connect_fail = self._unreachable
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        return client

    def _connected(
        self, client: Client, _: object, __: ConnectFlags, code: ReasonCode, ___: Properties | None
    ) -> None:
        if code.is_failure:
            self._refused = str(code)
            self._lost(f"does not let the display in ({code})")
            return
        if self._down:
            log.info("MQTT broker %s is back", self.where)
        self._down, self._refused = False, None
        with self._lock:
            self._up.set()
            for topic in self._heard:
                client.subscribe(topic, qos=1)
            for topic, message in self._said.items():
                self._last = client.publish(topic, message, retain=True)
        self._answered.set()

    def _unreachable(self, _: Client, __: object) -> None:
        self._lost("cannot be reached")

    def _disconnected(
        self, _: Client, __: object, flags: DisconnectFlags, code: ReasonCode, ___: Properties | None
    ) -> None:
        if (
            self._client is not None
            and self._refused is None
            and (code.is_failure or flags.is_disconnect_packet_from_server)
        ):
            self._lost("was lost")

    def _lost(self, how: str) -> None:
        self._up.clear()
        if not self._down and not self._quiet:
            log.warning("MQTT broker %s %s. Trying again.", self.where, how)
        self._down = True
        self._answered.set()

    def _message(self, _: Client, __: object, message: MQTTMessage) -> None:
        with self._lock:
            heard = self._heard.get(message.topic)
        if heard is not None and not message.retain:
            heard(bytes(message.payload[:LONGEST_MESSAGE]))


def _context(ca_file: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context()
        if ca_file is not None:
            context.load_verify_locations(ca_file)
    except OSError as unreadable:
        raise Absent(
            f"mqtt.ca_file {ca_file} cannot be used ({type(unreadable).__name__}).",
            "It must hold the certificate of the authority that signed the broker's, in PEM form.",
        ) from None
    return context


def _password(path: Path | None) -> str | None:
    try:
        return None if path is None else path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Absent(
            f"mqtt.password_file {path} cannot be read.",
            f"It must be a text file of this user: chmod 600 {path}",
        ) from None
