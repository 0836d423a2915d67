"""One try to let the room say no to an occurrence of somebody's meeting. Never sent without a look at it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from kiosk.room.confirmed import Freeing, Release
from kiosk.sync import bodies, errors, wire

AGAIN = timedelta(seconds=2)


class Asks(Protocol):
    """The requests this file makes; sync/graph.py answers them over HTTP."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        ...


@dataclass(frozen=True, slots=True)
class Tried:
    """How far the release has come; while it is open, when to try again."""

    life: Freeing
    again: timedelta = AGAIN


async def give_back(
    graph: Asks, mailbox: str, release: Release, message: str, exempt_created: timedelta
) -> Tried:
    """Declines the room's own copy: the organizer hears of it, and their appointment stays (facts.md §3.5).

    A meeting that was moved, is cancelled, was made within `exempt_created` of its start, or belongs to the room
    itself is spared. A repeated try is safe: what is declined already is gone.
    """
    path = bodies.address("users", mailbox, "events", release.event)
    try:
        item = await graph.get(path)  # whole: createdDateTime comes only without $select (facts.md §3.2)
        if not _still_as_decided(item, release, exempt_created):
            return Tried(Freeing.DONE if release.life is Freeing.IN_DOUBT else Freeing.SPARED)
    except errors.ItemGone:
        return Tried(Freeing.DONE)
    except (errors.Forbidden, errors.BadRequest, errors.MailboxMissing, wire.Unreadable):
        return Tried(Freeing.REFUSED)
    except errors.GraphFault as fault:
        return Tried(release.life, _pause(fault))
    try:
        await graph.post(f"{path}/decline", {"comment": message, "sendResponse": True})
    except errors.ItemGone:
        return Tried(Freeing.DONE)
    except (errors.Forbidden, errors.BadRequest, errors.MailboxMissing):
        return Tried(Freeing.REFUSED)
    except (errors.NeverLeft, errors.AccessLost, errors.WaitAsked, errors.ChangeKeyMoved) as fault:
        return Tried(release.life, _pause(fault))
    except errors.GraphFault:
        return Tried(Freeing.IN_DOUBT)
    return Tried(Freeing.DONE)


def _pause(fault: errors.GraphFault) -> timedelta:
    return fault.wait if isinstance(fault, errors.WaitAsked) and fault.wait is not None else AGAIN


def _still_as_decided(item: Any, release: Release, exempt_created: timedelta) -> bool:  # noqa: ANN401 - JSON
    trace = wire.trace_of(item, "UTC")
    foreign = item.get("isOrganizer") is not True and item.get("type") != "seriesMaster"
    if trace.cancelled or not foreign or trace.start != release.start or not wire.accepted(item):
        return False
    old = not exempt_created or wire.created_at(item) <= release.start - exempt_created
    return release.asked or old
