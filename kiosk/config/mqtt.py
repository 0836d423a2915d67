"""The MQTT link: the display dials out to its fleet's broker (MQTT 5 over mutual TLS), hears what it should be, and says what it is.

paho-mqtt runs it on a thread of its own. The broker is believed nothing: documents are signed, and what it may ask for
besides harms nobody. It connects again by itself, after pauses that grow to a minute and are different on each display.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import ssl
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kiosk.config import bounded, topics
from kiosk.config.link import Command, Reported, Take, TakePicture
from kiosk.config.mqtt_pictures import Pictures

log = logging.getLogger("kiosk")
KEEP_ALIVE = 60
CONNECT_WITHIN = 10.0
WAITS_MOST = 60.0
"""Seconds between two tries. Each waits its own time: a fleet does not knock at once when its broker is back."""
MISSED_FOR = 30
"""Seconds after a loss before the broker tells others: a short one is nobody's business."""
REMEMBERED_FOR = 24 * 3600
"""Seconds for which the broker keeps what came meanwhile."""
AT_ONCE = 20
COMMAND_MOST = 4096
ANSWERED_MOST = 64
"""Commands that are remembered as answered: one that comes twice is done once."""
AGAIN_EVERY = 900.0
"""Seconds: what the display is, is said again, whatever was lost."""


@dataclass(frozen=True, slots=True)
class Where:
    """The broker, and who the display is there. `context` shows its certificate and trusts the broker's authority."""

    host: str
    port: int
    fleet: str
    display: str
    context: ssl.SSLContext = field(repr=False, compare=False)


class BrokerLink:
    """All verbs belong to the loop; `take`, `reported` and `command` are called there."""

    def __init__(
        self,
        where: Where,
        take: Take,
        reported: Reported,
        command: Command,
        picture: TakePicture | None = None,
    ) -> None:
        self._where, self._take, self._reported, self._command = where, take, reported, command
        self._pictures = None if picture is None else Pictures(where.fleet, picture)
        self._loop = asyncio.get_running_loop()
        self._session = secrets.token_hex(8)
        self._said = 0
        self._failed = 0
        self._client: Client | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._answered: deque[str] = deque(maxlen=ANSWERED_MOST)
        self._timer: asyncio.TimerHandle | None = None
        self.up = asyncio.Event()
        """The broker has let the display in, and it hears what is said to it."""
        self.problem: str | None = "The broker was not reached yet."
        """Why it is not; None: it is."""

    def open(self) -> None:
        """From here on it connects, for ever."""
        client = self._client = self._made()
        client.connect_async(
            self._where.host,
            self._where.port,
            keepalive=KEEP_ALIVE,
            clean_start=False,
            properties=_properties(
                PacketTypes.CONNECT, SessionExpiryInterval=REMEMBERED_FOR, ReceiveMaximum=AT_ONCE
            ),
        )
        client.loop_start()

    def tell(self) -> None:
        """What became of a document, or of the display, has changed."""
        if self.up.is_set():
            self._begin(self._report())

    async def close(self) -> None:
        """Says that the display is gone, and hangs up."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        client, self._client = self._client, None
        if client is not None:
            if self.up.is_set():
                self._publish(client, topics.PRESENCE, self._presence(on=False), retain=True)
            await asyncio.to_thread(_hang_up, client)

    def _made(self) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=self._where.display, protocol=MQTTProtocolVersion.MQTTv5
        )
        client.connect_timeout = CONNECT_WITHIN
        client.suppress_exceptions = True
        client.tls_set_context(self._where.context)
        client.will_set(
            self._topic(topics.PRESENCE), self._presence(on=False), qos=1, retain=True,
            properties=_properties(PacketTypes.WILLMESSAGE, WillDelayInterval=MISSED_FOR),
        )  # fmt: skip
        client.on_connect = self._connected
        client.on_connect_fail = self._unreachable
        client.on_disconnect = self._disconnected
        client.on_subscribe = self._subscribed
        client.on_message = self._message
        self._wait(client)
        return client

    # --- on paho's thread

    def _connected(
        self, client: Client, _: object, __: ConnectFlags, code: ReasonCode, ___: Properties | None
    ) -> None:
        if code.is_failure:
            self._wait(client)
            self._on_loop(self._lost, f"The broker does not let the display in ({code}).")
            return
        self._failed = 0
        self._wait(client)
        if self._pictures is not None:
            self._on_loop(self._pictures.forget)
        own = [
            (self._topic(word), 1)
            for word in (topics.DESIRED, topics.COMMAND, topics.PRESENCE, topics.CERTIFICATE)
        ]
        client.subscribe([*own, (topics.keys(self._where.fleet), 1)])

    def _subscribed(
        self, _: Client, __: object, ___: int, codes: list[ReasonCode], ____: Properties | None
    ) -> None:
        if len(codes) == 1:
            return  # a picture's: what is the display's own is asked for together
        refused = [str(code) for code in codes if code.is_failure]
        if refused:
            self._on_loop(
                self._lost, f"The broker does not let the display hear what is for it ({refused[0]})."
            )
        else:
            self._on_loop(self._heard)

    def _unreachable(self, client: Client, _: object) -> None:
        self._failed += 1
        self._wait(client)
        self._on_loop(self._lost, "The broker cannot be reached, or is not the one that it should be.")

    def _disconnected(
        self, client: Client, _: object, __: DisconnectFlags, code: ReasonCode, ___: Properties | None
    ) -> None:
        self._failed += 1
        self._wait(client)
        self._on_loop(self._lost, f"The broker was lost ({code}).")

    def _message(self, _: Client, __: object, message: MQTTMessage) -> None:
        self._on_loop(self._come, message.topic, bytes(message.payload), message.retain)

    def _wait(self, client: Client) -> None:
        """So long until the next try. A third at least of the pause that doubles: paho waits what it is told."""
        pause = min(WAITS_MOST, 2.0 ** min(self._failed, 10))
        pause *= 1 / 3 + secrets.randbelow(1000) / 1500
        client.reconnect_delay_set(pause, pause)  # type: ignore[arg-type]  # it waits for parts of a second as well

    def _on_loop(self, verb: Callable[..., None], *said: object) -> None:
        with suppress(RuntimeError):  # the display ends
            self._loop.call_soon_threadsafe(verb, *said)

    # --- on the loop

    def _heard(self) -> None:
        """Whatever the broker made of earlier words: they are said anew."""
        log.info("MQTT broker %s: connected", self._where.host)
        self.problem = None
        self.up.set()
        self._begin(self._report())

    def _lost(self, why: str) -> None:
        if self._client is None:
            return
        if self.problem != why:
            log.warning("MQTT broker %s: %s", self._where.host, why)
        self.problem = why
        self.up.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _come(self, topic: str, said: bytes, kept: bool) -> None:  # noqa: FBT001 - paho's word for it
        if self._client is None or not said or len(said) > 2 * bounded.LONGEST:
            return
        if topic == topics.keys(self._where.fleet):
            self._begin(self._taken(said, "keys"))
        elif self._pictures is not None and (whole := self._pictures.part(topic, said)) is not None:
            self._begin(self._shown(*whole))
        elif topic == self._topic(topics.DESIRED):
            self._begin(self._taken(said, "desired"))
        elif topic == self._topic(topics.CERTIFICATE):
            self._begin(self._taken(said, "certificate"))
        elif topic == self._topic(topics.PRESENCE):
            self._look(said)
        elif topic == self._topic(topics.COMMAND) and not kept and len(said) <= COMMAND_MOST:
            self._begin(self._asked(said))

    def _look(self, said: bytes) -> None:
        """The word for an earlier connection of this display may come after it is back."""
        with suppress(ValueError, RecursionError):
            body = json.loads(said)
            if self.up.is_set() and isinstance(body, dict) and body.get("on") is not True:
                self._say(topics.PRESENCE, self._presence(on=True), retain=True)

    async def _taken(self, said: bytes, kind: str) -> None:
        await self._take(said.decode("ascii", errors="replace"), kind)
        await self._report()

    async def _shown(self, digest: str, content: bytes) -> None:
        if self._pictures is not None:
            await self._pictures.take(digest, content)
            await self._report()

    async def _asked(self, said: bytes) -> None:
        try:
            body = json.loads(said)
            word, number = str(body["do"]), str(body["id"])[:64]
        except (ValueError, KeyError, TypeError, RecursionError):
            return
        if number in self._answered:
            return
        self._answered.append(number)
        told = await self._command(word)
        self._say(topics.EVENT, json.dumps({"kind": "answer", "do": word, "id": number, **told}))

    async def _report(self) -> None:
        """The same words twice do no harm: the hub takes the last one of a session."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(AGAIN_EVERY, self.tell)
        body = await self._reported()
        if self._client is not None and self._pictures is not None:
            self._pictures.want(self._client, body.get("wants", ()))
        self._said += 1
        self._say(topics.REPORTED, json.dumps({**body, "sess": self._session, "n": self._said}))
        self._say(topics.PRESENCE, self._presence(on=True), retain=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _presence(self, *, on: bool) -> str:
        return json.dumps({"on": on, "sess": self._session})

    def _say(self, word: str, said: str, *, retain: bool = False) -> None:
        if self._client is not None and self.up.is_set():
            self._publish(self._client, word, said, retain=retain)

    def _publish(self, client: Client, word: str, said: str, *, retain: bool = False) -> None:
        with suppress(ValueError):  # its queue is full: it is said again
            client.publish(self._topic(word), said, qos=1, retain=retain)

    def _topic(self, word: str) -> str:
        return topics.of(self._where.fleet, self._where.display, word)


def _properties(packet: int, **told: int) -> Properties:
    made = Properties(packet)  # type: ignore[no-untyped-call]  # the only call of it
    for name, value in told.items():
        setattr(made, name, value)
    return made


def _hang_up(client: Client) -> None:
    client.disconnect()
    client.loop_stop()
