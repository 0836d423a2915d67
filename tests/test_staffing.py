"""The staff menu on a real core and a real data directory: what each wish does, and what it must not do without the PIN."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import logs
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.tables import PairingTable
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.core.refusals import Refusals
from kiosk.device import drive, staff_file, stick
from kiosk.room import intents
from kiosk.room.explained import Doing, GraphRefused
from kiosk.room.face import DiagnosticsSheet, Face, PinSheet, Say
from kiosk.room.model import Facts, Room
from kiosk.room.phrases import Phrase
from kiosk.room.staff import (
    GetAnotherRoom,
    OpenStaff,
    Outcome,
    Page,
    Restart,
    SaveLog,
    ShowPage,
    StaffMenu,
    SyncNow,
    TakeStick,
    TryPin,
)
from kiosk.staffing import Staffing
from tests.fakes.wait import eventually

PIN = "482917"
ROOM = Room("aurora@contoso.com", "Aurora", "Europe/Berlin")


@dataclass
class Behind:
    """A display with a room, and what was done to it."""

    folder: Path
    core: Core
    staffing: Staffing
    faces: list[Face]
    done: list[str]
    refusals: Refusals
    answers: bool = True
    wishes: list[str] = field(default_factory=list)

    @property
    def menu(self) -> StaffMenu:
        sheet = self.core.facts.visit.sheet
        assert isinstance(sheet, StaffMenu)
        return sheet

    @property
    def told(self) -> Phrase | None:
        """What the PIN sheet says became of the last one."""
        sheet = self.faces[-1].sheet
        assert isinstance(sheet, PinSheet)
        return None if sheet.told is None else sheet.told.phrase

    async def open(self, pin: str = PIN) -> None:
        self.core.submit(OpenStaff())
        await self.enter(pin)

    async def enter(self, pin: str) -> None:
        self.core.submit(TryPin(pin))
        await eventually(lambda: not getattr(self.core.facts.visit.sheet, "checking", False))


@pytest.fixture
async def behind(tmp_path: Path) -> AsyncIterator[Behind]:
    staff_file.set_pin(tmp_path, PIN)
    disk, faces, done = Disk(tmp_path), [], []  # type: tuple[Disk, list[Face], list[str]]
    core = Core(Facts(room=ROOM), clock=Clock(), disk=disk, publish=faces.append)
    refusals = Refusals(core.clock, ROOM.mailbox)

    async def asked() -> bool:
        done.append("sync")
        return made.answers

    async def move() -> None:
        done.append("move")

    async def status() -> dict[str, object]:
        return core.status()

    staffing = Staffing(
        core, tmp_path, Config(pairing=PairingTable(listen="127.0.0.1")), by_file=False, sync=asked, another_room=move,
        restart=lambda: done.append("restart"), status=status, refusals=lambda: refusals, disk_trouble=lambda: None,
    )  # fmt: skip
    staffing.join()
    made = Behind(tmp_path, core, staffing, faces, done, refusals)
    yield made
    await core.stop()
    disk.close()


async def test_the_right_pin_opens_the_diagnostics(behind: Behind) -> None:
    await behind.open()
    assert isinstance(behind.faces[-1].sheet, DiagnosticsSheet)


async def test_a_wrong_pin_tells_how_many_tries_are_left(behind: Behind) -> None:
    await behind.open("111111")
    assert behind.told is Phrase.PIN_WRONG


async def test_five_wrong_ones_lock_and_the_right_one_is_not_even_looked_at(behind: Behind) -> None:
    await behind.open("111111")
    for _ in range(4):
        await behind.enter("111111")
    assert behind.told is Phrase.PIN_LOCKED_SECONDS
    await behind.enter(PIN)
    assert behind.told is Phrase.PIN_LOCKED_SECONDS


async def test_a_display_without_a_pin_opens_for_nobody(behind: Behind) -> None:
    (behind.folder / staff_file.NAME).unlink()
    await behind.open("000000")
    assert behind.told is Phrase.PIN_UNSET


async def test_where_no_try_can_be_counted_none_is_looked_at(
    behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staff_file, "_write", full)
    await behind.open("111111")
    assert behind.told is Phrase.PIN_UNCOUNTED


@pytest.mark.parametrize(
    "wish", [SyncNow(), Restart(), GetAnotherRoom(), SaveLog(), TakeStick(), ShowPage(Page.MORE)]
)
async def test_without_the_pin_nothing_is_done(behind: Behind, wish: intents.AsStaff) -> None:
    behind.core.submit(wish)
    behind.core.submit(OpenStaff())
    behind.core.submit(wish)
    await behind.core.stop()
    assert not behind.done
    assert isinstance(behind.faces[-1].sheet, PinSheet)


async def test_the_menu_that_closed_by_itself_hears_nothing_any_more(behind: Behind) -> None:
    await behind.open()
    visit = behind.core.facts.visit
    assert visit.touched_at is not None
    long_ago = replace(visit, touched_at=visit.touched_at - timedelta(minutes=3))
    behind.core.facts = replace(behind.core.facts, visit=long_ago)
    behind.core.submit(Restart())
    assert not behind.done


@pytest.mark.parametrize(("answers", "outcome"), [(True, Outcome.ANSWERED), (False, Outcome.NO_ANSWER)])
async def test_sync_now_tells_whether_exchange_answered(
    behind: Behind, answers: bool, outcome: Outcome
) -> None:
    behind.answers = answers
    await behind.open()
    behind.core.submit(SyncNow())
    behind.core.submit(SyncNow())  # a second tap while the first is asked
    await eventually(lambda: behind.menu.outcome is outcome)
    assert behind.done == ["sync"]


async def test_restart_and_another_room_are_the_displays_own_doing(behind: Behind) -> None:
    await behind.open()
    behind.core.submit(Restart())
    behind.core.submit(GetAnotherRoom())
    await eventually(lambda: behind.done == ["restart", "move"])


async def test_what_exchange_refused_is_explained_and_gone_when_it_is_allowed(behind: Behind) -> None:
    path = "/v1.0/users/aurora%40contoso.com/events"
    refused = GraphRefused(403, "ErrorAccessDenied", by_policy=True, doing=Doing.BOOK, request_id="7f3c91aa")
    behind.refusals.graph(path, Doing.BOOK, refused)
    await behind.open()
    shown = behind.faces[-1].sheet
    assert isinstance(shown, DiagnosticsSheet)
    assert shown.worst is not None
    assert shown.worst.title == "Booking refused"
    assert "7f3c91aa" in shown.worst.details
    behind.refusals.graph(path, Doing.BOOK, None)
    behind.core.submit(SyncNow())
    await eventually(lambda: behind.menu.outcome is Outcome.ANSWERED)
    again = behind.faces[-1].sheet
    assert isinstance(again, DiagnosticsSheet)
    assert again.worst is None


async def test_the_log_goes_to_a_drive_that_is_plugged_in(
    behind: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(drive, "plugged", lambda: stick)
    await behind.open()
    behind.core.submit(SaveLog())
    await eventually(lambda: behind.menu.outcome is Outcome.LOG_SAVED)
    (saved,) = stick.iterdir()
    assert '"room"' in saved.read_text()


async def test_without_a_drive_it_says_what_to_do(behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drive, "plugged", lambda: None)
    await behind.open()
    behind.core.submit(SaveLog())
    await eventually(lambda: behind.menu.outcome is Outcome.NO_DRIVE)


async def test_a_drive_that_takes_nothing_is_told(
    behind: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drive, "plugged", lambda: tmp_path / "gone")
    await behind.open()
    behind.core.submit(SaveLog())
    await eventually(lambda: behind.menu.outcome is Outcome.LOG_REFUSED)


async def test_a_configuration_is_taken_from_the_drive_and_what_comes_of_it_is_told(
    behind: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setenv(stick.ENVIRONMENT, str(drive))
    came: list[str] = []

    class Door:
        async def take(self, text: str, *, bring: object) -> dict[str, Any]:
            assert bring is not None, "its pictures may lie beside it"
            came.append(text)
            return {"state": "rejected", "why": ["It is no signed document."]}

        def status(self) -> dict[str, object]:
            return {"display": "rd-aaaaaaaaaaaaaaaa"}

    behind.staffing.door = Door
    await behind.open()
    behind.core.submit(TakeStick())
    await eventually(lambda: behind.menu.outcome is Outcome.STICK_EMPTY)
    assert came == []
    (drive / "aurora.jws").write_text("damaged")
    behind.core.submit(TakeStick())
    await eventually(lambda: behind.menu.outcome is Outcome.STICK_REFUSED)
    assert came == ["damaged"]
    shown = behind.faces[-1].sheet
    assert isinstance(shown, DiagnosticsSheet)
    assert shown.told == Say(Phrase.STAFF_STICK_REFUSED, text="It is no signed document.")


async def test_a_log_takes_no_meeting_along(behind: Behind) -> None:
    told = behind.core.status() | {"current": {"subject": "Redundancies", "organizer": "Mina Okafor"}}

    async def status() -> dict[str, object]:
        return told

    behind.staffing.status = status
    text = await behind.staffing.log_text()
    assert json.dumps("room") in text
    assert "Redundancies" not in text
    assert "Mina" not in text


async def test_the_latest_lines_of_the_log_are_in_it(behind: Behind) -> None:
    logs.LATEST.emit(logging.LogRecord("kiosk", logging.INFO, "", 1, "the calendar was read", None, None))
    assert "the calendar was read" in await behind.staffing.log_text()
