"""Reports to facilities: on disk before they are called saved, carried by each way until it is done, and not a word longer."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.room.face import AnswerSheet, ReportSheet, Told
from kiosk.room.intents import ChooseTrouble, OpenReport, SendReport
from kiosk.room.model import Settings
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.reports import Category, Fate, Reportable, Way
from tests.core.world import World
from tests.fakes.exchange import Call, Throttled, Trouble

MAIL, BOTH = Reportable((Way.MAIL,)), Reportable((Way.MAIL, Way.WEBHOOK))
NOTE = "Mina Okafor spilt tea on the projector"


def world_with(folder: Path, report: Reportable = MAIL) -> World:
    return World(folder, Settings(report=report))


def mails(call: Call) -> bool:
    return call.path.endswith("/sendMail")


def send(world: World, category: Category = Category.SCREEN, note: str = "", reply_to: str = "") -> None:
    """As a finger does: the sheet, a tile, the key."""
    world.core.submit(OpenReport())
    world.core.submit(ChooseTrouble(category))
    sheet = world.faces[-1][1].sheet
    assert isinstance(sheet, ReportSheet)
    assert sheet.send is not None
    intent = sheet.send.intent
    assert isinstance(intent, SendReport)
    world.core.submit(replace(intent, note=note, reply_to=reply_to))


def told(world: World) -> Phrase | None:
    """What the answer's sheet says."""
    sheet = world.faces[-1][1].sheet
    return sheet.title.phrase if isinstance(sheet, AnswerSheet) else None


def ever_told(world: World) -> list[Phrase]:
    sheets = [face.sheet for _, face in world.faces]
    return [sheet.title.phrase for sheet in sheets if isinstance(sheet, AnswerSheet)]


def reports(world: World) -> object:
    return world.core.status()["reports"]


async def test_it_reaches_facilities_by_every_way_under_the_number_that_the_glass_tells(
    tmp_path: Path,
) -> None:
    async with world_with(tmp_path, BOTH) as world:
        await world.ready()
        send(world, note=NOTE, reply_to="lena@contoso.com")
        await world.until(lambda: told(world) is Phrase.REPORT_THANKS)
        sheet = world.faces[-1][1].sheet
        assert isinstance(sheet, AnswerSheet)
        number = sheet.title.text
        assert len(number) == 6
        await world.until(lambda: reports(world) == {"waiting": 0, "given_up": 0})
        (mail,) = world.exchange.mails
        assert mail["subject"] == f"[{number}] Aurora: Screen or projector"
        assert NOTE in mail["body"]["content"]
        assert mail["replyTo"] == [{"emailAddress": {"address": "lena@contoso.com"}}]
        ((_, posted, _),) = world.posted
        assert (posted["number"], posted["note"], posted["category"]) == (number, NOTE, "screen")
        await world.until(lambda: world.faces[-1][1].sheet is None, within=5)


async def test_reported_offline_it_is_on_disk_before_it_is_called_saved(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        send(world, note=NOTE)
        assert told(world) is Phrase.REPORT_SENDING
        await world.until(lambda: told(world) is Phrase.REPORT_SAVED)
        assert NOTE.encode() in world.on_disk()
        assert Phrase.REPORT_THANKS not in ever_told(world)


async def test_a_report_outlives_a_power_cut_and_is_sent_when_exchange_is_back(tmp_path: Path) -> None:
    async with world_with(tmp_path, BOTH) as world:
        await world.ready()
        world.exchange.offline = True
        world.hook = [Fate.NEVER_LEFT] * 3
        send(world, note=NOTE)
        await world.until(lambda: told(world) is Phrase.REPORT_SAVED)
        await world.restart()
        await asyncio.sleep(30)
        assert (reports(world), world.exchange.mails) == ({"waiting": 1, "given_up": 0}, [])
        world.exchange.offline = False
        await world.until(lambda: reports(world) == {"waiting": 0, "given_up": 0}, within=90)
        assert len(world.exchange.mails) == 1
        assert world.posted[-1][2] is Fate.TAKEN


async def test_it_is_sent_once_the_clock_is_right_however_far_it_was_off(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.clock.off = -timedelta(days=400)
        world.exchange.offline = True
        send(world, note=NOTE)
        await world.until(lambda: told(world) is Phrase.REPORT_SAVED)
        world.clock.off = timedelta()
        world.exchange.offline = False
        await world.until(lambda: len(world.exchange.mails) == 1, within=120)
        assert NOTE in world.exchange.mails[0]["body"]["content"]


async def test_it_is_sent_at_once_when_exchange_is_heard_again(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.offline = True
        send(world)
        await asyncio.sleep(600)
        world.exchange.offline = False
        await world.until(lambda: world.core.facts.heard.reachable, within=15)
        await world.until(lambda: bool(world.exchange.mails), within=1)


async def test_when_the_mail_has_gone_only_the_webhook_is_tried_again(tmp_path: Path) -> None:
    async with world_with(tmp_path, BOTH) as world:
        await world.ready()
        world.hook = [Fate.UNANSWERED, Fate.REFUSED]
        send(world, note=NOTE)
        await world.until(lambda: told(world) is Phrase.REPORT_THANKS)
        await asyncio.sleep(1)
        assert NOTE.encode() in world.on_disk()
        await world.restart()
        await world.until(lambda: reports(world) == {"waiting": 0, "given_up": 0}, within=1200)
        assert [fate for _, _, fate in world.posted] == [Fate.UNANSWERED, Fate.REFUSED, Fate.TAKEN]
        assert len({posted["id"] for _, posted, _ in world.posted}) == 1
        assert len(world.exchange.mails) == 1


async def test_a_mail_whose_answer_was_lost_is_sent_again_after_a_minute_under_its_number(
    tmp_path: Path,
) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.LOST_AFTER, mails)
        send(world)
        await world.until(lambda: len(world.exchange.mails) == 2, within=200)
        first, again = [call.at for call in world.exchange.calls if mails(call)]
        assert again - first >= timedelta(minutes=1)
        one, other = world.exchange.mails
        assert one == other


async def test_a_retry_after_is_kept_to(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Throttled(90), mails)
        send(world)
        await world.until(lambda: bool(world.exchange.mails), within=200)
        first, again = [call.at for call in world.exchange.calls if mails(call)]
        assert again - first >= timedelta(seconds=90)


async def test_what_was_typed_is_gone_from_the_disk_once_it_has_left_and_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.REFUSED, mails)
        send(world, note=NOTE, reply_to="lena@contoso.com")
        await world.until(lambda: NOTE.encode() in world.on_disk())
        await world.until(lambda: reports(world) == {"waiting": 0, "given_up": 0})
        await world.until(lambda: NOTE.encode() not in world.on_disk() and b"lena@" not in world.on_disk())
        assert "spilt" not in caplog.text
        assert "lena@" not in caplog.text


async def test_the_same_again_that_day_adds_a_note_or_nothing(tmp_path: Path) -> None:
    async with world_with(tmp_path, BOTH) as world:
        await world.ready()
        send(world)
        await world.until(lambda: len(world.posted) == 1 and len(world.exchange.mails) == 1)
        await world.restart()
        await world.ready()
        send(world)
        await world.until(lambda: told(world) is Phrase.REPORT_THANKS)
        send(world, note="and the remote is gone")
        send(world, Category.WIFI)
        await world.until(lambda: len(world.posted) == 3)
        first, added, wifi = (posted for _, posted, _ in world.posted)
        assert (added["number"], added["adds"], added["note"]) == (
            first["number"],
            True,
            "and the remote is gone",
        )
        assert added["id"] != first["id"]
        assert (wifi["number"] != first["number"], wifi["adds"]) == (True, False)


async def test_a_disk_that_refuses_is_told_and_nothing_is_sent(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.disk_full = True
        send(world, note=NOTE)
        await world.until(lambda: told(world) is Phrase.REPORT_NOT_SAVED)
        world.disk_full = False
        await asyncio.sleep(120)
        assert (world.exchange.mails, reports(world)) == ([], {"waiting": 0, "given_up": 0})
        assert NOTE.encode() not in world.on_disk()
        assert Phrase.REPORT_SAVED not in ever_told(world)


async def test_an_address_that_is_none_is_told_where_it_stands_and_nothing_is_sent_before_it_fits(
    tmp_path: Path,
) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        send(world, note=NOTE, reply_to="lena@contoso")
        face = world.faces[-1][1]
        assert isinstance(face.sheet, ReportSheet)
        assert face.alert == Told(Reason.EMAIL)
        assert (reports(world), world.exchange.mails) == ({"waiting": 0, "given_up": 0}, [])
        assert face.sheet.send is not None
        assert isinstance(face.sheet.send.intent, SendReport)
        world.core.submit(replace(face.sheet.send.intent, note=NOTE, reply_to="lena@contoso.com"))
        await world.until(lambda: told(world) is Phrase.REPORT_THANKS)
        (mail,) = world.exchange.mails
        assert mail["replyTo"] == [{"emailAddress": {"address": "lena@contoso.com"}}]


async def test_facilities_hear_where_the_calendar_cannot_be_read(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        world.exchange.befall(Trouble.FORBIDDEN, lambda call: call.reads_room, times=1000)
        await world.until_state("problem")
        send(world, Category.OTHER)
        await world.until(lambda: len(world.exchange.mails) == 1)


async def test_without_mail_send_it_waits_for_who_grants_it(tmp_path: Path) -> None:
    async with world_with(tmp_path) as world:
        await world.ready()
        world.exchange.befall(Trouble.FORBIDDEN, mails)
        send(world)
        await world.until(lambda: told(world) is Phrase.REPORT_SAVED)
        await world.until(lambda: bool(world.exchange.mails), within=400)
        first, again = [call.at for call in world.exchange.calls if mails(call)]
        assert again - first >= timedelta(minutes=2)
