"""A lamp over HTTP, against a server on loopback: what it is told, and what is said where it does not answer well."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.device import web
from kiosk.device.mqtt import message_of
from kiosk.device.trouble import Absent
from kiosk.device.web import Address, Style, WebLamp, body_of
from kiosk.room.face import State
from kiosk.room.light import ACROSS, OFF, SIDES, Hue, Light, Motion
from tests.fakes.certificates import Authority
from tests.fakes.web import Answer, Asked, serving

BUSY = Light(State.BUSY, Hue.BUSY, SIDES, brightness=0.5)
CHECK_IN = Light(State.CHECK_IN, Hue.SOON, ACROSS, motion=Motion.BREATH, brightness=1.0)


class FakeLight:
    """Remembers what it was asked and answers with one status."""

    def __init__(self, status: int = 200, **headers: str) -> None:
        self.asked: list[Asked] = []
        self.status = status
        self.headers = headers

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return Answer(self.status, {}, self.headers)


def refusal(act: Callable[[], object]) -> Absent:
    with pytest.raises(Absent) as absent:
        act()
    assert absent.value.remedy
    return absent.value


def test_our_own_words_are_those_of_mqtt() -> None:
    light = FakeLight()
    with serving(light) as url:
        WebLamp(Address(f"{url}/lights/3?zone=a")).show(BUSY, 1.0)
        WebLamp(Address(url, method="PUT")).show(BUSY, 1.0)
    first, second = light.asked
    assert (first.method, first.path, first.body) == ("POST", "/lights/3?zone=a", message_of(BUSY))
    assert (second.method, second.path) == ("PUT", "/")
    assert "Authorization" not in first.headers


def test_wled_is_told_colour_brightness_and_its_breath() -> None:
    light = FakeLight()
    with serving(light) as url:
        lamp = WebLamp(Address(url, Style.WLED))
        for shown in (BUSY, CHECK_IN, OFF):
            lamp.show(shown, 1.0)
    assert {asked.path for asked in light.asked} == {"/json/state"}
    busy, check_in, off = (json.loads(asked.body) for asked in light.asked)
    assert busy == {
        "on": True, "bri": 128, "seg": [{"id": 0, "fx": 0, "sx": 48, "col": [[255, 0, 20], [0, 0, 0]]}],
    }  # fmt: skip
    assert check_in["seg"][0]["fx"] == 2
    assert off == {"on": False}


def test_shelly_is_told_by_its_remote_procedure() -> None:
    assert json.loads(body_of(BUSY, Style.SHELLY)) == {
        "id": 1, "src": "kiosk", "method": "RGB.Set",
        "params": {"id": 0, "on": True, "rgb": [255, 0, 20], "brightness": 50},
    }  # fmt: skip
    assert json.loads(body_of(OFF, Style.SHELLY))["params"] == {"id": 0, "on": False}
    light = FakeLight()
    with serving(light) as url:
        WebLamp(Address(url, Style.SHELLY)).show(BUSY, 1.0)
    assert light.asked[0].path == "/rpc"


def test_a_light_that_wants_a_token_gets_it_over_tls_that_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    token = tmp_path / "token"
    token.write_text("hush\n")
    light = FakeLight()
    with serving(light, authority.server_context()) as url:
        lamp = WebLamp(Address(url, token_file=token, ca_file=authority.ca_file))
        assert "answers" in lamp.probe()
        assert light.asked == []
        lamp.show(BUSY, 1.0)
        assert light.asked[0].headers["Authorization"] == "Bearer hush"
        stranger = WebLamp(Address(url, token_file=token))
        assert "is not trusted" in refusal(lambda: stranger.show(BUSY, 1.0)).what
        assert "light.http_ca_file" in refusal(stranger.probe).remedy
    assert len(light.asked) == 1
    token.unlink()
    assert "light.http_token_file" in refusal(lambda: lamp.show(BUSY, 1.0)).what
    (tmp_path / "broken.pem").write_text("no certificate")
    broken = WebLamp(Address(url, ca_file=tmp_path / "broken.pem"))
    assert "light.http_ca_file" in refusal(broken.probe).what


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (401, "light.http_token_file"),
        (403, "light.http_token_file"),
        (404, "light.http_url"),
        (500, "light.http_url"),
    ],
)
def test_a_light_that_says_no_is_told_with_its_key(status: int, key: str) -> None:
    with serving(FakeLight(status)) as url:
        assert key in refusal(lambda: WebLamp(Address(url)).show(BUSY, 1.0)).remedy


def test_a_redirect_is_not_followed() -> None:
    elsewhere, light = FakeLight(), FakeLight(302)
    with serving(elsewhere) as there, serving(light) as url:
        light.headers["Location"] = there
        assert "redirect" in refusal(lambda: WebLamp(Address(url)).show(BUSY, 1.0)).remedy
    assert elsewhere.asked == []


def test_a_light_that_is_not_there_or_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.05)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        lamp = WebLamp(Address(f"http://127.0.0.1:{deaf.getsockname()[1]}"))
        assert "does not answer (ConnectionRefusedError)" in refusal(lamp.probe).what
        deaf.listen()
        assert "does not answer (TimeoutError)" in refusal(lambda: lamp.show(BUSY, 1.0)).what


def test_what_is_no_http_is_no_light() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def babble() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(b"SSH-2.0-dropbear\r\n")

        speaker = threading.Thread(target=babble)
        speaker.start()
        lamp = WebLamp(Address(f"http://127.0.0.1:{server.getsockname()[1]}"))
        assert "does not answer (BadStatusLine)" in refusal(lambda: lamp.show(BUSY, 1.0)).what
        speaker.join()
