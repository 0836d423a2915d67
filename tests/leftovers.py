"""A data directory with everything that a display ever keeps of a room, made by those who keep it; and what of it may be found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import believed, keep
from kiosk.device import door, staff_file
from kiosk.pairing import audit, identity, kept
from kiosk.pairing.bundle import Bundle
from kiosk.room.model import Event, EventId, Life, Promise, PromiseId, Room
from kiosk.sync.store import Store

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
TENANT: dict[str, Any] = {
    "graph": {"tenant_id": "contoso.onmicrosoft.com", "client_id": "11111111-2222"},
    "system_user": {
        "mailbox": "displays@contoso.com",
        "sign_in": "client_secret",
        "client_secret_file": "s",
    },
    "room": {"mailbox": "aurora@contoso.com", "name": "Aurora"},
}
WORDS = (
    b"Merger", b"Lena", b"contoso", b"Aurora", b"aurora", b"hush", b"11111111", b"PRIVATE KEY", b"CERTIFICATE", b"10.4.12",
    b"salt",
)  # fmt: skip
"""None of these may be left: a subject, a name, a mailbox, a secret, a key, an address, a PIN's hash."""
STRANGER = "notes.txt"


def lived_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A display was paired here, has read its day, made promises, and was killed."""
    monkeypatch.setattr(staff_file, "COST", 2)
    own = door.Door(folder)
    identity.identity(folder)
    kept.keep(folder, Bundle(TENANT, {"system_user.client_secret_file": b"hush"}), "")
    kept.take_on(folder)
    kept.keep(
        folder, Bundle(TENANT, {"system_user.client_secret_file": b"hush"}), ""
    )  # another is being tried
    kept.leave_open(folder, wanted=True)
    kept.count_wrong(folder, 3)
    staff_file.set_pin(folder, "482917")
    audit.note(folder, NOW, "right door", "10.4.12.61", b"key")
    (folder / "pairing-audit.old").write_text('{"from": "10.4.12.60"}\n')
    for name in ("kiosk.pem", "kiosk.public.pem", ".kiosk.pem.0a1b", ".kiosk.public.pem.0a1b"):
        (folder / name).write_text("-----BEGIN PRIVATE KEY----- CERTIFICATE\n")
    (folder / ".device.key.0a1b").write_text("PRIVATE KEY")
    (folder / "staff-pin.json.new").write_text('{"salt": ""}')
    keep.keep_document(folder, "aurora@contoso.com.hush")
    believed.keep_keys(folder, "-----BEGIN CERTIFICATE-----")
    keep.leave(folder, "hush")
    (folder / "trial").write_bytes(bytes(4096))
    store = Store(folder)
    store.load("aurora@contoso.com", "full")
    hour = timedelta(hours=1)
    meeting = Event(EventId("e"), "u", NOW, NOW + hour, subject="Merger with Fabrikam", organizer="Lena")
    store.keep_room(Room("aurora@contoso.com", "Aurora", "UTC"))
    store.apply((meeting,), NOW, "UTC")
    store.apply((), NOW + hour, "UTC")  # what is left of it would stand in free pages
    store.apply((meeting,), NOW + 2 * hour, "UTC")
    mine = Promise(PromiseId("p"), NOW, NOW + hour, NOW, subject="Merger", name="Lena", life=Life.KEPT)
    store.keep(mine)
    for name in ("cache.db", "outbox.db", "outbox.db-wal"):
        (folder / f"{name}.unreadable").write_bytes((folder / name).read_bytes() or b"Merger")
    (folder / "outbox.db.unreadable-1").mkdir()
    (folder / "outbox.db.unreadable-1" / "what").write_text("Merger")
    (folder / STRANGER).write_text("somebody's own")
    store.close()
    own.close()


def everything(folder: Path) -> bytes:
    """Names and bytes of all that lies in it."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_socket()]
    return b"\n".join(path.name.encode() + b"\n" + path.read_bytes() for path in files)


def found(folder: Path) -> list[bytes]:
    """Which of the words are there still."""
    all_of_it = everything(folder)
    return [word for word in WORDS if word in all_of_it]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
