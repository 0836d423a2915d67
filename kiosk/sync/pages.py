"""All pages of a collection, one after the other, or a fault: bounded in pages, items and time. What is on them is not its business."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Protocol

from kiosk.sync import errors, wire

PAGE = 500
"""Events asked for at a time."""
MOST_PAGES = 200
MOST_ITEMS = 20_000
"""Of all pages together, in whatever they say."""
LONGEST_READ = timedelta(seconds=60)
"""For all pages together; who is slower is not read to the end. The request under way has its own bound."""


class Gets(Protocol):
    """sync/graph.py, or the engine's look-alikes of it."""

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        ...


async def pages(graph: Gets, path: str, params: Mapping[str, str]) -> AsyncIterator[list[Mapping[str, Any]]]:
    """The items of each page.

    Raises:
        errors.GraphFault: one of the pages could not be read, or they do not end.
    """
    seen: set[str] = set()
    address, query = path, params
    loop, came = asyncio.get_running_loop(), 0
    last = loop.time() + LONGEST_READ.total_seconds()
    while True:
        try:
            items, following = wire.page_of(await graph.get(address, query or None))
        except wire.Unreadable as wrong:
            raise errors.Garbled(str(wrong)) from None
        except errors.ItemGone as gone:
            if seen:
                raise errors.Garbled("a page that is gone") from None
            raise errors.MailboxMissing(str(gone)) from None  # no such calendar (facts.md §4.2)
        yield items
        if following is None:
            return
        came += len(items)
        if following in seen or len(seen) >= MOST_PAGES or came > MOST_ITEMS:
            raise errors.Garbled("pages without end")
        if loop.time() > last:
            raise errors.NoAnswer("pages too slow to come to an end")
        seen.add(following)
        address, query = following, {}
