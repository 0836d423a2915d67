"""A random life of one display: people at the door and in Outlook, a line that fails in every way, restarts, a full disk.

After the faults have stopped: the glass equals the calendar, nothing was booked twice or beside another, nothing that was
acknowledged is lost untold, and nobody else's meeting was touched. `KIOSK_EXPLORE=2000` tries that many new lives.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.room import intents
from kiosk.room.agenda import slots
from kiosk.room.model import Life, Mode, Promise, PromiseId, Settings, Wish
from tests.core.world import World
from tests.fakes.exchange import ROOM, USER, Call, Item, Throttled, Trouble
from tests.fakes.virtual import VirtualLoop

CALLS = {
    "creates": lambda call: call.creates,
    "changes": lambda call: call.method == "PATCH",
    "deletions": lambda call: call.method == "DELETE",
    "reads of the room": lambda call: call.reads_room,
    "reads of the system user": lambda call: call.method == "GET" and USER in call.path,
    "everything": lambda call: isinstance(call, Call),
}
TROUBLES = st.one_of(
    st.sampled_from([
        Trouble.REFUSED, Trouble.LOST_BEFORE, Trouble.LOST_AFTER, Trouble.SILENT, Trouble.GARBLED, Trouble.CHANGE_KEY,
    ]),
    st.sampled_from([Throttled(0.4), Throttled(3.7), Throttled(21)]),
)  # fmt: skip
MAYBE_TROUBLE = st.one_of(st.none(), TROUBLES)
MINUTES = st.sampled_from([15, 30, 45, 60])
QUARTERS = st.sampled_from([0, 0, 0, 1, 2, 3, 5, 8, 12])
"""Quarters of an hour from now."""
A_WHILE = st.sampled_from([0.0, 0.02, 0.06, 0.12, 0.6, 2.5, 7.0, 20.0])
"""Seconds; the first ones are parts of a request's way."""
QUIET = 200.0
"""Seconds in which all must have come to rest: more than every back-off, doubt and patience together."""


class Life_(RuleBasedStateMachine):  # noqa: N801 - Life is a promise's
    """One display and its Exchange."""

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self._folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self._runner = asyncio.Runner(loop_factory=VirtualLoop)
        self._faults: list[BaseException] = []
        self._runner.get_loop().set_exception_handler(
            lambda _, context: self._faults.append(
                context.get("exception") or RuntimeError(context["message"])
            )
        )
        self.theirs: dict[str, tuple[datetime, datetime]] = {}
        self.acknowledged: dict[PromiseId, Promise] = {}
        self.given_up: set[PromiseId] = set()
        self.cancelled_elsewhere: set[PromiseId] = set()

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        self._runner.run(work)
        if self._faults:
            raise self._faults[0]

    @initialize(
        mode=st.sampled_from(Mode), keeps=st.booleans(), knows=st.booleans(), after=st.sampled_from([0.3, 2.0, 9.0])
    )  # fmt: skip
    def begin(self, mode: Mode, keeps: bool, knows: bool, after: float) -> None:
        async def start() -> None:
            self.world = World(Path(self._folder.name), Settings(mode=mode))
            self.exchange = self.world.exchange
            self.exchange.keeps_cancelled, self.exchange.answers_after = keeps, after
            self.exchange.knows_transactions = knows
            self.exchange.book(self.world.minute + timedelta(hours=5), self.world.minute + timedelta(hours=6))
            self._note_theirs()
            await self.world.start()
            await self.world.ready()

        self.run(start())

    # --- time, and people at the door

    @rule(seconds=st.sampled_from([0.02, 0.07, 0.3, 1.1, 3, 6, 14, 40, 130, 700]))
    def time_passes(self, seconds: float) -> None:
        self.run(asyncio.sleep(seconds))

    def _act(
        self, act: Callable[[], object], on: str, trouble: Trouble | Throttled | None, then: float
    ) -> None:
        """Somebody does something; the first request that comes of it may meet trouble; a while passes."""

        async def do() -> None:
            if trouble is not None:
                self.exchange.befall(trouble, CALLS[on])
            act()
            await asyncio.sleep(then)

        self.run(do())

    @rule(minutes=MINUTES, quarters=QUARTERS, trouble=MAYBE_TROUBLE, then=A_WHILE)
    def somebody_books(
        self, minutes: int, quarters: int, trouble: Trouble | Throttled | None, then: float
    ) -> None:
        start = self.world.minute + timedelta(minutes=15 * quarters)
        self._act(
            lambda: self.world.book(start, start + timedelta(minutes=minutes)), "creates", trouble, then
        )

    @rule(which=st.integers(0, 5), trouble=MAYBE_TROUBLE, then=A_WHILE)
    def somebody_gives_up(self, which: int, trouble: Trouble | Throttled | None, then: float) -> None:
        found = self._pick(which, {Life.QUEUED, Life.IN_DOUBT, Life.AWAITING, Life.CONFIRMED, Life.KEPT})
        if found is not None:
            self.given_up.add(found.id)
            self._act(lambda: self.world.withdraw(found), "deletions", trouble, then)

    @rule(which=st.integers(0, 5), minutes=st.sampled_from([15, 30]), trouble=MAYBE_TROUBLE, then=A_WHILE)
    def somebody_extends(
        self, which: int, minutes: int, trouble: Trouble | Throttled | None, then: float
    ) -> None:
        found = self._pick(which, {Life.CONFIRMED, Life.KEPT})
        if found is not None:
            self._act(lambda: self.world.extend(found, minutes), "changes", trouble, then)

    @rule(which=st.integers(0, 5), trouble=MAYBE_TROUBLE, then=A_WHILE)
    def somebody_names_it(self, which: int, trouble: Trouble | Throttled | None, then: float) -> None:
        found = self._pick(which, {Life.CONFIRMED, Life.KEPT})
        if found is not None:
            name = intents.Rename(found.id, "Retrospective")
            self._act(lambda: self.world.core.submit(name), "changes", trouble, then)

    def _pick(self, which: int, lives: set[Life]) -> Promise | None:
        there = [p for p in self.world.core.facts.promises if p.life in lives and p.id not in self.given_up]
        return there[which % len(there)] if there else None

    # --- people in Outlook

    def _is_free(self, start: datetime, end: datetime, beside: str = "") -> bool:
        return not any(item.overlaps(start, end) for item in self.exchange.room_day() if item.uid != beside)

    @rule(minutes=MINUTES, quarters=QUARTERS)
    def outlook_books(self, minutes: int, quarters: int) -> None:
        start = self.world.minute + timedelta(minutes=15 * quarters)
        if self._is_free(start, start + timedelta(minutes=minutes)):
            self.exchange.book(start, start + timedelta(minutes=minutes), "Somebody's")
            self._note_theirs()

    @rule(which=st.integers(0, 5), minutes=MINUTES)
    def outlook_is_faster(self, which: int, minutes: int) -> None:
        """Books what somebody at the door has just asked for, or the time right after it."""
        asked = [p for p in self.world.core.facts.promises if p.end > self.world.now]
        if asked:
            wanted = asked[which % len(asked)]
            start = wanted.start if which % 2 else wanted.end
            if self._is_free(start, start + timedelta(minutes=minutes)):
                self.exchange.book(start, start + timedelta(minutes=minutes), "Faster")
                self._note_theirs()

    @rule(which=st.integers(0, 5))
    def outlook_cancels(self, which: int) -> None:
        if self.theirs:
            self.exchange.cancel(sorted(self.theirs)[which % len(self.theirs)])
            self._note_theirs()

    @rule(which=st.integers(0, 5), quarters=QUARTERS)
    def outlook_moves(self, which: int, quarters: int) -> None:
        if self.theirs:
            uid = sorted(self.theirs)[which % len(self.theirs)]
            begin, end = self.theirs[uid]
            start = self.world.minute + timedelta(minutes=15 * quarters)
            if self._is_free(start, start + (end - begin), beside=uid):
                self.exchange.move(uid, start, start + (end - begin))
                self._note_theirs()

    @rule(which=st.integers(0, 5))
    def outlook_cancels_what_was_booked_here(self, which: int) -> None:
        ours = [item for item in self._ours() if item.transaction]
        if ours:
            item = ours[which % len(ours)]
            self.cancelled_elsewhere.add(PromiseId(item.transaction or ""))
            self.exchange.cancel(item.uid)

    def _note_theirs(self) -> None:
        self.theirs = self._their_day()

    def _their_day(self) -> dict[str, tuple[datetime, datetime]]:
        return {
            item.uid: (item.start, item.end)
            for item in self.exchange.calendars[ROOM].values()
            if item.organizer not in (ROOM, USER) and item.stands
        }

    def _ours(self) -> list[Item]:
        """What stands of our doing, in the calendar of its organizer."""
        both = (*self.exchange.calendars[ROOM].values(), *self.exchange.calendars[USER].values())
        return [item for item in both if item.transaction and not item.cancelled]

    # --- what goes wrong

    @rule(trouble=TROUBLES, on=st.sampled_from(sorted(CALLS)), times=st.integers(1, 3))
    def trouble_comes(self, trouble: Trouble | Throttled, on: str, times: int) -> None:
        self.exchange.befall(trouble, CALLS[on], times)

    @rule(offline=st.booleans())
    def the_line_changes(self, offline: bool) -> None:
        self.exchange.offline = offline

    @rule()
    def the_display_dies(self) -> None:
        self.run(self.world.restart())
        for promise in self.world.core.facts.promises:
            if (
                promise.wish is not Wish.CANCEL
            ):  # given up, but not on disk yet: it stands, and the glass says so
                self.given_up.discard(promise.id)

    @rule(full=st.booleans())
    def the_disk_changes(self, full: bool) -> None:
        self.world.disk_full = full

    # --- what holds at every moment

    @invariant()
    def nobody_elses_meeting_is_touched(self) -> None:
        assert self._their_day() == self.theirs, self.world.story()

    @invariant()
    def nothing_is_booked_twice(self) -> None:
        standing = [item.transaction for item in self._ours()]
        assert len(standing) == len(set(standing)), self.world.story()
        for promise in self.world.core.facts.promises:
            if promise.stored:
                self.acknowledged[promise.id] = promise

    # --- and in the end

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self.run(self._settle_down())
                self._all_is_well()
                self.run(self.world.stop())
        finally:
            self._runner.close()
            self._folder.cleanup()

    async def _settle_down(self) -> None:
        self.exchange.calm()
        self.world.disk_full = False
        await asyncio.sleep(QUIET)

    def _all_is_well(self) -> None:
        world, facts, story = self.world, self.world.core.facts, self.world.story()
        wedged = {p.id for p in facts.promises if p.life is Life.WEDGED}
        assert not any(p.open for p in facts.promises), story
        shown = sorted((slot.start, slot.end) for slot in slots(facts) if slot.end > world.now)
        there = sorted((item.start, item.end) for item in self.exchange.room_day() if item.end > world.now)
        assert shown == there, story
        for one, other in pairwise(there):
            assert one[1] <= other[0], story
        standing = {item.transaction for item in self._ours()}
        assert not standing & (self.given_up - wedged), story
        lost = set(self.acknowledged) - standing - self.given_up - self.cancelled_elsewhere
        assert len(lost) <= len(world.notices), story


EXPLORE = int(os.environ.get("KIOSK_EXPLORE", "0"))
TestLife = Life_.TestCase
TestLife.settings = settings(
    max_examples=EXPLORE or 100,
    stateful_step_count=30,
    derandomize=not EXPLORE,
    phases=[Phase.generate, Phase.shrink] if EXPLORE else [Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
