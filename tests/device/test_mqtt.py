"""MQTT against a real broker: what is told, who may hear it, and what is told when the display is lost."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.device.broker import Broker, Connection
from kiosk.device.lamp import Keeper
from kiosk.device.mqtt import GONE, MqttLamp, MqttSensor, message_of, presence_of
from kiosk.device.presence import Presences
from kiosk.device.trouble import Absent
from kiosk.room.face import State
from kiosk.room.light import ALL, OFF, SIDES, Hue, Light
from kiosk.room.presence import Presence
from tests.fakes.certificates import Authority
from tests.fakes.mosquitto import Listener, Mosquitto
from tests.fakes.wait import eventually

FREE = Light(State.FREE, Hue.FREE, ALL, brightness=1.0)
BUSY = Light(State.BUSY, Hue.BUSY, SIDES, brightness=0.5)
TOPIC = "kiosk/aurora@contoso.com/light"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


Started = Callable[..., tuple[Mosquitto, Broker]]


@pytest.fixture
def started(stack: ExitStack, tmp_path: Path) -> Started:
    """A broker that runs, and how to reach it."""

    def start(
        authority: Authority | None = None, users: dict[str, str] | None = None
    ) -> tuple[Mosquitto, Broker]:
        mosquitto = Mosquitto(tmp_path, authority=authority, users=users)
        stack.callback(mosquitto.stop)
        mosquitto.start()
        return mosquitto, Broker("127.0.0.1", mosquitto.port, tls=authority is not None)

    return start


def test_nothing_but_the_state_of_the_light_is_told() -> None:
    assert json.loads(message_of(BUSY)) == {
        "state": "busy",
        "on": True,
        "color": "#80000a",
        "brightness": 0.5,
        "motion": "steady",
        "doubtful": False,
    }
    assert json.loads(message_of(OFF))["state"] == "off"
    assert json.loads(message_of(GONE))["state"] == "unknown"


@pytest.mark.parametrize(
    ("message", "somebody"),
    [
        (b"ON", True),
        (b" off\n", False),
        (b"1", True),
        (b'{"occupancy": true, "battery": 71}', True),
        (b'{"presence": false}', False),
        (b'{"state": "ON"}', True),
        (b'{"battery": 71}', None),
        (b"{", None),
        (b"\xff\xfe", None),
        (b"", None),
        (b'{"occupancy": ' + b"[" * 3000, None),
        (b"21.5", None),
    ],
)
def test_what_sensors_say_is_understood_and_anything_else_is_not_listened_to(
    message: bytes, somebody: bool | None
) -> None:
    assert presence_of(message) is somebody


async def test_who_comes_later_is_told_the_newest_state(started: Started, stack: ExitStack) -> None:
    mosquitto, broker = started()
    early = Listener(mosquitto.port, TOPIC)
    stack.callback(early.close)
    keeper = Keeper(MqttLamp(broker, TOPIC), Clock())
    stack.callback(keeper.close)
    keeper.show(BUSY)
    await eventually(lambda: (TOPIC, message_of(BUSY), False) in early.heard)
    keeper.show(FREE)
    await eventually(lambda: (TOPIC, message_of(FREE), False) in early.heard)
    late = Listener(mosquitto.port, TOPIC)
    stack.callback(late.close)
    await eventually(lambda: late.heard == [(TOPIC, message_of(FREE), True)])


async def test_a_display_that_ends_says_off_and_one_that_is_lost_is_unknown(
    started: Started, stack: ExitStack
) -> None:
    mosquitto, broker = started()
    listener = Listener(mosquitto.port, TOPIC)
    stack.callback(listener.close)
    lamp = MqttLamp(broker, TOPIC)
    lamp.show(FREE, 1.0)
    await eventually(lambda: len(listener.heard) == 1)
    client = lamp._connection._client
    assert client is not None
    line = client.socket()
    assert isinstance(line, socket.socket)
    line.shutdown(socket.SHUT_RDWR)
    told = [message_of(FREE), message_of(GONE), message_of(FREE)]
    await eventually(lambda: [message for _, message, _ in listener.heard] == told)
    lamp.show(OFF, 1.0)
    await asyncio.to_thread(lamp.close)
    told.append(message_of(OFF))
    await eventually(lambda: [message for _, message, _ in listener.heard] == told)


async def test_a_broker_that_restarts_is_told_again_and_the_log_once(
    started: Started, stack: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk.device")
    mosquitto, broker = started()
    lamp = MqttLamp(broker, TOPIC)
    stack.callback(lamp.close)
    lamp.show(FREE, 1.0)
    await eventually(lamp._connection._up.is_set)
    mosquitto.stop()
    await eventually(lambda: not lamp._connection._up.is_set())
    lamp.show(BUSY, 1.0)
    mosquitto.start()
    await eventually(lamp._connection._up.is_set, 60)
    listener = Listener(mosquitto.port, TOPIC)
    stack.callback(listener.close)
    await eventually(lambda: bool(listener.heard) and listener.heard[-1][1] == message_of(BUSY))
    where = f"MQTT broker 127.0.0.1:{mosquitto.port}"
    assert [record.message for record in caplog.records] == [
        f"{where} was lost. Trying again.",
        f"{where} is back",
    ]


async def test_what_a_silent_broker_never_took_is_not_told_after_what_is_so_now(
    started: Started, stack: ExitStack
) -> None:
    mosquitto, broker = started()
    lamp = MqttLamp(broker, TOPIC)
    stack.callback(lamp.close)
    lamp.show(BUSY, 1.0)
    await eventually(lamp._connection._up.is_set)
    mosquitto.fall_silent()
    lamp.show(FREE, 1.0)
    mosquitto.stop()
    await eventually(lambda: not lamp._connection._up.is_set())
    lamp.show(BUSY, 1.0)
    mosquitto.start()
    listener = Listener(mosquitto.port, TOPIC)
    stack.callback(listener.close)
    await eventually(lamp._connection._up.is_set, 60)
    await eventually(lambda: bool(listener.heard))
    lamp.show(OFF, 1.0)
    await eventually(lambda: listener.heard[-1][1] == message_of(OFF))
    assert [message for _, message, _ in listener.heard] == [message_of(BUSY), message_of(OFF)]


async def test_a_sensor_wakes_the_display_but_not_with_what_the_broker_kept(
    started: Started, stack: ExitStack
) -> None:
    mosquitto, broker = started()
    sensor = "zigbee2mqtt/aurora"
    teller = Listener(mosquitto.port, "nothing")
    stack.callback(teller.close)
    teller.tell(sensor, "ON", retain=True)
    told: list[Presence] = []
    presences = Presences([MqttSensor(broker, sensor)], told.append, timedelta(0), Clock())
    async with asyncio.timeout(30):
        while not told:  # until the sensor's subscription stands
            teller.tell(sensor, '{"battery": 71}')
            teller.tell(sensor, '{"occupancy": true}')
            await asyncio.sleep(0.01)
    teller.tell(sensor, '{"occupancy": false}')
    await eventually(lambda: len(told) == 2)
    assert [event.here for event in told] == [True, False]
    await presences.close()


async def test_a_broker_that_wants_a_password_gets_it_and_says_no_to_a_wrong_one(
    started: Started, tmp_path: Path
) -> None:
    _, broker = started(users={"display": "hush"})
    secret = tmp_path / "secret"
    secret.write_text("hush\n")
    known = replace(broker, username="display", password_file=secret)
    assert "lets the display in" in await asyncio.to_thread(MqttLamp(known, TOPIC).probe)
    secret.write_text("wrong")
    with pytest.raises(Absent) as absent:
        await asyncio.to_thread(MqttSensor(known, TOPIC).probe)
    assert "does not let the display in" in absent.value.what
    assert "mqtt.password_file" in absent.value.remedy
    secret.unlink()
    with pytest.raises(Absent, match="cannot be read"):
        MqttLamp(known, TOPIC).show(FREE, 1.0)


# paho drops the socket of a handshake that failed, and Python closes it with a warning that nobody can catch.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_broker_is_spoken_to_over_tls_and_only_where_it_is_trusted(
    started: Started, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    _, broker = started(authority=authority)
    trusting = replace(broker, ca_file=authority.ca_file)
    assert "lets the display in" in await asyncio.to_thread(MqttLamp(trusting, TOPIC).probe)
    stranger = Authority(tmp_path, "stranger")
    for ca_file in (None, stranger.ca_file):
        with pytest.raises(Absent) as absent:
            await asyncio.to_thread(MqttLamp(replace(broker, ca_file=ca_file), TOPIC).probe)
        assert "with a certificate that is trusted" in absent.value.what
    (tmp_path / "broken.pem").write_text("no certificate")
    with pytest.raises(Absent, match=r"mqtt\.ca_file"):
        Connection(replace(broker, ca_file=tmp_path / "broken.pem")).say(TOPIC, b"")


async def test_a_broker_that_is_not_there_is_told_with_its_keys() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listening: refused
        broker = Broker("127.0.0.1", taken.getsockname()[1], tls=False)
        with pytest.raises(Absent) as absent:
            await asyncio.to_thread(MqttLamp(broker, TOPIC).probe)
    assert "does not answer" in absent.value.what
    assert "mqtt.host" in absent.value.remedy
