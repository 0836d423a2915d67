"""A random life of one display: people at the door and in Outlook, a line that fails in every way, restarts, a full disk.

At every moment: nothing is booked twice, nobody else's meeting is touched. When the faults have stopped: the glass equals
the calendar, nothing overlaps, what was given up is gone, and nothing that was acknowledged is lost untold.
Each seed is one life, the same each time. `KIOSK_LIVES=1000 pytest tests/test_convergence.py` tries many more.
"""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.room import intents
from kiosk.room.agenda import slots
from kiosk.room.model import Life, Mode, Promise, PromiseId, Settings, Wish
from tests.core.world import World
from tests.fakes.exchange import ROOM, USER, Call, Item, Throttled, Trouble
from tests.fakes.virtual import virtually

LIVES = int(os.environ.get("KIOSK_LIVES", "30"))
STEPS = 40
QUIET = 150.0
"""Seconds in which all must have come to rest: more than every back-off, doubt and patience."""
STANDS = {Life.CONFIRMED, Life.KEPT}
CALLS: dict[str, Callable[[Call], bool]] = {
    "creates": lambda call: call.creates,
    "changes": lambda call: call.method == "PATCH",
    "deletions": lambda call: call.method == "DELETE",
    "reads of the room": lambda call: call.reads_room,
    "reads of the system user": lambda call: call.method == "GET" and USER in call.path,
    "anything": lambda _: True,
}
TROUBLES: list[Trouble | Throttled] = [
    Trouble.REFUSED, Trouble.LOST_BEFORE, Trouble.LOST_AFTER, Trouble.SILENT, Trouble.GARBLED, Trouble.CHANGE_KEY,
    Throttled(0.4), Throttled(3.7), Throttled(21),
]  # fmt: skip
MOMENTS = [0.0, 0.02, 0.06, 0.12, 0.6, 2.5, 7.0, 20.0]
"""Seconds; the first ones are parts of a request's way."""


class Lived:
    """One life, and what must be true of it."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.world, self.exchange, self.dice = world, world.exchange, dice
        self.steps: list[str] = []
        self.theirs: dict[str, tuple[datetime, datetime]] = {}
        self.acknowledged: set[PromiseId] = set()
        self.given_up: set[PromiseId] = set()
        self.cancelled_elsewhere: set[PromiseId] = set()

    # --- what happens

    async def step(self) -> None:
        weighted = {
            self.somebody_books: 6, self.somebody_gives_up: 2, self.somebody_extends: 3, self.somebody_names_it: 1,
            self.outlook_books: 2, self.outlook_is_faster: 2, self.outlook_cancels: 1, self.outlook_moves: 1,
            self.outlook_cancels_ours: 1, self.trouble_comes: 4, self.the_line_changes: 1, self.the_disk_changes: 1,
        }  # fmt: skip
        (what,) = self.dice.choices([*weighted], [*weighted.values()])
        what()
        self.look_closely()
        pause = self.dice.choice([*MOMENTS, *MOMENTS, 60.0, 200.0])
        self.steps.append(f"{self.world.now:%H:%M:%S.%f} {what.__name__}, then {pause} s")
        await asyncio.sleep(pause)
        self.look_closely()
        if self.dice.random() < 0.1:
            await self.the_display_dies()

    def somebody_books(self) -> None:
        if self.dice.random() < 0.4:
            self.exchange.befall(self.dice.choice(TROUBLES), CALLS["creates"])
        start = self.world.minute + timedelta(minutes=15 * self.dice.choice([0, 0, 0, 1, 3, 8]))
        self.world.book(start, start + timedelta(minutes=self.dice.choice([15, 30, 60])))

    def somebody_gives_up(self) -> None:
        found = self._one_of(set(Life) - {Life.WEDGED, Life.SETTLED})
        if found is not None:
            self.given_up.add(found.id)
            self.world.withdraw(found)

    def somebody_extends(self) -> None:
        if (found := self._one_of(STANDS)) is not None:
            self.world.extend(found, self.dice.choice([15, 30]))

    def somebody_names_it(self) -> None:
        if (found := self._one_of(STANDS)) is not None:
            self.world.core.submit(intents.Rename(found.id, "Retrospective"))

    def _one_of(self, lives: set[Life]) -> Promise | None:
        there = [p for p in self.world.core.facts.promises if p.life in lives and p.wish is not Wish.CANCEL]
        return self.dice.choice(there) if there else None

    def outlook_books(self) -> None:
        self._take(self.world.minute + timedelta(minutes=15 * self.dice.randrange(12)))

    def outlook_is_faster(self) -> None:
        """Takes what somebody at the door has just asked for, or the time right after it."""
        if self.world.core.facts.promises:
            wanted = self.dice.choice(self.world.core.facts.promises)
            self._take(self.dice.choice([wanted.start, wanted.end]))

    def _take(self, start: datetime) -> None:
        end = start + timedelta(minutes=self.dice.choice([15, 45]))
        if self._is_free(start, end):
            self.exchange.book(start, end, "Somebody's")
            self.theirs = self._their_day()

    def outlook_cancels(self) -> None:
        if self.theirs:
            self.exchange.cancel(self.dice.choice(sorted(self.theirs)))
            self.theirs = self._their_day()

    def outlook_moves(self) -> None:
        if self.theirs:
            uid = self.dice.choice(sorted(self.theirs))
            length = self.theirs[uid][1] - self.theirs[uid][0]
            start = self.world.minute + timedelta(minutes=15 * self.dice.randrange(12))
            if self._is_free(start, start + length, beside=uid):
                self.exchange.move(uid, start, start + length)
                self.theirs = self._their_day()

    def outlook_cancels_ours(self) -> None:
        if ours := self._ours():
            item = self.dice.choice(ours)
            self.cancelled_elsewhere.add(PromiseId(item.transaction or ""))
            self.exchange.cancel(item.uid)

    def trouble_comes(self) -> None:
        self.exchange.befall(
            self.dice.choice(TROUBLES), CALLS[self.dice.choice([*CALLS])], self.dice.choice([1, 1, 3])
        )

    def the_line_changes(self) -> None:
        self.exchange.offline = not self.exchange.offline

    def the_disk_changes(self) -> None:
        self.world.disk_full = not self.world.disk_full

    async def the_display_dies(self) -> None:
        self.steps.append(f"{self.world.now:%H:%M:%S.%f} the display dies")
        await self.world.restart()
        for promise in self.world.core.facts.promises:
            if (
                promise.wish is not Wish.CANCEL
            ):  # given up, but that was not on disk: it stands, and the glass says so
                self.given_up.discard(promise.id)

    # --- what is so in Exchange

    def _is_free(self, start: datetime, end: datetime, beside: str = "") -> bool:
        return not any(item.overlaps(start, end) for item in self.exchange.room_day() if item.uid != beside)

    def _their_day(self) -> dict[str, tuple[datetime, datetime]]:
        return {
            item.uid: (item.start, item.end)
            for item in self.exchange.calendars[ROOM].values()
            if item.organizer not in (ROOM, USER) and item.stands
        }

    def _ours(self) -> list[Item]:
        """What stands of the display's doing, in the calendar of its organizer."""
        both = (*self.exchange.calendars[ROOM].values(), *self.exchange.calendars[USER].values())
        return [item for item in both if item.transaction and not item.cancelled]

    # --- what must be true

    def look_closely(self) -> None:
        assert self._their_day() == self.theirs, self.story("somebody else's meeting was touched")
        standing = [item.transaction for item in self._ours()]
        assert len(standing) == len(set(standing)), self.story("booked twice")
        self.acknowledged |= {p.id for p in self.world.core.facts.promises if p.stored}

    async def come_to_rest(self) -> None:
        self.exchange.calm()
        self.world.disk_full = False
        await asyncio.sleep(QUIET)
        self.look_closely()

    def all_is_well(self) -> None:
        world, facts = self.world, self.world.core.facts
        assert not any(p.open for p in facts.promises), self.story("something is still under way")
        shown = sorted((slot.start, slot.end) for slot in slots(facts) if slot.end > world.now)
        there = sorted((item.start, item.end) for item in self.exchange.room_day() if item.end > world.now)
        assert shown == there, self.story(f"the glass shows {shown}, the calendar {there}")
        assert all(one[1] <= other[0] for one, other in pairwise(there)), self.story("two at the same time")
        standing = {item.transaction for item in self._ours()}
        wedged = {p.id for p in facts.promises if p.life is Life.WEDGED}
        assert not standing & (self.given_up - wedged), self.story("given up, and still there")
        lost = self.acknowledged - standing - self.given_up - self.cancelled_elsewhere
        assert len(lost) <= len(world.notices), self.story(f"lost and not told: {lost}")

    def story(self, what: str) -> str:
        return "\n".join([what, *self.steps, self.world.story()])


async def live(seed: int, folder: Path) -> None:
    dice = random.Random(seed)
    async with World(folder, Settings(mode=dice.choice([*Mode])), seed=seed) as world:
        exchange = world.exchange
        exchange.keeps_cancelled, exchange.knows_transactions = dice.random() < 0.5, dice.random() < 0.3
        exchange.answers_after, exchange.own_lag = dice.choice([0.3, 2.0, 9.0]), dice.choice([0.0, 3.0])
        lived = Lived(world, dice)
        await world.ready()
        for _ in range(STEPS):
            await lived.step()
        await lived.come_to_rest()
        lived.all_is_well()


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_life_ends_in_the_calendars_truth(seed: int) -> None:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        virtually(live(seed, Path(folder)))
