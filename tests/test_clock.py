"""The only reader of time, on a machine whose own zone is far from Greenwich."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.clock import Clock


@pytest.fixture
def on_lord_howe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as world:
        world.setenv("TZ", "Australia/Lord_Howe")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("on_lord_howe")
def test_now_is_greenwichs_wherever_the_machine_stands() -> None:
    now = Clock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.fromtimestamp(time.time(), UTC)) < timedelta(minutes=5)
