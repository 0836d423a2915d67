"""The display's own clock is wrong: nothing is claimed by it."""

from datetime import timedelta

import pytest

from .display import Display
from .glass import BUTTONS, LABELS
from .stage import AURORA, BOOK, Stage, minutes, now


def nothing_claimed(display: Display) -> None:
    names = set(display.glass.names(LABELS))
    assert not names & {"Free", "Free?", "Busy", "Yours", "Holding", "Held"}
    assert not [name for name in display.glass.names(BUTTONS) if BOOK.match(name)]


@pytest.mark.parametrize("hours", [-1, 30])
def test_a_start_with_a_wrong_clock_says_so_and_claims_nothing(stage: Stage, hours: int) -> None:
    stage.graph.clock_ahead(timedelta(hours=hours))
    display = stage.display()
    display.glass.label("No status", 30)
    nothing_claimed(display)
    status = display.status()
    assert (status["state"], status["exchange"]["problem"]) == ("problem", "E-CLK")
    assert status["exchange"]["reachable"] is True


def test_right_again_the_glass_speaks_of_the_calendar(stage: Stage) -> None:
    stage.lena.place(AURORA, now() - minutes(10), now() + minutes(50))
    stage.graph.clock_ahead(timedelta(minutes=6))
    display = stage.display()
    display.glass.label("No status", 30)
    stage.graph.clock_ahead(timedelta())
    display.glass.label("Busy", 60)
    assert display.status()["current"]["organizer"] == "Lena Fischer"
