"""A real MQTT broker on loopback: Debian's mosquitto, which packaging/prepare dev installs."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.fakes.certificates import Authority

SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"))
PATIENCE = 30.0


def program(name: str) -> str:
    found = shutil.which(name, path=SEARCH)
    assert found, f"{name} is not installed: packaging/prepare dev does it"
    return found


class Mosquitto:
    """One broker process. `port` stays the same when it is stopped and started again."""

    def __init__(
        self, folder: Path, *, authority: Authority | None = None, users: dict[str, str] | None = None
    ) -> None:
        self._folder = folder
        self._authority = authority
        self._users = users
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        for _ in range(20):  # somebody else may take the port between looking and listening
            self.port = self.port or free_port()
            if self._started():
                return
            self.port = 0
        raise AssertionError("no port was free")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def fall_silent(self) -> None:
        """It neither answers nor hangs up, until it is stopped."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def _started(self) -> bool:
        self._process = subprocess.Popen(
            [program("mosquitto"), "-c", str(self._config())], stderr=subprocess.PIPE, text=True
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "running" in line:
                threading.Thread(target=self._process.stderr.read, daemon=True).start()
                return True
        self._process.communicate()
        return False

    def _config(self) -> Path:
        lines = [
            f"listener {self.port} 127.0.0.1",
            "persistence false",
            "log_dest stderr",
            f"user {getpass.getuser()}",
            f"allow_anonymous {'false' if self._users else 'true'}",
        ]
        if self._users:
            passwords = self._folder / "passwords"
            passwords.touch(mode=0o600)
            for name, word in self._users.items():
                subprocess.run(
                    [program("mosquitto_passwd"), "-b", str(passwords), name, word],
                    check=True,
                    capture_output=True,
                )
            lines.append(f"password_file {passwords}")
        if self._authority is not None:
            file = self._authority._server_file
            lines += [f"cafile {self._authority.ca_file}", f"certfile {file}", f"keyfile {file}"]
        path = self._folder / "mosquitto.conf"
        path.write_text("\n".join(lines) + "\n")
        return path


def free_port(tries: Iterator[int] = count(os.getpid() * 97 % 10_000)) -> int:  # noqa: B008 - goes on where it was
    """Below the ports that the kernel gives away: one that was free stays free while the broker is restarted.

    Workers have numbers next to each other: each begins a hundred ports further.
    """
    while True:
        port = 20_000 + next(tries) % 10_000
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Listener:
    """Somebody else on the broker: hears all that is told under a topic, and tells."""

    def __init__(self, port: int, topic: str) -> None:
        self.heard: list[tuple[str, bytes, bool]] = []
        """Topic, message, and whether the broker had kept it."""
        self._subscribed = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._message
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self._client.subscribe(topic, qos=1)
        assert self._subscribed.wait(PATIENCE)

    def tell(self, topic: str, message: str, *, retain: bool = False) -> None:
        self._client.publish(topic, message, qos=1, retain=retain).wait_for_publish(PATIENCE)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _message(self, _: Client, __: object, message: MQTTMessage) -> None:
        self.heard.append((message.topic, bytes(message.payload), message.retain))
