"""The end of a display: once told, nothing begins anew."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.core.world import World


async def test_after_the_end_no_alarm_begins_another_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    await world.start()
    await world.ready()
    await world.pusher.stop()
    await world.puller.stop()  # the alarm still rings: it is taken down later
    asked = len(world.exchange.calls)
    await asyncio.sleep(timedelta(minutes=5).total_seconds())
    assert len(world.exchange.calls) == asked
    await world.stop()
