"""What a pushed document makes of a display's own file, and what of that file it overrides. Pure.

A table that the document has takes the place of the file's; one that it lacks stays as the file has it. What only the
device may know (where keys and secrets lie, how this machine is wired) stays the file's, and no document may say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.config import pictures
from kiosk.config.refused import Refused

Tables = Mapping[str, Any]

DEVICE_ONLY = {
    "graph": ("ca_file",),
    "system_user": (
        "certificate_file", "pkcs11_module", "pkcs11_token", "pkcs11_pin_file", "client_secret_file", "sign_in",
    ),
    "light": ("http_token_file", "http_ca_file"),
    "report": ("webhook_token_file",),
    "mqtt": ("password_file", "ca_file"),
    "config": ("trust_file", "broker_ca_file", "broker_certificate_file"),
    "pairing": ("port", "listen"),
}  # fmt: skip
"""Keys that name a file of the device, or how it proves who it is."""
BY_THE_HUB = ("system_user", "sign_in", "device")
"""This a document may say: who is in a fleet can prove who it is without anything else."""


def merged(own: Tables, pushed: Tables, *, room: str | None) -> dict[str, Any]:
    """The tables that the display runs on. `room`: the mailbox that it shows; a document moves no display.

    Raises:
        Refused: the document says what only the device may know, or names another room.
    """
    if lines := not_for_documents(pushed):
        raise Refused.of("device_only", lines)
    wanted = pushed.get("room")
    named = wanted.get("mailbox") if isinstance(wanted, Mapping) else None
    if named is not None and isinstance(named, str) and named.lower() != (room or "").lower():
        raise Refused(
            "other_room", "room.mailbox names another room. Connect the display to it with kiosk pair."
        )
    result = dict(own)
    for table, value in pushed.items():
        if not isinstance(value, Mapping):
            result[table] = value
            continue
        before = own.get(table)
        stays = before if isinstance(before, Mapping) else {}
        kept = {
            key: stays[key]
            for key in DEVICE_ONLY.get(table, ())
            if key in stays and not _by_the_hub(pushed, table, key)
        }
        if table == "room" and "mailbox" in stays:
            kept["mailbox"] = stays["mailbox"]
        result[table] = {**value, **kept}
    return result


def not_for_documents(pushed: Tables) -> tuple[str, ...]:
    """A sentence for each key that only the device may know."""
    return tuple(
        f"{table}.{key} is only for the display's own file: leave it out."
        for table, key in _keys(pushed)
        if key in DEVICE_ONLY.get(table, ()) and not _by_the_hub(pushed, table, key)
    ) + tuple(
        f"{table}.{key} names a file: a document says a picture by its SHA-256 and its size."
        for table, key in _keys(pushed)
        if table == pictures.TABLE
        and isinstance(told := _said(pushed, table, key), str)
        and not pictures.named(told)
    )


def overridden(own: Tables, pushed: Tables) -> tuple[str, ...]:
    """Keys of the display's own file that do not count any more, as `booking.max_minutes`."""
    return tuple(
        f"{table}.{key}" if key else table
        for table, key in _keys(own)
        if table in pushed
        and key not in DEVICE_ONLY.get(table, ())
        and (table, key) != ("room", "mailbox")
        and _said(own, table, key) != _said(pushed, table, key)
    )


def without(document: Tables) -> dict[str, Any]:
    """The tables of an admin's kiosk.toml as a document may say them: what only a device may know is left out."""
    return {
        table: {key: one for key, one in value.items() if key not in DEVICE_ONLY.get(table, ())}
        if isinstance(value, Mapping)
        else value
        for table, value in document.items()
        if table != "pairing"
    }


def _by_the_hub(pushed: Tables, table: str, key: str) -> bool:
    told = pushed.get(table)
    return isinstance(told, Mapping) and (table, key, told.get(key)) == BY_THE_HUB


def _keys(tables: Tables) -> Iterator[tuple[str, str]]:
    for table, value in tables.items():
        if isinstance(value, Mapping):
            yield from ((table, key) for key in value)
        else:
            yield table, ""


def _said(tables: Tables, table: str, key: str) -> object:
    value = tables[table]
    return value.get(key) if isinstance(value, Mapping) and key else value
