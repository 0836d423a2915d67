"""The journeys of this folder run on virtual time; everything else meets real sockets."""

import asyncio
from collections.abc import Callable

import pytest

from tests.fakes.virtual import VirtualLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config,  # noqa: ARG001 - the hook's own signature
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    return {"virtual": VirtualLoop} if item.path.name == "test_journeys.py" else None
