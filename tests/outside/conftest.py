"""What the judge's tests share: one screen for the session, a tenant and displays for each test."""

from collections.abc import Iterator

import pytest

from .graph import Graph
from .screen import Screen
from .stage import Stage


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


@pytest.fixture
def stage(screen: Screen) -> Iterator[Stage]:
    stage = Stage(screen, Graph())
    try:
        yield stage
    finally:
        for display in stage.displays:
            print(display.words()[-6000:])  # noqa: T201 - pytest shows it when the test failed
        stage.close()


@pytest.fixture(params=["invite", "direct"])
def booking(request: pytest.FixtureRequest) -> str:
    """Both ways of booking: through the attendant, and straight into the room's calendar."""
    return str(request.param)
