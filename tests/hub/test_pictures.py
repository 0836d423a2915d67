"""Pictures of a fleet: brought by who pushes them, kept with the registry, and said to the broker once for all displays."""

import base64
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from kiosk.clock import Clock
from kiosk.config import pictures as names
from kiosk.config import topics
from kiosk.fleet_line import FleetLine, NotAsked
from kiosk.hub import mosquitto, pictures, process
from tests.fakes.pictures import RGB, png
from tests.hub.crowd import Display
from tests.hub.stage import FLEET, Stage, told, until
from tests.hub.test_fleet import empty

LOGO = png()


@pytest.fixture
def lena(stage: Stage) -> Iterator[FleetLine]:
    with FleetLine(stage.person("lena", "admin")) as line:
        yield line


def branded(stage: Stage, **contents: bytes) -> str:
    """A file that names pictures which lie beside it."""
    lines = ["[brand]"]
    for key, content in contents.items():
        (stage.folder / f"{key}.png").write_bytes(content)
        lines.append(f'{key} = "{key}.png"')
    path = stage.folder / "brand.toml"
    path.write_text("\n".join(lines))
    return str(path)


def kept_by_broker(stage: Stage, digest: str) -> bytes:
    """What a display hears that asks for it."""
    parts: dict[int, bytes] = {}
    heard = threading.Event()
    base = process.base(stage.hub)
    context = base.dialling("hub-9")
    base.store.close()
    client = Client(CallbackAPIVersion.VERSION2, client_id="hub-9", protocol=MQTTProtocolVersion.MQTTv5)

    def message(_: Client, __: object, message: MQTTMessage) -> None:
        found = topics.part_of(message.topic)
        if found is not None and message.payload:
            parts[found[2]] = bytes(message.payload)
            heard.set()

    client.tls_set_context(context)
    client.on_connect = lambda *_: client.subscribe(topics.picture(FLEET, digest, "+"), 1)
    client.on_message = message
    client.connect("127.0.0.1", stage.broker_port)
    client.loop_start()
    try:
        heard.wait(5)
    finally:
        client.disconnect()
        client.loop_stop()
    return b"".join(parts[one] for one in sorted(parts))


def test_a_logo_is_pushed_with_the_file_that_names_it(stage: Stage, lena: FleetLine) -> None:
    stage.admit(lena, Display(), "room0")
    file = branded(stage, logo=LOGO)
    (shown,) = told(stage.as_person(lena.told, "push", "--to", "all", "--diff", "--json", file))
    assert shown["diff"][0].startswith('brand.logo: (default) -> "sha256:')
    done = stage.as_person(lena.told, "push", "--to", "all", "--no-wait", file)
    assert done.returncode == 0, done.stderr
    assert lena.get("/v1/layers")["fleet"] == {"brand": {"logo": str(names.of(LOGO))}}
    assert until("it is there", lambda: kept_by_broker(stage, names.of(LOGO).digest)) == LOGO


def test_what_is_no_picture_or_was_not_brought_is_refused_before_anything_is_sent(
    stage: Stage, lena: FleetLine
) -> None:
    stage.admit(lena, Display(), "room0")
    done = stage.as_person(lena.told, "push", "--to", "all", branded(stage, logo=png(kind=RGB)))
    assert "brand.logo has no transparent ground" in done.stderr
    with pytest.raises(NotAsked, match=r"brand\.logo: the hub does not have that picture"):
        lena.post("/v1/pushes", to="all", tables={"brand": {"logo": str(names.of(LOGO))}})
    with pytest.raises(NotAsked, match="names a file: a document says a picture by its SHA-256"):
        lena.post("/v1/pushes", to="all", tables={"brand": {"logo": "/etc/passwd"}})
    with pytest.raises(NotAsked, match="is no PNG"):
        lena.post("/v1/pictures", content=base64.b64encode(b"<svg/>").decode())
    with pytest.raises(NotAsked, match="no base64"):
        lena.post("/v1/pictures", content="!")
    assert lena.get("/v1/rollouts") == []


def test_only_who_may_push_brings_pictures(stage: Stage) -> None:
    with FleetLine(stage.person("vera", "viewer")) as line, pytest.raises(NotAsked, match="not enough"):
        line.post("/v1/pictures", content=base64.b64encode(LOGO).decode())


def test_a_hub_made_of_a_backup_has_the_pictures(stage: Stage, lena: FleetLine, tmp_path: Path) -> None:
    lena.post("/v1/pictures", content=base64.b64encode(LOGO).decode())
    base = process.base(stage.hub)
    with base.store.reading() as on:
        assert pictures.missing(on, {"brand": {"logo": str(names.of(LOGO))}}) == []
    base.store.close()
    done = stage.command("hub", "backup", "--dir", str(stage.hub), str(tmp_path / "hub.tar.gz"))
    assert done.returncode == 0, done.stderr
    empty(stage)
    again = tmp_path / "again"
    done = stage.command("hub", "restore", "--dir", str(again), str(tmp_path / "hub.tar.gz"))
    assert done.returncode == 0, done.stderr
    base = process.base(again)
    with base.store.reading() as on:
        assert pictures.missing(on, {"brand": {"logo": str(names.of(LOGO))}}) == []
    base.store.close()


def test_what_neither_a_layer_nor_a_roll_out_names_is_gone_after_a_month(
    stage: Stage, lena: FleetLine
) -> None:
    stage.admit(lena, Display(), "room0")
    done = stage.as_person(lena.told, "push", "--to", "all", "--no-wait", branded(stage, logo=LOGO))
    assert done.returncode == 0, done.stderr
    unused, third = png(9, 9), png(10, 10)
    lena.post("/v1/pictures", content=base64.b64encode(unused).decode())
    base, later = process.base(stage.hub), Clock().now() + timedelta(days=31)
    with base.store.begin() as on:
        _, gone = pictures.keep(on, base64.b64encode(third).decode(), later)
        assert gone == [names.of(unused).digest]
        assert pictures.missing(on, {"brand": {"logo": str(names.of(LOGO))}}) == []
    base.store.close()


def test_a_broker_lets_displays_hear_pictures_and_say_none() -> None:
    assert "pattern read rd/1/contoso/p/+/+" in mosquitto.rules("contoso").splitlines()
