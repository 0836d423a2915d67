"""What the display signs in with comes to its end: staff are told once a day."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.config.tables import SystemUserTable
from kiosk.core import expiring
from kiosk.core.expiring import Expiring, expiries
from kiosk.room.expiry import Credential, Expiry
from tests.core.world import World


async def test_the_log_tells_once_a_day_and_status_from_then_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "kiosk")
    async with World(tmp_path) as world:
        await world.ready()
        await world.puller.stop()
        face = world.faces[-1][1]
        user = SystemUserTable(
            sign_in="client_secret", client_secret_expires=(world.now + timedelta(days=10)).date()
        )
        Expiring(world.core, user).look()
        await world.until(lambda: bool(world.core.status()["warnings"]), within=5)
        assert world.faces[-1][1] == face, "the glass says nothing of it"
        await asyncio.sleep(timedelta(hours=25).total_seconds())
    told = [record.message for record in caplog.records if "client secret" in record.message]
    assert len(told) == 2
    assert "in 9 days" in told[0]
    assert "in 8 days" in told[1]


async def test_what_is_heard_while_the_file_is_read_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with World(tmp_path) as world:
        reading, may_end = asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def slow(_: object) -> tuple[Expiry, ...]:
            loop.call_soon_threadsafe(reading.set)
            may_end.wait(10)
            return (Expiry(Credential.CERTIFICATE, world.now),)

        await world.ready()
        await world.puller.stop()
        monkeypatch.setattr(expiring, "expiries", slow)
        Expiring(world.core, SystemUserTable()).look()
        await reading.wait()
        heard = replace(world.core.facts.heard, reachable=False)
        world.core.hear(heard)
        may_end.set()
        await world.until(lambda: bool(world.core.facts.expiries), within=5)
        assert world.core.facts.heard == heard


def test_what_cannot_be_read_or_is_not_said_has_no_end_here(tmp_path: Path) -> None:
    assert expiries(SystemUserTable(certificate_file=str(tmp_path / "kiosk.pem"))) == ()
    assert expiries(SystemUserTable(sign_in="client_secret")) == ()
