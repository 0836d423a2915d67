"""What `kiosk pair` hands over, from the files of the admin's computer."""

from __future__ import annotations

import base64
import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.config import pictures
from kiosk.config.desired import validated
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.fleet_line import FleetLine, Pass
from kiosk.pairing.bundle import FILES, LARGEST_FILE, Bundle


@dataclass(frozen=True, slots=True)
class Many:
    """One of the displays to be paired."""

    address: str
    room: str | None


def rooms_of(path: Path) -> list[Many]:
    """The lines of a CSV file with the columns address and room.

    Raises:
        ConfigProblem: a column is missing, or a line lacks something.
        OSError: the file cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [f"{path}, line {number}: needs an address and a room." for number, row in enumerate(rows, 2)
             if not (row.get("address") or "").strip() or not (row.get("room") or "").strip()]  # fmt: skip
    if lines or not rows:
        raise ConfigProblem(lines or [f"{path} names no display. Its first line must be: address,room"])
    return [Many(row["address"].strip(), row["room"].strip()) for row in rows]


def bundle_of(
    path: Path, room: str | None, *, book: bool, outside: str | None, trust: str, hub: bool = False
) -> Callable[[str | None], Bundle]:
    """What is handed over, but for the PIN. The files that the configuration names go with it; the room is this one.

    `trust`: whom the display shall believe when configurations are pushed to it; a file that is named for it counts more.
    `hub`: it says what the file does not, where it relays.

    Raises:
        ConfigProblem: the configuration, or a file that it names, is not as it must be.
    """
    load(path)  # says in plain words what is wrong with it
    document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    document.pop(pictures.TABLE, None)  # they come with the first push
    if room is not None:
        document["room"] = {**document.get("room", {}), "mailbox": room}
        if room != load(path).room.mailbox:
            document["room"].pop("name", None)
    files = {key: content for key in FILES if (content := _content(path.parent, document, key)) is not None}
    told = validated(document)
    if not told.paired and not (hub and told.room.mailbox):
        raise ConfigProblem(
            [f"{path} names no room, or not the tenant that it is in. Name the room with --room."]
        )
    files.setdefault("config.trust_file", trust.encode())
    return lambda pin: Bundle(document, files, pin, book, outside)


def joining(handed: Bundle, key: bytes, *, site: str, name: str) -> Bundle:
    """With what makes the display with this key a part of the fleet. Raises NotAsked: its hub says no."""
    told = Pass.read(None)
    room = str(handed.config.get("room", {}).get("mailbox", ""))
    with FleetLine(told) as line:
        member = line.post(
            "/v1/displays", key=base64.b64encode(key).decode(), room=room, site=site, name=name
        )
    table = {**handed.config.get("config", {}), "broker": told.broker, "fleet": told.fleet}
    relay = (
        member.get("relay") or {}
    )  # in place of the file's tables, which may say a tenant and its credentials
    own = {key: content for key, content in handed.files.items() if key.partition(".")[0] not in relay}
    files = {
        "config.trust_file": str(member["trust"]).encode(),
        "config.broker_ca_file": str(member["authority"]).encode(),
        "config.broker_certificate_file": str(member["certificate"]).encode(),
    }
    return replace(handed, config={**handed.config, **relay, "config": table}, files={**own, **files})


def _content(folder: Path, document: dict[str, object], key: str) -> bytes | None:
    table, _, name = key.partition(".")
    section = document.get(table)
    named = section.get(name) if isinstance(section, dict) else None
    if not isinstance(named, str):
        return None
    try:
        content = (folder / named).read_bytes()
    except FileNotFoundError:
        return None  # the display's own key: it makes it itself
    except OSError as refused:
        raise ConfigProblem([f"{key}: {folder / named} cannot be read: {refused.strerror}."]) from None
    if len(content) > LARGEST_FILE:
        raise ConfigProblem([f"{key}: {folder / named} is too large to be handed over."])
    return content
