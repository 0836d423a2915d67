"""The golden days are told on a machine that stands elsewhere: its own zone must not matter."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def elsewhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv("TZ", "Pacific/Chatham")
        time.tzset()
        yield
    time.tzset()
