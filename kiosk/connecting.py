"""A display on its way to a room: opens the port, shows the code, tries what was handed over, asks for the right door.

Loaded after the first picture, and only by a display that has no room or is to get another. What it knows goes to the core
as a value (room/pairing.py); the protocol is pairing's, the trial the doctor's, in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from kiosk import __version__, announced, remains
from kiosk.clock import Clock
from kiosk.config.tables import PairingTable
from kiosk.core.alarm import Alarm
from kiosk.core.loop import Core
from kiosk.device.machine import model
from kiosk.pairing import audit, kept
from kiosk.pairing.bundle import Bundle
from kiosk.pairing.code import new_code
from kiosk.pairing.desk import Desk, Refused
from kiosk.pairing.ends import DisplayEnd
from kiosk.pairing.identity import Identity, identity
from kiosk.pairing.server import Channel, PairingServer
from kiosk.pairing.window import CODE_LIVES, Window
from kiosk.room import intents
from kiosk.room.pairing import ANSWER_WITHIN, Pairing, Stage, Trial, Tried
from kiosk.system_user.certificate import public_file
from kiosk.trying import Run, checked, doctor, news, taken_on
from kiosk.workers import Workers

log = logging.getLogger("kiosk")
T = TypeVar("T")
CERTIFICATE = "kiosk.pem"
UPLOAD_WITHIN, UPLOAD_EVERY = timedelta(minutes=30), 15.0
"""How long the display waits until its certificate is known to Entra, and how often it looks (seconds)."""
FAREWELL = 2.0
"""Seconds for the other side to hear how it ended."""


@dataclass(slots=True)
class Connecting:
    """Belongs to the loop; what the serving thread calls goes over `_later`."""

    core: Core
    folder: Path
    table: PairingTable
    restart: Callable[[], None]
    """The display begins anew, as what it is now."""
    zone: str = "UTC"
    """The machine's own."""
    replaces: str = ""
    run_trial: Run | None = None
    _pairing: Pairing = field(init=False)
    _desk: Desk = field(init=False)
    _identity: Identity = field(init=False)
    _channel: Channel = field(init=False)
    _server: PairingServer = field(init=False)
    _alarm: Alarm = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _bundle: Bundle | None = field(init=False, default=None)
    _round: int = field(init=False, default=0)
    """Counts what was handed over: a trial of something that is gone has nothing to say."""
    _workers: Workers = field(init=False)
    _remedies: dict[Trial, str] = field(init=False, default_factory=dict)
    _upload_until: datetime | None = field(init=False, default=None)

    async def join(self, stack: AsyncExitStack) -> None:
        """From here on the glass shows the code and staff may knock, until `stack` is unwound."""
        self._loop = asyncio.get_running_loop()
        self._workers = Workers(2, "connecting")
        stack.callback(self._workers.shutdown)
        await asyncio.to_thread(remains.carry_on, self.folder)
        await asyncio.to_thread(kept.drop, self.folder)
        self._identity = await asyncio.to_thread(identity, self.folder)
        self._channel = await asyncio.to_thread(Channel)
        clock = self.core.clock
        seconds = _seconds(clock)
        wrong = await asyncio.to_thread(kept.wrong_tries, self.folder)
        self._desk = Desk(self, seconds, Window(new_code(), seconds(), wrong=(seconds(),) * wrong))
        self._alarm = Alarm(clock)
        stack.callback(self._alarm.close)
        self._pairing = Pairing(
            Stage.CODE, display=self._identity.short_id, replaces=self.replaces, zone=self.zone
        )
        self._server = PairingServer(self._desk, self._channel, self._news, self._identity.id)
        stack.callback(self._server.close)
        try:
            self._server.open(self.table.listen, self.table.port)
        except OSError as refused:
            log.error("port %d cannot be opened for pairing: %s", self.table.port, refused.strerror)
        self.core.by_staff = self.hears
        self.core.start(self._alarm.at, self._look)
        self._show()

    # --- what the glass says

    def hears(self, intent: intents.ByStaff) -> None:
        """Staff in front of the glass."""
        stage = self._pairing.stage
        match intent:
            case intents.NewCode() if stage in (Stage.CODE, Stage.TOUCH, Stage.TRYING, Stage.FAILED):
                self._anew()
            case intents.AnswerDoor(right) if stage is Stage.DOOR:
                self._answered(right=right)
            case intents.KeepRoom() if self.replaces and stage in (Stage.CODE, Stage.TOUCH, Stage.FAILED):
                self._put(stage=Stage.PREPARING)
                self._aside(lambda: kept.leave_open(self.folder, wanted=False), lambda _: self._leave())
            case _:
                pass

    def _anew(self) -> None:
        """Another code, and nothing of what was handed over is left."""
        self._forget(Stage.PREPARING)

        def forgotten() -> None:
            kept.drop(self.folder)
            self._desk.touched()

        self._aside(forgotten, lambda _: self._forget(Stage.CODE))

    def _forget(self, stage: Stage) -> None:
        self._round += 1
        self._bundle = None
        self._put(stage=stage, tried=(), room="", ask_until=None)

    def _answered(self, *, right: bool) -> None:
        self.audit("right door" if right else "wrong door")
        bundle = self._bundle
        if not right or bundle is None:
            self._anew()
            return
        self._put(stage=Stage.PREPARING)
        self._aside(lambda: taken_on(self.folder, bundle), self._taken)

    def _taken(self, why: str | None) -> None:
        if why is None:
            self._leave()
            return
        log.error("what was handed over cannot be kept: %s", why)
        self._anew()

    def _leave(self) -> None:
        self._put(stage=Stage.LEAVING)
        self._loop.call_later(FAREWELL if self._bundle is not None else 0, self.restart)

    def _aside(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """What may wait for the disk, or for a thread that does: the glass goes on. `then` is called on the loop."""
        done = self._workers.submit(work)
        done.add_done_callback(lambda ended: self._later(lambda: then(ended.result())))

    # --- what the desk says, on the serving thread

    def end(self, code: str) -> DisplayEnd:
        about = json.dumps(
            {"model": model(), "version": __version__, "display": self._pairing.display}
        ).encode()
        return DisplayEnd(code, self._identity.key, self._identity.sign, self._channel.digest, about)

    def changed(self) -> None:
        self._later(self._show)

    def tried(self, wrong: int) -> None:
        with suppress(OSError):
            kept.count_wrong(self.folder, wrong)

    def keep(self, bundle: bytes) -> None:
        read_one = checked(bundle)
        try:
            path = kept.keep(self.folder, read_one, str((self.folder / CERTIFICATE).absolute()))
        except OSError as refused:
            raise Refused(507, f"The display cannot keep it: {refused.strerror}.") from None
        self._later(lambda: self._try(path, read_one))

    def audit(self, what: str, address: str = "", admin: bytes = b"") -> None:
        now = self.core.clock.now()
        with suppress(RuntimeError):  # the display ends
            self._workers.submit(audit.note, self.folder, now, what, address, admin)

    def _news(self) -> bytes:
        """What the other side may know of the trial. A snapshot of values, read on the serving thread."""
        public = public_file(self.folder / CERTIFICATE)
        certificate = public if self._upload_until is not None and public.exists() else None
        return news(self._pairing, self._identity.id, self._remedies, certificate)

    def _later(self, call: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(call)

    # --- the trial

    def _try(self, path: Path, bundle: Bundle) -> None:
        self._round += 1
        self._bundle, self._upload_until = bundle, None
        self._remedies.clear()
        self._put(stage=Stage.TRYING, tried=(Tried(Trial.SIGN_IN),))
        self._begin(path, bundle)

    def _begin(self, path: Path, bundle: Bundle) -> None:
        now_round, run = self._round, self.run_trial or doctor

        def told(line: dict[str, Any]) -> None:
            self._later(lambda: self._told(line) if now_round == self._round else None)

        done = self._workers.submit(run, path, bundle, told)
        done.add_done_callback(
            lambda _: self._later(lambda: self._tried(path, bundle) if now_round == self._round else None)
        )

    def _told(self, line: dict[str, Any]) -> None:
        if self._pairing.stage is not Stage.TRYING:
            return
        if "room" in line:
            at = datetime.fromisoformat(line["next"]) if line.get("next") else None
            until = self.core.clock.now() + ANSWER_WITHIN
            self._put(stage=Stage.DOOR, room=str(line["room"]), next_at=at, ask_until=until)
            self._alarm.at("door", until, self._nobody_answered)
            return
        try:
            trial = Trial(line["step"])
        except (KeyError, ValueError):
            trial = Trial.SIGN_IN  # the configuration itself
        told = Tried(trial, line.get("ok"), str(line.get("what", "")) if "ok" in line else "")
        self._remedies[trial] = str(line.get("remedy", ""))
        others = tuple(one for one in self._pairing.tried if one.trial is not trial)
        self._put(tried=(*others, told))

    def _tried(self, path: Path, bundle: Bundle) -> None:
        """The trial's process has ended."""
        if self._pairing.stage is not Stage.TRYING:
            return
        last = self._pairing.tried[-1] if self._pairing.tried else None
        if last is None or last.well is None:
            self._told(
                {
                    "step": last.trial.value if last else "sign_in",
                    "ok": False,
                    "what": "The trial did not come to its end.",
                }
            )
        if self._waits_for_upload():
            self._alarm.at(
                "upload",
                self.core.clock.now() + timedelta(seconds=UPLOAD_EVERY),
                lambda: self._again(path, bundle),
            )
            return
        wrong = next((one for one in self._pairing.tried if one.well is False), None)
        self.audit(f"refused: {wrong.trial.value}" if wrong else "refused")
        self._aside(lambda: kept.drop(self.folder), lambda _: None)
        self._put(stage=Stage.FAILED)

    def _waits_for_upload(self) -> bool:
        """The display signs in with a key that it made: somebody must make it known to Entra first."""
        sign_in = next((one for one in self._pairing.tried if one.trial is Trial.SIGN_IN), None)
        own = public_file(self.folder / CERTIFICATE).exists()
        if (
            sign_in is None
            or sign_in.well is not False
            or not own
            or "system_user.certificate_file" in (self._bundle or Bundle({})).files
        ):
            return False
        now = self.core.clock.now()
        self._upload_until = self._upload_until or now + UPLOAD_WITHIN
        return now < self._upload_until

    def _again(self, path: Path, bundle: Bundle) -> None:
        if self._pairing.stage is Stage.TRYING and self._bundle is bundle:
            self._begin(path, bundle)

    def _nobody_answered(self) -> None:
        if self._pairing.stage is Stage.DOOR:
            self.audit("nobody answered at the door")
            self._anew()

    # --- the glass

    def _look(self) -> None:
        if self._pairing.stage in (Stage.CODE, Stage.TOUCH) and self._desk.look():
            self._show()

    def _show(self) -> None:
        if self._pairing.stage in (Stage.CODE, Stage.TOUCH):
            waits = self._desk.window.needs_touch(self._desk.elapsed())
            self._put(stage=Stage.TOUCH if waits else Stage.CODE)
        else:
            self._put()

    def _put(self, **fields: Any) -> None:  # noqa: ANN401 - the fields of Pairing
        window = self._desk.window
        left = max(0.0, CODE_LIVES - (self._desk.elapsed() - window.shown_at))
        renews_at = self.core.clock.now() + timedelta(seconds=left)
        old = self._pairing.renews_at
        if old is not None and abs(old - renews_at) < timedelta(seconds=1):
            renews_at = old
        host = announced.own_address(self.table.listen)
        address = f"{host}:{self._server.port}" if host and self._server.port else ""
        self._pairing = replace(
            self._pairing, code=window.code, renews_at=renews_at, address=address, **fields
        )
        if self._pairing.stage is Stage.CODE:
            self._alarm.at("code", renews_at + timedelta(milliseconds=50), self._show_next)
        self.core.facts = replace(self.core.facts, pairing=self._pairing)
        self.core.look()

    def _show_next(self) -> None:
        self._desk.look()
        self._show()


def _seconds(clock: Clock) -> Callable[[], float]:
    return lambda: clock.elapsed().total_seconds()
