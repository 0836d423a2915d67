"""What is pushed to a running display: adopted, begun anew with, refused, or undone, on a real core, disk and data directory."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import in_force
from kiosk.config import keep
from kiosk.config.course import Report
from kiosk.config.desired import Config
from kiosk.config.document import Document
from kiosk.config.load import load
from kiosk.pushing import Pushing
from kiosk.room import intents
from kiosk.room.model import Privacy, Settings
from tests.config.signing import Admin
from tests.core.world import World
from tests.fakes.exchange import ROOM
from tests.fakes.virtual import virtually

SECOND = timedelta(seconds=1)
OWN = f"""
[graph]
tenant_id = "contoso.com"
client_id = "1"
[system_user]
mailbox = "displays@contoso.com"
[room]
mailbox = "{ROOM}"
[config]
trust_file = "trust.json"
"""


class Pushed:
    """A display in a world without glass, an admin whom it believes, and what it did."""

    def __init__(self, world: World) -> None:
        self.world, self.admin = world, Admin()
        self.path = world.folder / "kiosk.toml"
        self.path.write_text(OWN)
        (world.folder / "trust.json").write_text(self.admin.handed_over())
        self.adopted: list[Config] = []
        self.restarts = 0
        self.draws = True
        self.reads = True
        self.published = 0
        self.linked = asyncio.Event()
        """Its broker, if it has one, lets it in."""

    async def start(self) -> None:
        """As a display starts: what its disk says counts."""
        own = load(self.path)
        present = in_force.started(own, self.path, self.world.folder, self.world.now)
        self.pushing = Pushing(
            self.world.core,
            self.world.folder,
            present,
            self._adopt,
            self._restart,
            self._sync,
            self._drawn,
            self._asked,
        )
        self._stack = AsyncExitStack()
        await self.pushing.join(self._stack)

    async def restart(self) -> None:
        await self._stack.aclose()
        await self.start()

    async def stop(self) -> None:
        await self._stack.aclose()

    def document(self, cfg: Mapping[str, Any], **changes: Any) -> str:
        """Signed, and newer than all before."""
        self.published += 1
        at = self.world.now
        display = self.pushing.status()["display"]
        made = Document(str(display), int(at.timestamp() * 1000) + self.published, at, cfg)
        return self.admin.sign(replace(made, **changes))

    async def push(self, cfg: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        return await self.pushing.take(self.document(cfg, **changes))

    async def ends(self, within: timedelta = 200 * SECOND) -> Report:
        """What became of it."""
        end = self.world.now + within
        while self.pushing.course.last.state == "pending" and self.world.now < end:  # noqa: ASYNC110 - virtual time
            await asyncio.sleep(0.1)
        return self.pushing.course.last

    @property
    def config(self) -> Config:
        return self.pushing.present.config

    def _adopt(self, config: Config) -> None:
        self.adopted.append(config)
        self.world.core.facts = replace(self.world.core.facts, settings=config.settings())
        self.world.core.look()

    def _restart(self) -> None:
        self.restarts += 1

    async def _sync(self) -> bool:
        return self.reads and await self.world.puller.sync_now()

    async def _asked(self, word: str) -> dict[str, Any]:
        return {"ok": True, "did": word}

    async def _drawn(self) -> None:
        while not self.draws:  # noqa: ASYNC110 - virtual time
            await asyncio.sleep(1)


def pushed(folder: Path, story: Callable[[Pushed], Awaitable[None]]) -> None:
    async def work() -> None:
        async with World(folder, Settings(privacy=Privacy.FULL)) as world:
            await world.ready()
            one = Pushed(world)
            await one.start()
            try:
                await story(one)
            finally:
                await one.stop()

    virtually(work())


LIGHT = {"display": {"theme": "light"}, "booking": {"max_minutes": 30}}


def test_what_the_glass_can_follow_it_follows_at_once(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        told = await one.push(LIGHT)
        assert told["state"] == "pending"
        assert (await one.ends()).state == "applied"
        assert [config.display.theme for config in one.adopted] == ["light"]
        assert one.world.core.facts.settings.max_length == timedelta(minutes=30)
        assert one.restarts == 0
        told = await one.pushing.reported()
        assert told["applied"] == told["in_force"] == told["v"] > 0
        assert (told["room"], told["calendar_age"]) == (ROOM, 0)

    pushed(tmp_path, story)


def test_what_is_built_in_at_a_start_gets_one_and_the_gate_comes_after_it(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await one.push({"display": {"privacy": "full"}})
        await asyncio.sleep(1)
        assert (one.restarts, one.adopted) == (1, [])
        assert one.pushing.course.last.state == "pending"
        await one.restart()
        assert one.config.display.privacy == "full"
        assert (await one.ends()).state == "applied"
        await one.restart()
        assert one.config.display.privacy == "full"

    pushed(tmp_path, story)


def test_one_with_which_the_calendar_cannot_be_read_is_undone_and_not_tried_again(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await one.push(LIGHT)
        await one.ends()
        one.reads = False
        await one.world.puller.stop()
        text = one.document({"display": {"theme": "high-contrast"}})
        began = one.world.now
        await one.pushing.take(text)
        last = await one.ends()
        assert (last.state, last.code) == ("rolled_back", "undone")
        good = one.pushing.course.good
        assert good is not None
        assert in_force.revision(one.pushing.present) == (good.v, "undone")
        assert timedelta(seconds=85) < one.world.now - began < timedelta(seconds=120)
        assert one.config.display.theme == "light"
        assert [config.display.theme for config in one.adopted] == ["light", "high-contrast", "light"]
        told = await one.pushing.take(text)
        assert (told["state"], told["code"]) == ("rolled_back", "undone"), "a broker says the same again"
        await one.push({"display": {"theme": "pink"}})
        told = await one.pushing.take(text)
        assert (told["state"], told["code"]) == ("rejected", "tried_before")

    pushed(tmp_path, story)


def test_one_with_which_nothing_is_drawn_is_undone_within_seconds(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.draws = False
        began = one.world.now
        await one.push(LIGHT)
        assert (await one.ends()).lines == ("No picture was drawn with it.",)
        assert one.world.now - began < timedelta(seconds=8)
        assert one.config.display.theme == "dark"

    pushed(tmp_path, story)


def test_a_display_that_does_not_stay_up_with_it_starts_without_it(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.draws = one.reads = False
        await one.push({"display": {"privacy": "full"}})
        await asyncio.sleep(1)
        for _ in range(3):
            await one.restart()
            assert one.config.display.privacy == "full"
        await one.restart()
        assert one.config.display.privacy == "none"
        assert one.pushing.course.last.state == "rolled_back"

    pushed(tmp_path, story)


def test_nothing_changes_under_a_finger(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.world.core.submit(intents.OpenMenu())
        told = await one.push(LIGHT)
        assert (told["state"], told["code"]) == ("pending", "waits")
        await asyncio.sleep(10)
        assert one.adopted == []
        last = await one.ends()
        assert (last.state, len(one.adopted)) == ("applied", 1)

    pushed(tmp_path, story)


def test_a_newer_one_takes_the_place_of_one_that_waits(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.world.core.submit(intents.OpenMenu())
        await one.push(LIGHT)
        newer = await one.push({"display": {"theme": "high-contrast"}})
        last = await one.ends()
        assert (last.v, last.state) == (newer["v"], "applied")
        assert [config.display.theme for config in one.adopted] == ["high-contrast"]

    pushed(tmp_path, story)


def test_the_same_again_is_no_mistake_and_an_older_one_is(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        older, text = one.document(LIGHT), one.document(LIGHT)
        await one.pushing.take(text)
        await one.ends()
        assert (await one.pushing.take(text))["state"] == "applied"
        assert len(one.adopted) == 1
        assert (await one.pushing.take(older))["code"] == "old"
        assert one.config.display.theme == "light"

    pushed(tmp_path, story)


@pytest.mark.parametrize(
    ("cfg", "code", "line"),
    [
        ({"display": {"theme": "pink"}}, "invalid", 'display.theme must be one of "dark", "light", "high-contrast"'),
        ({"graph": {}}, "invalid", "With it the display would have no room."),
        ({"report": {"mail_to": "f@contoso.com"}, "system_user": {"booking": "direct"}}, "invalid", "system_user.mailbox is missing"),
        ({"system_user": {"certificate_file": "/etc/passwd"}}, "device_only", "system_user.certificate_file is only for"),
        ({"room": {"mailbox": "boreal@contoso.com"}}, "other_room", "room.mailbox names another room"),
    ],
)  # fmt: skip
def test_one_that_is_wrong_is_told_line_by_line_and_moves_nothing(
    tmp_path: Path, cfg: dict[str, Any], code: str, line: str
) -> None:
    async def story(one: Pushed) -> None:
        told = await one.push(cfg)
        assert (told["state"], told["code"]) == ("rejected", code)
        assert told["why"][0].startswith(line)
        assert (one.adopted, one.restarts, one.pushing.course.in_force) == ([], 0, None)
        assert one.pushing.status()["problem"].startswith(f"rejected: {code}")  # type: ignore[union-attr]  # because it is a JSON value

    pushed(tmp_path, story)


def test_a_key_that_is_not_known_is_left_out_and_named(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        told = await one.push({"display": {"theme": "light", "sparkle": 7}, "holograms": {"on": True}})
        assert sorted(told["ignored"]) == ["/display/sparkle", "/holograms"]
        assert (await one.ends()).state == "applied"
        assert one.config.display.theme == "light"

    pushed(tmp_path, story)


def test_a_disk_that_takes_nothing_is_told_and_the_display_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    async def story(one: Pushed) -> None:
        monkeypatch.setattr(keep, "keep_document", full)
        await one.push(LIGHT)
        last = await one.ends()
        assert (last.state, last.code, one.adopted) == ("rejected", "not_kept", [])
        assert "No space left" in last.lines[0]

    pushed(tmp_path, story)


def test_a_new_list_of_keys_counts_from_then_on_and_after_a_restart(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        old = one.admin.signing
        one.admin.signing = Admin().signing
        assert (await one.push(LIGHT))["code"] == "unknown_key"
        assert (await one.pushing.take(one.admin.keys(2), "keys"))["keys"] == 2
        await one.restart()
        await one.push(LIGHT)
        assert (await one.ends()).state == "applied"
        one.admin.signing = old
        assert (await one.push(LIGHT))["code"] == "unknown_key"
        assert "error" in await one.pushing.take(Admin().keys(3), "keys")

    pushed(tmp_path, story)


def test_what_lies_in_the_inbox_is_taken_when_the_display_starts(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        keep.leave(one.world.folder, one.document(LIGHT))
        await one.restart()
        await asyncio.sleep(0.1)
        assert (await one.ends()).state == "applied"
        assert "error" in await one.pushing.take_inbox()

    pushed(tmp_path, story)


def test_no_word_of_a_document_reaches_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def story(one: Pushed) -> None:
        for cfg in ({"display": {"theme": "hush"}}, {"report": {"webhook": "https://h/hush"}}, {"hush": 1}):
            await one.push(cfg)
            await one.ends()
        await one.pushing.take("hush.hush.hush")

    with caplog.at_level(logging.DEBUG):
        pushed(tmp_path, story)
    assert "configuration" in caplog.text
    assert "hush" not in caplog.text


def test_a_display_that_was_told_of_nobody_takes_nothing(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        text = one.document(LIGHT)
        (one.world.folder / "trust.json").write_text("{}")
        await one.restart()
        assert (await one.pushing.take(text))["code"] == "unknown_key"
        assert "error" in await one.pushing.take(one.admin.keys(2), "keys")

    pushed(tmp_path, story)


def test_what_was_pushed_outlasts_a_damaged_course_as_the_files_own(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await one.push(LIGHT)
        await one.ends()
        for path in (one.world.folder / keep.FOLDER).glob("*.jws"):
            path.write_text("damaged")
        await one.restart()
        assert one.config.display.theme == "dark"
        newer = await one.push(LIGHT)
        assert newer["state"] == "pending"
        assert (await one.ends()).state == "applied"

    pushed(tmp_path, story)


def test_the_report_names_no_person_and_no_meeting(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.world.exchange.book(one.world.now, one.world.now + timedelta(hours=1))
        await one.world.puller.sync_now()
        told = json.dumps(await one.pushing.reported())
        event = one.world.core.facts.events[0]
        assert event.subject
        assert event.subject not in told
        assert event.organizer
        assert event.organizer not in told

    pushed(tmp_path, story)
