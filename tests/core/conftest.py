"""Journeys run on virtual time; the real timers are tried on the real one."""

import asyncio
from collections.abc import Callable

import pytest

from tests.fakes.virtual import VirtualLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config,  # noqa: ARG001 - the hook's own signature
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    virtual = "/core/" in item.path.as_posix() and item.path.name != "test_alarm.py"
    return {"virtual": VirtualLoop} if virtual else None
