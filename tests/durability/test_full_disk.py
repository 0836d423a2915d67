"""A disk that takes no more, from any write on: what was kept is there, what was refused is not, and later it goes on."""

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from kiosk.room.model import Life, Promise, PromiseId
from kiosk.sync.store import REFUSALS, Store
from tests.durability.cuts import quick_folder
from tests.durability.fill import EVENTS, NOW, PROMISES, ROOM
from tests.durability.platter import Change, Cut, FolderSynced, Made, Removed, Renamed, Synced, Wrote
from tests.durability.recorder import recorded


@dataclass
class Trouble:
    """What the disk answers from one change on, for so many changes."""

    answer: Callable[[Change], Exception | None]
    begins: int
    lasts: int
    seen: int = 0

    def note(self, change: Change) -> None:
        self.seen += 1
        if self.begins <= self.seen < self.begins + self.lasts:
            fault = self.answer(change)
            if fault is not None:
                raise fault


def full(change: Change) -> Exception | None:
    """What is there may be written over, and room may be given back; nothing grows. (The strictest reading: nothing is written.)"""
    if isinstance(change, Made):
        return OSError(errno.ENOSPC, "full")
    return apsw.FullError("full") if isinstance(change, Wrote) else None


def read_only(change: Change) -> Exception | None:
    if isinstance(change, Wrote | Cut | Synced):
        return apsw.IOError("read-only")
    return OSError(errno.EROFS, "read-only") if isinstance(change, Made | Renamed | Removed) else None


def unsynced(change: Change) -> Exception | None:
    """Writes are taken and then found not to have arrived."""
    if isinstance(change, FolderSynced):
        return OSError(errno.EIO, "broken")
    return apsw.IOError("broken") if isinstance(change, Synced) else None


@dataclass
class Course:
    """What a display did with its store, and what came of each piece."""

    kept: dict[PromiseId, Promise] = field(default_factory=dict)
    """What `keep` took."""
    refused: dict[PromiseId, Promise] = field(default_factory=dict)
    """What it refused last, of the same promise."""
    half_done: dict[PromiseId, list[Promise | None]] = field(default_factory=dict)
    """What may be on the disk although it was refused."""

    def keep(self, store: Store, promise: Promise) -> None:
        try:
            store.keep(promise)
        except REFUSALS:
            self.refused[promise.id] = promise
            self.half_done.setdefault(promise.id, []).append(_left_of(promise))
        else:
            self.kept[promise.id] = promise
            self.refused.pop(promise.id, None)
            self.half_done.pop(promise.id, None)
        quietly(store.tidy)

    def pay(self, store: Store) -> None:
        """As the core does: a change is owed, and what was never promised must not be found later."""
        for promise in tuple(self.refused.values()):
            self.keep(store, promise if promise.id in self.kept else replace(promise, life=Life.SETTLED))


def quietly(work: Callable[[], object]) -> None:
    with suppress(*REFUSALS):
        work()


def live(folder: Path, course: Course) -> None:
    """Some promises and two readings, with a restart in between. Whatever is refused, the next thing is tried."""
    for number in range(2):
        try:
            store = Store(folder)
        except REFUSALS:
            continue
        try:
            quietly(lambda store=store: store.load(ROOM.mailbox, "full"))
            quietly(lambda store=store: store.keep_room(ROOM))
            quietly(
                lambda store=store, n=number: store.apply(EVENTS[n:], NOW + timedelta(hours=n), ROOM.zone)
            )
            for promise in PROMISES[3 * number : 3 * number + 3]:
                course.keep(store, promise)
                course.keep(store, replace(promise, life=Life.AWAITING))
            course.keep(store, replace(PROMISES[3 * number], life=Life.SETTLED))
            for _ in range(8):
                course.pay(store)
        finally:
            quietly(store.close)


@pytest.mark.parametrize("answer", [full, read_only, unsynced])
@pytest.mark.parametrize("lasts", [1, 6, 10**9])
def test_whatever_write_is_refused_what_was_kept_is_there(
    answer: Callable[[Change], Exception | None], lasts: int
) -> None:
    with quick_folder() as place:
        whole = Trouble(lambda _: None, 0, 0)
        folder = place / "whole"
        folder.mkdir()
        with recorded(whole.note):
            live(folder, Course())
        assert whole.seen > 100
        for begins in range(1, whole.seen, 2 if lasts == 1 else 5):
            folder = place / str(begins)
            folder.mkdir()
            course = Course()
            with recorded(Trouble(answer, begins, lasts).note):
                live(folder, course)
            assert lasts > 10 or course.half_done == {}, "it was not settled when the disk was well again"
            look(folder, course, f"refused from change {begins} on")


def look(folder: Path, course: Course, when: str) -> None:
    store = Store(folder)
    found = store.load(ROOM.mailbox, "full")
    store.close()
    assert not found.outbox_lost, when
    there = {promise.id: promise for promise in found.promises}
    for key in {*course.kept, *course.refused}:
        allowed = [_left_of(course.kept.get(key)), *course.half_done.get(key, ())]
        assert there.pop(key, None) in allowed, f"{when}: {key}"
    assert there == {}, when
    days = [(EVENTS[n:], NOW + timedelta(hours=n)) for n in range(2)]
    assert (found.events, found.as_of) in [*days, ((), None), ((), days[0][1])], when


def _left_of(promise: Promise | None) -> Promise | None:
    return None if promise is None or promise.life is Life.SETTLED else promise
