"""Faults of staying alive: what is stuck, and nobody sees it. No code."""

from tests.mutants.mutant import Mutant

LIVING = (
    Mutant(
        "nobody-frees-the-stuck", "a read that never ends is the last one",
        "core/supervisor.py", "anew=found & suspects,", "anew=frozenset(),",
        ("alive/test_stuck_tasks.py::test_a_read_that_never_ends_is_begun_anew",),
    ),
    Mutant(
        "sleepers-are-shot", "a machine that slept has its reads and bookings cut off when it wakes",
        "core/supervisor.py", "anew=found & suspects,", "anew=found,",
        ("alive/test_supervise.py::test_who_is_late_twice_in_a_row_is_begun_anew",),
    ),
    Mutant(
        "frozen-glass-stays", "a display that does not answer any more shows its last picture for ever",
        "device/watchdog.py", "            if chance == CHANCES:\n", "            if chance > CHANCES:\n",
        ("alive/test_supervise.py::test_a_display_that_never_answers_is_ended",),
    ),
    Mutant(
        "begins-again-after-its-end", "a display that was told to end begins another read",
        "core/pull.py", "if self._running is None and not self._stopped:", "if self._running is None:",
        ("alive/test_ending.py::test_after_the_end_no_alarm_begins_another_read",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
