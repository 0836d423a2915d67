"""The gate through which a pushed configuration comes: the display is watched until it is clear that it lives with it. Roof."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from kiosk.config.course import Gate, Trying, Verdict, due_in, judged
from kiosk.core.loop import Core
from kiosk.room.visit import as_of, closes_at

AGAIN = 2.0
"""Seconds between two reads that are asked for."""


LEFT_ALONE = timedelta(seconds=5)
"""Since the last touch: nothing changes under a finger."""
TOUCHED_MOST = timedelta(minutes=10)
"""Somebody who never leaves does not keep an admin's wish away for longer."""


async def left_alone(core: Core) -> None:
    """Returns when nobody is busy at the door; soon after a sheet was closed by hand before its time."""
    end = core.clock.elapsed() + TOUCHED_MOST
    while (left := _busy_for(core)) > timedelta() and core.clock.elapsed() < end:  # noqa: ASYNC110 - it knows till when
        await asyncio.sleep(min(left, LEFT_ALONE).total_seconds())


def _busy_for(core: Core) -> timedelta:
    now = core.now()
    visit = as_of(core.facts.visit, now)
    touched = visit.touched_at + LEFT_ALONE if visit.touched_at else now
    return max(touched, closes_at(visit) or now) - now


async def proven(
    core: Core,
    trying: Trying,
    drawn: Callable[[], Awaitable[None]],
    sync: Callable[[], Awaitable[bool]],
    let_in: Callable[[], Awaitable[object]],
) -> str | None:
    """Waits until the display has drawn a frame, read its calendar and been let in by its broker, or does not.

    None: all is well; else why it is not.
    """
    began, since = core.clock.elapsed(), core.clock.now()
    frame, read, link = (
        asyncio.ensure_future(drawn()),
        asyncio.ensure_future(sync()),
        asyncio.ensure_future(let_in()),
    )
    try:
        while True:
            heard = core.facts.heard.as_of
            gate = Gate(
                trying.healthy, _well(frame), (heard is not None and heard >= since) or _well(read),
                trying.linked, _well(link),
            )  # fmt: skip
            passed = core.clock.elapsed() - began
            verdict, why = judged(gate, passed)
            if verdict is not Verdict.WAIT:
                return None if verdict is Verdict.WELL else why
            if read.done() and not _well(read):
                read = asyncio.ensure_future(_later(sync))
            limit = due_in(gate, passed).total_seconds()
            pending = [one for one in (frame, read, link) if not one.done()]
            if not pending:  # nothing more can come of it
                await asyncio.sleep(limit)
                continue
            await asyncio.wait(pending, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in (frame, read, link):
            one.cancel()


async def _later(sync: Callable[[], Awaitable[bool]]) -> bool:
    await asyncio.sleep(AGAIN)
    return await sync()


def _well(work: asyncio.Future[Any]) -> bool:
    return work.done() and not work.cancelled() and work.exception() is None and work.result() is not False
