"""Waiting for what another thread or process does: as short as it takes, and never for ever."""

import asyncio
from collections.abc import Callable


async def eventually(claim: Callable[[], bool], seconds: float = 20) -> None:
    """Returns as soon as `claim` holds; a claim that stays false fails the test."""
    async with asyncio.timeout(seconds):
        while not claim():  # noqa: ASYNC110 - nobody there who could set an event
            await asyncio.sleep(0.005)
