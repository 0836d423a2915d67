"""What admins ask of a display from afar: done, or told why not; never under a finger, never again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from kiosk.asked import LOG_MOST, Asked
from kiosk.room import intents
from kiosk.room.model import Settings
from kiosk.room.project import project
from kiosk.room.staff_face import Identifying
from tests.core.world import World
from tests.fakes.virtual import virtually


class Far:
    def __init__(self, world: World) -> None:
        self.world = world
        self.restarts = 0
        self.asked = Asked(world.core, lambda: "rd-4kzq…x7fa", self._sync, self._restart, self._log)

    @property
    def cover(self) -> object:
        return project(self.world.core.facts, self.world.now).cover

    async def _sync(self) -> bool:
        return await self.world.puller.sync_now()

    def _restart(self) -> None:
        self.restarts += 1

    async def _log(self) -> str:
        return "x" * LOG_MOST + "the end"


def asked(folder: Path, story: Callable[[Far], Awaitable[None]]) -> None:
    async def work() -> None:
        async with World(folder, Settings()) as world:
            await world.ready()
            await story(Far(world))

    virtually(work())


def test_it_says_who_it_is_for_twenty_seconds(tmp_path: Path) -> None:
    async def story(far: Far) -> None:
        assert await far.asked.do("identify") == {"ok": True}
        cover = far.cover
        assert isinstance(cover, Identifying)
        assert cover.display == "rd-4kzq…x7fa"
        assert cover.close.intent == intents.Close()
        await asyncio.sleep(21)
        assert far.cover is None

    asked(tmp_path, story)


def test_whoever_stands_there_is_not_disturbed(tmp_path: Path) -> None:
    async def story(far: Far) -> None:
        far.world.core.submit(intents.OpenMenu())
        told = await far.asked.do("identify")
        assert (told["ok"], far.cover) == (False, None)
        await asyncio.sleep(400)
        far.world.core.submit(intents.OpenMenu())
        began = far.world.now
        await far.asked.do("restart")
        assert far.world.now - began >= timedelta(seconds=20), "the menu closes by itself first"
        await asyncio.sleep(1)
        assert far.restarts == 1

    asked(tmp_path, story)


def test_it_does_not_begin_anew_again_and_again(tmp_path: Path) -> None:
    async def story(far: Far) -> None:
        told = await far.asked.do("restart")
        await asyncio.sleep(1)
        assert (told["ok"], far.restarts) == (False, 0)

    asked(tmp_path, story)


def test_a_sync_a_log_and_what_nobody_knows(tmp_path: Path) -> None:
    async def story(far: Far) -> None:
        assert await far.asked.do("sync") == {"ok": True}
        told = await far.asked.do("log")
        assert len(told["log"]) == LOG_MOST
        assert told["log"].endswith("the end")
        assert (await far.asked.do("explode"))["ok"] is False

    asked(tmp_path, story)
