"""Journeys run on virtual time."""

import asyncio
from collections.abc import Callable

import pytest

from tests.fakes.virtual import VirtualLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config,  # noqa: ARG001 - the hook's own signature
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    return {"virtual": VirtualLoop} if "/core/" in item.path.as_posix() else None
