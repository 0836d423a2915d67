"""A fleet's broker on loopback: a real Mosquitto with the settings that the hub writes, and the hub's own connection to it."""

import getpass
import json
import signal
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from kiosk.clock import Clock
from kiosk.config import topics
from kiosk.hub import mosquitto
from kiosk.hub.authority import authorities
from kiosk.pairing.identity import Identity, identity
from tests.fakes.mosquitto import PATIENCE, free_port, program

FLEET = "contoso"


class FleetBroker:
    """`port` stays the same when it is killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "broker"
        self.folder.mkdir()
        self.authority = authorities(folder / "hub", FLEET, Clock().now())
        self.revoked: list[str] = []
        self.ca_file = folder / "fleet-ca.pem"
        self.ca_file.write_text(self.authority.fleet.pem)
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        for _ in range(20):  # somebody else may take the port between looking and listening
            self.port = self.port or free_port()
            if self._started():
                return
            self.port = 0
        raise AssertionError("no port was free")

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()
            self._process = None

    def display(self, folder: Path) -> tuple[Identity, Path]:
        """A display of the fleet with this data directory, and its certificate's file."""
        own = identity(folder)
        path = folder / "broker-certificate.pem"
        path.write_text(self.authority.fleet.display(own.key, Clock().now()).pem)
        return own, path

    def hub(self) -> "HubLine":
        return HubLine(self)

    def client(self, pem: str, name: str) -> Client:
        """Somebody with that certificate and key."""
        file = self.folder / f"{name}.pem"
        file.write_text(pem)
        context = ssl.create_default_context(cafile=self.ca_file)
        context.load_cert_chain(file)
        client = Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=MQTTProtocolVersion.MQTTv5)
        client.tls_set_context(context)
        return client

    def _started(self) -> bool:
        now = Clock().now()
        files = mosquitto.Files(
            self.authority.fleet.server(["127.0.0.1", "localhost"], now, name="broker").pem,
            self.authority.fleet.pem,
            self.authority.fleet.revoked(self.revoked, now),
        )
        path = mosquitto.prepare(self.folder, FLEET, "127.0.0.1", self.port, files, getpass.getuser())
        self._process = subprocess.Popen(
            [program("mosquitto"), "-c", str(path)], stderr=subprocess.PIPE, text=True
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "running" in line:
                threading.Thread(target=self._process.stderr.read, daemon=True).start()
                return True
        self._process.communicate()
        return False


class HubLine:
    """The hub at the broker: what it heard, by topic word, and what it says."""

    def __init__(self, broker: FleetBroker) -> None:
        self.heard: list[tuple[str, str, dict[str, Any], bool]] = []
        """Display, word, body, and whether the broker had kept it."""
        self._subscribed = threading.Event()
        pem = broker.authority.fleet.server(["127.0.0.1"], Clock().now()).pem
        self.client = broker.client(pem, "hub")
        self.client.on_connect = lambda *_: self.client.subscribe(topics.of(FLEET, "+", "+"), qos=0)
        self.client.on_subscribe = lambda *_: self._subscribed.set()
        self.client.on_disconnect = lambda *_: self._subscribed.clear()
        self.client.on_message = self._message
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", broker.port)
        self.client.loop_start()
        assert self._subscribed.wait(PATIENCE)

    def say(self, display: str, word: str, said: str, *, retain: bool = False) -> None:
        self.client.publish(topics.of(FLEET, display, word), said, qos=1, retain=retain).wait_for_publish(
            PATIENCE
        )

    def keys(self, said: str) -> None:
        self.client.publish(topics.keys(FLEET), said, qos=1, retain=True).wait_for_publish(PATIENCE)

    @property
    def hears(self) -> bool:
        return self._subscribed.is_set()

    def of(self, word: str) -> list[dict[str, Any]]:
        return [body for _, told, body, _ in self.heard if told == word]

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def _message(self, _: Client, __: object, message: MQTTMessage) -> None:
        found = topics.parts(message.topic)
        with suppress(ValueError, RecursionError):
            if found is not None:
                self.heard.append((found[1], found[2], json.loads(message.payload), message.retain))
