"""Real processes that get stuck: each ends with its exit code or is left to systemd, and the next start knows the day."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.device.door import NobodyHome, ask
from kiosk.device.watchdog import STUCK
from tests.alive.display import SUBJECT, Service

ON_SYNC = """
import time
import kiosk.app

async def on_sync(self):
    {act}
    return {{}}

kiosk.app.Display._sync = on_sync
"""
"""`kiosk sync` lets something happen in the display's process."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    service.remember_a_meeting()
    yield service
    service.close()


def act(service: Service) -> None:
    with suppress(NobodyHome):
        ask(service.data, "sync", 1)


def test_systemd_hears_that_we_live_and_that_we_end(service: Service) -> None:
    service.start()
    assert service.systemd.hears("READY=1")
    for _ in range(3):
        assert service.systemd.hears("WATCHDOG=1")
    assert service.end() == 0
    assert service.systemd.hears("STOPPING=1")


def test_a_blocked_glass_ends_the_process_and_the_next_start_shows_the_day(service: Service) -> None:
    service.start(ON_SYNC.format(act="time.sleep(600)"))
    assert service.systemd.hears("WATCHDOG=1")
    act(service)
    assert service.process.wait(60) == STUCK
    log = service.log()
    assert "the event loop is stuck" in log
    assert "in on_sync" in log, "where it stood"
    assert SUBJECT not in log
    service.start()
    status = service.until(lambda status: status["state"] == "busy")
    current = status["current"]
    assert isinstance(current, dict)
    assert current["subject"] == SUBJECT


def test_a_frame_that_does_not_come_ends_the_process(service: Service) -> None:
    service.start("import kiosk.watch\nkiosk.watch.Watch._frame_came = lambda _: None\n")
    assert service.systemd.hears("READY=1")
    assert service.process.wait(60) == STUCK
    assert "the window is stuck" in service.log()
    assert "WATCHDOG=1" not in service.systemd.heard


def test_a_window_that_is_not_to_be_seen_owes_no_frame(service: Service) -> None:
    service.start(ON_SYNC.format(act="self.window.quick.hide()"))
    assert service.systemd.hears("WATCHDOG=1")
    act(service)
    service.systemd.forget()
    for _ in range(3):
        assert service.systemd.hears("WATCHDOG=1")
    assert service.end() == 0


def test_a_disk_that_hangs_is_told_and_leaves_us_to_systemd(service: Service) -> None:
    service.start(
        "import time\nimport kiosk.core.disk\nkiosk.core.disk._try = lambda *_, **__: time.sleep(600)\n"
    )
    service.until(lambda status: status["disk"] == {"writable": False, "problem": "it does not answer"})
    service.until(lambda _: "the data directory cannot be written" in service.log())
    assert "data directory: cannot be written (it does not answer)" in service.told()
    service.systemd.forget()
    assert not service.systemd.hears("WATCHDOG=1", 3)
    assert service.end() == 0, "and nobody waits for it at the end"


def test_an_end_that_does_not_end_is_ended(service: Service) -> None:
    hang = "import asyncio\nimport kiosk.core.pull\nkiosk.core.pull.Puller.stop = lambda _: asyncio.Event().wait()\n"
    service.start(hang)
    service.until(lambda status: status["exchange"]["problem"] is not None)
    assert service.end() == STUCK
    assert "the end of the display is stuck" in service.log()


def test_nobody_waits_for_a_sign_in_that_hangs(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as silent:
        service = Service(tmp_path, port=silent.getsockname()[1])
        service.remember_a_meeting()
        try:
            service.start()
            silent.settimeout(60)
            line, _ = silent.accept()
            with line:
                assert service.end(signal.SIGINT) == 0
        finally:
            service.close()
