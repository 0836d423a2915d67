"""`kiosk sync` of a display that has not got as far as asking Exchange."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alive.display import PROJECT, Service

HELD_BACK = """
import asyncio
import pathlib
import kiosk.app
import kiosk.exchange

asked, may = pathlib.Path({asked!r}), pathlib.Path({may!r})
join, sync = kiosk.exchange.Exchange.join, kiosk.app.Display._sync

async def held_back(self, *others):
    while not may.exists():
        await asyncio.sleep(0.01)
    await join(self, *others)

async def told(self):
    asked.touch()
    return await sync(self)

kiosk.exchange.Exchange.join = held_back
kiosk.app.Display._sync = told
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    service.remember_a_meeting()
    yield service
    service.close()


def test_it_waits_for_the_display_to_get_there(service: Service, tmp_path: Path) -> None:
    asked, may = tmp_path / "asked", tmp_path / "may"
    service.start(HELD_BACK.format(asked=str(asked), may=str(may)))
    service.until(lambda status: status["state"] == "busy")
    command = [sys.executable, "-m", "kiosk", "sync", "--data-dir", str(service.data)]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) as sync:
        service.until(lambda _: asked.exists())
        may.touch()
        _, said = sync.communicate(timeout=60)
    assert sync.returncode == 1
    assert "Exchange did not answer well (E-NET)" in said
