"""Power cuts by the thousand: stories of the store, each cut at many moments, each time started again."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.room.confirmed import CheckIn
from kiosk.room.model import Life, Promise, PromiseId
from kiosk.sync.store import REFUSALS, Kept, Store
from tests.durability.platter import Change, Files, FolderSynced, Platter
from tests.durability.stories import BEGIN, ROOM, Day, Expected, Line, Teller

STEPS = 14
"""Things that happen in one life of a story."""
SHARED = ".db-shm"
"""An index of the WAL. SQLite fills it up with what lies about in this process, which has seen all of the story."""
LIVES = 2
"""The second begins on what a cut has left of the first."""


@dataclass(frozen=True, slots=True)
class Disk:
    """What can be relied on. The weaker ones are for control runs, which must lose something."""

    weaken: Callable[[str], str | None] = lambda _: None
    """Gives a file another `synchronous`."""
    keeps_names: bool = True
    """False: names of files that were made are not kept by syncing their folder."""


SOUND = Disk()


@dataclass(slots=True)
class Tally:
    """What many cuts have come to."""

    cuts: int = 0
    with_promises: int = 0
    with_day: int = 0
    """Cuts after which the day was known, of those after which it could be."""
    could_have_day: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.cuts += other.cuts
        self.with_promises += other.with_promises
        self.with_day += other.with_day
        self.could_have_day += other.could_have_day
        self.faults += other.faults


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: nothing that is tried here depends on a real disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="kiosk-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def cut_story(seed: int, cuts: int, disk: Disk = SOUND) -> Tally:
    """One story, cut `cuts` times."""
    chance, tally = random.Random(seed), Tally()
    files: Files = {}
    expected = Expected()
    with quick_folder() as folder:
        for life in range(LIVES):
            told = Teller(
                _laid_out(files, folder / str(life)), chance, expected=deepcopy(expected), weaken=disk.weaken
            )
            told.tell(STEPS)
            moments = sorted(chance.randint(1, len(told.lines)) for _ in range(cuts // LIVES))
            platter, done = Platter(files), 0
            for moment in moments:
                for line in told.lines[done:moment]:
                    _take(line, platter, expected, disk)
                done = moment
                place = _laid_out(platter.without_power(chance), folder / "cut")
                kept, faults = _start(place, expected, chance)
                tally.faults += [f"seed {seed}, life {life}, line {moment}: {fault}" for fault in faults]
                _count(tally, kept, expected)
            if faults:
                break
            files, expected = _files(folder / "cut"), _going_on(expected, kept)
    return tally


def _laid_out(files: Files, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _take(line: Line, platter: Platter, expected: Expected, disk: Disk) -> None:
    if not isinstance(line, Change):
        expected.take(line)
    elif disk.keeps_names or not isinstance(line, FolderSynced):
        platter.take(line)


def _start(folder: Path, expected: Expected, chance: random.Random) -> tuple[Kept | None, list[str]]:
    """The display starts on what is left: everything is there, and it goes on."""
    if chance.random() < 0.2:
        (folder / "outbox.db-shm").write_bytes(chance.randbytes(32768))
    try:
        store = Store(folder)
        try:
            kept = store.load(ROOM, expected.privacy)
            faults = list(expected.faults(kept))
            held = b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != SHARED)
            faults += [
                f"{word} is on the disk yet" for word in sorted(expected.gone) if word.encode() in held
            ]
            faults += _goes_on(store, folder, expected) if chance.random() < 0.1 else ()
        finally:
            store.close()
    except REFUSALS as refused:
        return None, [f"it does not start: {refused!r}"]
    return kept, faults


def _goes_on(store: Store, folder: Path, expected: Expected) -> list[str]:
    new = Promise(PromiseId("new"), BEGIN, BEGIN, BEGIN)
    store.keep(new)
    store.close()
    again = Store(folder)
    there = new in again.load(ROOM, expected.privacy).promises
    again.keep(replace(new, life=Life.SETTLED))
    again.close()
    return [] if there else ["what is promised afterwards is not kept"]


def _count(tally: Tally, kept: Kept | None, expected: Expected) -> None:
    tally.cuts += 1
    tally.with_promises += bool(expected.promises)
    tally.could_have_day += bool(expected.days)
    tally.with_day += bool(expected.days) and kept is not None and kept.as_of is not None


def _going_on(expected: Expected, kept: Kept | None) -> Expected:
    """What is expected of a life that begins with what a cut has left."""
    if kept is None:
        return Expected()
    promises = {promise.id: promise for promise in kept.promises}
    days = [Day(kept.events, kept.as_of, kept=True)] if kept.as_of is not None else []
    notes = {note.event: note for note in kept.notes if isinstance(note, CheckIn)}
    return Expected(promises, None, notes, None, days, expected.privacy, set(expected.gone))
