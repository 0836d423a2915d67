"""What the display signs in with comes to its end: staff are told once a day."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.config.tables import SystemUserTable
from kiosk.core.expiring import Expiring, expiries
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


def test_what_cannot_be_read_or_is_not_said_has_no_end_here(tmp_path: Path) -> None:
    assert expiries(SystemUserTable(certificate_file=str(tmp_path / "kiosk.pem"))) == ()
    assert expiries(SystemUserTable(sign_in="client_secret")) == ()
