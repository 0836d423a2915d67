"""The hub's own connection to the broker: says what displays shall be, and hears what they are. Believes the broker to deliver, and nothing else.

paho-mqtt runs it on a thread of its own; what is heard lies ready until somebody takes it. What displays report comes to
one of several hub processes (a shared subscription); who is there is read at QoS 0, where brokers drop nothing that they
had kept (fleet.md §0.1).
"""

from __future__ import annotations

import json
import logging
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.config import pictures, topics
from kiosk.hub.registry import Told

log = logging.getLogger("kiosk.hub")
KEEP_ALIVE = 30
LONGEST = 128 * 1024
"""Bytes of one word of a display: its log is the longest."""
AT_ONCE = 500
AGAIN_MOST = 5
"""Seconds between two tries."""
ASKED_FOR = 60
"""Seconds for which a command waits at the broker for a display that is not there."""


@dataclass(slots=True)
class Heard:
    """What came since it was taken the last time."""

    reports: list[Told] = field(default_factory=list)
    present: dict[str, bool] = field(default_factory=dict)
    answers: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    """The command's number, the display, and what it says."""
    connected: bool = False
    """The broker was reached anew: it may have lost all that it had."""


class Line:
    def __init__(self, host: str, port: int, fleet: str, name: str, context: ssl.SSLContext) -> None:
        """`name`: this hub process's own at the broker, as its certificate has it."""
        self._host, self._port, self._fleet = host, port, fleet
        self._lock = threading.Lock()
        self._heard = Heard()
        self.news = threading.Event()
        """Something was heard."""
        self.up = threading.Event()
        self._client = Client(
            CallbackAPIVersion.VERSION2, client_id=name, protocol=MQTTProtocolVersion.MQTTv5
        )
        self._client.tls_set_context(context)
        self._client.max_inflight_messages_set(AT_ONCE)
        self._client.reconnect_delay_set(1, AGAIN_MOST)
        self._client.suppress_exceptions = True
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._subscribed
        self._client.on_disconnect = self._disconnected
        self._client.on_message = self._message

    def open(self) -> None:
        """From here on it connects, for ever."""
        self._client.connect_async(self._host, self._port, keepalive=KEEP_ALIVE)
        self._client.loop_start()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, documents: Iterable[tuple[str, str]]) -> list[str]:
        """Display and text; the displays for which the broker was given it. "" takes away what it keeps."""
        given = []
        for display, text in documents:
            if not self.up.is_set():
                break
            self._client.publish(topics.of(self._fleet, display, topics.DESIRED), text, qos=1, retain=True)
            given.append(display)
        return given

    def keys(self, text: str) -> None:
        """The list of keys, for every display that does not have it yet."""
        if self.up.is_set():
            self._client.publish(topics.keys(self._fleet), text, qos=1, retain=True)

    def picture(self, digest: str, content: bytes) -> None:
        """One that documents name, in parts that any broker takes; it keeps them. Empty: it keeps them no longer."""
        if not self.up.is_set():
            return
        count = -(-len(content or bytes(pictures.LONGEST)) // topics.PART)
        for part in range(count):
            said = content[part * topics.PART : (part + 1) * topics.PART]
            self._client.publish(topics.picture(self._fleet, digest, part), said, qos=1, retain=True)

    def vouch(self, display: str, pem: str) -> None:
        """A certificate that takes the place of the display's own; the broker keeps it until the display was there."""
        if self.up.is_set():
            self._client.publish(topics.of(self._fleet, display, topics.CERTIFICATE), pem, qos=1, retain=True)

    def ask(self, display: str, word: str, number: str) -> bool:
        """False: the broker is not there."""
        if not self.up.is_set():
            return False
        expiry = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # the only call of it
        expiry.MessageExpiryInterval = ASKED_FOR
        body = json.dumps({"do": word, "id": number})
        self._client.publish(topics.of(self._fleet, display, topics.COMMAND), body, qos=1, properties=expiry)
        return True

    def take(self) -> Heard:
        """What was heard since; from here on it is the caller's."""
        with self._lock:
            heard, self._heard = self._heard, Heard()
            self.news.clear()
        return heard

    # --- on paho's thread

    def _connected(
        self, client: Client, _: object, __: ConnectFlags, code: ReasonCode, ___: Properties | None
    ) -> None:
        if code.is_failure:
            log.error("the broker does not let the hub in: %s", code)
            return
        own = topics.of(self._fleet, "+", "")
        client.subscribe(
            [
                (f"$share/hub/{own}{topics.REPORTED}", SubscribeOptions(qos=1)),
                (f"$share/hub/{own}{topics.EVENT}", SubscribeOptions(qos=1)),
                (f"{own}{topics.PRESENCE}", SubscribeOptions(qos=0)),
            ]
        )

    def _subscribed(
        self, _: Client, __: object, ___: int, codes: list[ReasonCode], ____: Properties | None
    ) -> None:
        refused = [str(code) for code in codes if code.is_failure]
        if refused:
            log.error("the broker does not let the hub hear its displays: %s", refused[0])
            return
        self.up.set()
        with self._lock:
            self._heard.connected = True
        self.news.set()

    def _disconnected(
        self, _: Client, __: object, ___: DisconnectFlags, code: ReasonCode, ____: Properties | None
    ) -> None:
        if self.up.is_set():
            log.warning("the broker was lost: %s", code)
        self.up.clear()

    def _message(self, _: Client, __: object, message: MQTTMessage) -> None:
        found = topics.parts(message.topic)
        if found is None or found[0] != self._fleet or not 0 < len(message.payload) <= LONGEST:
            return
        with suppress(ValueError, RecursionError, TypeError, KeyError):
            self._read(found[1], found[2], json.loads(message.payload))

    def _read(self, display: str, word: str, body: dict[str, Any]) -> None:
        match word:
            case topics.REPORTED:
                told = Told(
                    display,
                    str(body["sess"])[:40],
                    int(body["n"]),
                    int(body["v"]),
                    str(body["state"])[:20],
                    body,
                )
                self._keep(lambda heard: heard.reports.append(told))
            case topics.PRESENCE:
                there = body.get("on") is True
                self._keep(lambda heard: heard.present.update({display: there}))
            case topics.EVENT:
                number = str(body["id"])[:64]
                self._keep(lambda heard: heard.answers.append((number, display, body)))

    def _keep(self, note: Callable[[Heard], None]) -> None:
        with self._lock:
            note(self._heard)
        self.news.set()
