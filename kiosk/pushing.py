"""What admins push to a running display: who may, what comes of it, and back when it harms. Roof; loaded after the first picture.

One document at a time: verify, look whether it can be used, try it on a face, keep it, follow it, watch the gate
(config/course.py); then it is the last known good one, or what was before is in force again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kiosk import __version__, in_force
from kiosk.carried import Bring, Carried
from kiosk.config import album, believed, document, keep, signatures
from kiosk.config import course as courses
from kiosk.config.course import Course, Report, Revision, Trying
from kiosk.config.desired import Config
from kiosk.config.link import Command
from kiosk.config.plan import Step, step
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.config.signatures import Trust
from kiosk.core.loop import Core
from kiosk.in_force import InForce
from kiosk.judging import UNTRUSTED, judged, tried_on
from kiosk.links import Links
from kiosk.pairing.identity import Identity, IdentityUnusable, identity
from kiosk.proving import left_alone, proven

log = logging.getLogger("kiosk")
ANSWERED = 0.5
"""Seconds for an answer to leave before the display begins anew."""


@dataclass(slots=True)
class Pushing:
    """Belongs to the loop; what may take a moment runs on a thread."""

    core: Core
    folder: Path
    present: InForce
    adopt: Callable[[Config], None]
    """The running display follows it, as far as that can be without a restart."""
    restart: Callable[[], None]
    sync: Callable[[], Awaitable[bool]]
    drawn: Callable[[], Awaitable[None]]
    """Returns when a frame that was asked for just now is on the screen."""
    command: Command
    """What admins may ask for at once."""
    drawable: Callable[[str, bytes], bool] = lambda _, __: True
    """Whether the glass can draw a picture (carried.py)."""
    _trust: Trust | None = field(init=False, default=None)
    _identity: Identity | None = field(init=False, default=None)
    _links: Links | None = field(init=False, default=None)
    _one: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _disk: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _carried: Carried = field(init=False)
    _waits: asyncio.Task[None] | None = field(init=False, default=None)
    """For nobody to be busy at the door. A newer document takes its place."""
    _gate: asyncio.Task[None] | None = field(init=False, default=None)

    @property
    def course(self) -> Course:
        return self.present.course

    async def join(self, stack: AsyncExitStack) -> None:
        """From here on admins are heard, until `stack` is unwound; what is being tried is watched."""
        stack.push_async_callback(self._close)
        self._carried = Carried(self.folder, self.drawable)
        await self._carried.mend(self.course)
        handed = self.present.config.config.trust_file
        if handed is not None:
            await self._hear(Path(handed))
        if self.course.trying is not None:
            self._watch(self.course.trying)
        if self._links is not None and await asyncio.to_thread(keep.is_something_there, self.folder):
            self.core.spawn(self._taken_inbox())

    async def _hear(self, handed: Path) -> None:
        try:
            self._trust = await asyncio.to_thread(believed.handed, self.folder, handed)
            self._identity = await asyncio.to_thread(identity, self.folder)
        except (Refused, IdentityUnusable, OSError) as wrong:
            log.error("nobody can push configurations to this display: %s", wrong)
        else:
            heard = (self.take, self.reported, self.command, self.take_picture)
            self._links = Links(self.folder, self._identity, self.present.config.config, *heard)
            await self._links.open(self._trust)

    # --- what is said about it

    def status(self) -> dict[str, object]:
        """For `kiosk status`: who the display is to admins, and where its LAN link listens; None: nowhere."""
        return {
            **in_force.told(self.present),
            "display": self._identity.id if self._identity else None,
            **(self._links.status() if self._links is not None else {}),
        }

    async def reported(self) -> dict[str, Any]:
        """What the fleet is told: the latest revision and what became of it. Nothing of a meeting or a person."""
        course = self.course
        heard = self.core.facts.heard.as_of
        return {
            **course.last.body(),
            "display": self._identity.id if self._identity else None,
            "room": self.core.facts.room.mailbox if self.core.facts.room else None,
            "applied": course.good.v if course.good else 0,
            "in_force": course.in_force.v if course.in_force else 0,
            "hash": course.latest,
            "keys": self._trust.version if self._trust else 0,
            "app": __version__,
            "sv_max": ".".join(map(str, document.SCHEMA)),
            "calendar_age": None if heard is None else int((self.core.clock.now() - heard).total_seconds()),
            "wants": self._carried.wants,
            "outbox": sum(promise.open for promise in self.core.facts.promises),
        }

    # --- what comes

    async def take(self, text: str, kind: str = "desired", bring: Bring | None = None) -> dict[str, Any]:
        """One signed text, from wherever it came. Returns what is reported once it is clear whether it is tried.

        `bring`: the pictures that lie beside it, where none can come later.
        """
        async with self._one:
            if kind == "keys":
                return await self._take_keys(text)
            try:
                if not self._known_to_harm(text):
                    await self._take(text, bring)
            except Refused as refused:
                await self._refuse(text, refused)
        return await self.reported()

    async def take_picture(self, digest: str, content: bytes) -> dict[str, Any]:
        """One that a document names. The last one that was missing sets that document going."""
        async with self._one:
            waiting = self._carried.held
            try:
                if text := await self._carried.take(digest, content):
                    await self._take(text, None)
            except Refused as refused:
                if waiting is None or refused.code == "unasked":
                    return {"error": str(refused)}
                await self._refuse(waiting, refused)
        if waiting is None:
            self.adopt(self.present.config)  # the disk had lost it
        return await self.reported()

    def _known_to_harm(self, text: str) -> bool:
        """A broker says it again with each connection: what is told of it stays that it was undone."""
        last = self.course.last
        return last.state == "rolled_back" and document.hash_of(text) == (self.course.poison or ("",))[-1]

    async def _refuse(self, text: str, refused: Refused) -> None:
        log.warning("a configuration was refused: %s", refused.code)
        claimed, code, lines = document.claimed(text), refused.code, refused.lines
        await self._changed(lambda course: courses.rejected(course, claimed, code, lines))

    async def take_inbox(self) -> dict[str, Any]:
        """What `kiosk push` has laid into the data directory, with its pictures."""
        text = await asyncio.to_thread(keep.take, self.folder)
        if text is None:
            return {"error": "Nothing lies in the display's inbox."}
        return await self.take(text, bring=partial(album.brought, self.folder))

    async def _taken_inbox(self) -> None:
        await self.take_inbox()

    async def _take_keys(self, text: str) -> dict[str, Any]:
        if self._trust is None:
            return {"error": UNTRUSTED}
        try:
            renewed = await asyncio.to_thread(signatures.renewed, self._trust, text)
            if renewed != self._trust:
                await asyncio.to_thread(believed.keep_keys, self.folder, text)
        except Refused as refused:
            return {"error": str(refused)}
        except OSError as refused_by_disk:
            return {"error": f"The display cannot keep it: {refused_by_disk.strerror}."}
        changed, self._trust = self._trust != renewed, renewed
        if changed:
            log.info("who may push configurations has changed: list of keys %d", renewed.version)
            asyncio.get_running_loop().call_later(ANSWERED, self._reopen, renewed)
        return await self.reported()

    async def _take(self, text: str, bring: Bring | None) -> None:
        display, clock = self._identity.id if self._identity else None, self.core.facts.clock
        now = None if clock.wrong else self.core.clock.now()
        found, config, ignored = await asyncio.to_thread(
            judged, text, self._trust, display, self.present, now
        )
        if document.hash_of(text) == (self.course.in_force.hash if self.course.in_force else None):
            return  # the same again
        tried_on(config, self.core.facts, self.core.now())
        complete = await self._carried.complete(text, found.cfg, bring)
        report = Report(found.v, "pending", "waits" if complete else "pictures", (), ignored, found.ro)
        self.present = replace(self.present, course=replace(self.course, last=report))
        if self._waits is not None:
            self._waits.cancel()
        self._waits = self.core.spawn(self._begin(text, config, report)) if complete else None

    async def _begin(self, text: str, config: Config, report: Report) -> None:
        """When nobody is busy at the door."""
        await left_alone(self.core)
        self._waits = None
        revision, report = Revision(report.v, document.hash_of(text)), replace(report, code="")
        healthy, linked, now = self._healthy(), self._owes_broker(config), self.core.now()
        try:
            await self._change(
                lambda course: courses.begun(course, revision, report, now, healthy=healthy, linked=linked),
                text,
            )
        except OSError as refused:
            await self._refuse(text, Refused("not_kept", f"The display cannot keep it: {refused.strerror}."))
            return
        log.info("configuration %d is tried", revision.v)
        before, self.present = self.present.config, replace(self.present, config=config)
        self._follow(before, config)

    # --- what becomes of it

    def _follow(self, before: Config, config: Config) -> None:
        match step(before, config):
            case Step.RESTART:
                asyncio.get_running_loop().call_later(ANSWERED, self.restart)
            case Step.ADOPT | Step.NOTHING:
                self.adopt(config)
                if self.course.trying is not None:
                    self._watch(self.course.trying)

    def _watch(self, trying: Trying) -> None:
        if self._gate is not None:
            self._gate.cancel()
        self._gate = self.core.spawn(self._watched(trying))

    async def _watched(self, trying: Trying) -> None:
        let_in = self._links.let_in if self._links is not None else asyncio.Event().wait
        why = await proven(self.core, trying, self.drawn, self.sync, let_in)
        self._gate = None
        if why is None:
            log.info("configuration %d holds", trying.revision.v)
            await self._changed(courses.proven)
        else:
            await self._undo(why)

    async def _undo(self, why: str) -> None:
        log.error("configuration %d is undone: %s", self.course.last.v, why)
        await self._changed(lambda course: courses.undone(course, why))
        config = await asyncio.to_thread(self._before)
        before, self.present = self.present.config, replace(self.present, config=config)
        self._follow(before, config)

    def _before(self) -> Config:
        """On a thread: the last known good configuration; the display's own file's where there is none any more."""
        good, own = self.course.good, self.present.own
        if good is None:
            return own
        try:
            return in_force.configured(self.present.path, own, in_force.read(self.folder, good).cfg)[0]
        except (Refused, ConfigProblem):
            return own

    async def _change(self, verb: Callable[[Course], Course], text: str | None = None) -> None:
        """One change at a time, first on the disk. `text`: the document that it is about, to be kept. Raises OSError."""
        async with self._disk:
            course = verb(self.course)
            if text is not None:
                await asyncio.to_thread(keep.keep_document, self.folder, text)
            await asyncio.to_thread(keep.keep_course, self.folder, course)
            self.present = replace(self.present, course=course)
            await self._carried.settle(course)
        self._tell()

    async def _changed(self, verb: Callable[[Course], Course]) -> None:
        """The same where it counts though the disk takes nothing."""
        try:
            await self._change(verb)
        except OSError as refused:
            log.error("what became of the configuration cannot be kept: %s", refused.strerror)
            self.present = replace(self.present, course=verb(self.course))
            self._tell()

    def _tell(self) -> None:
        if self._links is not None:
            self._links.tell()

    def _healthy(self) -> bool:
        """The calendar could be read just now."""
        heard = self.core.facts.heard.as_of
        fresh = self.core.facts.settings.stale_after
        return heard is not None and self.core.clock.now() - heard <= fresh

    def _owes_broker(self, config: Config) -> bool:
        """It was in before, or is to go to another one: then it must be let in with `config`."""
        if config.config.broker is None:
            return False
        same = config.config.broker == self.present.config.config.broker
        return not same or (self._links is not None and self._links.linked)

    # --- who may

    def _reopen(self, trust: Trust) -> None:
        if self._links is not None:
            self.core.spawn(self._links.trust(trust))

    async def _close(self) -> None:
        for task in (self._gate, self._waits):
            if task is not None:
                task.cancel()
        if self._links is not None:
            await self._links.close()
