"""An outage of any kind and any length: at most 15 seconds after its end Exchange is heard again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk.sync.errors import GraphFault, NeverLeft, NoAnswer
from kiosk.sync.pace import Pace
from tests.core.world import World
from tests.fakes.exchange import Trouble

SOON = 15.0
HANGS = 10.0
"""Seconds that a request waits for an answer, and so at most what one that is under way at the end still costs."""
MONTH_OF_TRIES = 30 * 24 * 3600 // 5


def refuse(world: World) -> None:
    world.exchange.offline = True


def befall(trouble: Trouble) -> Callable[[World], None]:
    return lambda world: world.exchange.befall(trouble, lambda _: True, times=100_000)


KINDS: dict[str, Callable[[World], None]] = {
    "no network": refuse,
    "cut lines": befall(Trouble.LOST_BEFORE),
    "silence": befall(Trouble.SILENT),
    "somebody else's answers": befall(Trouble.GARBLED),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seconds", [1.0, 14.7, 63.0, 601.0, 3604.0])
async def test_exchange_is_heard_again(kind: str, seconds: float, tmp_path: Path) -> None:
    async with World(tmp_path, seed=round(seconds)) as world:
        await world.ready()
        KINDS[kind](world)
        await asyncio.sleep(seconds)
        world.exchange.calm()
        ended = world.now
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy", within=SOON)
        assert world.core.facts.heard.reachable
        assert world.now - ended <= timedelta(seconds=SOON)


async def test_a_machine_that_slept_for_a_month_hears_exchange_at_once(tmp_path: Path) -> None:
    async with World(tmp_path) as world:
        await world.ready()
        refuse(world)
        await asyncio.sleep(30)
        world.clock.off += timedelta(days=30)
        await asyncio.sleep(30)
        world.exchange.calm()
        world.exchange.book(world.minute, world.minute + timedelta(hours=1))
        await world.until_state("busy", within=SOON)


@pytest.mark.parametrize(
    ("fault", "takes"),
    [(NeverLeft("refused"), 0.01), (NeverLeft("no name"), 5.0), (NoAnswer("silence"), HANGS)],
)
def test_in_a_month_without_exchange_no_two_tries_are_further_apart(fault: GraphFault, takes: float) -> None:
    """As pull.py reckons: a try that hung has waited already."""
    chance, most = Random(1), 0.0
    for failures in (0, MONTH_OF_TRIES // 2, MONTH_OF_TRIES):
        pace = Pace(10, 10, failures)
        for _ in range(2_000):
            pace = pace.after_fault(fault)
            pause = pace.delay(fault, quick=False, waiting=0, random=chance.random())
            most = max(most, takes + max(0.5, pause - takes))
    assert most <= SOON - 1


async def test_displays_do_not_come_back_all_at_once() -> None:
    """A building's displays lose Exchange together."""
    fault, pauses = NeverLeft("refused"), set()
    for seed in range(50):
        pace = Pace.of(10)
        for _ in range(10):
            pace = pace.after_fault(fault)
        pauses.add(round(pace.delay(fault, quick=False, waiting=0, random=Random(seed).random()), 1))
    assert len(pauses) > 20
