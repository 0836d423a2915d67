"""What the events of a page mean. One that ends before it begins occupies nothing: it is left out, and the rest is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from kiosk.room.model import Event
from kiosk.sync import errors, wire
from kiosk.sync.pages import PAGE

T = TypeVar("T")
Items = list[Mapping[str, Any]]


def each(items: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    """What `read` makes of each item, without those that end before they begin."""
    for item in items:
        try:
            yield read(item)
        except wire.Backwards:
            continue


async def events_of(items: Items, reading: wire.Reading) -> tuple[list[Event], int]:
    """Events of a page, and how many were left out; a long page is read on a thread, so that no frame waits for it.

    Raises:
        errors.Garbled: it is no page of events.
    """

    def read() -> tuple[list[Event], int]:
        meant = list(each(items, lambda item: wire.event_of(item, reading)))
        return [event for event in meant if event is not None], len(items) - len(meant)

    try:
        return read() if len(items) < PAGE // 10 else await asyncio.to_thread(read)
    except wire.Unreadable as wrong:
        raise errors.Garbled(str(wrong)) from None
