"""A hub as one file, and a hub made of it: keys, settings, and every row of the registry, whichever engine it is on."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection, insert, select, text

from kiosk.hub import settings, store
from kiosk.hub.process import Base
from kiosk.hub.tables import Moment, metadata

ROWS = "registry.jsonl"
KEPT = (settings.NAME, "fleet-ca.pem", "people-ca.pem", "ring")
MANY = 500


class NotCarried(Exception):
    """There is nothing that can be brought back. The text says what to do."""


def backup(base: Base, file: Path) -> int:
    """How many rows. The file is readable by its owner alone: it holds the keys."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened, tarfile.open(fileobj=opened, mode="w:gz") as tar:
        for name in (*KEPT, *_named(base.settings)):
            if (base.folder / name).exists():
                tar.add(base.folder / name, name)
        with base.store.begin() as on:
            lines = [
                _line(table.name, row) for table in metadata.sorted_tables for row in _rows(on, table.name)
            ]
        content = "\n".join(lines).encode()
        about = tarfile.TarInfo(ROWS)
        about.size, about.mode = len(content), 0o600
        tar.addfile(about, io.BytesIO(content))
    return len(lines)


def _named(told: settings.Settings) -> list[str]:
    """Files of the hub's folder that its settings name."""
    relay, notices = told.relay, told.notices
    files = [relay.certificate_file, relay.client_secret_file, relay.ca_file] if relay is not None else []
    files += [notices.certificate_file] if notices is not None else []
    return [one for one in files if one is not None and "/" not in one]


def restore(file: Path, folder: Path) -> int:
    """How many rows. Raises NotCarried, OSError, StoreUnusable."""
    if (folder / settings.NAME).exists():
        raise NotCarried(f"{folder} is a hub's folder already. Restore into another one.")
    try:
        with tarfile.open(file) as tar:
            lines = _unpacked(tar, folder)
    except tarfile.TarError:
        raise NotCarried(f"{file} is no backup of a hub.") from None
    told = settings.read(folder)
    opened = store.opened(told.database_in(folder))
    try:
        with opened.begin() as on:
            _fill(
                on,
                lines,
                f"The database of {told.name} holds something already. Empty it, or name another in {folder / settings.NAME}.",
            )
    finally:
        opened.close()
    return sum(map(len, lines.values()))


def _fill(on: Connection, lines: Mapping[str, Sequence[dict[str, Any]]], full: str) -> None:
    if any(on.execute(select(table).limit(1)).first() is not None for table in metadata.sorted_tables):
        raise NotCarried(full)
    for name, rows in lines.items():
        for begin in range(0, len(rows), MANY):
            on.execute(
                insert(metadata.tables[name]), [_read(name, row) for row in rows[begin : begin + MANY]]
            )
    if on.dialect.name == "postgresql":
        on.execute(
            text(
                "SELECT setval(pg_get_serial_sequence('rollouts', 'id'), COALESCE((SELECT MAX(id) FROM rollouts), 1))"
            )
        )


def _rows(on: Connection, name: str) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in on.execute(select(metadata.tables[name]))]  # noqa: SLF001 - SQLAlchemy's way to say it


def _line(name: str, row: dict[str, Any]) -> str:
    told = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
    return json.dumps([name, told], ensure_ascii=False)


def _read(name: str, row: dict[str, Any]) -> dict[str, Any]:
    columns = metadata.tables[name].columns
    return {
        key: datetime.fromisoformat(value)
        if value is not None and isinstance(columns[key].type, Moment)
        else value
        for key, value in row.items()
    }


def _unpacked(tar: tarfile.TarFile, folder: Path) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = tar.getnames()
    if ROWS not in names or settings.NAME not in names:
        raise NotCarried("That is no backup of a hub.")
    for member in tar.getmembers():
        path = PurePosixPath(member.name)
        if ".." in path.parts or path.is_absolute() or not (member.isfile() or member.isdir()):
            raise NotCarried("That is no backup of a hub.")
        if member.isdir():
            (folder / path).mkdir(mode=0o700, exist_ok=True)
            continue
        content: IO[bytes] | None = tar.extractfile(member)
        if content is None:
            raise NotCarried("That is no backup of a hub.")
        if member.name == ROWS:
            for line in content.read().decode().splitlines():
                name, row = json.loads(line)
                rows.setdefault(name, []).append(row)
        else:
            handle = os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as kept:
                kept.write(content.read())
    return {table.name: rows.get(table.name, []) for table in metadata.sorted_tables}
