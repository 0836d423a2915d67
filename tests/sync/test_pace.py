"""How often the room is read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.errors import AccessLost, Forbidden, GraphFault, NeverLeft, NoAnswer, WaitAsked
from kiosk.sync.pace import QUICK, Pace

PEOPLE = [Forbidden(), AccessLost()]


def delay(
    pace: Pace, fault: GraphFault | None = None, *, quick: bool = False, waiting: float = 0, random: float = 0
) -> float:
    return pace.delay(fault, quick=quick, waiting=waiting, random=random)


def test_at_rest_the_configured_interval_with_some_jitter_below_it() -> None:
    assert delay(Pace.of(10)) == 10
    assert 8 <= delay(Pace.of(10), random=0.999) < 8.1


def test_quick_when_somebody_is_there() -> None:
    assert delay(Pace.of(10), quick=True) == QUICK
    assert delay(Pace.of(1), quick=True) == 1


def test_never_longer_than_ten_seconds_when_the_line_is_down() -> None:
    pace = Pace.of(10)
    waits = []
    for _ in range(12):
        pace = pace.after_fault(NeverLeft())
        waits.append(delay(pace, NeverLeft()))
    assert waits[:5] == [1, 2, 4, 8, 10]
    assert max(waits) == 10


def test_a_429_doubles_the_interval_up_to_a_minute_and_good_reads_bring_it_back() -> None:
    pace = Pace.of(10).after_fault(WaitAsked(timedelta(seconds=1)))
    assert pace.interval == 20
    assert delay(pace, quick=True) == 20, "throttled displays do not hurry"
    for _ in range(10):
        pace = pace.after_fault(WaitAsked(None))
    assert pace.interval == 60
    for _ in range(100):
        pace = pace.after_good()
    assert pace.interval == 10


def test_fresh_ends_a_back_off_and_keeps_what_throttling_taught() -> None:
    pace = Pace.of(10).after_fault(WaitAsked(None)).after_fault(NoAnswer()).fresh()
    assert (pace.failures, pace.interval) == (0, 20)


@pytest.mark.parametrize("fault", PEOPLE)
def test_what_a_person_must_mend_is_asked_again_within_a_minute(fault: GraphFault) -> None:
    pace = Pace.of(10)
    for _ in range(50):
        pace = pace.after_fault(fault)
        assert 1 <= delay(pace, fault) <= 60


FAULTS = st.sampled_from(
    [None, NeverLeft(), NoAnswer(), Forbidden(), WaitAsked(None), WaitAsked(timedelta(seconds=9))]
)


@given(
    st.lists(FAULTS, max_size=30), st.floats(1, 300), st.booleans(), st.floats(0, 3600), st.floats(0, 1, exclude_max=True)
)  # fmt: skip
def test_a_retry_after_is_obeyed_whatever_happened_before(
    history: list[GraphFault | None], base: float, quick: bool, waiting: float, random: float
) -> None:
    pace = Pace.of(base)
    for fault in history:
        pace = pace.after_good() if fault is None else pace.after_fault(fault)
    last = history[-1] if history else None
    found = delay(pace, last, quick=quick, waiting=waiting, random=random)
    assert found >= waiting
    assert found <= max(waiting, base, 60) + 0.25
    assert found > 0
