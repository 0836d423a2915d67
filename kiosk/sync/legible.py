"""What the events of a page mean.

A day of which one event makes no sense is not known: that one may be the meeting that is running. In what is read of our own
bookings and their rivals, one that ends before it begins is nobody's rival.
"""

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


async def events_of(items: Items, reading: wire.Reading) -> list[Event]:
    """Events of a page; a long page is read on a thread, so that no frame waits for it.

    Raises:
        errors.Garbled: it is no page of events.
    """

    def read() -> list[Event]:
        events = (wire.event_of(item, reading) for item in items)
        return [event for event in events if event is not None]

    try:
        return read() if len(items) < PAGE // 10 else await asyncio.to_thread(read)
    except wire.Unreadable as wrong:
        raise errors.Garbled(str(wrong)) from None
