"""The staff menu of a display that has a room: looks at the PIN, gathers what the machine tells, does what staff wish.

What is shown of it the core computes (room/sheet_staff.py); in here is what touches the world.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from kiosk import __version__, announced, logs
from kiosk.config.desired import Config
from kiosk.core.loop import Core
from kiosk.core.refusals import Refusals
from kiosk.device import drive, machine, updates
from kiosk.device.staff_file import StaffPin
from kiosk.room import intents
from kiosk.room.explained import Names, explained
from kiosk.room.model import OpenSheet
from kiosk.room.staff import (
    Done,
    EnteringPin,
    GetAnotherRoom,
    OpenStaff,
    Outcome,
    Page,
    Restart,
    SaveLog,
    Seen,
    ShowPage,
    StaffMenu,
    SyncNow,
    TakeStick,
    TryPin,
)
from kiosk.room.staff_pin import Locked, Opened, Uncounted
from kiosk.room.visit import as_of, cleaning

if TYPE_CHECKING:
    from kiosk.stick import Door

log = logging.getLogger("kiosk")
DEVICE_KEY = "device.key"
"""Whose file pairing/identity.py is."""
PERSONAL = ("current", "next", "no_shows")
"""Parts of `kiosk status` that a log does not take along."""


@dataclass(slots=True)
class Staffing:
    """Belongs to the loop; what may take a moment runs on a thread."""

    core: Core
    folder: Path
    config: Config
    by_file: bool
    sync: Callable[[], Awaitable[bool]]
    """Whether Exchange answered."""
    another_room: Callable[[], Awaitable[object]]
    restart: Callable[[], None]
    status: Callable[[], Awaitable[dict[str, object]]]
    refusals: Callable[[], Refusals | None]
    disk_trouble: Callable[[], str | None]
    revision: Callable[[], tuple[int, str]] = lambda: (0, "")
    """Of the configuration that was pushed, and the code of a later one that does not hold."""
    door: Callable[[], Door | None] = lambda: None
    """Where configurations are judged that come from elsewhere; None: nobody was named who may send any."""
    _pin: StaffPin = field(init=False)

    def join(self) -> None:
        """From here on staff are heard."""
        clock = self.core.clock
        self._pin = StaffPin(self.folder, lambda: clock.elapsed().total_seconds())
        self.core.by_staff = self.hears

    def hears(self, intent: intents.ByStaff) -> None:
        """A wish behind the PIN counts only while the menu is open."""
        if cleaning(self.core.facts, self.core.now()) is not None:
            return
        match intent:
            case OpenStaff():
                if not isinstance(self._sheet, EnteringPin | StaffMenu):
                    self._show(EnteringPin())
            case TryPin(pin):
                if isinstance(self._sheet, EnteringPin) and not self._sheet.checking:
                    self._show(replace(self._sheet, checking=True))
                    self._later(self._try(pin))
            case _ if not isinstance(self._sheet, StaffMenu):
                pass
            case ShowPage(page, pattern):
                self._show(replace(self._sheet, page=page, pattern=pattern, outcome=None))
            case SyncNow():
                self._ask(self._sync())
            case SaveLog():
                self._ask(self._save_log())
            case TakeStick():
                self._ask(self._take_stick())
            case Restart():
                log.info("staff restart the display")
                self.restart()
            case GetAnotherRoom():
                self._later(self._move())
            case intents.NewCode() | intents.AnswerDoor() | intents.KeepRoom():
                pass
            case never:
                assert_never(never)

    async def log_text(self) -> str:
        """What the display wrote down about itself, and what it knows: without a person's name and a meeting's subject."""
        status = {name: value for name, value in (await self.status()).items() if name not in PERSONAL}
        refusals = self.refusals()
        past = [
            explained(one, Names()).details.replace("\n", " ") for one in (refusals.past if refusals else ())
        ]
        told = "".join(f"{line}\n" for line in past)
        return f"{json.dumps(status, indent=1)}\n\nRefused:\n{told}\nLog:\n{logs.LATEST.text()}"

    async def log(self) -> dict[str, object]:
        """For the local door."""
        return {"log": await self.log_text()}

    # --- what is open

    @property
    def _sheet(self) -> OpenSheet | None:
        """Nothing that closed by itself meanwhile."""
        return as_of(self.core.facts.visit, self.core.now()).sheet

    def _show(self, sheet: OpenSheet) -> None:
        now = self.core.now()
        visit = replace(as_of(self.core.facts.visit, now), sheet=sheet, touched_at=now, typing=False)
        self.core.facts = replace(self.core.facts, visit=visit)
        self.core.look()

    def _ask(self, work: Coroutine[object, object, Done]) -> None:
        """Only one thing at a time."""
        sheet = self._sheet
        if not isinstance(sheet, StaffMenu) or sheet.asking:
            work.close()
            return
        self._show(replace(sheet, page=Page.DIAGNOSTICS, asking=True, outcome=None))
        self._later(self._answer(work))

    async def _answer(self, work: Coroutine[object, object, Done]) -> None:
        done = await work
        seen = await asyncio.to_thread(self._look)
        if isinstance(self._sheet, StaffMenu):
            ended = replace(self._sheet, asking=False, outcome=done.outcome, outcome_text=done.text)
            self._show(replace(ended, seen=seen))

    def _later(self, work: Coroutine[object, object, None]) -> None:
        self.core.spawn(work)

    # --- what touches the world

    async def _try(self, pin: str) -> None:
        try:
            answer = await asyncio.to_thread(self._pin.try_pin, pin)
        except OSError as refused:
            log.error("a PIN cannot be counted, so none is looked at: %s", refused.strerror)
            answer = Uncounted()
        log.info("the staff PIN was tried: %s", type(answer).__name__.lower())
        seen = await asyncio.to_thread(self._look) if isinstance(answer, Opened) else None
        if not isinstance(self._sheet, EnteringPin):
            return
        if seen is not None:
            self._show(StaffMenu(seen))
            return
        waits = timedelta(seconds=answer.seconds) if isinstance(answer, Locked) else None
        self._show(EnteringPin(answer, None if waits is None else self.core.now() + waits))

    async def _sync(self) -> Done:
        return Done(Outcome.ANSWERED if await self.sync() else Outcome.NO_ANSWER)

    async def _take_stick(self) -> Done:
        await asyncio.to_thread(importlib.import_module, "kiosk.stick")
        from kiosk.stick import taken  # noqa: PLC0415 - as rarely as staff bring a drive

        return await taken(self.door())

    async def _move(self) -> None:
        log.info("staff want another room on this display")
        await self.another_room()

    async def _save_log(self) -> Done:
        text = await self.log_text()
        where = await asyncio.to_thread(drive.plugged)
        if where is None:
            return Done(Outcome.NO_DRIVE)
        name = f"kiosk-{self.core.now():%Y%m%d-%H%M%S}.txt"
        try:
            await asyncio.to_thread(drive.save, where, name, text)
        except OSError as refused:
            log.warning("the log cannot be saved: %s", refused.strerror)
            return Done(Outcome.LOG_REFUSED)
        return Done(Outcome.LOG_SAVED)

    def _look(self) -> Seen:
        """On a thread: asks the machine."""
        address = announced.own_address(self.config.pairing.listen)
        wireless, speed = machine.link(address)
        from kiosk.system_user.certificate import public_file  # noqa: PLC0415 - cryptography is for those who look

        refusals, where, user = self.refusals(), self.config.graph, self.config.system_user
        mailbox = self.config.room.mailbox or ""
        names = Names(
            mailbox=mailbox, room=mailbox, client=where.client_id if where else "", tenant=where.tenant_id if where else "",
            secret_file=user.client_secret_file or "", public_file=str(public_file(Path(user.certificate_file))),
        )  # fmt: skip
        revision, wrong = self.revision()
        return Seen(
            revision=revision, refused_config=wrong,
            display=self.short_id(), version=__version__, address=address, wireless=wireless, speed=speed,
            host=where.base_url.partition("://")[2].partition("/")[0] if where else "", by_file=self.by_file,
            disk=self.disk_trouble(), update=updates.found(), refusal=refusals.worst if refusals else None, names=names,
        )  # fmt: skip

    def short_id(self) -> str:
        """ "" where it has none: none is made here."""
        if not (self.folder / DEVICE_KEY).exists():
            return ""
        from kiosk.pairing.identity import IdentityUnusable, identity  # noqa: PLC0415 - the same

        try:
            return identity(self.folder).short_id
        except (IdentityUnusable, OSError):
            return ""
