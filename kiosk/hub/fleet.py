"""What a hub does for its fleet: takes changes on, sends them wave by wave, hears what became of them, and repeats what was lost. Threads may share it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.admin.ring import Ring
from kiosk.admin.sending import differences
from kiosk.clock import Clock
from kiosk.hub import documents, people, pictures, registry, rollouts, trailing, waves
from kiosk.hub.layers import GROUP, Layer, Tables, replaced
from kiosk.hub.line import Heard, Line
from kiosk.hub.registry import Display
from kiosk.hub.roles import Act, needs_second
from kiosk.hub.rollouts import NotNow, Rollout
from kiosk.hub.store import Store
from kiosk.hub.tables import answers

log = logging.getLogger("kiosk.hub")
AGAIN_AFTER = timedelta(seconds=60)
"""A display that is silent about its document is sent it again, wherever it was lost."""
ANSWERS_FOR = timedelta(minutes=10)
FEW = 50
"""Displays: to so many a change goes at once, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks, and from where, for the audit trail. `site`: what they may see is bounded to it."""

    name: str
    source: str
    site: str = ""


HUB = Who("hub", "here")


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be, for whom (`to`: as registry.meant reads it)."""

    to: str
    tables: Tables
    drop: tuple[str, ...] = ()
    reason: str = ""
    at_once: bool | None = None
    """None: to a few at once, to many in waves."""
    soak: timedelta = waves.SOAK


@dataclass(slots=True)
class Fleet:
    store: Store
    ring: Ring
    line: Line
    clock: Clock
    _looked: documents.Looked = field(default_factory=documents.Looked)

    # --- changes

    def preview(self, who: Who, change: Change) -> list[tuple[Display, list[str]]]:
        """What would change where, a line a key. Raises ConfigProblem, Unknown."""
        with self.store.reading() as on:
            those, told = self._meant(on, who, change)
            layers = registry.all_layers(on)
            here = rollouts.pending(on, [one.id for one in those])
        found = []
        for one in those:
            has = {**layers, **here.get(one.id, {})}
            before, after = documents.tables_for(one, has), documents.tables_for(one, {**has, **told})
            self._looked.at(after, one.room)
            found.append((one, list(differences(before, after))))
        return found

    def push(self, who: Who, change: Change) -> Rollout:
        """On its way when this returns, or waiting for a second admin. Raises ConfigProblem, Unknown, NotNow."""
        shown = self.preview(who, change)
        now = self.clock.now()
        with self.store.begin() as on:
            those, told = self._meant(on, who, change)
            at_once = len(those) <= FEW if change.at_once is None else change.at_once
            approvers = sum(1 for one in people.persons(on, now) if one.may(Act.APPROVE))
            why = needs_second(len(those), (*change.tables, *change.drop), approvers) or ""
            plan = rollouts.Plan(who.name, change.reason, told, waves.waves([one.id for one in those], at_once=at_once), change.soak, why)  # fmt: skip
            made = rollouts.plan(on, plan, now)
            diff = sorted({line for _, lines in shown for line in lines})
            self._note(on, who, "push", {"rollout": made.id, "to": change.to, "displays": len(those), "diff": diff, "reason": change.reason})  # fmt: skip
        if made.state == rollouts.RUNNING:
            self.advance()
        return self.rollout(made.id)

    def rollout(self, number: int) -> Rollout:
        with self.store.reading() as on:
            return rollouts.found(on, number)

    def approve(self, who: Who, number: int) -> Rollout:
        """Raises NotNow: it waits for nobody, or for another one."""
        with self.store.begin() as on:
            one = rollouts.found(on, number, locked=True)
            if one.state != rollouts.ASKED:
                raise NotNow(f"Roll-out {number} waits for nobody.")
            if one.by == who.name:
                raise NotNow("Another admin must agree, not the one who asked.")
            rollouts.change(on, number, state=rollouts.RUNNING, approved_by=who.name, why="")
            self._note(on, who, "approve", {"rollout": number})
        self.advance()
        return self.rollout(number)

    def pause(self, who: Who, number: int) -> Rollout:
        return self._turned(who, number, "pause", (rollouts.RUNNING,), rollouts.PAUSED)

    def resume(self, who: Who, number: int) -> Rollout:
        """Also where it stopped by itself: then somebody has looked, and says so with this."""
        made = self._turned(who, number, "resume", (rollouts.PAUSED, rollouts.STOPPED), rollouts.RUNNING)
        self.advance()
        return made

    def roll_back(self, who: Who, number: int, reason: str = "") -> Rollout:
        """What has it is sent what it had before, as a new revision; the rest is never sent it."""
        now = self.clock.now()
        with self.store.begin() as on:
            one = rollouts.found(on, number, locked=True)
            if one.state == rollouts.UNDONE:
                raise NotNow(f"Roll-out {number} was rolled back before.")
            have = rollouts.reached(on, one)
            if one.state == rollouts.DONE:
                self._unlay(on, one, now)
            rollouts.change(on, number, state=rollouts.UNDONE, ended_at=now, why=reason)
            self._render(on, have, now, {"id": number, "wave": -1})
            self._note(on, who, "rollback", {"rollout": number, "displays": len(have), "reason": reason})
        self.send(have)
        return self.rollout(number)

    # --- what goes on by itself

    def advance(self) -> None:
        """Every roll-out goes as far as it may."""
        with self.store.reading() as on:
            numbers = rollouts.running(on)
        for number in numbers:
            while due := self._step(number):
                self.send(due)

    def hear(self, heard: Heard) -> None:
        """What displays said becomes what is known of them."""
        now = self.clock.now()
        if not (heard.reports or heard.present or heard.answers or heard.connected):
            return
        with self.store.begin() as on:
            registry.told(on, heard.reports, now)
            registry.present(on, heard.present)
            for number, display, body in heard.answers:
                mine = (answers.c.id == number) & (answers.c.display == display)
                on.execute(update(answers).where(mine).values(body=dict(body), at=now))
            behind = registry.behind(on, list({told.display for told in heard.reports}))
        if heard.connected:
            self.line.keys(self.ring.trust.keys)
            pictures.publish(self.store, self.line)
            self.repeat(timedelta(0))
        elif behind:
            self.send(behind)
        if heard.reports:
            self.advance()

    def repeat(self, after: timedelta = AGAIN_AFTER) -> None:
        """What a display has not answered for so long is sent again."""
        with self.store.begin() as on:
            ids = [one.id for one in registry.unsettled(on, self.clock.now() - after)]
            on.execute(delete(answers).where(answers.c.at < self.clock.now() - ANSWERS_FOR))
        self.send(ids)

    def send(self, ids: Sequence[str]) -> None:
        """To the broker; what it does not take is repeated later."""
        if not ids:
            return
        with self.store.reading() as on:
            texts = registry.texts(on, ids)
        given = self.line.publish(texts)
        with self.store.begin() as on:
            registry.sent(on, given, self.clock.now())

    def ensure(self, display: str) -> None:
        """A display that has just come, or stands elsewhere now, is sent what the layers say it shall be."""
        with self.store.begin() as on:
            one = registry.known(on, display)
            due = one is not None and (one.v > 0 or bool(documents.tables_for(one, registry.all_layers(on))))
            if due:
                self._render(on, [display], self.clock.now(), {})
        if due:
            self.send([display])

    # --- commands

    def ask(self, who: Who, those: Iterable[Display], word: str) -> dict[str, str]:
        """Each display is asked to do it now: the number of each command, by display. Empty: the broker is not there."""
        numbers = {one.id: secrets.token_hex(12) for one in those}
        now = self.clock.now()
        with self.store.begin() as on:
            if numbers:
                on.execute(insert(answers), [{"id": number, "display": display, "at": now} for display, number in numbers.items()])  # fmt: skip
            self._note(on, who, word, {"displays": sorted(numbers)[:100], "count": len(numbers)})
        asked = [self.line.ask(display, word, number) for display, number in numbers.items()]
        return numbers if all(asked) else {}

    def answered(self, numbers: Sequence[str]) -> dict[str, object]:
        """What came back, by the command's number."""
        with self.store.reading() as on:
            asked = select(answers.c.id, answers.c.body).where(
                answers.c.id.in_(numbers), answers.c.body.is_not(None)
            )
            return {row.id: row.body for row in on.execute(asked)}

    # --- inside

    def _meant(self, on: Connection, who: Who, change: Change) -> tuple[list[Display], dict[Layer, Tables]]:
        those, layers = registry.meant(on, change.to, site=who.site)
        if who.site and any(layer.kind == GROUP for layer in layers):
            raise PermissionError(
                f"A group may reach beyond {who.site}. Push to site:{who.site}, or to displays by name."
            )
        now = registry.all_layers(on)
        return those, {layer: replaced(now.get(layer, {}), change.tables, change.drop) for layer in layers}

    def _step(self, number: int) -> list[str]:
        """One wave further, if it may: the displays that are to be sent something."""
        now = self.clock.now()
        with self.store.begin() as on:
            one = rollouts.found(on, number, locked=True)
            if one.state != rollouts.RUNNING:
                return []
            if one.wave >= 0 and one.wave_at is not None:
                counts = rollouts.counts(on, one)
                verdict = waves.judged(counts, one.wave_at, now, one.soak)
                if verdict is waves.Next.STOP:
                    why = f"{counts.ill} of {counts.asked} displays undid or refused it"
                    rollouts.change(on, number, state=rollouts.STOPPED, why=why)
                    self._note(on, HUB, "stop", {"rollout": number, "why": why})
                if verdict is not waves.Next.GO:
                    return []
            due = rollouts.next_wave(on, one, now)
            if one.wave + 2 >= one.waves:
                self._finish(on, one, now)
            versions = self._render(on, due, now, {"id": number, "wave": one.wave + 1})
            rollouts.stamped(on, number, versions)
            return due

    def _finish(self, on: Connection, one: Rollout, now: datetime) -> None:
        """The last wave is on its way: from here on this is what the layers say, and nothing is left to be held back."""
        for layer, body in one.changes.items():
            registry.lay(on, layer, body, now)
        rollouts.change(on, one.id, state=rollouts.DONE, ended_at=now)
        self._note(on, HUB, "done", {"rollout": one.id})

    def _render(
        self, on: Connection, ids: Sequence[str], now: datetime, ro: Mapping[str, object]
    ) -> dict[str, int]:
        """What each shall be now, signed and kept; the revisions."""
        layers, here = registry.all_layers(on), rollouts.pending(on, ids)
        made = []
        for one in registry.these(on, ids):
            tables = documents.tables_for(one, {**layers, **here.get(one.id, {})})
            made.append((one.id, *documents.signed(self.ring, one, tables, now, ro)))
        registry.shall(on, made)
        return {display: v for display, v, _, _ in made}

    def _unlay(self, on: Connection, one: Rollout, now: datetime) -> None:
        """Layers that were changed since stay as they are: somebody meant that."""
        layers = registry.all_layers(on)
        changed = [layer for layer, body in one.changes.items() if layers.get(layer, {}) != body]
        if changed:
            names = ", ".join(map(str, changed))
            raise NotNow(f"{names} was changed again since. Push what it shall be.")
        for layer, body in one.before.items():
            registry.lay(on, layer, body, now)

    def _turned(self, who: Who, number: int, act: str, begin: tuple[str, ...], end: str) -> Rollout:
        with self.store.begin() as on:
            one = rollouts.found(on, number, locked=True)
            if one.state not in begin:
                raise NotNow(f"Roll-out {number} is {one.state}.")
            rollouts.change(
                on,
                number,
                state=end,
                why="",
                wave_at=self.clock.now() if end == rollouts.RUNNING else one.wave_at,
            )
            self._note(on, who, act, {"rollout": number})
            return rollouts.found(on, number)

    def _note(self, on: Connection, who: Who, act: str, what: Mapping[str, object]) -> None:
        trailing.note(on, self.clock.now(), who.name, who.source, act, what)
