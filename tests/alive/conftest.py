"""Facts about long waits run on virtual time; what needs threads or processes that hang, on the real one."""

import asyncio
from collections.abc import Callable

import pytest

from tests.fakes.virtual import VirtualLoop

VIRTUAL = {"test_ending.py", "test_outages.py", "test_stuck_tasks.py"}


def pytest_asyncio_loop_factories(
    config: pytest.Config,  # noqa: ARG001 - the hook's own signature
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    if item.path.parent.name != "alive":
        return None
    return {"virtual": VirtualLoop} if item.path.name in VIRTUAL else {"plain": asyncio.new_event_loop}
