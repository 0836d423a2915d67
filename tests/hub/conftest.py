import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.fakes.postgres import Postgres
from tests.hub.stage import Stage

T = TypeVar("T")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    cluster = Postgres()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """What the hub keeps its registry in; "": SQLite in its folder."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres").database()


@pytest.fixture
def stage(tmp_path: Path, database: str) -> Iterator[Stage]:
    stage = Stage(tmp_path, database)
    stage.open()
    yield stage
    stage.close()


@pytest.fixture
def on_loop() -> Iterator[Callable[[Awaitable[T]], T]]:
    """Runs something on a loop that goes on beside the test."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), loop).result(60)

    yield run
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
