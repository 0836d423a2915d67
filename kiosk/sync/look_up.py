"""Whose address was typed: somebody's in whose calendar we may write, a room's, or nobody's that we know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kiosk.room.reasons import Reason
from kiosk.sync import bodies, errors, steps, wire

NO = (errors.ItemGone, errors.MailboxMissing, errors.BadRequest)
"""No such thing. Which of them comes differs from call to call (facts.md §4.2, §5 row 28)."""


class Asks(Protocol):
    """The requests this file makes; sync/graph.py answers them over HTTP."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...


async def look_up(graph: Asks, address: str) -> steps.Answer:
    """Reads the person's calendar, not what is in it: of all that the scope for writing allows it tells least.

    The directory (`GET users/{id}`) would take one more permission, and knows people whose calendars are closed to us
    (facts.md §1.5, §2.10). That a calendar can be read is no proof that it can be written: a create that is refused
    after all is the outsider's case too. A room is nobody to book for: invited or written to, it would be booked.

    Raises:
        errors.GraphFault, wire.Unreadable: there was no answer to build on.
    """
    if await _is_room(graph, address):
        return steps.Denied(Reason.EMAIL)
    try:
        calendar = await graph.get(bodies.address("users", address, "calendar"))
    except errors.Forbidden:
        return steps.Outsider(refused=True)
    except NO:
        return steps.Outsider()
    return steps.Insider() if wire.may_edit(calendar) else steps.Outsider(refused=True)


async def _is_room(graph: Asks, address: str) -> bool:
    """Without Place.Read.All nobody tells (facts.md §1.5); then it is taken for a person's."""
    try:
        place = await graph.get(bodies.address("places", address))
    except (errors.Forbidden, *NO):
        return False
    if not isinstance(place, dict) or "displayName" not in place:
        raise wire.Unreadable("place")
    return True
