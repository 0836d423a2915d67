"""What the judge's tests share: one screen for the session, a tenant and a display for each test."""

from collections.abc import Iterator

import pytest

from .screen import Screen


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen
