"""The MQTT link against a real Mosquitto with the fleet's settings: what is heard, what is said, and what comes back after a loss."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificate
from paho.mqtt.client import MQTTMessageInfo

from kiosk.clock import Clock
from kiosk.config import mqtt, pictures, topics
from kiosk.config.mqtt import BrokerLink, Where
from kiosk.config.pictures import Picture
from kiosk.pairing.identity import Identity
from tests.fakes.fleet import FLEET, FleetBroker, HubLine
from tests.fakes.wait import eventually


@dataclass
class Linked:
    broker: FleetBroker
    hub: HubLine
    folder: Path
    own: Identity
    where: Where
    link: BrokerLink = field(init=False)
    taken: list[tuple[str, str]] = field(default_factory=list)
    did: list[str] = field(default_factory=list)
    state: str = "applied"
    wants: list[str] = field(default_factory=list)
    shown: list[tuple[str, bytes]] = field(default_factory=list)

    def open(self) -> None:
        self.link = BrokerLink(self.where, self._take, self._reported, self._do, self._picture)
        self.link.open()

    def of(self, word: str) -> list[dict[str, Any]]:
        return self.hub.of(word)

    async def _take(self, text: str, kind: str) -> dict[str, Any]:
        self.taken.append((kind, text))
        return {}

    async def _reported(self) -> dict[str, Any]:
        return {"state": self.state, "v": 7, "wants": list(self.wants)}

    async def _picture(self, digest: str, content: bytes) -> dict[str, Any]:
        self.shown.append((digest, content))
        self.wants.clear()
        return {}

    async def _do(self, word: str) -> dict[str, Any]:
        self.did.append(word)
        return {"ok": True}


@pytest.fixture
async def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Linked]:
    monkeypatch.setattr(mqtt, "WAITS_MOST", 1.0)
    broker = FleetBroker(tmp_path)
    broker.start()
    hub = broker.hub()
    folder = tmp_path / "data"
    folder.mkdir()
    own, certificate = broker.display(folder)
    context = own.client(folder, certificate, broker.ca_file)
    linked = Linked(broker, hub, folder, own, Where("127.0.0.1", broker.port, FLEET, own.id, context))
    linked.open()
    yield linked
    await linked.link.close()
    hub.close()
    broker.kill()


async def up(linked: Linked) -> None:
    async with asyncio.timeout(20):
        await linked.link.up.wait()


async def test_a_display_says_that_it_is_there_and_what_it_is(linked: Linked) -> None:
    await up(linked)
    await eventually(lambda: bool(linked.of("reported")) and bool(linked.of("presence")))
    assert linked.of("presence")[-1]["on"] is True
    told = linked.of("reported")[-1]
    assert (told["state"], told["v"], told["n"]) == ("applied", 7, 1)
    assert told["sess"] == linked.of("presence")[-1]["sess"]
    linked.state = "pending"
    linked.link.tell()
    await eventually(lambda: linked.of("reported")[-1]["state"] == "pending")
    assert linked.link.problem is None


async def test_what_it_shall_be_reaches_it_now_or_when_it_comes(linked: Linked) -> None:
    await up(linked)
    linked.hub.say(linked.own.id, topics.DESIRED, "a.signed.text", retain=True)
    linked.hub.keys("a.list.ofkeys")
    await eventually(lambda: set(linked.taken) == {("desired", "a.signed.text"), ("keys", "a.list.ofkeys")})
    await linked.link.close()
    linked.hub.say(linked.own.id, topics.DESIRED, "a.newer.text", retain=True)
    linked.open()
    await eventually(lambda: ("desired", "a.newer.text") in linked.taken)


async def test_what_it_is_asked_to_do_it_does_once_and_answers(linked: Linked) -> None:
    await up(linked)
    asked = json.dumps({"do": "identify", "id": "1"})
    linked.hub.say(linked.own.id, topics.COMMAND, asked)
    linked.hub.say(linked.own.id, topics.COMMAND, asked)
    for nonsense in ("", "{", "[]", '{"do": 1}', "[" * 3000, "x" * 9000):
        linked.hub.say(linked.own.id, topics.COMMAND, nonsense)
    linked.hub.say(linked.own.id, topics.COMMAND, json.dumps({"do": "sync", "id": "2"}))
    await eventually(lambda: len(linked.of("evt")) == 2)
    assert linked.did == ["identify", "sync"]
    assert linked.of("evt")[0] == {"kind": "answer", "do": "identify", "id": "1", "ok": True}


async def test_a_broker_that_was_killed_is_found_again_and_told_everything_anew(linked: Linked) -> None:
    await up(linked)
    await eventually(lambda: bool(linked.of("reported")))
    linked.broker.kill()
    await eventually(lambda: not linked.link.up.is_set())
    assert linked.link.problem is not None
    linked.hub.heard.clear()
    linked.broker.start()
    await up(linked)
    await eventually(lambda: linked.hub.hears)
    linked.link.tell()
    await eventually(lambda: bool(linked.of("reported")) and linked.of("presence")[-1]["on"] is True)


async def test_a_display_that_ends_is_gone_at_once(linked: Linked) -> None:
    await up(linked)
    await eventually(lambda: bool(linked.of("presence")))
    await linked.link.close()
    await eventually(lambda: linked.of("presence")[-1]["on"] is False)


async def test_a_late_word_of_its_own_loss_is_contradicted(linked: Linked) -> None:
    await up(linked)
    await eventually(lambda: bool(linked.of("presence")))
    linked.hub.say(linked.own.id, topics.PRESENCE, json.dumps({"on": False, "sess": "before"}), retain=True)
    await eventually(lambda: linked.of("presence")[-1]["on"] is True and len(linked.of("presence")) > 2)


async def test_it_may_say_and_hear_nothing_outside_of_its_branch(linked: Linked, tmp_path: Path) -> None:
    other, _ = linked.broker.display(_folder(tmp_path / "other"))
    pem = (tmp_path / "other" / "device.key").read_text() + linked.broker.authority.fleet.display(
        other.key, Clock().now()
    ).pem
    client = linked.broker.client(pem, other.id)
    refused: list[bool] = []
    heard: list[str] = []
    client.on_publish = lambda _, __, ___, code, ____: refused.append(code.is_failure)
    client.on_message = lambda _, __, message: heard.append(message.topic)
    client.on_connect = lambda *_: client.subscribe("#", qos=1)
    client.connect("127.0.0.1", linked.broker.port)
    client.loop_start()
    try:
        await eventually(client.is_connected)
        said: MQTTMessageInfo = client.publish(
            topics.of(FLEET, linked.own.id, topics.DESIRED), "mine", qos=1, retain=True
        )
        await asyncio.to_thread(said.wait_for_publish, 20)
        await eventually(lambda: refused == [True])
        linked.hub.say(linked.own.id, topics.DESIRED, "theirs", retain=True)
        linked.hub.say(other.id, topics.DESIRED, "its own", retain=True)
        await eventually(lambda: bool(heard))
        assert set(heard) <= {topics.of(FLEET, other.id, word) for word in (topics.DESIRED, topics.PRESENCE)}
        assert ("desired", "mine") not in linked.taken
    finally:
        client.disconnect()
        client.loop_stop()


async def test_whoever_was_revoked_is_not_let_in_again(linked: Linked) -> None:
    await up(linked)
    shown = (linked.folder / "broker-certificate.pem").read_bytes()
    linked.broker.kill()
    linked.broker.revoked.append(f"{load_pem_x509_certificate(shown).serial_number:x}")
    linked.broker.start()
    await eventually(lambda: linked.link.problem is not None and not linked.link.up.is_set())
    linked.hub.heard.clear()
    hub = linked.broker.hub()
    hub.close()
    assert not linked.link.up.is_set()
    assert linked.of("reported") == []


# paho leaves a socket whose handshake failed to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_another_broker_than_the_fleets_hears_nothing(linked: Linked, tmp_path: Path) -> None:
    stranger = FleetBroker(_folder(tmp_path / "stranger"))
    stranger.start()
    try:
        told: list[str] = []

        async def none(*said: str) -> dict[str, Any]:
            told.extend(said)
            return {}

        link = BrokerLink(
            Where("127.0.0.1", stranger.port, FLEET, linked.own.id, linked.where.context), none, none, none
        )
        link.open()
        await eventually(lambda: link.problem is not None and "should be" in link.problem)
        assert not link.up.is_set()
        await link.close()
    finally:
        stranger.kill()


def test_a_certificate_of_another_key_is_refused_when_it_is_loaded(tmp_path: Path) -> None:
    broker = FleetBroker(tmp_path)
    own, _ = broker.display(_folder(tmp_path / "one"))
    _, other = broker.display(_folder(tmp_path / "two"))
    with pytest.raises(ssl.SSLError):
        own.client(tmp_path / "one", other, broker.ca_file)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def shows(linked: Linked, content: bytes) -> Picture:
    """The hub says a picture, the last part first."""
    picture = pictures.of(content)
    for number in range(-(-len(content) // topics.PART) - 1, -1, -1):
        said = content[number * topics.PART : (number + 1) * topics.PART]
        linked.hub.client.publish(topics.picture(FLEET, picture.digest, number), said, qos=1, retain=True)
    return picture


def wanted(linked: Linked) -> list[list[str]]:
    """What the latest report asks for."""
    return [told["wants"] for told in linked.of(topics.REPORTED)][-1:]


async def test_a_picture_that_a_document_names_comes_in_parts_and_is_whole(linked: Linked) -> None:
    await up(linked)
    content = bytes(range(256)) * 1000
    assert len(content) > 2 * topics.PART
    picture = shows(linked, content)
    linked.wants.append(str(picture))
    linked.link.tell()
    await eventually(lambda: linked.shown == [(picture.digest, content)])


async def test_what_nobody_wants_is_not_heard_and_what_was_had_is_not_heard_again(linked: Linked) -> None:
    await up(linked)
    other = shows(linked, b"nobody asked for it")
    picture = shows(linked, b"wanted")
    linked.wants.append(str(picture))
    linked.link.tell()
    await eventually(lambda: len(linked.shown) == 1)
    await eventually(lambda: wanted(linked) == [[]])
    shows(linked, b"wanted")
    linked.hub.say(linked.own.id, topics.COMMAND, json.dumps({"do": "sync", "id": "1"}))
    await eventually(lambda: linked.did == ["sync"])
    assert linked.shown == [(picture.digest, b"wanted")]
    assert other.digest != picture.digest


async def test_a_broker_that_comes_back_is_asked_for_the_picture_again(linked: Linked) -> None:
    await up(linked)
    picture = pictures.of(b"late")
    linked.wants.append(str(picture))
    linked.link.tell()
    await eventually(lambda: wanted(linked) == [[str(picture)]])
    linked.broker.kill()
    await eventually(lambda: not linked.link.up.is_set())
    linked.broker.start()
    await up(linked)
    await eventually(lambda: linked.hub.hears)
    shows(linked, b"late")
    await eventually(lambda: linked.shown == [(picture.digest, b"late")])
