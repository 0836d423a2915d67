"""A port that shuts leaves nobody hanging on it, whatever they were about."""

from __future__ import annotations

import gc
import socket
import ssl
import warnings
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from kiosk.sandbox.certificates import prepare
from kiosk.serving import Port


class LooksTooEarly(uvicorn.Server):
    """Counts whom it has when it begins to shut, as if all of them shook hands right after."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.server_state.connections.clear()
        await super().shutdown(sockets)


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Port:
    monkeypatch.setattr(uvicorn, "Server", LooksTooEarly)
    port = Port("door", 8)
    port.open("127.0.0.1", 0, Starlette(), prepare(tmp_path, ["127.0.0.1"]))
    return port


def shaken_hands(port: int) -> ssl.SSLSocket:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=5))


def left_open_by(port: Port) -> list[str]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        port.close()
        gc.collect()
    return [str(one.message) for one in told]


@pytest.mark.parametrize("begun", [b"", b"\x16\x03\x01"])
def test_whoever_is_amid_the_handshake_is_cut_off(port: Port, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port.number), timeout=5) as line:
        line.sendall(begun)
        shaken_hands(port.number).close()  # whoever came before was let in by now
        assert left_open_by(port) == []
        assert line.recv(1) == b""


def test_whoever_shook_hands_at_the_last_moment_is_cut_off(port: Port) -> None:
    with shaken_hands(port.number) as line:
        assert left_open_by(port) == []
        assert line.recv(1) == b""
