"""Whose mailbox it is, where Exchange tells: a person's calendar must not be shown at a door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kiosk.sync import bodies, errors

PERSONS = ("user", "linked")
"""Values of userPurpose. A shared mailbox may serve as a room's."""


class Gets(Protocol):
    """sync/graph.py, or the engine's look-alikes of it."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...


async def is_persons(graph: Gets, mailbox: str) -> bool:
    """Whether the mailbox's own settings say that it is a person's; without MailboxSettings.Read they are not told (facts.md §1.5)."""
    path = bodies.address("users", mailbox, "mailboxSettings")
    try:
        settings = await graph.get(path, {"$select": "userPurpose"})
    except errors.GraphFault:
        return False
    return isinstance(settings, dict) and settings.get("userPurpose") in PERSONS
