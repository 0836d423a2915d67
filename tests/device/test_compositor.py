"""Whether a compositor answers: over a real socket, with one that answers, one that hangs, one that is gone."""

import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.device.compositor import address, answers

SOON = 0.2
DONE = struct.pack("=III", 2, 12 << 16, 7)
"""wl_callback.done of the object 2, with a serial."""
ERROR = struct.pack("=II", 1, 8 << 16)
"""wl_display.error."""


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[Path, socket.socket]]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        path = tmp_path / "wayland-0"
        line.bind(str(path))
        line.listen()
        yield path, line


@pytest.mark.parametrize(("reply", "well"), [(DONE, True), (ERROR, False), (b"", False)])
def test_one_that_speaks_is_understood(
    listening: tuple[Path, socket.socket], reply: bytes, *, well: bool
) -> None:
    path, line = listening
    heard: list[bytes] = []

    def compositor() -> None:
        visitor, _ = line.accept()
        with visitor:
            heard.append(visitor.recv(64))
            visitor.sendall(reply)

    speaking = threading.Thread(target=compositor)
    speaking.start()
    assert answers(path, 20) is well
    speaking.join()
    assert heard == [struct.pack("=III", 1, 12 << 16, 2)]


def test_one_that_hangs_does_not_answer(listening: tuple[Path, socket.socket]) -> None:
    """The kernel takes the line and the question; nobody reads them."""
    assert not answers(listening[0], SOON)


def test_one_that_is_gone_does_not_answer(tmp_path: Path) -> None:
    assert not answers(tmp_path / "nobody", SOON)


def test_one_that_cannot_be_asked_is_not_blamed() -> None:
    assert answers(None, SOON)


@pytest.mark.parametrize(
    ("name", "folder", "at"),
    [
        ("wayland-1", "/run/user/1", "/run/user/1/wayland-1"),
        ("/run/session/display", "/run/user/1", "/run/session/display"),
        ("/run/session/display", "", "/run/session/display"),
        ("", "/run/user/1", "/run/user/1/wayland-0"),
        ("wayland-1", "", None),
    ],
)
def test_it_is_looked_for_where_wayland_says(
    monkeypatch: pytest.MonkeyPatch, name: str, folder: str, at: str | None
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", name)
    monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
    assert address() == (None if at is None else Path(at))


@pytest.mark.skipif(
    shutil.which("cage") is None or os.geteuid() != 0,
    reason="needs cage, and root to start it as another user",
)
def test_a_real_one_answers_until_it_is_stopped() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to other users
        os.chown(folder, 65534, 65534)
        _a_real_one_answers(Path(folder))


def _a_real_one_answers(runtime: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(runtime), "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1",
    }  # fmt: skip
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    tell = 'echo "$WAYLAND_DISPLAY"; exec sleep 60'
    cage = subprocess.Popen(
        [*nobody, "cage", "--", "sh", "-c", tell],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert cage.stdout is not None
        with cage.stdout as told:
            at = runtime / told.readline().decode().strip()
        assert answers(at, 20)
        cage.send_signal(signal.SIGSTOP)
        assert not answers(at, SOON)
        cage.send_signal(signal.SIGCONT)
        assert answers(at, 20)
    finally:
        cage.kill()
        cage.wait()
