"""One configuration for one display: what of an admin's file it is, how it differs from the last one, and how it gets there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from kiosk import __version__
from kiosk.admin.knock import NotReached, knock
from kiosk.admin.pictures import Contents
from kiosk.admin.register import Known
from kiosk.admin.ring import Ring
from kiosk.clock import Clock
from kiosk.config import merged, pictures
from kiosk.config.desired import validated
from kiosk.config.document import Document, hash_of
from kiosk.config.problems import ConfigProblem

FOLLOW = timedelta(minutes=3)
"""How long an admin waits for the end of it: the gate is two minutes at most (config/course.py)."""
EVERY = 0.25
AT_THE_DOOR = timedelta(seconds=5)
"""So long somebody may be busy at the door before the admin is told that it takes longer."""
WORDS = {
    "applied": "follows it",
    "rolled_back": "undid it",
    "rejected": "refused it",
    "pending": "has it, and does not follow it yet: somebody is at the door. It will by itself",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it at one display. `known`: as it is to be remembered; `why`: what is wrong, in plain words."""

    known: Known
    state: str
    why: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        return self.state in ("applied", "pending")


def tables_for(document: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The tables of kiosk.toml as they are sent to this display: its own room, and nothing that only a device may know.

    Raises:
        ConfigProblem: with one plain sentence for each thing that is wrong.
    """
    tables = json.loads(json.dumps(merged.without(document), default=str))  # a day, which JSON does not know
    room = tables.get("room") or {}
    its_own = known.room is None or str(room.get("mailbox", "")).lower() == known.room.lower()
    tables.pop("room", None)
    if its_own and room:
        tables["room"] = room
    looked_at = {**document, **({"room": {"mailbox": known.room}} if known.room and not its_own else {})}
    if not validated(looked_at).paired:
        raise ConfigProblem(["The file says no tenant: [graph] with tenant_id and client_id is missing."])
    return dict(tables)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What changes, a line a key: `booking.max_minutes: 240 -> 120`."""
    old, new = dict(_flat(before)), dict(_flat(after))
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield f"{key}: {_shown(old, key)} -> {_shown(new, key)}"


def signed(ring: Ring, known: Known, tables: Mapping[str, Any], now: datetime) -> tuple[str, Known]:
    """The document, and the display as it is to be remembered once that has reached it."""
    revision = max(int(now.timestamp() * 1000), known.v + 1)
    document = Document(known.id, revision, now, tables, known.hash, min_app=_least())
    text = ring.sign(document)
    return text, replace(known, v=revision, hash=hash_of(text), cfg=tables)


def send(
    ring: Ring,
    known: Known,
    text: str,
    after: Known,
    say: Callable[[str], None],
    contents: Contents = {},  # noqa: B006 - never changed
) -> Sent:
    """To its LAN link, with those of its pictures that the display asks for. Returns when the display follows it, does not, or waits for somebody at its door.

    Raises:
        NotReached: the display does not answer.
    """
    clock = Clock()
    context = ring.client(clock.now())
    address = known.address or ""
    told = knock(address, known.id, context, "GET", "/v1/reported")
    if told.get("keys", 0) < ring.trust.version:
        renewed = knock(address, known.id, context, "PUT", "/v1/keys", ring.trust.keys)
        if "error" in renewed:
            return Sent(known, "rejected", (str(renewed["error"]),))
    told = knock(address, known.id, context, "PUT", "/v1/desired", text)
    for picture in filter(None, map(pictures.named, map(str, told.get("wants", ())))):
        if (content := contents.get(picture.digest)) is not None:
            told = knock(address, known.id, context, "PUT", f"/v1/pictures/{picture.digest}", content)
    if told.get("code") == "pictures" and told.get("wants"):
        lacks = ", ".join(map(str, told["wants"]))
        return Sent(known, "rejected", (f"It waits for pictures that this computer does not have: {lacks}.",))
    say("has it")
    begin = clock.monotonic()
    until, patient = begin + FOLLOW.total_seconds(), begin + AT_THE_DOOR.total_seconds()
    while _under_way(told, after) and clock.monotonic() < until:
        if told.get("code") == "waits" and clock.monotonic() > patient:
            break
        sleep(EVERY)
        try:
            told = knock(address, known.id, context, "GET", "/v1/reported")
        except NotReached:
            continue  # it begins anew
    if "error" in told:
        return Sent(known, "rejected", (str(told["error"]),))
    state = str(told.get("state"))
    known = replace(after, room=told.get("room") or known.room)
    return Sent(known, state, tuple(map(str, told.get("why", ()))), tuple(map(str, told.get("ignored", ()))))


def _under_way(told: Mapping[str, Any], after: Known) -> bool:
    return "error" not in told and (told.get("state") == "pending" or told.get("v") != after.v)


def _least() -> str:
    """A document names the program's version that its tables are of."""
    return ".".join(__version__.split(".")[:2])


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for table, value in tables.items():
        if isinstance(value, Mapping):
            yield from ((f"{table}.{key}", one) for key, one in value.items())
        else:
            yield table, value


def _shown(tables: Mapping[str, object], key: str) -> str:
    if key not in tables:
        return "(default)"
    text = json.dumps(tables[key], ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - a line of a terminal
