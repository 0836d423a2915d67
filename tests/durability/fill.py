"""A data directory with something in it, and what a start on it must find after all that may have befallen it."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.room.confirmed import CheckIn
from kiosk.room.model import Event, EventId, Life, Promise, PromiseId, Room, Wish
from kiosk.sync.store import Kept, Store

ROOM = Room("aurora@contoso.com", "Aurora", "Europe/Berlin", "4", 8, ("display",), verified=True)
NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
EVENTS = tuple(
    Event(
        EventId(f"id-{number:02}"), f"uid-{number}", NOW + timedelta(hours=number),
        NOW + timedelta(hours=number, minutes=50), subject=f"Meeting {number}", organizer="Lena Fischer",
    )
    for number in range(40)
)  # fmt: skip
PROMISES = tuple(
    Promise(
        PromiseId(f"promise-{number}"), NOW + timedelta(hours=number), NOW + timedelta(hours=number + 1), NOW,
        life=life, wish=wish, subject="Standup" * number, name="Lena Fischer",
    )
    for number, (life, wish) in enumerate(
        [
            (Life.QUEUED, Wish.CREATE), (Life.IN_DOUBT, Wish.CREATE), (Life.AWAITING, Wish.EXTEND),
            (Life.KEPT, Wish.CREATE), (Life.QUEUED, Wish.CANCEL), (Life.CONFIRMED, Wish.RENAME),
        ]
    )
)  # fmt: skip
CHECK_IN = CheckIn("id-03", NOW, NOW + timedelta(hours=9))
LATER = replace(PROMISES[0], life=Life.IN_DOUBT, sent_at=NOW)
"""What the first promise has become when the display is killed: kept, and not yet moved out of the WAL."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Files of a display: after it was ended, or after it was killed with something in both WALs."""

    files: dict[str, bytes]

    def laid_out(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return folder


def filled(folder: Path, *, killed: bool = False) -> Filled:
    store = Store(folder)
    store.load(ROOM.mailbox, "full")
    store.keep_room(ROOM)
    store.apply(EVENTS, NOW, ROOM.zone)
    for promise in PROMISES:
        store.keep(promise)
    store.note(CHECK_IN)
    store.tidy()
    if not killed:
        store.close()
    else:
        store.keep(LATER)
        store.apply(EVENTS, NOW + timedelta(minutes=5), ROOM.zone)
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".db-shm"}
    if killed:
        store.close()
    return Filled(files)


def started(folder: Path) -> Kept:
    """A start on what is there. It goes on: what is kept from now on is found again."""
    store = Store(folder)
    kept = store.load(ROOM.mailbox, "full")
    new = replace(PROMISES[0], id=PromiseId("new"))
    store.keep(new)
    store.tidy()
    store.keep_room(ROOM)
    store.apply(EVENTS[:3], NOW + timedelta(hours=1), ROOM.zone)
    store.close()
    store = Store(folder)
    again = store.load(ROOM.mailbox, "full")
    store.close()
    assert again.promises == (*kept.promises, new)
    assert set(again.events) == set(EVENTS[:3])
    return kept


def check(kept: Kept) -> None:
    """No promise is changed, and if one is missing that is said; the day is whole, or is to be read again."""
    allowed = {*PROMISES, LATER}
    assert set(kept.promises) <= allowed, "a promise was changed"
    missing = {p.id for p in PROMISES} - {p.id for p in kept.promises}
    assert not missing or kept.outbox_lost, f"lost without a word: {sorted(missing)}"
    assert kept.notes == (CHECK_IN,) or (kept.notes == () and kept.outbox_lost), (
        "a check-in was changed or lost"
    )
    known = kept.events == EVENTS and kept.as_of in (NOW, NOW + timedelta(minutes=5)) and kept.room == ROOM
    assert known or (kept.events, kept.as_of) == ((), None), "a day that never was"
